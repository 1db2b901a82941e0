"""The tree of a program's commands, asked of the program itself: of Click, or of argparse."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from typing import Any

import click

from routeproof.errors import InputError

Tree = dict[str, Any]
"""`{"name", "options", "commands"}`: the flags as they are written, and the same of each command below."""

_DEEPEST = 50
"""How deep commands may stand: deeper, a group holds itself."""


def click_tree(entry_point: str) -> Tree:
    """The tree of a Click command `MODULE:OBJECT`; InputError when there is none."""
    found = _loaded(entry_point, click.Command)
    with _as_input(entry_point):
        return _click(found, found.name or entry_point, None, 0)


def argparse_tree(entry_point: str) -> Tree:
    """The tree of an argparse parser `MODULE:OBJECT`; InputError when there is none."""
    found = _loaded(entry_point, argparse.ArgumentParser)
    with _as_input(entry_point):
        return _argparse(found, found.prog, 0)


def _click(command: click.Command, name: str, above: click.Context | None, depth: int) -> Tree:
    options = [
        flag
        for each in command.params
        if isinstance(each, click.Option)
        for flag in (*each.opts, *each.secondary_opts)
    ]
    context = click.Context(command, info_name=name, parent=above, resilient_parsing=True)
    below = _below(command, context) if isinstance(command, click.Group) else {}
    return _node(name, options, [_click(each, key, context, _step(depth)) for key, each in below.items()])


def _below(group: click.Group, context: click.Context) -> Mapping[str, click.Command]:
    """Every command of a group: those that it lists, and those that it holds without listing them."""
    names = dict.fromkeys([*group.list_commands(context), *sorted(group.commands)])
    found = {name: group.get_command(context, name) for name in names}
    return {name: command for name, command in found.items() if command is not None}


def _argparse(parser: argparse.ArgumentParser, name: str, depth: int) -> Tree:
    actions = parser._actions  # noqa: SLF001 - argparse shows its arguments nowhere else
    flags = [flag for each in actions if each.dest != "help" for flag in each.option_strings]
    groups = [each for each in actions if isinstance(each, argparse._SubParsersAction)]  # noqa: SLF001 - as above
    below = [(key, each) for group in groups for key, each in group.choices.items()]
    return _node(name, flags, [_argparse(each, key, _step(depth)) for key, each in below])


def _node(name: str, options: list[str], commands: list[Tree]) -> Tree:
    return {"name": name, "options": sorted(dict.fromkeys(options)), "commands": commands}


def _step(depth: int) -> int:
    if depth >= _DEEPEST:
        raise ValueError(f"commands stand more than {_DEEPEST} deep")
    return depth + 1


def _loaded(entry_point: str, kind: type) -> Any:
    """The object that is named, or what it returns when it is a function without arguments."""
    module, _, path = entry_point.partition(":")
    if not all(part.isidentifier() for part in (*module.split("."), *path.split("."))):
        raise InputError(
            f"`{entry_point}` names no object", hint="write module:object, as in `team.cli:main`"
        )
    with _as_input(entry_point):
        found: Any = import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
        if callable(found) and not isinstance(found, kind):
            found = found()
    if not isinstance(found, kind):
        raise InputError(f"`{entry_point}` is no {kind.__module__.partition('.')[0]}.{kind.__name__}")
    return found


@contextmanager
def _as_input(entry_point: str) -> Iterator[None]:
    """Run a team's code, found from the current folder: it prints nothing, and its errors are ours."""
    folder = os.getcwd()
    added = folder not in sys.path
    if added:
        sys.path.insert(0, folder)
    try:
        with redirect_stdout(sys.stderr):
            yield
    except (Exception, SystemExit) as error:
        said = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise InputError(f"`{entry_point}` cannot be read: {said}") from None
    finally:
        if added and folder in sys.path:
            sys.path.remove(folder)
