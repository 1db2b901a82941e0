"""The body of a pull-request comment: the verdict, what moved and who pays now, what is new or fixed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from routeproof.compare import Difference, FieldChange, MenuChange, RouteChange
from routeproof.harness import Verdict, Waived, format_counts
from routeproof.harness.finding import Finding, Level
from routeproof.harness.policy import Exemption
from routeproof.markup import code, message, prose
from routeproof.reports.context import NOTHING, Context, MutationScore
from routeproof.reports.summary import found, headline, judged, plural

MARKER = "<!-- routeproof:comment -->"
"""First in the body: whoever posts the comment finds the one to replace by it."""
LIMIT = 60_000
"""The most characters of a body; GitHub refuses a comment of more than 65,536."""

_CELL = 160
_EXCEPTIONS = 10
_MORE = 30
"""Room for the number of rows that are left out."""


@dataclass(frozen=True, slots=True)
class _Section:
    """A table under a title, its rows written as far as they fit; `folded` ones open on a click."""

    title: str
    headers: tuple[str, ...]
    size: int
    rows: Iterator[tuple[str, ...]]
    folded: bool = False


def render(verdict: Verdict, context: Context = NOTHING) -> str:
    """Render as GitHub-flavoured Markdown of at most `LIMIT` characters; rows that do not fit are counted."""
    summary = f"{found(verdict)}. {format_counts(verdict.counts)}. {judged(verdict)}."
    parts = [MARKER, f"## routeproof: {headline(verdict)}", summary]
    parts += _moved_in_words(context.difference)
    parts += _mutation(context.base_mutation, context.mutation)
    parts += map(_exception, verdict.exemptions[:_EXCEPTIONS])
    room = LIMIT - sum(len(part) + 2 for part in parts)
    sections = [each for each in _sections(verdict, context) if each.size]
    for place, section in enumerate(sections):
        # What one section leaves over is shared by those after it.
        text = _fit_section(section, room // (len(sections) - place))
        room -= len(text) + 2
        parts.append(text)
    return _quiet("\n\n".join(parts)) + "\n"


def _moved_in_words(difference: Difference | None) -> Iterator[str]:
    if difference is None:
        return
    if difference.equal:
        yield "**What moved**: nothing. The change is proved to mean the same for every id."
        return
    routes = difference.routes
    payers = sum(each.before.payer is not each.after.payer for each in routes)
    refused = sum(each.after.provider is None for each in routes)
    counts = [plural(len(routes), "route"), f"{payers} of them with another payer", f"{refused} now refused"]
    others = [plural(len(difference.menus), "menu"), plural(len(difference.fields), "field")]
    yield f"**What moved**: {', '.join(counts if routes else counts[:1])}; {', '.join(others)}."


def _mutation(before: MutationScore | None, after: MutationScore | None) -> Iterator[str]:
    if after is None:
        return
    score = f"{_percent(after)} of the edits noticed, {after.survived} survive, {after.ignored} proved equal"
    was = f" (before: {_percent(before)}, {before.survived} survive)" if before else ""
    yield f"**Mutation**: {score}{was}."


def _exception(each: Exemption) -> str:
    where = f"{code(_short(each.coordinate('model')))} on {code(_short(each.coordinate('runtime')))}"
    return f"**Platform exception**: {where}: {prose(_short(each.reason, 2))} ({prose(_short(each.ticket))})"


def _percent(score: MutationScore) -> str:
    return "-" if score.percent is None else f"{score.percent:.1f} %"


def _sections(verdict: Verdict, context: Context) -> Iterator[_Section]:
    if context.difference is not None:
        yield from _move_sections(context.difference)
    known = {each.fingerprint for each in context.base.findings} if context.base else set()
    new = [each for each in verdict.findings if each.fingerprint not in known]
    old = [each for each in verdict.findings if each.fingerprint in known]
    serious = [each for each in new if each.level is not Level.NOTE]
    notes = [each for each in new if each.level is Level.NOTE]
    yield _findings("New findings" if context.base else "Findings", serious, folded=False)
    yield _findings("New notes" if context.base else "Notes", notes)
    yield _findings("Findings that were there before", old)
    if context.base:
        reported = [*verdict.findings, *(each.finding for each in verdict.waived)]
        now = {each.fingerprint for each in reported}
        fixed = [each for each in context.base.findings if each.fingerprint not in now]
        yield _findings("Fixed", fixed)
    yield from _waivers(verdict, context)


def _move_sections(difference: Difference) -> Iterator[_Section]:
    routes, menus, fields = difference.routes, difference.menus, difference.fields
    payer_first = sorted(
        routes, key=lambda each: (each.before.payer is each.after.payer, each.after.payer is None)
    )
    headers = ("runtime", "shortest id", "ids", "with", "before", "after", "payer")
    yield _Section("What moved", headers, len(routes), map(_route, payer_first))
    yield _Section("Menus", ("runtime", "added", "removed", "order"), len(menus), map(_menu, menus))
    of = ("of", "field", "before", "after")
    yield _Section("Metadata", of, len(fields), map(_field, fields), folded=True)


def _findings(title: str, findings: Sequence[Finding], *, folded: bool = True) -> _Section:
    headers = ("level", "check", "finding", "place")
    return _Section(title, headers, len(findings), map(_finding, findings), folded)


def _waivers(verdict: Verdict, context: Context) -> Iterator[_Section]:
    headers = ("check", "what", "reason", "ticket", "until")
    known = {each.finding.fingerprint for each in context.base.waived} if context.base else set()
    new = [each for each in verdict.waived if context.base and each.finding.fingerprint not in known]
    old = [each for each in verdict.waived if not context.base or each.finding.fingerprint in known]
    yield _Section("Newly waived", headers, len(new), map(_waived_row, new))
    yield _Section("Waived", headers, len(old), map(_waived_row, old), folded=True)


def _route(change: RouteChange) -> tuple[str, ...]:
    before, after = change.before.payer, change.after.payer
    payer = (
        f"**{before or 'nobody'} → {after or 'nobody'}**" if before is not after else str(after or "nobody")
    )
    return (
        code(_short(change.runtime)),
        code(_short(change.witness)),
        "infinitely many" if change.size is None else str(change.size),
        code(_short(", ".join(change.auth_env))) if change.auth_env else "no credential",
        code(_short(change.before.provider or str(change.before.error))),
        code(_short(change.after.provider or str(change.after.error))),
        payer,
    )


def _menu(change: MenuChange) -> tuple[str, ...]:
    added, removed = (code(_short(", ".join(ids))) if ids else "-" for ids in (change.added, change.removed))
    return code(_short(change.runtime)), added, removed, "changed" if change.reordered else "kept"


def _field(change: FieldChange) -> tuple[str, ...]:
    return code(_short(change.of)), code(change.field), _value(change.before), _value(change.after)


def _value(text: str | None) -> str:
    return "absent" if text is None else code(_short(text))


def _finding(finding: Finding) -> tuple[str, ...]:
    hint = f" *({message(_short(finding.hint, 2))})*" if finding.hint else ""
    return (
        str(finding.level),
        code(finding.check),
        message(_short(finding.message, 4)) + hint,
        code(_short(str(finding.place or finding.document))),
    )


def _waived_row(each: Waived) -> tuple[str, ...]:
    waiver = each.waiver
    return (
        code(each.finding.check),
        code(_short(each.finding.subject)),
        prose(_short(waiver.reason, 2)),
        prose(_short(waiver.ticket)),
        waiver.expires.isoformat(),
    )


def _short(text: str, cells: int = 1) -> str:
    most = cells * _CELL
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _fit_section(section: _Section, room: int) -> str:
    """The section with as many of its rows as fit into `room` characters, and the number of the others."""
    title = f"{section.title} ({section.size})"
    before, after = f"### {title}", ""
    if section.folded:
        before, after = f"<details><summary>{title}</summary>", "\n\n</details>"
    lines = [_line(section.headers), _line(["---"] * len(section.headers))]
    room -= len(before) + len(after) + _MORE + sum(map(len, lines))
    for row in section.rows:
        lines.append(_quiet(_line(row)))
        room -= len(lines[-1]) + 1
        if room < 0:
            lines.pop()
            break
    left = section.size - len(lines) + 2
    more = f"\n\nand {left} more" if left else ""
    return before + "\n\n" + "\n".join(lines) + more + after


def _line(cells: Iterable[str]) -> str:
    """One row without the padding of a laid-out table: it would cost half of the room."""
    return f"| {' | '.join(cells)} |"


def _quiet(body: str) -> str:
    """No mention is left, not even in a code span, where a mail would still show one."""
    return body.replace("@\u200b", "@").replace("@", "@\u200b")
