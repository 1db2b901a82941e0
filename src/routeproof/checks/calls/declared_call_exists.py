"""Whatever the team's code has to call is called somewhere.

A resolver that passes all of its tests and that nobody calls protects nobody: requests go on as before, with
the credential that they had. A call in a comment or in a text is none, and neither is the definition.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.calls import CallsSubject, CallState
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location


def _run(subject: CallsSubject) -> Iterator[Finding]:
    for state in subject.calls:
        yield from _findings(state, subject.calls.file)


def _findings(state: CallState, file: str) -> Iterator[Finding]:
    from routeproof.bindings.calls import count_calls  # noqa: PLC0415 - only where a call is declared

    declared = state.declared
    at = Location(file, declared.pointer)
    if state.error or not state.searched:
        said = state.error or "no file is found by its globs"
        yield Finding(
            message=f"calls of `{declared.symbol}` cannot be counted: {said}",
            hint="correct the globs of the entry",
            at=at,
            key=declared.symbol,
        )
        return
    found = count_calls(state.texts, declared.symbol, enough=declared.at_least)
    if found < declared.at_least:
        yield Finding(
            message=f"`{declared.symbol}` is called {_times(found)}, and not {_times(declared.at_least)}",
            hint="call it where it has to be, or correct the entry",
            at=at,
            expected=str(declared.at_least),
            actual=str(found),
            key=declared.symbol,
        )


def _times(number: int) -> str:
    return {0: "nowhere", 1: "once"}.get(number, f"{number} times")


CHECK = Check(
    id="declared-call-exists",
    title="what has to be called is called",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.calls),
)
