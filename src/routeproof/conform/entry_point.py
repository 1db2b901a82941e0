"""A Python resolver `module:function`, asked as a child process like any other."""

import sys
from collections.abc import Mapping

from routeproof.conform import host
from routeproof.conform.child import converse
from routeproof.conform.wire import Transcript
from routeproof.errors import InputError


def converse_with(
    entry_point: str, questions: bytes, count: int, *, env: Mapping[str, str], timeout: float
) -> Transcript:
    """Put `count` questions to the function, as `converse` does; InputError when it cannot be found."""
    transcript = converse(_command(entry_point), questions, count, env=env, timeout=timeout)
    if transcript.status == host.CANNOT_START and not transcript.replies:
        raise InputError(f"`{entry_point}` cannot be loaded: {transcript.faults[0].message}")
    return transcript


def _command(entry_point: str) -> tuple[str, ...]:
    module, _, function = entry_point.partition(":")
    if not all(part.isidentifier() for part in (*module.split("."), *function.split("."))):
        raise InputError(
            f"`{entry_point}` names no function", hint="write module:function, as in `team.router:resolve`"
        )
    return sys.executable, "-P", host.__file__, entry_point
