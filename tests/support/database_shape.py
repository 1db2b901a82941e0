"""What a database holds beside rows: tables, keys, indexes, triggers, functions, as it says itself."""

from support.live_database import LiveDatabase

_SQLITE = ("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name",)

_POSTGRESQL = (
    "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
    "WHERE table_schema = 'public' ORDER BY 1, ordinal_position",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace ORDER BY 1",
    "SELECT tgname, tgenabled::text, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal ORDER BY 1",
    "SELECT proname, prosecdef::text, proconfig::text, prosrc, proacl::text FROM pg_proc "
    "WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
)


def shape_of(database: LiveDatabase) -> list[object]:
    """Everything that a migration could change but rows; empty lists where nothing is."""
    return [database.sql(asked) for asked in (_SQLITE if database.kind == "sqlite" else _POSTGRESQL)]
