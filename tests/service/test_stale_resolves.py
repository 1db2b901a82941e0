"""Many threads and processes resolve while rows change: none is stale, none raises; `make fuzz` does more."""

from support.live_database import LiveDatabase
from support.stale_resolves import Load, run


def test_no_resolve_is_older_than_its_question(database: LiveDatabase) -> None:
    load = Load(resolves=2_048, updates=60)
    assert run(database, load) == ([], 2_048)
