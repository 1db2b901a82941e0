"""Brings the tables to what this version works on, once, whoever else starts at the same time."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, inspect, literal_column, select, table, text

from routeproof.connections.store import shape
from routeproof.connections.store.databases import Database
from routeproof.connections.store.failures import StoreOutdated

VERSION_TABLE = "routeproof_alembic_version"
REVISION = "0001"

_LOCK = 0x726F757465707266
"""Of PostgreSQL's advisory locks, the one that migrations of this table take."""

_REVISIONS: Select[Any] = select(literal_column("version_num")).select_from(table(VERSION_TABLE))


def migrate(database: Database) -> str:
    """Migrate, adopt, or find that nothing is to do; the revision that the tables are at then.

    All in one transaction: where it fails, nothing has changed.
    """
    database.make_file()
    if not database.read(_is_current):
        database.write(_upgrade)
    return REVISION


def _is_current(connection: Connection) -> bool:
    return _has_revision(connection) and shape.is_complete(connection)


def _has_revision(connection: Connection) -> bool:
    if not inspect(connection).has_table(VERSION_TABLE):
        return False
    found = connection.execute(_REVISIONS).scalars().all()
    for revision in found:
        if revision != REVISION:
            raise StoreOutdated(f"the tables are at revision `{revision}`, which this version does not know")
    return bool(found)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    if not _has_revision(connection):
        from alembic import command  # noqa: PLC0415 - slow, and most stores need it no more
        from alembic.config import Config  # noqa: PLC0415 - comes with it

        config = Config(attributes={"connection": connection})
        config.set_main_option(
            "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
        )
        command.upgrade(config, REVISION)
    # The revision may stand in a database whose tables somebody has made anew since.
    shape.complete(connection)
