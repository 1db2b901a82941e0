"""The history of connections, run again: what each of its stages breaks is computed, and listed nowhere."""

from routeproof.bindings.replay.history import JUDGES, replay, witnesses
from routeproof.bindings.replay.stages import REFERENCE, STAGES, Stage

__all__ = ["JUDGES", "REFERENCE", "STAGES", "Stage", "replay", "witnesses"]
