"""How long a resolve takes on a file: kept, and anew; and a call of a configuration (`make bench`).

One that is kept is to take at most 1 ms.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from routeproof.connections.adapter import Adapter, Miss
from routeproof.connections.dispatch import Dispatcher
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store, open_store
from routeproof.connections.vault import EnvVault
from routeproof.model.dispatch import Route

ENV = {"WORK_KEY": "secret", "ANTHROPIC_API_KEY": "own"}
KEPT_MS = 1.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/connections.db") as opened:
        auth = {"type": "api_key", "credential": "credential/work/key"}
        assert opened.create("w", "anthropic", auth).ok
        yield opened


def test_a_resolve_that_is_kept(benchmark: BenchmarkFixture, store: Store) -> None:
    resolver = Resolver(store, EnvVault(ENV), max_age_s=float("inf"))
    found = benchmark(resolver.resolve, "w", expected_provider="anthropic", model="m")
    assert isinstance(found, Adapter)
    taken = benchmark.stats
    assert taken is not None
    assert taken.stats.median * 1000 <= KEPT_MS


def test_a_resolve_anew(benchmark: BenchmarkFixture, store: Store) -> None:
    resolver = Resolver(store, EnvVault(ENV), max_age_s=0)
    assert isinstance(benchmark(resolver.resolve, "w"), Adapter)


def test_a_miss(benchmark: BenchmarkFixture, store: Store) -> None:
    assert isinstance(benchmark(Resolver(store, EnvVault({})).resolve, "w"), Miss)


@pytest.mark.parametrize(
    ("connection", "env"), [("w", ENV), (None, ENV), ("w", {"ANTHROPIC_API_KEY": "own"})]
)
def test_a_call(
    benchmark: BenchmarkFixture, store: Store, connection: str | None, env: dict[str, str]
) -> None:
    entry = {"provider": "anthropic", "provider_connection": connection}
    config = {"llm": {"default": {"provider": "anthropic"}, "callSites": {"site": entry}}}
    assert isinstance(benchmark(Dispatcher(Resolver(store, EnvVault(env)), config).route, "site"), Route)
