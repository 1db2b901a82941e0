"""Whether a sentinel can be green although a job that it needs did not succeed.

Its script is read, not run: what cannot be recognised as strict is reported.
"""

import re
from collections.abc import Iterator

from routeproof.lane.condition import always_runs, bare
from routeproof.lane.gap import GapKind, LaneGap
from routeproof.lane.members import Layout
from routeproof.model.workflow import Job, WorkflowStep

SUCCESS = "success"
OTHERS = ("cancelled", "failure", "skipped")
"""The results beside success that the forges give to a job."""
_ACTION = "re-actors/alls-green@"
"""A published action that accepts success alone unless it is told otherwise."""
_ALLOWANCES = ("allowed-failures", "allowed-skips")

_WORD = re.compile(r"(?<![\w.-])(success|failure|cancelled|skipped)(?![\w-]|\s*\()")
_COMMENT = re.compile(r"(?m)(?:^|(?<=\s))#.*$")
_PRINTED = re.compile(
    r"""\b(?:echo|printf|print|console\.\w+|core\.\w+)\b(?:"(?:\\.|[^"\\])*"|'[^']*'|[^\n;&|"'])*"""
)
_SWALLOWED = re.compile(r"\|\|\s*(?:true\b|:(?=\s|$)|exit 0\b)(?!\s*\))")
"""Not where a parenthesis follows: `$(... || true)` is how a script collects what did not match."""
_ANY_SUCCESS = re.compile(
    r"""contains\([^\n]{0,200}?,\s*'success'\s*\) | \bany\([^\n)]{0,200}==\s*["']success
      | \bgrep\b (?! (?:\s+-[\w-]+)*? \s+-\w*v) [^\n;|&]*\bsuccess""",
    re.VERBOSE,
)
"""One success among the results is enough for these."""
_ALL_RESULTS = re.compile(r"needs\.\*\.result|tojson\(\s*needs\s*\)", re.IGNORECASE)
_ONE_RESULT = re.compile(r"needs(?:\.([\w-]+)|\['([^'\n]+)'\])\.result\b", re.IGNORECASE)
_LONGEST = 100_000
"""A longer script is not read."""


def lax(layout: Layout) -> Iterator[LaneGap]:
    """Everything that keeps a sentinel from accepting `success` alone; a missing sentinel as well."""
    if not layout.sentinels:
        yield LaneGap(
            kind=GapKind.LAX_SENTINEL,
            message=f"no workflow has the sentinel job `{layout.lane.sentinel}`",
            hint="add a job that needs every other one, runs always, and accepts `success` alone",
            file=layout.lane.file,
            pointer="/sentinel",
            key=layout.lane.sentinel,
        )
    for member in layout.sentinels:
        for where, what, hint in _weaknesses(member.job):
            yield LaneGap(
                kind=GapKind.LAX_SENTINEL,
                message=f"sentinel `{member.job.id}` {what}",
                hint=hint,
                file=member.workflow.file,
                pointer=member.job.pointer + where,
                key=f"{member.workflow.path} {what}",
            )


def _weaknesses(job: Job) -> Iterator[tuple[str, str, str]]:
    """Where within the job something is wrong, what it is, and what to do."""
    if job.condition is None or "".join(bare(job.condition).split()) != "always()":
        yield (
            "/if" if job.condition is not None else "",
            "does not run always: when a needed job fails it is skipped, and skipped counts as green",
            "give it `if: always()`",
        )
    if not job.needs:
        yield "", "needs no job", "list every other job under `needs`"
        return
    for step in job.steps:
        at = step.pointer.removeprefix(job.pointer)
        decides = "needs" in bare(step.condition or "")
        if _looks(step) and not always_runs(step.condition) and not decides:
            yield f"{at}/if", "judges in a step that can be skipped", "let the step run always"
        if step.soft and (_looks(step) or decides):
            yield f"{at}/continue-on-error", "judges in a step that cannot fail", "remove `continue-on-error`"
    yield from _results(job)


def _results(job: Job) -> Iterator[tuple[str, str, str]]:
    text = "\n".join(filter(None, (*_texts(job),)))
    strict = "compare each result with `success`, and fail on everything else"
    if len(text) > _LONGEST:
        yield "/steps", "has a script that is too long to be read", strict
        return
    named = {each for pair in _ONE_RESULT.findall(text) for each in pair}
    unseen = [] if _ALL_RESULTS.search(text) else [need.job for need in job.needs if need.job not in named]
    if unseen:
        shown = ", ".join(f"`{each}`" for each in unseen[:3]) + (" and others" if len(unseen) > 3 else "")
        yield (
            "/steps",
            f"never looks at the result of {shown}",
            "look at `needs.*.result`, or `toJSON(needs)`",
        )
        return
    code = _PRINTED.sub("", _COMMENT.sub("", text))
    if _SWALLOWED.search(code):
        yield "/steps", "swallows a failure with `||`", "let the script end with the failure"
    words = {*_WORD.findall(code)}
    if any(step.uses.startswith(_ACTION) for step in job.steps):
        allowed = [key for step in job.steps for key, value in step.values if key in _ALLOWANCES and value]
        if allowed:
            yield "/steps", f"accepts more than success: `{allowed[0]}`", f"remove `{allowed[0]}`"
    elif not words:
        yield "/steps", "is not seen to compare a result with `success`", strict
    elif SUCCESS in words and len(words) > 1:
        others = ", ".join(f"`{word}`" for word in OTHERS if word in words)
        yield "/steps", f"looks for {others} beside `success`, and may accept it", strict
    elif _ANY_SUCCESS.search(code):
        yield "/steps", "is content with one `success` among the results", strict
    elif SUCCESS not in words and (missed := [word for word in OTHERS if word not in words]):
        yield "/steps", f"accepts a job that ended in {' or '.join(f'`{each}`' for each in missed)}", strict


def _texts(job: Job) -> Iterator[str]:
    """Everything in which a script can be written or a result handed over."""
    yield from (value for _, value in job.values)
    for step in job.steps:
        yield step.run
        yield step.condition or ""
        yield from (value for key, value in step.values if key not in _ALLOWANCES)


def _looks(step: WorkflowStep) -> bool:
    return "needs." in step.run or "needs" in " ".join(value for _, value in step.values)
