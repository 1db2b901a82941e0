"""The triggers that move the epoch, so that whoever writes a connection, by whatever program, is noticed."""

from sqlalchemy import Connection

_ON_SQLITE = tuple(f"provider_connections_epoch_{change}" for change in ("insert", "update", "delete"))
_ON_POSTGRESQL = ("provider_connections_epoch", "provider_connections_epoch_truncate")
_FUNCTION = "provider_connections_epoch_moves"
_MOVE = "UPDATE {}connection_epoch SET epoch = epoch + 1 WHERE id = 1"


def are_complete(connection: Connection) -> bool:
    """Whether every trigger is there, and none is switched off."""
    if connection.dialect.name == "sqlite":
        wanted, found = _ON_SQLITE, _found_on_sqlite(connection)
    else:
        wanted, found = _ON_POSTGRESQL, _found_on_postgresql(connection)
    return set(wanted) <= found


def create(connection: Connection) -> None:
    """Put every trigger in place, anew where one of that name is there."""
    if connection.dialect.name == "sqlite":
        _create_on_sqlite(connection)
    else:
        _create_on_postgresql(connection)


def _found_on_sqlite(connection: Connection) -> set[str]:
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = 'provider_connections'"
    )
    return set(connection.exec_driver_sql(asked).scalars())


def _create_on_sqlite(connection: Connection) -> None:
    for name in _ON_SQLITE:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        when = f"AFTER {name.rpartition('_')[2]} ON provider_connections FOR EACH ROW"
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {when} BEGIN {_MOVE.format('')}; END")


def _found_on_postgresql(connection: Connection) -> set[str]:
    # `A`: it fires for what replication writes, too.
    asked = (
        "SELECT tgname FROM pg_catalog.pg_trigger "
        "WHERE tgrelid = pg_catalog.to_regclass('provider_connections') AND tgenabled = 'A'"
    )
    return set(connection.exec_driver_sql(asked).scalars())


def _create_on_postgresql(connection: Connection) -> None:
    """Rows are counted, so that an insert which put nothing in counts nothing; TRUNCATE has none to count.

    The function runs as its owner: a role that may write connections need not be able to write the epoch. The
    path is fixed, since a writer's own could lead what runs as somebody else to a table of the writer's.
    """
    schema = connection.exec_driver_sql("SELECT pg_catalog.current_schema()").scalar_one()
    inside = connection.dialect.identifier_preparer.quote_identifier(schema)
    rows, truncate = _ON_POSTGRESQL
    body = f"$routeproof$ BEGIN {_MOVE.format(f'{inside}.')}; RETURN NULL; END $routeproof$"
    statements = (
        f"CREATE OR REPLACE FUNCTION {inside}.{_FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
        f"SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS {body}",
        f"REVOKE ALL ON FUNCTION {inside}.{_FUNCTION}() FROM PUBLIC",
        f"DROP TRIGGER IF EXISTS {rows} ON {inside}.provider_connections",
        f"CREATE TRIGGER {rows} AFTER INSERT OR UPDATE OR DELETE ON {inside}.provider_connections "
        f"FOR EACH ROW EXECUTE FUNCTION {inside}.{_FUNCTION}()",
        f"DROP TRIGGER IF EXISTS {truncate} ON {inside}.provider_connections",
        f"CREATE TRIGGER {truncate} AFTER TRUNCATE ON {inside}.provider_connections "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {inside}.{_FUNCTION}()",
        f"ALTER TABLE {inside}.provider_connections ENABLE ALWAYS TRIGGER {rows}",
        f"ALTER TABLE {inside}.provider_connections ENABLE ALWAYS TRIGGER {truncate}",
    )
    for statement in statements:
        connection.exec_driver_sql(statement)
