"""What happens to connections is logged: one record each, once it has happened, with its fields."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from routeproof.connections.events import emit
from routeproof.connections.store import Store, open_store

KEY = {"type": "api_key", "credential": "credential/work/key"}
STANDARD = set(logging.makeLogRecord({}).__dict__) | {"message"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/connections.db") as opened:
        yield opened


def taken(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """The fields of every record of ours since the last time."""
    ours = [record for record in caplog.records if record.name == "routeproof.connections"]
    caplog.clear()
    return [{key: value for key, value in vars(each).items() if key not in STANDARD} for each in ours]


def test_an_event_is_its_name_and_its_fields(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "routeproof.connections")
    emit("connection_miss", connection="a\nb", reason="not_found", hard=True)
    (record,) = caplog.records
    assert (record.getMessage(), record.levelname) == ("connection_miss", "WARNING")
    assert taken(caplog) == [
        {"event": "connection_miss", "connection": "a\nb", "reason": "not_found", "hard": True}
    ]


def test_each_change_is_one_record(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "routeproof.connections")
    store.create("w", "openai", KEY)
    assert taken(caplog) == [
        {"event": "connection_created", "connection": "w", "provider": "openai", "payer": "byok"}
    ]
    store.update("w", {"type": "api_key", "credential": "a:b"})
    updated = {"event": "connection_updated", "connection": "w", "provider": "openai", "payer": "byok"}
    assert taken(caplog) == [updated]
    store.update("w", {"type": "platform"})
    assert taken(caplog) == [
        updated | {"payer": "platform"},
        updated | {"event": "connection_payer_changed", "payer": "platform", "old_payer": "byok"},
    ]
    store.delete("w", force=True, references=["/a"])
    deleted = {"event": "connection_deleted", "connection": "w", "provider": "openai", "payer": "platform"}
    assert taken(caplog) == [deleted | {"forced": True, "dangling": ("/a",)}]


def test_what_is_refused_or_read_is_not_logged(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "routeproof.connections")
    assert not store.create("openai-managed", "openai", KEY).ok
    assert not store.update("openai-managed", KEY, references=["/a"]).ok
    assert not store.delete("openai-managed", references=["/a"]).ok
    store.list()
    store.seed()
    assert taken(caplog) == []


def test_nothing_is_said_of_a_change_that_failed(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "routeproof.connections")
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER theirs BEFORE INSERT ON provider_connections BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    with pytest.raises(Exception, match="no"):
        store.create("w", "openai", KEY)
    assert taken(caplog) == []


def test_an_invisible_row_is_logged_once_in_a_process(
    tmp_path: Path, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "routeproof.connections")
    with store.engine.begin() as connection:
        for name in ("bad", "worse"):
            statement = "INSERT INTO provider_connections VALUES (?, 'gone', '{', NULL, 1, 1)"
            connection.exec_driver_sql(statement, (name,))
    store.get("bad")
    bad = {"event": "connection_row_invalid", "connection": "bad", "kind": "unknown_provider"}
    assert taken(caplog) == [bad]
    for _ in range(2):
        store.list()
        store.doctor()
        store.hidden()
        store.update("bad", KEY)
        store.get("worse")
    with open_store(f"sqlite:///{tmp_path}/connections.db") as other:
        other.list()
    assert taken(caplog) == [bad | {"connection": "worse"}]
    store.delete("bad")
    assert [each["event"] for each in taken(caplog)] == ["connection_deleted"]


def test_a_kept_row_that_is_not_canonical_is_logged(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    store.update("gemini-managed", KEY)
    caplog.set_level(logging.INFO, "routeproof.connections")
    caplog.clear()
    store.seed()
    assert taken(caplog) == [
        {"event": "connection_seed_kept", "connection": "gemini-managed", "provider": "gemini"}
    ]
