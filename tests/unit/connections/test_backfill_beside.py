"""A backfill beside which somebody else writes to the configuration, or to the store."""

from pathlib import Path

import pytest

from routeproof.bindings.rows import StoredRow
from routeproof.connections.boot import BackfillReport, run_backfill
from routeproof.connections.store import open_store
from routeproof.connections.store.store import Store
from routeproof.model.connection import Auth, AuthType, Connection
from support.backfill_runs import BEFORE, DONE, ROWS, Site, failed, site_in


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return site_in(tmp_path)


class Meddled(Store):
    """A store beside which somebody writes to the configuration whenever its rows are read."""

    site: Site
    texts: list[str]

    def rows(self) -> tuple[StoredRow, ...]:
        if self.texts:
            self.site.write(self.texts.pop(0))
        return super().rows()


def run_meddled(site: Site, *texts: str) -> BackfillReport:
    with open_store(site.url) as store:
        store.__class__ = Meddled
        assert isinstance(store, Meddled)
        store.site, store.texts = site, [*texts]
        return run_backfill(store, site.config, env={})


def test_a_configuration_that_changed_is_planned_anew(site: Site) -> None:
    site.write('{"llm":{"default":{"provider":"ollama"}}}')
    report = run_meddled(
        site, '{"llm":{"default":{"provider":"ollama"}} }', '{"llm":{"default":{"provider":"gemini"}}}'
    )
    assert report.ok
    assert report.stamped == (("/llm/default", "gemini-personal"),)
    assert site.read() == '{"llm":{"default":{"provider":"gemini","provider_connection":"gemini-personal"}}}'


def test_a_configuration_that_changes_each_time_is_left_alone(site: Site) -> None:
    site.write('{"llm":{"default":{"provider":"ollama"}}}')
    last = '{"llm":{"default":{"provider":"ollama"}},"n":3}'
    report = run_meddled(site, *(last.replace("3", number) for number in "123"))
    failed(report, "config_changed", str(site.config))
    assert report.stamped == ()
    assert site.read() == last


def test_a_configuration_that_goes_away_meanwhile_is_said_to_be_gone(site: Site) -> None:
    class Removed(Meddled):
        def rows(self) -> tuple[StoredRow, ...]:
            self.site.config.unlink(missing_ok=True)
            return Store.rows(self)

    with open_store(site.url) as store:
        store.__class__ = Removed
        assert isinstance(store, Removed)
        store.site = site
        failed(run_backfill(store, site.config, env={}), "config_unreadable", "no such file")
    assert site.rows() == ROWS


def run_beside(site: Site, kind: type[Store]) -> BackfillReport:
    with open_store(site.url) as store:
        store.__class__ = kind
        return run_backfill(store, site.config, env={})


class Overtaken(Store):
    """A store into which another program puts a row of the same name first."""

    row = Connection("anthropic-personal", "anthropic", Auth(AuthType.API_KEY, "credential/theirs/key"))

    def insert_if_absent(self, connection: Connection) -> bool:
        if connection.name == self.row.name:
            super().insert_if_absent(self.row)
        return super().insert_if_absent(connection)


class OvertakenByAnother(Overtaken):
    """The row is one of another provider."""

    row = Connection("anthropic-personal", "openai", Auth(AuthType.API_KEY, "credential/theirs/key"))


def test_a_row_that_another_program_put_in_first_is_taken_when_it_is_good(site: Site) -> None:
    report = run_beside(site, Overtaken)
    assert (report.created, report.stamped) == (("openrouter-personal",), DONE.stamped)
    assert "theirs" in {name: auth for name, _, auth in site.rows()}["anthropic-personal"]


def test_a_row_that_another_program_put_in_first_is_not_named_for_its_name(site: Site) -> None:
    report = run_beside(site, OvertakenByAnother)
    taken = ("/llm/default", "name_taken")
    assert report.ok
    assert report.created == ("openrouter-personal",)
    assert report.stamped == tuple(pair for pair in DONE.stamped if pair[0] != "/llm/default")
    assert report.skipped == (taken, *DONE.skipped)


class Emptied(Store):
    """A store from which another program removes what was put in."""

    def insert_if_absent(self, connection: Connection) -> bool:
        done = super().insert_if_absent(connection)
        self.delete(connection.name)
        return done


def test_rows_that_never_stay_are_named_nowhere(site: Site) -> None:
    report = run_beside(site, Emptied)
    failed(report, "store_unavailable", "`anthropic-personal`")
    assert report.stamped == ()
    assert site.read() == BEFORE
