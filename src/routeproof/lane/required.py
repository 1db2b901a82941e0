"""Whether the required contexts can ever be green, and whether the audit list says the same."""

from collections.abc import Iterator, Sequence

from routeproof.errors import pointer
from routeproof.lane.gap import GapKind, LaneGap
from routeproof.lane.members import Layout
from routeproof.markup import nearest

_MOST_NAMES = 200
"""Names among which the one that was probably meant is looked for: it takes a while."""
_DECLARE = "correct the name, or list it under `external` when something other than a workflow reports it"


def never_emitted(layout: Layout) -> Iterator[LaneGap]:
    """F2 and F4: contexts that protection waits for and that never come; exemptions that exempt nothing."""
    lane = layout.lane
    reported = {each.context for each in layout.contexts if each.on_changes} | {*lane.external}
    for index, context in enumerate(lane.required):
        if context not in reported:
            yield LaneGap(
                kind=GapKind.NEVER_EMITTED,
                message=f"required context `{context}` never comes: no workflow emits it on every change",
                hint=_hint(layout, context),
                file=lane.file,
                pointer=pointer("required", index),
                key=context,
            )
    required = {*lane.required}
    for index, context in enumerate(lane.external):
        if context not in required:
            yield LaneGap(
                kind=GapKind.NEVER_EMITTED,
                message=f"external context `{context}` is not required: the entry exempts nothing",
                hint="remove it",
                file=lane.file,
                pointer=pointer("external", index),
                key=context,
            )


def _hint(layout: Layout, context: str) -> str:
    for each in layout.contexts:
        if each.context == context:
            return f"let `{each.workflow.path}` run on pull requests, without a filter of branches or types"
    known = [each.context for each in layout.contexts][:_MOST_NAMES]
    # Forges show `workflow / job (event)` in places where the context is the job's name alone.
    inner = context.rpartition(" / ")[2].partition(" (")[0]
    near = inner if inner in known else nearest(context[:200], known)
    return f"did you mean `{near}`?" if near is not None else _DECLARE


def audit_differs(layout: Layout) -> Iterator[LaneGap]:
    """F3: what one of the two lists has and the other has not."""
    lane = layout.lane
    if lane.audit is None:
        return
    yield from _missing(lane.file, ("required", lane.required), ("audit", lane.audit))
    yield from _missing(lane.file, ("audit", lane.audit), ("required", lane.required))


def _missing(
    file: str, one: tuple[str, Sequence[str]], other: tuple[str, Sequence[str]]
) -> Iterator[LaneGap]:
    (here, contexts), (there, others) = one, other
    known = {*others}
    for index, context in enumerate(contexts):
        if context not in known:
            yield LaneGap(
                kind=GapKind.AUDIT_DIFFERS,
                message=f"context `{context}` is listed under `{here}` and missing under `{there}`",
                hint="find out which of the two is right, and correct the other where it is kept",
                file=file,
                pointer=pointer(here, index),
                key=f"{here} {context}",
            )
