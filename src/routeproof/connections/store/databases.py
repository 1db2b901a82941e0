"""A database of either kind: work that reads, work that writes, and what a failure of it means."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as NoConnection

from routeproof.connections.store.engines import LOCKED_S, make_engine, make_private_file
from routeproof.connections.store.failures import StoreOutdated, StoreUnavailable
from routeproof.connections.store.urls import StoreUrl
from routeproof.errors import RouteproofError

T = TypeVar("T")
Work = Callable[[Connection], T]

_ATTEMPTS = 3
_TAKEN_BACK = ("40001", "40P01")
"""SQL states: the server undid a transaction whose order clashed with another's; it may be tried again."""

_OUTDATED_STATES = ("42P01", "42703", "42804", "22", "23")
"""What SQL states begin with when tables, columns or their types are not those that are worked on."""

_OUTDATED_TEXTS = ("no such table", "no such column", "has no column named")


class Database:
    """Runs work, each in a connection of its own; in memory there is one, and its users take turns.

    Every failure of the database comes out as StoreUnavailable or StoreOutdated, never chained: what a driver
    raises may carry the password.
    """

    def __init__(self, url: StoreUrl) -> None:
        self.url = url
        self.engine: Engine = make_engine(url)
        self.is_postgresql = url.is_postgresql
        self._turn: AbstractContextManager[object] = threading.Lock() if url.is_in_memory else nullcontext()
        # A single statement sees one state of the database without a transaction around it.
        self._reader = (
            self.engine.execution_options(isolation_level="AUTOCOMMIT") if self.is_postgresql else self.engine
        )

    def read(self, work: Work[T]) -> T:
        """Do work that changes nothing; each of its statements sees what is committed by then."""
        try:
            with self._turn, self._reader.connect() as connection:
                return work(connection)
        except (DBAPIError, NoConnection) as error:
            failure = error
        raise self._refusal(failure)

    def write(self, work: Work[T]) -> T:
        """Do work in one transaction, undone when it raises; work may be called again, from its start."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._in_transaction(work)
            except (DBAPIError, NoConnection) as error:
                failure = error
            if attempt == _ATTEMPTS or _state(failure) not in _TAKEN_BACK:
                break
        raise self._refusal(failure)

    def make_file(self) -> None:
        """Make the file of an SQLite database where it is missing."""
        if self.url.file is None:
            return
        try:
            make_private_file(self.url.file)
        except OSError as error:
            reason = error.strerror or "its file cannot be made"
        else:
            return
        raise StoreUnavailable(f"the store `{self.url.shown}` cannot be used: {reason.lower()}")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _in_transaction(self, work: Work[T]) -> T:
        with self._turn, self.engine.connect() as connection:
            if not self.is_postgresql:
                # Otherwise one that reads first is refused at once when another writes in between.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            done = work(connection)
            connection.commit()
            return done

    def _refusal(self, error: DBAPIError | NoConnection) -> RouteproofError:
        reason, shown = self._reason(error), self.url.shown
        if _is_outdated(error):
            hint = "`routeproof connections migrate` adds what can be added"
            return StoreOutdated(
                f"the tables of the store `{shown}` are not as they must be: {reason}", hint=hint
            )
        return StoreUnavailable(f"the store `{shown}` cannot be used: {reason}")

    def _reason(self, error: DBAPIError | NoConnection) -> str:
        """The first line of what the driver says, without what the URL keeps secret."""
        if isinstance(error, NoConnection):
            return f"no connection became free within {LOCKED_S:.0f} s"
        reason = str(error.orig).strip().partition("\n")[0]
        for secret in self.url.secrets:
            reason = reason.replace(secret, "***")
        return reason


def _state(error: Exception) -> str:
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def _is_outdated(error: DBAPIError | NoConnection) -> bool:
    state = _state(error)
    if isinstance(error, NoConnection) or state:
        return state.startswith(_OUTDATED_STATES)
    return isinstance(error, IntegrityError) or any(text in str(error.orig) for text in _OUTDATED_TEXTS)
