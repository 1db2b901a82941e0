"""What the page shows, prepared so that the template only lays it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from routeproof.checks import ALL
from routeproof.errors import Place
from routeproof.harness import Verdict
from routeproof.harness.finding import Finding, Level
from routeproof.matrix import Cell
from routeproof.model.registry import Payer, Registry
from routeproof.prove import ClassRoute, RouteClass, extent, routes
from routeproof.reports.context import Context, last_line
from routeproof.reports.html.machines import Divided
from routeproof.reports.summary import by_arm, found, headline, judged, next_step
from routeproof.resolve.walk import Walk

MOST = 500
"""Longer lists are cut, and the page says how much is left out."""

_EXCERPT = 8
_WIDE = 240
_LEAD = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a source file in three parts: the middle one is what the finding points at."""

    number: int
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the lines it points at (`more` of them left out) and the walk of its id."""

    finding: Finding
    place: Place
    lines: tuple[Line, ...]
    more: int
    walk: Walk | None


@dataclass(frozen=True, slots=True)
class Square:
    """One provider on one runtime: how many ids it lists there, and how many of its ids go elsewhere."""

    name_only: bool
    listed: int
    astray: int


@dataclass(frozen=True, slots=True)
class Band:
    """One provider across all runtimes; None where it has no arm."""

    provider: str
    payer: Payer
    squares: tuple[Square | None, ...]


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class of ids: its shortest id, how many it holds, who claims it, where it goes."""

    number: int
    witness: str
    extent: str
    listed_by: tuple[str, ...]
    found_by: tuple[str, ...]
    routes: tuple[ClassRoute, ...]


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of one runtime, or why they are not known."""

    runtime: str
    rows: tuple[ClassRow, ...]
    undecided: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything on the page that is not the verdict itself."""

    headline: str
    found: str
    judged: str
    next_step: str
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]
    notes: tuple[Shown, ...]
    left_out: int
    runtimes: tuple[str, ...]
    bands: tuple[Band, ...]
    unused: tuple[str, ...]
    cells: Mapping[str, tuple[Cell, ...]]
    classes: tuple[Classes, ...]
    checks: tuple[tuple[str, str, str], ...]


def page(verdict: Verdict, context: Context, classes: Divided) -> Page:
    """Prepare the page; parts that the context does not carry come out empty."""
    registry = context.registry
    serious = [each for each in verdict.findings if each.level is not Level.NOTE]
    notes = [each for each in verdict.findings if each.level is Level.NOTE]
    lines = {file: context.lines(file) for file in {each.document for each in verdict.findings}}
    return Page(
        headline=headline(verdict),
        found=found(verdict),
        judged=judged(verdict),
        next_step=next_step(verdict),
        groups=tuple(
            (title, tuple(_view_finding(each, lines, context) for each in group))
            for title, group in by_arm(serious[:MOST])
        ),
        notes=tuple(_view_finding(each, lines, context) for each in notes[:MOST]),
        left_out=max(0, len(serious) - MOST) + max(0, len(notes) - MOST),
        runtimes=tuple(registry.runtimes) if registry else (),
        bands=tuple(_bands(registry, context.cells)) if registry else (),
        unused=tuple(_unused_providers(registry)) if registry else (),
        cells={name: _cells(context.cells, name) for name in registry.runtimes} if registry else {},
        classes=tuple(_classes(name, each) for name, each in classes.items()),
        checks=tuple(_checks(verdict)),
    )


def _view_finding(finding: Finding, lines: Mapping[str, Sequence[str]], context: Context) -> Shown:
    place = finding.place or Place(finding.document)
    excerpt = tuple(_excerpt(lines[finding.document], place)) if place.line else ()
    return Shown(finding, place, excerpt[:_EXCERPT], len(excerpt[_EXCERPT:]), context.walk(finding))


def _excerpt(lines: Sequence[str], place: Place) -> Iterator[Line]:
    """The lines of a region, with what lies outside of it kept apart."""
    for number in range(place.line, min(last_line(place), len(lines)) + 1):
        text = lines[number - 1]
        begin = place.column - 1 if number == place.line else len(text) - len(text.lstrip())
        end = place.end_column - 1 if number == place.end_line else len(text)
        cut = max(0, begin - _LEAD) if len(text) > _WIDE else 0
        before = ("…" if cut else "") + text[cut:begin]
        after = text[end : cut + _WIDE] + ("…" if len(text) > cut + _WIDE else "")
        yield Line(number, before, text[begin : min(end, cut + _WIDE)], after)


def _bands(registry: Registry, cells: Sequence[Cell]) -> Iterator[Band]:
    """The platform first, the others as they are declared."""
    astray: dict[tuple[str, str], int] = {}
    for cell in cells:
        if cell.model is not None and cell.provider != cell.arm:
            astray[cell.runtime, cell.arm] = astray.get((cell.runtime, cell.arm), 0) + 1
    arms = {(runtime.name, arm.name): arm for runtime in registry.runtimes.values() for arm in runtime.arms}
    for provider in sorted(registry.providers, key=lambda each: each.payer is not Payer.PLATFORM):
        squares = tuple(
            Square(arm.name_only, len(arm.models), astray.get((name, provider.name), 0))
            if (arm := arms.get((name, provider.name)))
            else None
            for name in registry.runtimes
        )
        if any(squares):
            yield Band(provider.name, provider.payer, squares)


def _unused_providers(registry: Registry) -> Iterator[str]:
    used = {arm.name for runtime in registry.runtimes.values() for arm in runtime.arms}
    yield from (provider.name for provider in registry.providers if provider.name not in used)


def _cells(cells: Sequence[Cell], runtime: str) -> tuple[Cell, ...]:
    return tuple(cell for cell in cells if cell.runtime == runtime)


def _classes(runtime: str, classes: Sequence[RouteClass] | str) -> Classes:
    if isinstance(classes, str):
        return Classes(runtime, (), classes)
    return Classes(runtime, tuple(_class(number, each) for number, each in enumerate(classes, 1)))


def _class(number: int, each: RouteClass) -> ClassRow:
    listed, matched = (tuple(arm.name for arm in arms) for arms in (each.exact, each.pattern))
    return ClassRow(number, each.witness, extent(each), listed, matched, routes(each))


def _checks(verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """Every check of the run as (id, what it holds, how it went)."""
    ledger = verdict.ledger
    titles = {check.id: check.title for check in ALL}
    open_ = {finding.check for finding in verdict.findings}
    states = {each.check: f"undecided: {each.why}" for each in ledger.undecided}
    states |= dict.fromkeys(ledger.off, "switched off") | dict.fromkeys(ledger.empty, "nothing to judge")
    for check in (*ledger.planned, *ledger.off):
        yield check, titles.get(check, ""), states.get(check, "findings" if check in open_ else "holds")
