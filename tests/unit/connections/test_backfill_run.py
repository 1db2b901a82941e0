"""A backfill of a real file and a real store: what it reports, what it writes, and what it leaves alone."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from routeproof.connections.boot import BackfillReport, run_backfill
from routeproof.connections.store import open_store
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer
from support.backfill_runs import AFTER, BEFORE, DONE, ROWS, Site, ToldVault, site_in

LOGGER = "routeproof.connections"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_in(tmp_path)


def events(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """The records of a backfill: their fields, as they were logged."""
    wanted = ("event", "connection", "provider", "payer", "pointer", "reason", "code", "error")
    return [
        {name: getattr(record, name) for name in wanted if hasattr(record, name)}
        for record in caplog.records
        if record.name == LOGGER and record.message.startswith("backfill")
    ]


def test_rows_are_put_in_and_the_file_says_so(site: Site) -> None:
    assert site.run() == DONE
    assert site.read() == AFTER
    assert site.rows() == ROWS
    assert site.files() == ["config.json", "config.json.lock"]


def test_a_second_run_has_nothing_to_do_and_does_nothing(site: Site) -> None:
    site.run()
    (site.folder / "config.json.lock").unlink()
    with open_store(site.url) as store:
        before, epoch = site.config.stat(), store.epoch()
        report = run_backfill(store, site.config, env={})
        after = site.config.stat()
        assert store.epoch() == epoch
    assert report == BackfillReport(ok=True, skipped=DONE.skipped)
    assert (after.st_mtime_ns, after.st_ino, after.st_size) == (
        before.st_mtime_ns,
        before.st_ino,
        before.st_size,
    )
    assert site.files() == ["config.json"]


@pytest.mark.parametrize(
    "text", ["{}", '{"llm": null}', '{"llm": {"default": {"model": "x"}}}\n\n', '{"a":1.0}']
)
def test_a_file_without_such_an_entry_is_not_touched(site: Site, text: str) -> None:
    site.write(text)
    before = site.config.stat()
    assert site.run() == BackfillReport(ok=True)
    assert site.read() == text
    assert site.config.stat().st_mtime_ns == before.st_mtime_ns


def test_a_connection_that_is_there_stays_whatever_it_names(site: Site) -> None:
    text = '{"llm":{"default":{"provider":"anthropic","provider_connection":" of mine"}}}'
    site.write(text)
    assert site.run({"IS_PLATFORM": "1"}) == BackfillReport(ok=True)
    assert site.read() == text


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", "managed"), ("true", "managed"), ("True", "personal"), ("0", "personal"), (None, "personal")],
)
def test_the_environment_says_whether_the_operator_deployed_this(
    site: Site, value: str | None, expected: str
) -> None:
    site.write('{"llm":{"default":{"provider":"openai"}}}')
    env = {} if value is None else {"IS_PLATFORM": value}
    assert site.run(env).stamped == (("/llm/default", f"openai-{expected}"),)


def test_what_is_found_out_of_order_stops_nothing_else(site: Site) -> None:
    site.write(
        '{"llm":{"profiles":7,"callSites":{"a":[],"b":{"provider":"gemini","payer":{}},'
        '"c":{"provider":"openai"},"d":{"provider":"platform"}}}}'
    )
    open_store(site.url).close()
    with closing(sqlite3.connect(site.folder / "store.db")) as database, database:
        database.execute("UPDATE provider_connections SET auth = 'zzz' WHERE name = 'openai-managed'")
    report = site.run({"IS_PLATFORM": "1"})
    assert report == BackfillReport(
        ok=True,
        skipped=(
            ("/llm/callSites/a", "malformed_entry"),
            ("/llm/callSites/b", "malformed_entry"),
            ("/llm/callSites/c", "name_taken"),
            ("/llm/callSites/d", "routing_identity"),
            ("/llm/profiles", "malformed_entry"),
        ),
    )


# ---- a dry run ----


@pytest.mark.parametrize("booted", [True, False])
def test_a_dry_run_says_what_a_run_would_and_writes_nothing(site: Site, booted: bool) -> None:
    if booted:
        open_store(site.url).close()
    files = sorted(site.folder.iterdir())
    with open_store(site.url, boot=False) as store:
        report = run_backfill(store, site.config, env={}, dry_run=True)
    assert report == DONE
    assert site.read() == BEFORE
    if not booted:
        assert sorted(site.folder.iterdir()) == files
    assert site.run() == report
    assert site.run(dry_run=True) == BackfillReport(ok=True, skipped=DONE.skipped)


def test_a_dry_run_logs_nothing(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, LOGGER):
        site.run(dry_run=True)
    assert events(caplog) == []


# ---- the vault ----

OPENAI, WORK = "credential/openai/api_key", "credential/work/key"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Absent(), "work"),
        (Found(Secret("sk-canary")), "openai-personal"),
        (Malformed(), "openai-personal"),
        (Down("away"), "openai-personal"),
        (RuntimeError("sk-canary"), "openai-personal"),
    ],
)
def test_an_only_key_is_taken_when_the_vault_knows_no_other(
    site: Site, answer: VaultAnswer | Exception, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    site.write('{"llm":{"default":{"provider":"openai"},"profiles":{"a":{"provider":"openai"},"b":null}}}')
    with open_store(site.url) as store:
        store.create("work", "openai", {"type": "api_key", "credential": WORK})
    vault = ToldVault({OPENAI: answer})
    with caplog.at_level(logging.DEBUG):
        report = site.run(vault=vault)
    assert report.stamped == (("/llm/default", expected), ("/llm/profiles/a", expected))
    assert report.created == (() if expected == "work" else (expected,))
    assert vault.asked == [OPENAI]
    assert "canary" not in repr(report) + caplog.text + repr([vars(record) for record in caplog.records])


def test_without_a_vault_nothing_is_known_of_credentials(site: Site) -> None:
    site.write('{"llm":{"default":{"provider":"openai"}}}')
    with open_store(site.url) as store:
        store.create("work", "openai", {"type": "api_key", "credential": WORK})
    assert site.run().stamped == (("/llm/default", "openai-personal"),)


# ---- what is logged ----


def test_each_thing_that_is_done_is_logged_once(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, LOGGER):
        site.run()
    created = "backfill_row_created"
    assert events(caplog) == [
        {"event": created, "connection": "anthropic-personal", "provider": "anthropic", "payer": "byok"},
        {"event": created, "connection": "openrouter-personal", "provider": "openrouter", "payer": "byok"},
        *({"event": "backfill_stamped", "pointer": at, "connection": name} for at, name in DONE.stamped),
        {"event": "backfill_skipped", "pointer": "/llm/profiles/gone", "reason": "unknown_provider"},
    ]


def test_a_failure_is_logged_once(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.config.unlink()
    with caplog.at_level(logging.DEBUG, LOGGER):
        report = site.run()
    assert events(caplog) == [
        {"event": "backfill_failed", "code": "config_unreadable", "error": report.error},
    ]


def test_a_listener_that_fails_stops_nothing(site: Site) -> None:
    class Failing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.getMessage() == "backfill_stamped":
                raise RuntimeError("no disk")

    handler = Failing()
    logging.getLogger(LOGGER).addHandler(handler)
    logging.getLogger(LOGGER).setLevel(logging.INFO)
    try:
        assert site.run() == DONE
    finally:
        logging.getLogger(LOGGER).removeHandler(handler)
        logging.getLogger(LOGGER).setLevel(logging.NOTSET)
    assert site.read() == AFTER
