"""Every command of the program has a risk that suits what it does.

Whoever lets a script, or a model, run commands asks the registry which of them are harmless. A command that
nobody listed, or one that deletes and is called low, is run without a question. The registry is held against
the tree of commands as the program itself gives it.
"""

from collections.abc import Iterator

from routeproof.bindings.risk import EXPLAINED, risk_gaps
from routeproof.checks.subjects.commands import CommandsSubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location


def _run(subject: CommandsSubject) -> Iterator[Finding]:
    declared = subject.declared
    if subject.tree is None:
        yield Finding(
            message=f"the tree of commands `{declared.tree}` {subject.error}",
            hint="write it with `routeproof commands --write`, or correct its name",
            at=Location(subject.file, "/tree"),
            key=declared.tree,
        )
        return
    for gap in risk_gaps(subject.tree, declared.risk):
        said, hint = EXPLAINED[gap.kind]
        at = pointer("paths", gap.path) if gap.path in declared.risk["paths"] else "/paths"
        yield Finding(
            message=f"`{gap.path}` {said}",
            hint=hint,
            at=Location(subject.file, at),
            key=f"{gap.kind} {gap.path}",
        )


def _size(subject: CommandsSubject) -> int:
    return 1 if subject.tree is None else len({*subject.paths, *subject.declared.risk["paths"]})


CHECK = Check(
    id="command-risk-covered",
    title="every command has a risk that suits what it does",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=_size,
)
