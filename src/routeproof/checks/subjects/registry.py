"""What the checks on a registry are given, and how much of it each depends on."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from routeproof.harness.filed import Filed
from routeproof.matrix import Cell
from routeproof.model.declared import Hosts, Invariant, Pin, PlatformException, Probe, UpstreamPin
from routeproof.model.deployment import NEUTRAL, Deployment
from routeproof.model.registry import Arm, Registry, Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrySubject:
    """A registry, and what a team says of its ids, its arms, its keys and its payers.

    `credentials` is None when the team's own code keeps no list of what it takes for a credential. `dialled`
    are pairs of a provider and a host to which connections lead, beside the provider's own URLs.
    """

    registry: Registry
    registry_file: str = "manifest/providers.yaml"
    cells: tuple[Cell, ...] = ()
    pins: Filed[Pin] = Filed("checks/pins.yaml")
    upstream_pins: Filed[UpstreamPin] = Filed("checks/pins.yaml")
    probes: Filed[Probe] = Filed("checks/probes.yaml")
    invariants: Filed[Invariant] = Filed("checks/invariants.yaml")
    platform_exceptions: Filed[PlatformException] = Filed("checks/platform-exceptions.yaml")
    hosts: Filed[Hosts] = Filed("checks/hosts.yaml")
    credentials: Filed[str] | None = None
    dialled: frozenset[tuple[str, str]] = frozenset()
    deployment: Deployment = NEUTRAL

    def runtimes(self) -> Iterator[Runtime]:
        """Every runtime, sorted by name."""
        yield from self.registry.runtimes.values()

    def arms(self) -> Iterator[tuple[str, int, Arm]]:
        """Every arm as (runtime, position, arm), runtimes sorted, arms as declared."""
        for name, runtime in self.registry.runtimes.items():
            for place, arm in enumerate(runtime.arms):
                yield name, place, arm


class Scope(StrEnum):
    """How much of the registry the findings of a check depend on, where that is not the whole of it."""

    ROUTES = "routes"
    """What decides where ids go, and whose keys are found: the arms in order with their ids, patterns and
    credential names; of the catalogue its names, upstream vendors and the variables of all keys."""
    TENANT = "tenant"
    """The same, and what is found on one runtime depends on no other runtime."""
    RUNTIME = "runtime"
    """The routes of each runtime alone: neither another runtime nor the rest of the catalogue."""
    ANY_CHANGE = "any-change"
    """Everything, and every change of the data is a finding, whatever it means: no edit survives that, so
    `mutate` sets such a check aside unless it is asked for."""
