"""Every file that the policy requires is there.

A file of the workspace that does not exist is read as an empty one, so a pull request that deletes the
pins, or renames them, would be judged by nothing and pass. `require` in `checks/policy.yaml` names the files
without which the gate is none.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.guards import GuardsSubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location


def _run(subject: GuardsSubject) -> Iterator[Finding]:
    for guard in subject.required:
        if not guard.present:
            yield Finding(
                message=f"`{guard.file}` is required and not there",
                hint=f"restore it, or take `{guard.name}` off `require` in the same review",
                at=Location(subject.required.file, guard.pointer),
                key=guard.name,
            )


CHECK = Check(
    id="required-guard-present",
    title="every file that the policy requires is there",
    level=Level.ERROR,
    doc=__doc__,
    waivable=False,
    run=_run,
    size=lambda subject: len(subject.required),
)
