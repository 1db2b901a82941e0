"""A secret leaves by the header of its adapter alone: not by logs, answers, errors or files."""

import logging
import traceback
from pathlib import Path
from typing import Any

import pytest

from routeproof.connections.dispatch import Dispatcher
from routeproof.connections.resolver import Resolver
from routeproof.connections.source import connection_source
from routeproof.connections.store import Store, StoreUnavailable
from routeproof.connections.vault import ChainVault, DirVault, EnvVault
from routeproof.relay.model import VaultUnavailable
from support.connection_fakes import PROXY
from support.live_database import LiveDatabase

CANARIES = (
    "canary-of-a",
    "canary-of-the-operator",
    "canary-own",
    "canary\nin-two-lines",
    "canary-in-a-failure",
)
ENV = {
    "A_KEY": CANARIES[0],
    "PLATFORM_API_KEY": CANARIES[1],
    "ANTHROPIC_API_KEY": CANARIES[2],
    "B_KEY": CANARIES[3],
}


def entry(provider: str, connection: str | None, **more: object) -> dict[str, object]:
    return {"provider": provider, "provider_connection": connection, **more}


SITES = {
    "a": entry("anthropic", "a"),
    "b": entry("anthropic", "b"),
    "mismatch": entry("openai", "a"),
    "gone": entry("anthropic", "gone"),
    "managed": entry("anthropic", "anthropic-managed"),
    "bare": entry("anthropic", None),
    "payer": entry("anthropic", "a", payer="platform"),
    "typed": entry("anthropic", "typed"),
    "pasted": entry("anthropic", "pasted"),
}


class Failing:
    """Whatever it is asked, it raises a secret, from another error with the same."""

    def _raise(self, *args: object, **more: object) -> Any:
        raise StoreUnavailable(CANARIES[4]) from KeyError(CANARIES[4])

    get = epoch = raw = read = list = __call__ = _raise


@pytest.fixture
def database(sqlite: LiveDatabase) -> LiveDatabase:
    """What is judged here knows of no database."""
    return sqlite


def everything_said(rows: Store, folder: Path, mode: str, policy: str) -> list[str]:
    """What every kind of call, with every kind of failure, gives back, in the ways that people look at it."""
    config = {"llm": {"default": SITES["a"], "callSites": SITES}, "services": {"inference": {"mode": mode}}}
    failing = Failing()
    folded = ChainVault(DirVault(folder), EnvVault(ENV))
    resolvers = [
        Resolver(rows, folded, platform=PROXY),
        Resolver(rows, EnvVault(ENV), platform=PROXY, factory=failing),
        Resolver(rows, failing, platform=PROXY),
        Resolver(failing, EnvVault(ENV)),
    ]
    said: list[object] = []
    for resolver in resolvers:
        dispatcher = Dispatcher(resolver, config, policy=policy)
        session = dispatcher.session()
        said += [resolver, dispatcher, session, session.route(), session.rebind()]
        for site in SITES:
            said += [dispatcher.route(site), session.route(site)]
        said += [resolver.resolve(name) for name in ("a", "b", "typed", "pasted", "anthropic-managed")]
    said += [folded, connection_source(rows, EnvVault(ENV)).bundles(None, "anthropic")]
    return [shown for value in said for shown in (repr(value), str(value), f"{value}")]


@pytest.mark.parametrize("mode", ["managed", "your-own", "unreadable"])
@pytest.mark.parametrize("policy", ["forbid", "same_payer", "any"])
def test_no_answer_and_no_log_shows_a_secret(
    rows: Store,
    database: LiveDatabase,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    mode: str,
    policy: str,
) -> None:
    (tmp_path / "secrets").mkdir()
    database.insert("typed", "anthropic", f'{{"credential":"{CANARIES[0]}","type":"api_key"}}')
    database.insert("pasted", "anthropic", f'{{"credential":"sk-{CANARIES[0]}","type":"api_key"}}')
    with caplog.at_level(logging.DEBUG):
        said = everything_said(rows, tmp_path / "secrets", mode, policy)
    assert len(said) > 100
    records = [f"{vars(record)} {record.getMessage()} {record.exc_text}" for record in caplog.records]
    assert records
    for canary in CANARIES:
        assert [text for text in said if canary in text] == []
        assert [text for text in records if canary in text] == []


@pytest.mark.parametrize("ask", ["names", "bundles"])
def test_an_error_of_a_source_has_no_secret_in_its_whole_chain(rows: Store, ask: str) -> None:
    source = connection_source(rows, Failing())
    with pytest.raises(VaultUnavailable) as away:
        source.names("anybody") if ask == "names" else source.bundles(None, "anthropic")
    error: BaseException | None = away.value
    shown = "".join(traceback.format_exception(away.value))
    while error is not None:
        shown += repr(error)
        error = error.__context__ or error.__cause__
    assert "canary" not in shown


def test_no_secret_is_in_the_database_or_beside_it(rows: Store, tmp_path: Path) -> None:
    Dispatcher(Resolver(rows, EnvVault(ENV)), {"llm": {"callSites": SITES}}).route("a")
    rows.close()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if any(each.encode() in file.read_bytes() for each in CANARIES)] == []
