"""Files as git has them: read from a local clone, never from the network."""

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from routeproof.errors import InputError, Place

if TYPE_CHECKING:
    from subprocess import CompletedProcess

_SECONDS = 30
_ELSEWHERE = frozenset(
    {"GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_WORK_TREE"}
)
"""What git sets for its hooks: it would lead every other clone back to the one of the hook."""


def repository_of(folder: Path) -> Path | None:
    """The top of the git repository that the folder lies in; None when it lies in none."""
    resolved = folder.resolve()
    return next((each for each in (resolved, *resolved.parents) if (each / ".git").exists()), None)


def file_at(repo: Path, ref: str, file: str) -> bytes:
    """Read `file` (relative to `repo`) as it is at the revision `ref`; InputError when it is not there."""
    _require_revision(ref)
    return _git(repo, ["cat-file", "blob", f"{ref}:./{file}"], Place(f"{ref}:{file}"))


def exported(repo: Path, ref: str, target: Path) -> None:
    """Write the folder `repo`, as it is at the revision `ref`, to the empty folder `target`."""
    import tarfile  # noqa: PLC0415 - only for a comparison with a whole workspace of the past

    _require_revision(ref)
    archive = _git(repo, ["archive", "--format=tar", ref, "--", "."], Place(ref))
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        if hasattr(tarfile, "data_filter"):
            files.extractall(target, filter="data")
            return
        # Python before 3.11.4 keeps no link inside of the folder, so none is followed there.
        for member in files.getmembers():
            if not (member.isfile() or member.isdir()):
                raise InputError(
                    f"`{member.name}` is a link", place=Place(ref), hint="use Python 3.11.4 or newer"
                )
        files.extractall(target)  # noqa: S202 - plain files, named by git


def merge_file(base: Path, ours: Path, theirs: Path) -> bytes | None:
    """What git makes of two changes of one file; None when they conflict. InputError when git cannot run."""
    arguments = ["merge-file", "-p", "--", str(ours), str(base), str(theirs)]
    done = _run(Path.cwd(), arguments, Place(str(base)))
    # The exit code is the number of conflicts, and negative (as a byte, above 127) for an error.
    if done.returncode > 127:
        raise _failure(done, Place(str(base)))
    return None if done.returncode else done.stdout


def _require_revision(ref: str) -> None:
    if not ref or ref.startswith("-") or ":" in ref:
        raise InputError(f"`{ref}` is no git revision", hint="name a commit, a tag or a branch")


def _git(repo: Path, arguments: list[str], place: Place) -> bytes:
    done = _run(repo, arguments, place)
    if done.returncode:
        raise _failure(done, place)
    return done.stdout


def _run(repo: Path, arguments: list[str], place: Place) -> "CompletedProcess[bytes]":
    import subprocess  # noqa: PLC0415 - most runs ask git nothing

    # No prompt, no transport and no lazy fetch: the gate answers from what is in the clone.
    quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603 - a fixed program, and arguments that cannot be options
            ["git", "-c", "protocol.allow=never", "-C", str(repo), *arguments],  # noqa: S607 - git is found on the PATH, as everywhere
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={name: each for name, each in os.environ.items() if name not in _ELSEWHERE} | quiet,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InputError(f"git cannot be run: {error}", place=place) from None


def _failure(done: "CompletedProcess[bytes]", place: Place) -> InputError:
    why = done.stderr.decode(errors="replace").strip().splitlines()
    return InputError(
        f"git cannot read it: {why[-1] if why else 'no reason given'}",
        place=place,
        hint="fetch the revision into this clone first: routeproof never uses the network",
    )
