"""A mutation run as a report: entries with their places, scores, and which checks stand alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from routeproof.checks import FAMILIES
from routeproof.errors import Place
from routeproof.mutate.mutant import MutantKind
from routeproof.mutate.remedy import pin_text
from routeproof.mutate.result import DETECTED, UNDETECTED, Result, Status
from routeproof.mutate.trial import Trial

GOLDENS = frozenset(check.id for check in FAMILIES["goldens"])
"""The checks that compare with what was accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedMutant:
    """One mutant as reports show it. `remedy` is the entry for `checks/pins.yaml` that kills a survivor."""

    id: str
    operator: str
    place: Place
    status: Status
    description: str
    replacement: str
    reason: str
    killed_by: tuple[str, ...] = ()
    covered_by: tuple[str, ...] = ()
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How many mutants count, and how many of them are detected."""

    detected: int
    counted: int

    @property
    def percent(self) -> float:
        """From 0 to 100; 100 when nothing counts, since then nothing survived either."""
        return 100 * self.detected / self.counted if self.counted else 100.0

    def __str__(self) -> str:
        # Cut, not rounded: one survivor of many must not read as 100 %.
        return f"{int(self.percent * 10) / 10:.1f} %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run, or several shards of one put together. `planned` counts what the whole run has to decide.

    `milliseconds` is the one thing in it that differs between equal runs: setup, baseline, mutants.
    """

    fingerprint: str
    planned: int
    seed: int
    minimum: float
    checks: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Check id to its title."""
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """File to its text."""
    entries: tuple[JudgedMutant, ...] = ()
    guards: tuple[JudgedMutant, ...] = ()
    shards: tuple[str, ...] = ()
    """Which parts these are, when it is not the whole run."""
    milliseconds: tuple[int, int, int] = (0, 0, 0)

    @property
    def score(self) -> Score:
        """Of the registry and of what is offered."""
        return score(self.entries)

    @property
    def guard_score(self) -> Score:
        """Of the guards: how many of all their edits are noticed; the others are redundant."""
        return guard_score(self.guards)

    @property
    def survivors(self) -> tuple[JudgedMutant, ...]:
        """What nobody noticed."""
        return tuple(each for each in self.entries if each.status in UNDETECTED)

    @property
    def undecided(self) -> int:
        """How many mutants are not decided, those of missing shards included."""
        decided = sum(each.status is not Status.PENDING for each in (*self.entries, *self.guards))
        return self.planned - decided

    @property
    def alone(self) -> Counter[str]:
        """Check id to how many mutants no other check noticed.

        The goldens notice nearly everything: beside another check they do not count.
        """
        detected = (each.killed_by for each in self.entries if each.status in DETECTED)
        found = (tuple(check for check in checks if check not in GOLDENS) or checks for checks in detected)
        return Counter(checks[0] for checks in found if len(checks) == 1)

    @property
    def kills(self) -> Counter[str]:
        """Check id to how many mutants it noticed, alone or with others."""
        killed = (each for each in self.entries if each.status in DETECTED)
        return Counter(check for each in killed for check in each.killed_by)


def score(entries: Iterable[JudgedMutant]) -> Score:
    """Detected of detected and undetected; refused, equal and undecided mutants do not count."""
    statuses = [each.status for each in entries]
    detected = sum(status in DETECTED for status in statuses)
    return Score(detected, detected + sum(status in UNDETECTED for status in statuses))


def guard_score(guards: Sequence[JudgedMutant]) -> Score:
    """Detected of all: what is not detected is redundant."""
    return Score(sum(each.status in DETECTED for each in guards), len(guards))


def entries_of(trial: Trial, results: Sequence[Result], *, guards: bool) -> tuple[JudgedMutant, ...]:
    """The results for guards, or for everything else, in the order of their places."""
    chosen = (each for each in results if (each.mutant.kind is MutantKind.GUARD) is guards)
    return ordered_entries(_entry(trial, each) for each in chosen)


def ordered_entries(entries: Iterable[JudgedMutant]) -> tuple[JudgedMutant, ...]:
    """By file, place and id: the same order whichever shards the entries come from."""
    return tuple(
        sorted(entries, key=lambda each: (each.place.file, each.place.line, each.place.column, each.id))
    )


def _entry(trial: Trial, result: Result) -> JudgedMutant:
    mutant = result.mutant
    return JudgedMutant(
        id=mutant.id,
        operator=mutant.operator,
        place=trial.sources[mutant.edit.file].place(mutant.edit.pointer),
        status=result.status,
        description=mutant.description,
        replacement=mutant.replacement,
        reason=result.reason,
        killed_by=result.killed_by,
        covered_by=result.covered_by,
        remedy=pin_text(result.pin) if result.pin else "",
    )
