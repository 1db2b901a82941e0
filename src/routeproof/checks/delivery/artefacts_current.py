"""Every generated artefact is what routeproof generates from the registry today.

Programs read the artefact, not the manifest. One that was edited by hand, or left behind by a change of the
registry, serves and bills by a registry that nobody reviewed.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.delivery import ArtefactState, DeliverySubject
from routeproof.checks.subjects.registry import Scope
from routeproof.errors import RouteproofError
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location

_LONGEST = 100
"""Characters of a line that a message shows."""


def _run(subject: DeliverySubject) -> Iterator[Finding]:
    for state in subject.artefacts:
        said = _describe_fault(subject, state)
        if said:
            yield Finding(
                message=f"artefact `{state.declared.path}` {said}",
                hint="run `routeproof generate`, review the difference and commit it",
                at=Location(subject.artefacts.file, state.declared.pointer),
                key=state.declared.path,
            )


def _describe_fault(subject: DeliverySubject, state: ArtefactState) -> str:
    """What is wrong with the artefact; nothing when it is current."""
    from routeproof.codegen import first_hunk, render  # noqa: PLC0415 - only where an artefact is declared

    if state.content is None:
        return state.error or "is missing"
    declared = state.declared
    try:
        wanted = render(declared.lang, subject.registry, subject.fingerprint, declared.package)
    except RouteproofError as error:
        return f"cannot be generated: {error.problems[0].message}"
    hunk = first_hunk(state.content, wanted)
    if hunk is None:
        return ""
    sides = [f"`{sign}{_cut(lines[0])}`" for sign, lines in (("-", hunk.removed), ("+", hunk.added)) if lines]
    return f"differs at line {hunk.line} (-{len(hunk.removed)} +{len(hunk.added)}): {' '.join(sides)}"


def _cut(line: str) -> str:
    shown = line.replace("`", "'")
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


CHECK = Check(
    id="artefacts-current",
    title="every generated artefact is current",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.artefacts),
    reuse=Scope.ANY_CHANGE,
)
