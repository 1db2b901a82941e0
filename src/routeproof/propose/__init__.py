"""What a team's first workspace can hold its registry to: proposed from the registry as it is today."""

from routeproof.propose.acceptance import Acceptance, accept
from routeproof.propose.divisions import Divisions
from routeproof.propose.invariants import Proposed, invariants_for
from routeproof.propose.pins import pins_for, upstream_pins_for
from routeproof.propose.probes import probes_for

__all__ = [
    "Acceptance",
    "Divisions",
    "Proposed",
    "accept",
    "invariants_for",
    "pins_for",
    "probes_for",
    "upstream_pins_for",
]
