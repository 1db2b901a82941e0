"""The file of a backfill: what it is when it cannot be read or written, and what of it stays when it is."""

import fcntl
import os
import resource
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from routeproof.connections import config_file
from routeproof.connections.boot import BackfillReport, run_backfill
from routeproof.connections.store import open_store
from routeproof.connections.store.store import Store
from support.backfill_runs import AFTER, BEFORE, DONE, Site, failed, site_in, without_privileges


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_in(tmp_path)


# ---- what cannot be read ----


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", ":1:1: is no JSON"),
        (b'{"llm": {},\n "llm": {}}', ":2:2: has a key twice"),
        (b'{"llm": {"default": {"provider": "openai"}},\n "n": NaN}', ":2:7: is no JSON"),
        (b"[]", ":1:1: is no object"),
        (b'{"llm": "\xff"}', ":1:10: is not UTF-8"),
        (b"\xef\xbb\xbf{}", ":1:1: starts with a byte-order mark"),
        (b'{"a":' * 1000, ":1:641: nests deeper"),
        (b" " * (5 * 1024 * 1024 + 1), ": is larger than 5 MiB"),
        (b'{"format": "routeproof/pins-1"}', ": is a document of the format `routeproof/pins-1`"),
    ],
)
def test_what_is_no_configuration_is_left_as_it_is(site: Site, data: bytes, where: str) -> None:
    site.config.write_bytes(data)
    open_store(site.url, boot=False).close()
    report = site.run()
    failed(report, "config_unreadable", f"{site.config}{where}")
    assert (report.changed, report.created, report.stamped) == (False, (), ())
    assert site.config.read_bytes() == data
    assert site.files() == ["config.json"]


def test_a_file_that_is_none_is_not_waited_for(site: Site) -> None:
    site.config.unlink()
    failed(site.run(), "config_unreadable", str(site.config), "no such file")
    site.config.mkdir()
    failed(site.run(), "config_unreadable", str(site.config), "is a directory")
    site.config.rmdir()
    os.mkfifo(site.config)
    failed(site.run(), "config_unreadable", str(site.config), "is not a regular file")
    site.config.unlink()
    site.config.symlink_to(site.config.name)
    failed(site.run(), "config_unreadable", str(site.config), "cannot be read")


def test_yaml_is_not_written_to(site: Site) -> None:
    file = site.folder / "config.yaml"
    file.write_text("llm: {default: {provider: openai}}\n", encoding="utf-8")
    with open_store(site.url) as store:
        failed(run_backfill(store, file, env={}), "config_unreadable", "only a JSON file is written to")
        file.write_text('{"llm": {}}', encoding="utf-8")
        assert run_backfill(store, os.fspath(file), env={}).ok


def test_a_file_that_cannot_be_read_is_read_before_the_store_is_asked(site: Site) -> None:
    site.write("{")
    with open_store(site.url, boot=False) as store:
        failed(run_backfill(store, site.config, env={}), "config_unreadable")
        assert not store.exists()


# ---- the store ----


def test_a_store_that_is_away_stops_no_boot(site: Site) -> None:
    open_store(site.url).close()
    (site.folder / "store.db").write_bytes(b"this is no database" * 100)
    for log in ("store.db-wal", "store.db-shm"):
        (site.folder / log).unlink(missing_ok=True)
    with open_store(site.url, boot=False) as store:
        failed(run_backfill(store, site.config, env={}), "store_unavailable")
    assert site.read() == BEFORE


def test_a_store_without_tables_stops_no_boot(site: Site) -> None:
    with open_store(site.url, boot=False) as store:
        report = run_backfill(store, site.config, env={})
    assert not report.ok
    assert report.code in ("store_unavailable", "store_outdated")
    assert site.read() == BEFORE


def test_what_nobody_foresaw_is_no_exception_and_quotes_nothing(site: Site) -> None:
    class Broken(Exception):
        pass

    class Odd(Store):
        def seed(self) -> object:  # type: ignore[override]  # it never returns
            raise Broken("sk-canary")

    with open_store(site.url) as store:
        store.__class__ = Odd
        report = run_backfill(store, site.config, env={})
    failed(report, "internal_error", "Broken")
    assert "canary" not in repr(report)


# ---- what cannot be written ----


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder whose parents anybody may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_in_a_closed_folder_nothing_is_written_and_the_rows_stay(site: Site, open_folder: Path) -> None:
    config = open_folder / "config.json"
    config.write_text(BEFORE, encoding="utf-8")
    with open_store(site.url) as store:
        open_folder.chmod(0o555)
        with without_privileges():
            report = run_backfill(store, config, env={})
        failed(report, "config_unwritable", str(config), "permission denied")
        assert (report.created, report.stamped, report.skipped) == (DONE.created, (), DONE.skipped)
        open_folder.chmod(0o755)
        assert [file.name for file in open_folder.iterdir()] == ["config.json"]
        assert config.read_text(encoding="utf-8") == BEFORE
        again = run_backfill(store, config, env={})
    assert (again.created, again.stamped) == ((), DONE.stamped)
    assert config.read_text(encoding="utf-8") == AFTER


def test_a_name_that_leaves_no_room_for_another_is_not_written_to(site: Site) -> None:
    config = site.folder / ("c" * 253)
    config.write_text(BEFORE, encoding="utf-8")
    with open_store(site.url) as store:
        failed(run_backfill(store, config, env={}), "config_unwritable", "file name too long")
    assert config.read_text(encoding="utf-8") == BEFORE


def test_a_file_that_is_closed_to_its_writer_is_not_replaced(site: Site, open_folder: Path) -> None:
    config = open_folder / "config.json"
    config.write_text(BEFORE, encoding="utf-8")
    config.chmod(0o444)
    open_folder.chmod(0o777)
    with open_store(site.url) as store, without_privileges():
        failed(run_backfill(store, config, env={}), "config_unwritable", "it may not be written to")
    assert config.read_text(encoding="utf-8") == BEFORE


def test_a_lock_that_leads_elsewhere_is_not_followed(site: Site) -> None:
    (site.folder / "config.json.lock").symlink_to(site.folder / "elsewhere")
    failed(site.run(), "config_unwritable")
    assert not (site.folder / "elsewhere").exists()
    assert site.read() == BEFORE


def test_a_file_that_would_be_too_large_to_read_is_not_written(site: Site) -> None:
    text = '{"llm":{"default":{"provider":"ollama"}}}'.ljust(5 * 1024 * 1024)
    site.write(text)
    failed(site.run(), "config_unwritable", "would be too large")
    assert site.read() == text


def test_a_disk_that_takes_no_more_leaves_the_file_as_it_was(site: Site) -> None:
    site.run()
    text = BEFORE.ljust(1_000_000)
    site.write(text)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, hard))  # more than the store needs
    try:
        report = site.run()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    failed(report, "config_unwritable", str(site.config), "file too large")
    assert site.read() == text
    assert site.files() == ["config.json", "config.json.lock"]


# ---- what stays ----


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o640])
def test_the_mode_stays(site: Site, mode: int) -> None:
    site.config.chmod(mode)
    assert site.run() == DONE
    assert stat.S_IMODE(site.config.stat().st_mode) == mode


def test_the_owner_stays_where_the_system_lets_it(site: Site) -> None:
    owner = (65534, 65534) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    os.chown(site.config, *owner)
    assert site.run() == DONE
    assert (site.config.stat().st_uid, site.config.stat().st_gid) == owner


def test_links_are_followed_and_stay(site: Site) -> None:
    real = site.folder / "real"
    real.mkdir()
    site.config.rename(real / "settings")
    (site.folder / "middle").symlink_to("real/settings")
    site.config.symlink_to("middle")
    assert site.run() == DONE
    assert site.config.readlink() == Path("middle")
    assert (site.folder / "middle").readlink() == Path("real/settings")
    assert (real / "settings").read_text(encoding="utf-8") == AFTER
    assert sorted(file.name for file in real.iterdir()) == ["settings", "settings.lock"]


def test_what_a_killed_run_has_left_goes(site: Site) -> None:
    (site.folder / ".config.json.draft").write_text("{", encoding="utf-8")
    assert site.run() == DONE
    assert site.files() == ["config.json", "config.json.lock"]


# ---- somebody else ----


def test_another_writer_is_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = site.folder / "config.json.lock"
    with lock.open("w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        monkeypatch.setattr(config_file, "LOCKED_S", 0)
        failed(site.run(), "config_unwritable", "another process holds `config.json.lock`")
        assert site.read() == BEFORE
        monkeypatch.undo()
        reports: list[BackfillReport] = []
        waiting = Thread(target=lambda: reports.append(site.run()))
        waiting.start()
        waiting.join(0.1)
        assert site.read() == BEFORE
        fcntl.flock(held, fcntl.LOCK_UN)
        waiting.join()
    assert [report.stamped for report in reports] == [DONE.stamped]
    assert site.read() == AFTER


def test_without_such_locks_it_is_written_all_the_same(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert site.run() == DONE
    assert site.read() == AFTER
    assert site.files() == ["config.json"]
