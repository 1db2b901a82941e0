"""The frame every check stands in: what it is, what it is given, and how it is run."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Generic, TypeVar

from routeproof.errors import UndecidedError
from routeproof.harness.finding import Finding, Level, Rule

S = TypeVar("S")
"""What a check looks at: everything that it may, read before it runs."""
I = TypeVar("I")  # noqa: E741 - the usual letter
"""What a suite makes its subject of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Rule, Generic[S]):
    """A rule and the function that looks for its violations.

    `size` counts what the check has to judge: 0 means that it is empty here, which the run ledger says.
    """

    run: Callable[[S], Iterator[Finding]]
    size: Callable[[S], int]
    proof: bool = False
    """Whether the check speaks of everything that is possible, by proof."""
    reuse: StrEnum | None = None
    """What part of its subject its answer depends on, where its family knows parts; None for the whole."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something a suite found in its subject; without words it is part of another count's."""

    name: str
    number: int
    words: str = ""


def format_counts(counts: Sequence[Count]) -> str:
    """The counts in one line."""
    return ", ".join(each.words for each in counts if each.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite(Generic[I, S]):
    """Checks of one family with the subject that they share.

    `subject` answers None where there is nothing of that kind: its checks are planned, and empty.
    """

    name: str
    checks: tuple[Check[S], ...]
    subject: Callable[[I], S | None]
    counts: Callable[[S], Sequence[Count]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class Ran:
    """One check after its run: how much it judged, and what it found.

    `undecided` says why the check could not answer: then its findings are incomplete, and no pass.
    """

    rule: Rule
    judged: int
    findings: tuple[Finding, ...] = ()
    undecided: str = ""


def run_check(check: Check[S], subject: S | None, level: Level, judged: int | None = None) -> Ran:
    """Run one check and put its id and the level in force on every finding.

    A finding that a check itself takes less seriously than that keeps its own level.
    A check that outgrows its budget is undecided: what it found before stands, and the rest is unknown.
    `judged` is how much there is to judge, where that is known already.
    """
    if subject is None:
        return Ran(check, 0)
    found: list[Finding] = []
    undecided = ""
    try:
        for finding in check.run(subject):
            at_most = min(level, finding.level, key=lambda each: each.rank)
            found.append(replace(finding, check=check.id, level=at_most))  # keep what came first
    except UndecidedError as error:
        undecided = str(error)
    judged = _size(check, subject) if judged is None else judged
    return Ran(check, judged, tuple(found), undecided)


def _size(check: Check[S], subject: S) -> int:
    """How much the check has to judge; what cannot be counted within the budget is not nothing."""
    try:
        return check.size(subject)
    except UndecidedError:
        return 1
