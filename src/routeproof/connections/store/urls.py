"""Where a store is: its URL, read into an engine's arguments, and shown without what is secret in it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from routeproof.connections.store.failures import BadStoreUrl

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_SHOWN = ("host", "port", "sslmode", "application_name")
"""The options that may be seen in a URL; a password can stand in any other."""

_EXAMPLES = "`sqlite:///connections.db` or `postgresql+psycopg://user@host/database`"
_SCHEME = re.compile(r"[A-Za-z0-9+]{1,40}://")


@dataclass(frozen=True, slots=True)
class StoreUrl:
    """A store's URL, taken apart.

    `bare` is what an engine is made of and shows no password when it is printed; `options` go to the driver
    beside it. `file` is the SQLite file that the store may make, None for a server, a database in memory and
    a `file:` URI. `secrets` are the texts that no message may repeat.
    """

    bare: URL
    shown: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)
    file: Path | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_postgresql(self) -> bool:
        """True for a server, False for SQLite."""
        return self.bare.get_backend_name() == "postgresql"

    @property
    def is_in_memory(self) -> bool:
        """True for an SQLite database that is gone with its connection."""
        if self.is_postgresql or self.file is not None:
            return False
        database = self.bare.database or ""
        return database in ("", ":memory:", "file::memory:") or self.bare.query.get("mode") == "memory"


def default_url(root: str | os.PathLike[str]) -> str:
    """The URL of the store that a workspace has where none is named."""
    return f"sqlite:///{quote(os.fspath(Path(root) / '.routeproof' / 'connections.db'), safe='/: ')}"


def show_url(url: str | URL) -> str:
    """The URL for a reader: without its password, and without any option that may hold one."""
    text = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    try:
        return locate(text).shown
    except BadStoreUrl:
        return _scheme(text)


def locate(url: str | URL) -> StoreUrl:
    """Read a URL; BadStoreUrl where it is none, or of a database that holds no stores."""
    text = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    read = _parsed(text)
    if read is None:
        raise BadStoreUrl(f"the URL of the store `{_scheme(text)}` cannot be read", hint=f"write {_EXAMPLES}")
    if read.drivername not in _DRIVERS:
        raise BadStoreUrl(f"no store is kept in `{_scheme(text)}`", hint=f"write {_EXAMPLES}")
    of_kind = _sqlite if read.get_backend_name() == "sqlite" else _server
    return of_kind(read, text)


def _parsed(text: str) -> URL | None:
    try:
        return None if "\0" in text else make_url(text)
    except (ArgumentError, ValueError):
        return None


def _scheme(text: str) -> str:
    """What can be shown of any text: that of a URL in which nothing can be told from a password."""
    found = _SCHEME.match(text)
    return f"{found.group() if found else ''}***"


def _server(url: URL, text: str) -> StoreUrl:
    if any(not isinstance(value, str) for value in url.query.values()):
        raise BadStoreUrl(f"an option of the store `{_scheme(text)}` is given twice")
    query = {key: str(value) for key, value in url.query.items()}
    hidden = {key: value for key, value in query.items() if key not in _SHOWN}
    password = hidden.pop("password", None)
    if password is not None and url.password is None:
        url = url.set(password=password)
    bare = url.set(query={key: value for key, value in query.items() if key in _SHOWN})
    bare = bare.set(drivername=_DRIVERS[url.drivername])
    is_plain = text.count("@") == (0 if url.username is None else 1)
    shown = bare.render_as_string(hide_password=True) if is_plain else _scheme(text)
    secrets = tuple(value for value in (url.password, password, *hidden.values()) if value)
    return StoreUrl(bare, shown, hidden, None, secrets)


def _sqlite(url: URL, text: str) -> StoreUrl:
    if url.username or url.password or url.host or url.port:
        hint = "an absolute path has four slashes: `sqlite:////folder/file.db`"
        raise BadStoreUrl(f"the store `{_scheme(text)}` names a host, and SQLite has none", hint=hint)
    if url.query.get("uri") in ("true", "1"):
        return StoreUrl(url, url.render_as_string())
    if url.query:
        raise BadStoreUrl("an SQLite store takes no options", hint="but `uri=true` behind a `file:` URI")
    if url.database in (None, "", ":memory:"):
        return StoreUrl(url, "sqlite://")
    file = Path(str(url.database)).absolute()
    return StoreUrl(url.set(database=str(file)), url.render_as_string(), {}, file)
