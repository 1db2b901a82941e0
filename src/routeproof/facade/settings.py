"""`facade.yaml`, read: located problems as for every file, or the settings with paths that lead somewhere."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from routeproof.errors import InputError, Problem, pointer
from routeproof.manifest import Document, read_file
from routeproof.relay.headers import fixed_fault, forward_fault
from routeproof.relay.settings import Settings, parse_duration, read_wire, settings_of

_ADDRESS = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})", re.ASCII)
_SQLITE = "sqlite:///"
_OF_CONNECTIONS = ("owner", "store", "vault", "prefer")


def load_settings(path: str | os.PathLike[str], variables: Mapping[str, str] | None = None) -> Settings:
    """The settings in a file; InputError with every problem found when they cannot be used.

    Relative paths are read from the file's folder. `variables` are those of the environment that fill the
    placeholders of URLs.
    """
    document = read_file(path, "facade", os.fspath(path))
    problems = list(_problems(document))
    if problems:
        raise InputError.of(sorted(problems, key=_position))
    return _placed(settings_of(document.data, variables), Path(path).parent)


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.place.line, problem.place.column) if problem.place else (0, 0)


def _problems(document: Document) -> Iterator[Problem]:
    data = document.data
    yield from _addresses(document, data)
    for name, text in data.get("tokens", {}).items():
        if parse_duration(str(text)) is None:
            hint = "write `0`, or digits and one of `s`, `m`, `h`, `d`"
            yield document.problem(pointer("tokens", name), f"`{text}` is no duration", hint)
    for index, name in enumerate(data.get("headers", {}).get("forward", ())):
        fault = forward_fault(name)
        if fault is not None:
            yield document.problem(pointer("headers", "forward", index), f"`{name}` {fault}")
    for name, entry in data.get("providers", {}).items():
        yield from _provider(document, name, entry)
    yield from _credentials(document, data.get("credentials", {}))


def _addresses(document: Document, data: Mapping[str, Any]) -> Iterator[Problem]:
    for name in ("listen", "admin"):
        address = data.get(name)
        found = _ADDRESS.fullmatch(address) if address is not None else None
        if address is not None and (found is None or int(found[2]) > 65535):
            message = f"`{address}` is no address"
            yield document.problem(pointer(name), message, "write a host and a port: `127.0.0.1:4100`")


def _provider(document: Document, name: str, entry: Mapping[str, Any]) -> Iterator[Problem]:
    for index, text in enumerate(entry.get("wire_apis", ())):
        try:
            read_wire(text)
        except ValueError:
            hint = "there are `chat_completions`, `responses` and `messages`"
            at = pointer("providers", name, "wire_apis", index)
            yield document.problem(at, f"`{text}` is no wire API", hint)
    for header, value in entry.get("headers", {}).items():
        fault = fixed_fault(header) or (None if value.isprintable() else "holds what no header can")
        if fault is not None:
            at = pointer("providers", name, "headers", header)
            yield document.problem(at, f"`{header}` {fault}", at_key=True)


def _credentials(document: Document, entry: Mapping[str, Any]) -> Iterator[Problem]:
    if entry.get("source", "files") == "connections":
        for name in ("store", "vault"):
            if name not in entry:
                yield document.problem("/credentials", f"missing key `{name}`", "`connections` needs it")
        return
    for name in _OF_CONNECTIONS:
        if name in entry:
            yield document.problem(pointer("credentials", name), f"`files` has no `{name}`", at_key=True)


def _placed(settings: Settings, folder: Path) -> Settings:
    """The settings with every path read from the folder; what is absolute stays."""
    credentials = settings.credentials
    return replace(
        settings,
        registry=str(folder / settings.registry),
        ledger=str(folder / settings.ledger),
        ca_file=None if settings.ca_file is None else str(folder / settings.ca_file),
        store=_placed_store(settings.store, folder),
        credentials=replace(
            credentials,
            path=str(folder / credentials.path),
            sessions=str(folder / credentials.sessions),
            store=None if credentials.store is None else _placed_store(credentials.store, folder),
        ),
    )


def _placed_store(url: str, folder: Path) -> str:
    file = url.removeprefix(_SQLITE)
    if file == url or not file or file.startswith((":memory:", "file:")):
        return url
    return _SQLITE + str(folder / file)
