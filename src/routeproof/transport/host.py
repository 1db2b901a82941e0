"""Hosts a Python function in a process of its own: `python -P` this file, with `module:function`.

It imports nothing of routeproof, so that it starts at once and leaves the process to the function. The
current folder is put on the path only when the host has what it needs: a `json.py` there is the function's.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any

CANNOT_START = 78
"""The status of a host that did not find the function: the configuration error of sysexits.h."""


def find(entry_point: str) -> Callable[..., Any]:
    """Import the module and reach for the function; whatever the module raises passes."""
    module, _, path = entry_point.partition(":")
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        found = getattr(found, name)
    if not callable(found):
        raise TypeError(f"{entry_point} is not callable")
    function: Callable[..., Any] = found
    return function


def serve(function: Callable[[dict[str, Any]], Any], questions: IO[str], answers: IO[str]) -> None:
    """Answer each line of questions with one: the mapping that the function returns, or what it raised."""
    for line in questions:
        question = json.loads(line)
        number = question["id"]
        try:
            answer = function(question)
            if not isinstance(answer, Mapping):
                raise TypeError(f"a {type(answer).__name__} was returned, not a mapping")  # noqa: TRY301 - it is answered like any other
            text = json.dumps({**answer, "id": number})
        except Exception as error:
            text = json.dumps({"id": number, "raised": f"{type(error).__name__}: {error}"})
        answers.write(f"{text}\n")
        answers.flush()


def main() -> None:
    """Host the function named on the command line; what it prints goes to standard error."""
    answers, sys.stdout = sys.stdout, sys.stderr
    if not os.environ.get("PYTHONSAFEPATH"):
        sys.path.insert(0, os.getcwd())
    try:
        function = find(sys.argv[1])
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.exit(CANNOT_START)
    serve(function, sys.stdin, answers)


if __name__ == "__main__":
    main()
