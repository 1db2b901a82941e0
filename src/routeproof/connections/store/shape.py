"""What the tables must be like: what is missing, and how it is added to a table that was there before.

Rows are never touched. Who adds anything holds the lock of migrations, and has begun a transaction.
"""

from sqlalchemy import Connection, inspect
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.types import Integer, Numeric, String

from routeproof.connections.store import triggers
from routeproof.connections.store.failures import StoreOutdated
from routeproof.connections.store.tables import CONNECTIONS, CURRENT_EPOCH, EPOCH, PROVIDER_INDEX

_NAME = CONNECTIONS.name
_ADDABLE = "base_url"


def is_complete(connection: Connection) -> bool:
    """Whether nothing is missing. StoreOutdated where something is that cannot be added."""
    return (
        inspect(connection).has_table(_NAME)
        and not _missing_columns(connection)
        and _has_key(connection)
        and _has_index(connection)
        and _has_epoch(connection)
        and triggers.are_complete(connection)
    )


def complete(connection: Connection) -> None:
    """Add what is missing. StoreOutdated where that cannot be done; then nothing was."""
    if not inspect(connection).has_table(_NAME):
        CONNECTIONS.create(connection)
    if _missing_columns(connection):
        connection.exec_driver_sql(f"ALTER TABLE {_NAME} ADD COLUMN {_ADDABLE} TEXT")
    if not _has_key(connection):
        connection.exec_driver_sql(f"CREATE UNIQUE INDEX uq_{_NAME}_name ON {_NAME}(name)")
    if not _has_index(connection):
        PROVIDER_INDEX.create(connection)
    if not triggers.are_complete(connection):
        _move_epoch(connection)
        triggers.create(connection)
    elif not _has_epoch(connection):
        _move_epoch(connection)


def _missing_columns(connection: Connection) -> tuple[str, ...]:
    """The columns that can be added. StoreOutdated where another is missing, or is not what it must be."""
    found = {column["name"]: column["type"] for column in inspect(connection).get_columns(_NAME)}
    is_sqlite = connection.dialect.name == "sqlite"  # it takes names in any case, and values of any type
    if is_sqlite:
        found = {name.lower(): kind for name, kind in found.items()}
    missing = tuple(column.name for column in CONNECTIONS.columns if column.name not in found)
    for name in missing:
        if name != _ADDABLE:
            raise StoreOutdated(
                f"the table `{_NAME}` has no column `{name}`", hint="it can only be adopted with it"
            )
    for column in CONNECTIONS.columns:
        accepted = String if isinstance(column.type, String) else Integer | Numeric
        if not (is_sqlite or column.name in missing or isinstance(found[column.name], accepted)):
            raise StoreOutdated(
                f"the column `{column.name}` of the table `{_NAME}` is of the type `{found[column.name]}`"
            )
    return missing


def _has_key(connection: Connection) -> bool:
    """Whether no two rows can have one name."""
    found = inspect(connection)
    return (
        found.get_pk_constraint(_NAME)["constrained_columns"] == ["name"]
        or any(each["column_names"] == ["name"] for each in found.get_unique_constraints(_NAME))
        or any(
            each["unique"] and each["column_names"] == ["name"] and not _is_partial(each)
            for each in found.get_indexes(_NAME)
        )
    )


def _is_partial(index: ReflectedIndex) -> bool:
    return any(option.endswith("_where") for option in index.get("dialect_options", {}))


def _has_index(connection: Connection) -> bool:
    return any(each["name"] == PROVIDER_INDEX.name for each in inspect(connection).get_indexes(_NAME))


def _has_epoch(connection: Connection) -> bool:
    is_there = inspect(connection).has_table(EPOCH.name)
    return is_there and connection.execute(CURRENT_EPOCH).scalar() is not None


def _move_epoch(connection: Connection) -> None:
    """Make the epoch; where there was one, writers have not been counted since a trigger went."""
    EPOCH.create(connection, checkfirst=True)
    if _has_epoch(connection):
        connection.execute(EPOCH.update().values(epoch=EPOCH.c.epoch + 1))
    else:
        connection.execute(EPOCH.insert().values(id=1, epoch=0))
