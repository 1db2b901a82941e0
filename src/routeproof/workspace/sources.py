"""Read what a team's own program says of itself: the tree of its commands, the sources that hold calls."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from routeproof.bindings.risk import tree_fault, tree_paths
from routeproof.checks.subjects.calls import CallState
from routeproof.checks.subjects.commands import CommandsSubject
from routeproof.errors import InputError, Place
from routeproof.manifest.yaml import decode, read_bytes
from routeproof.model.command import CommandRisk, DeclaredCall
from routeproof.strict_json import InvalidJson, read_value

_MOST_FILES = 20_000
"""How many files one entry may search: beyond, its globs are wrong."""
_OUT = "leads out of the workspace"


def read_tree(path: Path, shown: str) -> dict[str, Any]:
    """The tree of commands in a JSON file; InputError, naming it `shown`, when it holds none."""
    text = decode(read_bytes(path, shown), shown)
    try:
        tree = read_value(text)
    except InvalidJson as error:
        raise InputError(f"holds no tree of commands: {error}", place=Place(shown)) from None
    fault = tree_fault(tree)
    if fault is not None:
        raise InputError(f"holds no tree of commands: {fault}", place=Place(shown))
    found: dict[str, Any] = tree
    return found


def commands_of(root: Path, declared: CommandRisk | None) -> CommandsSubject | None:
    """The declared risks with the tree that they name; what is wrong with it is a finding."""
    if declared is None:
        return None
    path = root / declared.tree
    if not _is_inside(root, path):
        return CommandsSubject(declared=declared, error=_OUT)
    try:
        tree = read_tree(path, declared.tree)
        return CommandsSubject(declared=declared, tree=tree, paths=tree_paths(tree))
    except InputError as error:
        return CommandsSubject(declared=declared, error=error.problems[0].message)


def call_states(root: Path, calls: Sequence[DeclaredCall]) -> tuple[CallState, ...]:
    """Each declared call, with the files that its globs find now."""
    return tuple(_state(root, call) for call in calls)


def _state(root: Path, call: DeclaredCall) -> CallState:
    try:
        left_out = {path for glob in call.exclude for path in _found(root, glob)}
        found = sorted({path for glob in call.search for path in _found(root, glob)})
        files = [path for path in found if left_out.isdisjoint((path, *path.parents)) and path.is_file()]
    except (InputError, ValueError, NotImplementedError, OSError) as error:
        return CallState(declared=call, error=str(error).partition("\n")[0])
    if len(files) > _MOST_FILES:
        return CallState(declared=call, error=f"there are more than {_MOST_FILES:,} files")
    texts: list[tuple[str, str]] = []
    for path in files:
        shown = path.relative_to(root).as_posix()
        if not _is_inside(root, path):
            return CallState(declared=call, error=f"`{shown}` {_OUT}")
        text = _text(path, shown)
        if call.symbol in text:
            texts.append((shown, text))
    return CallState(declared=call, searched=len(files), texts=tuple(texts))


def _found(root: Path, glob: str) -> Iterator[Path]:
    """What a glob finds; one that ends in `**` finds files too, which before Python 3.13 it did not."""
    return root.glob(f"{glob}/*" if glob.rpartition("/")[2] == "**" else glob)


def _text(path: Path, shown: str) -> str:
    """The text of a source file; a file that is too large, or not to be read, holds no call."""
    try:
        return read_bytes(path, shown).decode(errors="replace")
    except InputError:
        return ""


def _is_inside(root: Path, path: Path) -> bool:
    """Whether a path, its links followed, stays in the workspace."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):  # a loop of links, or no possible name
        return False
