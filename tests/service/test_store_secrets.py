"""A secret that somebody hands over in the place of a reference gets nowhere: no table, no log, no answer."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from routeproof.connections.store import open_store
from support.live_database import LiveDatabase

CANARY = "canary-b7f1c2"

HANDED_OVER = [
    {"type": "api_key", "credential": f"sk-{CANARY}"},
    {"type": "api_key", "credential": f"work:AIza{CANARY}"},
    {"type": "api_key", "credential": f"credential/work/ghp_{CANARY}"},
    {"type": "api_key", "credential": f"Bearer {CANARY}"},
    {"type": "api_key", "credential": f"-----BEGIN {CANARY}"},
    {"type": "api_key", "credential": f"some {CANARY}"},
    {"type": "api_key", "credential": f"{CANARY}\ud800"},
    {"type": "service_account", "credential": {"private_key": CANARY}},
    {"type": "platform", "credential": CANARY},
    {"type": CANARY},
    {CANARY: CANARY},
    CANARY,
]


def test_a_secret_gets_nowhere(database: LiveDatabase, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    said: list[object] = []
    with open_store(database.url) as store:
        store.create("w", "openai", {"type": "none"})
        for auth in HANDED_OVER:
            said += [store.create("new", "openai", auth), store.update("w", auth)]
        url = f"http://user:{CANARY}@localhost:1"
        said += [store.create("new", "ollama", {"type": "none"}, base_url=url)]
        said += [store.create("new", "ollama", {"type": "none"}, base_url=f"http://localhost/?key={CANARY}")]
        assert {type(each).__name__ for each in said} == {"Err"}
        said += [store.list(), store.rows(), store.doctor(), store, store.engine]
    assert CANARY not in repr(said) + caplog.text + str([vars(each) for each in caplog.records])
    assert CANARY not in str(database.rows())
    if database.kind == "sqlite":
        folder = Path(database.url.removeprefix("sqlite:///")).parent
        assert [each for each in folder.iterdir() if CANARY.encode() in each.read_bytes()] == []


def test_a_secret_that_is_stored_already_is_not_shown(
    database: LiveDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    auth = f'{{"type":"api_key","credential":"sk-{CANARY}"}}'
    said: list[object] = []
    with open_store(database.url) as store:
        database.insert("theirs", "openai", auth)
        database.insert("broken", "openai", f"{CANARY}")
        row = store.raw("theirs")
        assert row is not None
        assert row.auth == auth
        said += [store.get("theirs"), store.list(), store.doctor(), store.hidden(), row, store.read(row)]
        said += [store.rows(), store.raw("broken"), store.update("theirs", {"type": "none"})]
        said += [
            store.create("theirs", "openai", {"type": "none"}),
            store.delete("theirs", references=["/a"]),
        ]
        said += [store.delete("theirs"), store.seed()]
    assert CANARY not in repr(said) + caplog.text + str([vars(each) for each in caplog.records])


def test_a_failure_shows_no_value_of_a_row(database: LiveDatabase, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with open_store(database.url) as store:
        database.sql("ALTER TABLE provider_connections RENAME TO elsewhere")
        auth = {"type": "api_key", "credential": f"credential/{CANARY}/key"}
        changes: list[Callable[[], object]] = [
            lambda: store.create("w", "openai", auth),
            lambda: store.update("w", auth),
        ]
        for change in changes:
            with pytest.raises(Exception, match="provider_connections") as refused:
                change()
            assert CANARY not in "".join(traceback.format_exception(refused.value)) + caplog.text
