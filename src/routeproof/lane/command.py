"""Whether a job is seen to run the gate: what is good is recognised, all else is not understood."""

import re
from collections.abc import Iterator, Mapping

from routeproof.lane.condition import always_runs
from routeproof.lane.contexts import called
from routeproof.lane.gap import GapKind, LaneGap
from routeproof.lane.members import Layout, Member
from routeproof.lane.quote import in_backticks
from routeproof.model.workflow import DEFAULT_COMMAND, Values, Workflow, WorkflowStep

_DEEPEST = 10
"""Workflows that call each other deeper than this are not followed, nor run by the forges."""
_SHELLS = (None, "bash", "sh")
"""Shells that the forges start so that a script ends with its first failing command."""
_ACTION = re.compile(r"[\w.-]+/routeproof(?:/[\w./-]+)?@[\w./-]+")
_INPUTS = ("base", "report")
"""Inputs of the action that leave nothing out of the gate."""
_SETTING = "ROUTEPROOF_"
_HARMLESS = (
    "ROUTEPROOF_BASE",
    "ROUTEPROOF_COLOR",
    "ROUTEPROOF_DEBUG",
    "ROUTEPROOF_FORMAT",
    "ROUTEPROOF_REPORT",
)
_BENDING = ("BASH_ENV", "ENV", "GNUMAKEFLAGS", "MAKEFLAGS", "PATH", "SHELLOPTS")
"""Variables that let the same command do something else."""

_QUOTED = r"'[^']*'|\"[^\"`\\(]*\""
_WORD = rf"(?:[\w@%+=:,./~-]|{_QUOTED})+"
_FLAGS = re.compile(rf"(?: --(?:base|format|report)[ =]{_WORD}| --(?:no-)?color)*")
"""What may follow `routeproof check` and leaves nothing out of it."""
_STRICTER = re.compile(r"set(?: -[eux]+| -[eux]*o pipefail)+")
_SIMPLE = re.compile(rf"(?P<program>[\w@%+:,./~-]+)(?: (?:[\w@%+=:,./~$-]|{_QUOTED})+)*")
"""A command with its words, without anything that joins, redirects, substitutes or goes on below."""
_FLOW = re.compile(
    r"[.!{}]|\[\[|alias|break|builtin|case|cd|command|continue|coproc|declare|do|done|elif|else|enable|esac|eval"
    r"|exec|exit|export|fi|for|function|hash|if|popd|pushd|readonly|return|select|set|shopt|source|then|time"
    r"|trap|typeset|unalias|unset|until|while"
)
"""Words at the start of a line that decide what becomes of the lines after it."""


def not_run(layout: Layout) -> Iterator[LaneGap]:
    """The job that is said to run routeproof, where nothing in it is seen to do so."""
    paths = {workflow.path: workflow for workflow in layout.workflows}
    for member in (*layout.members, *layout.sentinels):
        job = member.job
        if job.id != layout.lane.routeproof_job or job.id not in layout.guarded:
            continue
        why = _unseen(member, layout.lane.command, paths, 0)
        if why:
            where = "/uses" if job.uses else "/steps" if job.steps else ""
            yield LaneGap(
                kind=GapKind.NOT_RUN,
                message=f"job `{job.id}` is not seen to run {in_backticks(layout.lane.command)}: {why}",
                hint=f"let a step be {in_backticks(f'run: {layout.lane.command}')} and nothing else, "
                f"or declare what it runs as `command` in {layout.lane.file}",
                file=member.workflow.file,
                pointer=job.pointer + where,
                key=f"{member.workflow.path} {job.id}",
            )


def _unseen(member: Member, command: str, paths: Mapping[str, Workflow], depth: int) -> str:
    """Why the job is not seen to run the command; empty where it is."""
    job = member.job
    if job.uses is not None:
        target = called(job, paths) if depth < _DEEPEST else None
        if target is None:
            return f"it hands over to {in_backticks(job.uses)}, which is not read here"
        inner = [_unseen(Member(target, each), command, paths, depth + 1) for each in target.jobs]
        return "" if not all(inner) else f"it calls {in_backticks(target.path)}, where {inner[0]}"
    shared = (*member.workflow.values, *job.values)
    reasons = [reason for step in job.steps if (reason := _unseen_step(step, command, shared)) is not None]
    return "" if "" in reasons else next(iter(reasons), "no step of it says so")


def _unseen_step(step: WorkflowStep, command: str, shared: Values) -> str | None:
    """Empty for a step that runs the command, None for one that has nothing to do with it, else the doubt."""
    if step.uses:
        if not _ACTION.fullmatch(step.uses):
            return None
        doubt = next((f"the input `{key}`" for key, _ in step.inputs if key not in _INPUTS), "")
    else:
        seen = [_is_run(step.run, each) for each in dict.fromkeys((command, DEFAULT_COMMAND))]
        if not any(each is not None for each in seen):
            return None
        doubt = "" if True in seen else f"the script {in_backticks(step.run)}"
    doubt = doubt or _surroundings(step, shared)
    return f"{doubt} is not understood" if doubt else ""


def _is_run(script: str, command: str) -> bool | None:
    """Whether the script ends red when the command does; None where it does not name it."""
    if not all(word in script for word in command.split()):
        return None
    lines = (" ".join(line.split()) for line in script.replace("\\\n", " ").splitlines())
    for line in lines:
        if not line or line.startswith("#") or _STRICTER.fullmatch(line):
            continue
        if _is_command(line, command):
            return True
        simple = _SIMPLE.fullmatch(line)
        if simple is None or _FLOW.fullmatch(simple["program"]):
            return False
    return False


def _is_command(line: str, command: str) -> bool:
    words = " ".join(command.split())
    if words != DEFAULT_COMMAND and not words.startswith(f"{DEFAULT_COMMAND} "):
        return line == words
    bare = re.sub(r"^python[\d.]* -m (?=routeproof )", "", line)
    return bare.startswith(words) and _FLAGS.fullmatch(bare[len(words) :]) is not None


def _surroundings(step: WorkflowStep, shared: Values) -> str:
    """What is around a step and may keep it from being the gate."""
    if not always_runs(step.condition):
        return f"its {in_backticks(f'if: {step.condition}')}"
    if step.shell not in _SHELLS:
        return f"its {in_backticks(f'shell: {step.shell}')}"
    if step.folder not in (None, ".", "./"):
        return f"its {in_backticks(f'working-directory: {step.folder}')}"
    for name, _ in (*shared, *step.values):
        if name in _BENDING or (name.startswith(_SETTING) and name not in _HARMLESS):
            return f"the variable {in_backticks(name)}"
    return ""
