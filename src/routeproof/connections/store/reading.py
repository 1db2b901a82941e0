"""What readers of a store see: its rows as they are stored, and the connections that they are."""

from typing import Any

from sqlalchemy import Connection as DatabaseConnection
from sqlalchemy import Engine, Row, Select
from sqlalchemy.exc import DataError

from routeproof.bindings.rows import ReadRow, StoredRow, read_row
from routeproof.connections.events import emit
from routeproof.connections.store.databases import Database
from routeproof.connections.store.failures import StoreOutdated
from routeproof.connections.store.tables import CURRENT_EPOCH, EVERY_ROW, normal_row, statements_for
from routeproof.model.connection import Catalogue, Connection, RowFault

_LOGGED: set[tuple[object, ...]] = set()
"""The invisible rows that this process has logged: where each is, its name, and a hash of what it holds."""


class RowReader:
    """Reads the rows of one database; a row that is corrupt is not seen, and hides no other.

    `catalogue` says which rows are visible, and `hosted` which base URLs are good.
    """

    def __init__(self, database: Database, catalogue: Catalogue, *, hosted: bool) -> None:
        self.catalogue = catalogue
        self.hosted = hosted
        self._database = database
        self._statements = statements_for("postgresql" if database.is_postgresql else "sqlite")

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine."""
        return self._database.engine

    def epoch(self) -> int:
        """A number that each committed change of a row has moved, by whatever program it came.

        Read before a row, it tells whether what was read is still so: then it has not moved since.
        """
        found = self._database.read(lambda connection: connection.execute(CURRENT_EPOCH).scalar())
        return _epoch_of(found)

    def raw(self, name: str) -> StoredRow | None:
        """The row of that name as it is stored, visible or not."""
        return self._database.read(lambda connection: self._find(connection, name))

    def rows(self) -> tuple[StoredRow, ...]:
        """Every row as it is stored, visible or not, in code point order of names."""
        found = self._database.read(lambda connection: connection.execute(EVERY_ROW).all())
        # Databases go by collations and by the bytes of their encoding: none is certain to have this order.
        return tuple(sorted(map(normal_row, found), key=lambda row: row.name))

    def read(self, row: StoredRow) -> ReadRow:
        """The row under this store's catalogue; an invisible one is logged, once in a process."""
        found = read_row(row, self.catalogue, self.hosted)
        if found.connection is None:
            url = self._database.url
            where = id(self.engine) if url.is_in_memory else url.shown
            logged = (where, row.name, hash((row.provider, row.auth)))
            if logged not in _LOGGED:
                _LOGGED.add(logged)
                emit("connection_row_invalid", connection=row.name, kind=found.faults[0])
        return found

    def get(self, name: str) -> Connection | None:
        """The visible connection of that name."""
        row = self.raw(name)
        return None if row is None else self.read(row).connection

    def list(self, provider: str = "") -> tuple[Connection, ...]:
        """The visible connections, all or one provider's, in code point order of names."""
        found = (self.read(row).connection for row in self.rows())
        return tuple(each for each in found if each is not None and provider in ("", each.provider))

    def invisible(self) -> tuple[str, ...]:
        """The names of the rows that are not seen."""
        return tuple(row.name for row in self.rows() if self.read(row).connection is None)

    def hidden(self) -> int:
        """How many rows are not seen."""
        return len(self.invisible())

    def doctor(self) -> tuple[RowFault, ...]:
        """Everything that is wrong with any row, by name, then in the order of kinds."""
        return tuple(RowFault(row.name, kind) for row in self.rows() for kind in self.read(row).faults)

    def _find(self, connection: DatabaseConnection, name: str, *, lock: bool = False) -> StoredRow | None:
        asked = self._statements.find_and_lock if lock else self._statements.find
        found = _first(connection, asked, name)
        return None if found is None else normal_row(found)


def _first(connection: DatabaseConnection, asked: Select[*tuple[Any, ...]], name: str) -> Row[Any] | None:
    """The first row that is found by a name; a name that the database cannot hold finds none."""
    if not _can_be_held(name):
        return None
    try:
        return connection.execute(asked, {"row": name}).first()
    except DataError:  # its encoding has no such letter
        return None


def _can_be_held(name: object) -> bool:
    """Whether a database can hold the text: one that none can is the name of no row."""
    if not isinstance(name, str) or "\0" in name:
        return False
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _epoch_of(value: object) -> int:
    """StoreOutdated without one: what a cache holds could then be out of date without a sign of it."""
    if not isinstance(value, int):
        raise StoreOutdated("the store has no epoch", hint="`routeproof connections migrate` makes one")
    return value
