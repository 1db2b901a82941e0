"""Files as git has them: read from a local clone, never from the network."""

import os
import subprocess
from pathlib import Path

from routeproof.errors import InputError, Place

_SECONDS = 30


def file_at(repo: Path, ref: str, file: str) -> bytes:
    """Read `file` (relative to `repo`) as it is at the revision `ref`; InputError when it is not there."""
    if ref.startswith("-") or ":" in ref:
        raise InputError(f"`{ref}` is no git revision", hint="name a commit, a tag or a branch")
    return _git(repo, ["show", f"{ref}:./{file}"], Place(f"{ref}:{file}"))


def _git(repo: Path, arguments: list[str], place: Place) -> bytes:
    # No prompt and no lazy fetch: the gate answers from what is in the clone.
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and arguments that cannot be options
            ["git", "-C", str(repo), *arguments],  # noqa: S607 - git is found on the PATH, as everywhere
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, **quiet},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(f"git cannot be run: {error}", place=place) from None
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()
        raise InputError(
            f"git cannot read it: {why[-1] if why else 'no reason given'}",
            place=place,
            hint="fetch the revision into this clone first: routeproof never uses the network",
        )
    return done.stdout
