"""Operators on what the lane runs: a gate that passes over its failure, a sentinel that accepts too much."""

import re
from collections.abc import Iterator

from routeproof.mutate.edit import put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal
from routeproof.mutate.operators.lane.layout import edit, gate_steps, sentinels

_NOTHING = "echo skipped"
_IS_SUCCESS = re.compile(r"==?(\s*)(['\"]?)success\2")
_WORKFLOW = ".github/workflows/ci.yml"


def _soft_step(material: Material) -> Iterator[Proposal]:
    for member, step in gate_steps(material):
        if not step.soft:
            change = put(f"{step.pointer}/continue-on-error", True)
            yield edit(
                member,
                f"`{member.job.id}` goes on when its gate has failed",
                change,
                locus=step.run or step.uses,
            )


def _swallow(material: Material) -> Iterator[Proposal]:
    command = material.declared.lane.command if material.declared.lane else ""
    for member, step in gate_steps(material):
        if step.run:
            script = re.sub(rf"{re.escape(command)}[^\n]*", r"\g<0> || true", step.run)
            description = f"`{member.job.id}` passes over the failure of `{command}`"
            yield edit(
                member,
                description,
                put(f"{step.pointer}/run", script),
                locus=step.run or step.uses,
                new=script,
            )


def _replace(material: Material) -> Iterator[Proposal]:
    for member, step in gate_steps(material):
        change = put(f"{step.pointer}/run", _NOTHING) if step.run else put(step.pointer, {"run": _NOTHING})
        description = f"`{member.job.id}` runs `{_NOTHING}` in place of the gate"
        yield edit(member, description, change, locus=step.run or step.uses, new=_NOTHING)


def _condition(material: Material) -> Iterator[Proposal]:
    for sentinel in sentinels(material):
        at, name = f"{sentinel.job.pointer}/if", sentinel.job.id
        if sentinel.job.condition is not None:
            yield edit(sentinel, f"the sentinel `{name}` is skipped when a job has failed", remove(at))
        yield edit(
            sentinel,
            f"the sentinel `{name}` is skipped when a run is cancelled",
            put(at, "!cancelled()"),
            new="if",
        )


def _accept(material: Material) -> Iterator[Proposal]:
    for sentinel in sentinels(material):
        for step in sentinel.job.steps:
            script = _IS_SUCCESS.sub(r"!=\1\2failure\2", step.run)
            if script != step.run:
                description = f"the sentinel `{sentinel.job.id}` accepts a job that was skipped"
                change = put(f"{step.pointer}/run", script)
                yield edit(sentinel, description, change, locus=step.run or step.uses, new=script)


def _ci(step: str, condition: str = "if: always(), ", script: str = "test $R = success") -> str:
    steps = f"[{{run: '{script}', env: {{R: '${{{{ needs.gate.result }}}}'}}}}]"
    sentinel = f"{{{condition}needs: [gate], steps: {steps}}}"
    return f"on: pull_request\njobs:\n  gate: {{steps: [{step}]}}\n  ok: {sentinel}"


_USES = "{uses: o/routeproof@v1}"

OPERATORS = (
    Operator(
        name="soft-gate",
        description="the step that runs routeproof may fail",
        touches="/jobs/JOB/steps/STEP/continue-on-error",
        propose=_soft_step,
        examples=(
            Example(
                _ci("{run: routeproof check}"),
                (_ci("{run: routeproof check, continue-on-error: true}"),),
                _WORKFLOW,
            ),
        ),
    ),
    Operator(
        name="swallow-gate",
        description="the script that runs routeproof passes over its failure",
        touches="/jobs/JOB/steps/STEP/run",
        propose=_swallow,
        examples=(
            Example(
                _ci(r'{run: "a\nrouteproof check --color\nb"}'),
                (_ci(r'{run: "a\nrouteproof check --color || true\nb"}'),),
                _WORKFLOW,
            ),
            Example(_ci(_USES), (), _WORKFLOW),
        ),
    ),
    Operator(
        name="replace-gate",
        description="the job that runs routeproof does something else",
        touches="/jobs/JOB/steps/STEP",
        propose=_replace,
        examples=(
            Example(_ci("{run: routeproof check}"), (_ci("{run: echo skipped}"),), _WORKFLOW),
            Example(_ci(_USES), (_ci("{run: echo skipped}"),), _WORKFLOW),
        ),
    ),
    Operator(
        name="sentinel-condition",
        description="the sentinel does not run always",
        touches="/jobs/JOB/if",
        propose=_condition,
        examples=(
            Example(_ci(_USES), (_ci(_USES, ""), _ci(_USES, "if: '!cancelled()', ")), _WORKFLOW),
            Example(_ci(_USES, ""), (_ci(_USES, "if: '!cancelled()', "),), _WORKFLOW),
        ),
    ),
    Operator(
        name="sentinel-accepts-skipped",
        description="the sentinel accepts a job that was skipped or cancelled",
        touches="/jobs/JOB/steps/STEP/run",
        propose=_accept,
        examples=(
            Example(_ci(_USES), (_ci(_USES, script="test $R != failure"),), _WORKFLOW),
            Example(_ci(_USES, script="grep success"), (), _WORKFLOW),
        ),
    ),
)
