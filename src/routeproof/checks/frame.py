"""The frame every check stands in: what it is given, what it is, and how it is run."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from routeproof.drift import Drift
from routeproof.matrix import Cell, GoldenRow
from routeproof.model.finding import Finding, Level, Rule
from routeproof.model.policy import Offered, Pin, Probe, UpstreamPin
from routeproof.model.registry import Arm, Registry


@dataclass(frozen=True, slots=True)
class SchemaCopy:
    """One schema as the package ships it, and the workspace's copy (None when there is none)."""

    file: str
    shipped: bytes
    copy: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Everything a check may look at, read before it runs. Files are workspace-relative names.

    `golden` is None when the workspace has no golden matrix; `golden_error` says why one cannot be read.
    """

    registry: Registry
    registry_file: str = "manifest/providers.yaml"
    cells: tuple[Cell, ...] = ()
    golden: tuple[GoldenRow, ...] | None = None
    golden_error: str = ""
    golden_file: str = "matrix/routing.csv"
    pins: tuple[Pin, ...] = ()
    upstream_pins: tuple[UpstreamPin, ...] = ()
    pins_file: str = "checks/pins.yaml"
    probes: tuple[Probe, ...] = ()
    probes_file: str = "checks/probes.yaml"
    offers: tuple[Offered, ...] = ()
    drifts: tuple[Drift, ...] = ()
    schema_copies: tuple[SchemaCopy, ...] = ()

    def arms(self) -> Iterator[tuple[str, int, Arm]]:
        """Every arm as (runtime, position, arm), runtimes sorted, arms as declared."""
        for name, runtime in self.registry.runtimes.items():
            for place, arm in enumerate(runtime.arms):
                yield name, place, arm


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Rule):
    """A rule and the function that looks for its violations.

    `size` counts what the check has to judge: 0 means that it is empty here, which the run ledger says.
    """

    run: Callable[[Subject], Iterator[Finding]]
    size: Callable[[Subject], int]


@dataclass(frozen=True, slots=True)
class Ran:
    """One check after its run: how much it judged, and what it found."""

    check: Check
    judged: int
    findings: tuple[Finding, ...]


def run(check: Check, subject: Subject, level: Level) -> Ran:
    """Run one check and put its id and the level in force on every finding."""
    findings = tuple(replace(finding, check=check.id, level=level) for finding in check.run(subject))
    return Ran(check, check.size(subject), findings)
