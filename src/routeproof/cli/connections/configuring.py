"""Configurations that a verb is given: read before a store is asked, or refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from routeproof.bindings.config import references
from routeproof.bindings.export import FORMAT
from routeproof.cli.connections.answers import Refused
from routeproof.cli.options import option
from routeproof.errors import RouteproofError
from routeproof.manifest import Document, read_document, read_file
from routeproof.manifest.configuration import read_configuration
from routeproof.manifest.declared import connections_of
from routeproof.manifest.yaml import read_bytes
from routeproof.model.declared import FiledConnections

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

_PATH = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Given:
    """A configuration as a verb has it: the file, its value, and the export that it is part of, if any.

    `documents` are what was read, by the names that messages have for them.
    """

    file: str
    config: Mapping[str, Any]
    documents: Mapping[str, Document]
    filed: FiledConnections | None = None


def configs_option(command: F) -> F:
    """Add `--config FILE`, repeatable, as `configs`."""
    return option(
        "--config",
        "configs",
        type=_PATH,
        multiple=True,
        metavar="FILE",
        help="Configuration that may refer to it; repeatable [default: the workspace's connections].",
    )(command)


def config_option(command: F) -> F:
    """Add `--config FILE`, which has to be given, as `config`."""
    return option(
        "--config", type=_PATH, required=True, metavar="FILE", help="The team's configuration, JSON or YAML."
    )(command)


def one_config_option(command: F) -> F:
    """Add `--config FILE` as `config`, None where it is not given."""
    return option("--config", type=_PATH, metavar="FILE", help="The team's configuration, JSON or YAML.")(
        command
    )


def readable(read: Callable[[], T]) -> T:
    """What is read; where that fails, Refused with the code `config_unreadable`."""
    try:
        return read()
    except Refused:
        raise
    except RouteproofError as error:
        problem = error.problems[0]
        where = f"{problem.place}: " if problem.place else ""
        raise Refused("config_unreadable", f"{where}{problem.message}", hint=problem.hint) from None


def read_given(path: Path) -> Given:
    """The configuration in a file, or in the export that the file is. Refused where it is neither."""
    return readable(lambda: _read(path))


def read_filed(path: Path, root: Path) -> Given:
    """The export in a file, and its configuration. Refused where it is none.

    What it names is looked for inside the root; where it lies outside of that, inside its own folder.
    """
    return readable(lambda: _read_filed(path, root))


def all_references(given: Sequence[Given], name: str) -> tuple[str, ...]:
    """The pointers of whatever refers to the connection of that name, file by file."""
    return tuple(each for one in given for each in references(one.config, name))


def _read(path: Path) -> Given:
    shown = str(path)
    data = read_bytes(path, shown)
    if FORMAT.encode() in data and _is_export(data, shown):
        return _read_filed(path, path.parent)
    document = read_configuration(data, shown)
    return Given(shown, document.data, {shown: document})


def _is_export(data: bytes, shown: str) -> bool:
    """Whether this is the one document of ours that has a configuration in it."""
    try:
        value = read_document(data, shown, None).data
    except RouteproofError:
        return False
    return isinstance(value, dict) and value.get("format") == FORMAT


def _read_filed(path: Path, root: Path) -> Given:
    try:
        top, file = root, path.resolve().relative_to(root.resolve()).as_posix()
    except (OSError, ValueError):
        top, file = path.parent, path.name
    from routeproof.workspace import configured  # noqa: PLC0415 - a store alone does without it

    document = read_file(path, "connections", file)
    filed, config = configured(top, connections_of(document), document)
    documents = {file: document} if config is None else {file: document, config.file: config}
    return Given(filed.config_file, filed.config, documents, filed)
