"""The store: named connections in a database; checks and write of an operation are one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import TracebackType

from sqlalchemy import Connection as DatabaseConnection
from sqlalchemy import inspect

from routeproof.bindings.auth import dump_auth, parse_auth
from routeproof.bindings.catalogue import canonical
from routeproof.bindings.rows import StoredRow, is_name, pair_warnings, read_row
from routeproof.bindings.urls import base_url_fault
from routeproof.connections.events import emit
from routeproof.connections.store.databases import Database
from routeproof.connections.store.migrating import migrate
from routeproof.connections.store.reading import RowReader
from routeproof.connections.store.tables import CONNECTIONS
from routeproof.model.connection import Catalogue, Connection, Deleted, Err, Ok, Seeded


class Store(RowReader):
    """Named connections; several threads may use one, and several processes one database.

    A refusal is a value, and then nothing has changed. What the database does not answer is StoreUnavailable,
    tables that are not as they must be are StoreOutdated. `clock` gives integer milliseconds, UTC.
    """

    def __init__(
        self, database: Database, catalogue: Catalogue, *, clock: Callable[[], int], hosted: bool
    ) -> None:
        super().__init__(database, catalogue, hosted=hosted)
        self._clock = clock

    @property
    def shown(self) -> str:
        """The URL of the database, without its password."""
        return self._database.url.shown

    def __repr__(self) -> str:
        return f"Store({self.shown!r})"

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection to the database."""
        self._database.close()

    # ---- the tables ----

    def exists(self) -> bool:
        """Whether the database has the table of connections, whoever made it; nothing is made."""
        file = self._database.url.file
        if file is not None and not file.exists():
            return False
        return self._database.read(lambda connection: inspect(connection).has_table(CONNECTIONS.name))

    def migrate(self) -> str:
        """Make the tables, or adopt and complete those that are there; returns the revision."""
        return migrate(self._database)

    def boot(self) -> Seeded:
        """Migrate, then seed."""
        self.migrate()
        return self.seed()

    def seed(self) -> Seeded:
        """Put in each canonical connection of whose name there is no row; no row that is there is touched."""
        inserted, kept = [], []
        for wanted in canonical(self.catalogue):
            row = self.raw(wanted.name)
            if row is None and self.insert_if_absent(wanted):
                inserted.append(wanted.name)
            else:
                kept.append(wanted.name)
                self._tell_kept(row or self.raw(wanted.name), wanted)
        return Seeded(tuple(inserted), tuple(kept))

    def _tell_kept(self, row: StoredRow | None, wanted: Connection) -> None:
        found = None if row is None else read_row(row, self.catalogue, self.hosted).connection
        same = found is not None and (found.provider, found.auth, found.base_url) == (
            wanted.provider,
            wanted.auth,
            wanted.base_url,
        )
        if row is not None and not same:
            emit("connection_seed_kept", connection=row.name, provider=row.provider)

    # ---- changes ----

    def create(
        self, name: str, provider: str, auth: object, *, base_url: str | None = None
    ) -> Ok[Connection] | Err:
        """Put in a new row; `auth` is a mapping, as `parse_auth` takes it."""
        if not (isinstance(name, str) and is_name(name)):
            return Err("invalid_name", {"name": name})
        entry = self.catalogue.get(provider) if isinstance(provider, str) else None
        if entry is None:
            return Err("invalid_provider", {"provider": provider, "valid": [*self.catalogue.names]})
        parsed = parse_auth(auth, reserved=self.catalogue.reserved)
        if isinstance(parsed, Err):
            return parsed
        fault = base_url_fault(entry, base_url, hosted=self.hosted)
        if fault is not None:
            return Err("invalid_base_url", {"reason": fault})
        created = self._put_in(Connection(name, provider, parsed, base_url))
        if created is None:
            return Err("already_exists", {"name": name})
        emit("connection_created", connection=name, provider=provider, payer=str(created.payer))
        return Ok(created, pair_warnings(entry, parsed))

    def insert_if_absent(self, connection: Connection) -> bool:
        """Put in a row that is known to be good, unless its name is taken; its times are the clock's."""
        return self._put_in(connection) is not None

    def update(
        self, name: str, auth: object, *, references: Iterable[str] = (), allow_payer_change: bool = False
    ) -> Ok[Connection] | Err:
        """Give a visible row another auth; `references` are the pointers of what names it."""
        pointers = () if allow_payer_change else tuple(references)

        def change(database: DatabaseConnection) -> tuple[Connection, Connection] | StoredRow | Err:
            row = self._find(database, name, lock=True)
            if row is None:
                return Err("not_found", {"name": name})
            old = read_row(row, self.catalogue, self.hosted).connection
            if old is None:
                return row
            new = self._changed(old, auth, pointers)
            if isinstance(new, Err):
                return new
            values = {"row": name, "new_auth": dump_auth(new.auth), "new_updated_at": new.updated_at}
            database.execute(self._statements.change, values)
            return old, new

        done = self._database.write(change)
        if isinstance(done, StoredRow):
            self.read(done)  # it is invisible, which is logged
            done = Err("not_found", {"name": name})
        if isinstance(done, Err):
            return done
        old, new = done
        told = {"connection": name, "provider": new.provider, "payer": str(new.payer)}
        emit("connection_updated", **told)
        if old.payer != new.payer:
            emit("connection_payer_changed", **told, old_payer=str(old.payer))
        return Ok(new, pair_warnings(self.catalogue.by_name[new.provider], new.auth))

    def delete(self, name: str, *, force: bool = False, references: Iterable[str] = ()) -> Ok[Deleted] | Err:
        """Remove a row, visible or not; `references` are the pointers of what names it."""
        pointers = tuple(references)

        def remove(database: DatabaseConnection) -> StoredRow | Err:
            row = self._find(database, name, lock=True)
            if row is None:
                return Err("not_found", {"name": name})
            if pointers and not force:
                return Err("has_references", {"count": len(pointers), "references": [*pointers]})
            database.execute(self._statements.remove, {"row": name})
            return row

        row = self._database.write(remove)
        if isinstance(row, Err):
            return row
        gone = self.read(row).connection
        emit(
            "connection_deleted",
            connection=name,
            provider=row.provider,
            payer=None if gone is None else str(gone.payer),
            forced=force,
            dangling=pointers,
        )
        return Ok(Deleted(name, pointers))

    def _changed(self, old: Connection, auth: object, pointers: tuple[str, ...]) -> Connection | Err:
        """The connection with the other auth; `pointers` keep its payer as it is."""
        parsed = parse_auth(auth, reserved=self.catalogue.reserved)
        if isinstance(parsed, Err):
            return parsed
        if pointers and parsed.payer != old.payer:
            change = {"from": str(old.payer), "to": str(parsed.payer)}
            return Err("payer_change", {**change, "count": len(pointers), "references": [*pointers]})
        return replace(old, auth=parsed, updated_at=max(self._clock(), old.updated_at))

    def _put_in(self, connection: Connection) -> Connection | None:
        def insert(database: DatabaseConnection) -> Connection | None:
            now = self._clock()
            values = {
                "name": connection.name,
                "provider": connection.provider,
                "auth": dump_auth(connection.auth),
                "base_url": connection.base_url,
                "created_at": now,
                "updated_at": now,
            }
            if database.execute(self._statements.insert, values).first() is None:
                return None
            return replace(connection, created_at=now, updated_at=now)

        return self._database.write(insert)
