"""A Python function `module:function`, asked as a child process like any other."""

import sys
from collections.abc import Mapping

from routeproof.errors import InputError
from routeproof.transport import host
from routeproof.transport.child import converse
from routeproof.transport.wire import Transcript


def converse_with_function(
    entry_point: str, questions: bytes, count: int, *, role: str, env: Mapping[str, str], timeout: float
) -> Transcript:
    """Put `count` questions to the function, as `converse` does; InputError when it cannot be found."""
    transcript = converse(_command(entry_point), questions, count, role=role, env=env, timeout=timeout)
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
