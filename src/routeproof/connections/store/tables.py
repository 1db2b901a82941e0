"""The tables, the statements on them, and a row as any program may have left it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Delete,
    Index,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    Update,
    bindparam,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from routeproof.bindings.rows import StoredRow

METADATA = MetaData()

CONNECTIONS = Table(
    "provider_connections",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("auth", Text, nullable=False),
    Column("base_url", Text, nullable=True),
    Column("created_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

PROVIDER_INDEX = Index("idx_provider_connections_provider", CONNECTIONS.c.provider)

EPOCH = Table(
    "connection_epoch",
    METADATA,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("epoch", BigInteger, nullable=False),
)

EVERY_ROW = select(CONNECTIONS)
CURRENT_EPOCH = select(EPOCH.c.epoch).where(EPOCH.c.id == 1)


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements about one row, in the way of one database; the row's name is the parameter `row`."""

    find: Select[*tuple[Any, ...]]
    find_and_lock: Select[*tuple[Any, ...]]
    insert: ReturningInsert[*tuple[Any, ...]]
    """Puts in the row of its parameters, unless there is one of that name; returns the name if it did."""
    change: Update
    """Sets `new_auth` and `new_updated_at`."""
    remove: Delete


@cache
def statements_for(database: str) -> Statements:
    """By the name of SQLAlchemy's dialect."""
    insert = sqlite.insert(CONNECTIONS) if database == "sqlite" else postgresql.insert(CONNECTIONS)
    # On SQLite a column may be declared to compare without case; names compare exactly. On PostgreSQL they do
    # without being told, and an index serves no collation but its own.
    name = CONNECTIONS.c.name.collate("BINARY") if database == "sqlite" else CONNECTIONS.c.name
    is_it = name == bindparam("row")
    find = EVERY_ROW.where(is_it)
    change: dict[str, Any] = {"auth": bindparam("new_auth"), "updated_at": bindparam("new_updated_at")}
    return Statements(
        find,
        find.with_for_update(),
        # What a look before it would find is out of date at once where others write at the same time.
        insert.on_conflict_do_nothing().returning(CONNECTIONS.c.name),
        CONNECTIONS.update().where(is_it).values(change),
        CONNECTIONS.delete().where(is_it),
    )


def normal_row(fields: Sequence[object]) -> StoredRow:
    """A row as values of the types that readers count on; SQLite keeps any type in any column."""
    name, provider, auth, base_url, created_at, updated_at = fields
    return StoredRow(
        _text(name),
        _text(provider),
        _text(auth),
        None if base_url is None else _text(base_url),
        _millis(created_at),
        _millis(updated_at),
    )


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def _millis(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return 0
