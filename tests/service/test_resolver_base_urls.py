"""Base URLs are checked when they are used, with the addresses that a client is to dial."""

import pytest

from routeproof.connections.adapter import Miss
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import open_store
from routeproof.model.connection import Catalogue, ProviderEntry
from support.connection_fakes import PROXY, A, Factory, TextVault, stored_key
from support.live_database import LiveDatabase


def fails(host: str) -> list[str]:
    raise OSError("no resolver")


HOSTS = Catalogue(
    (
        ProviderEntry("free", keyless=True, base_url="optional"),
        ProviderEntry("own", base_url="required"),
        ProviderEntry("fixed", managed=True),
    )
)
USES = [
    ("free", "none", "http://10.0.0.1", True, None, "private_host"),
    ("free", "none", "http://10.0.0.1", False, None, ("10.0.0.1",)),
    ("free", "none", "http://2130706433", True, None, "private_host"),
    ("free", "none", "http://169.254.169.254", False, None, "private_host"),
    ("free", "none", "https://good.example", True, None, ()),
    ("free", "none", "https://good.example", True, ["93.184.216.34", "2001:db8::1"], "both"),
    ("free", "none", "https://good.example", True, ["93.184.216.34", "127.0.0.1"], "private_host"),
    ("free", "none", "https://good.example", False, ["169.254.1.1"], "private_host"),
    ("free", "none", "https://good.example", True, [], "unresolvable"),
    ("free", "none", "https://good.example", True, None, ()),
    ("free", "none", "https://u:p@good.example", False, None, "userinfo"),
    ("free", "none", None, True, ["10.0.0.1"], ()),
    ("own", "api_key", None, True, None, "missing"),
    ("own", "api_key", "ftp://good.example", True, None, "scheme"),
    ("fixed", "api_key", "https://good.example", True, None, "not_allowed"),
    ("fixed", "platform", "http://10.0.0.1", True, ["10.0.0.1"], ()),
]


@pytest.mark.parametrize(("provider", "kind", "base_url", "hosted", "addresses", "expected"), USES)
def test_a_base_url_is_checked_when_it_is_used(
    sqlite: LiveDatabase,
    vault: TextVault,
    provider: str,
    kind: str,
    base_url: str | None,
    hosted: bool,
    addresses: list[str] | None,
    expected: object,
) -> None:
    with open_store(sqlite.url, catalogue=HOSTS) as store:
        auth = stored_key(A) if kind == "api_key" else f'{{"type":"{kind}"}}'
        sqlite.insert("w", provider, auth, base_url)
        looked_up: list[str] = []

        def resolve_host(host: str) -> list[str]:
            looked_up.append(host)
            return addresses or []

        factory = Factory()
        resolver = Resolver(
            store,
            vault,
            platform=PROXY,
            catalogue=HOSTS,
            factory=factory,
            hosted=hosted,
            resolve_host=None if addresses is None else resolve_host,
        )
        found = resolver.resolve("w")
        assert len(looked_up) <= 1
        if isinstance(found, Miss):
            assert (found.reason, found.detail) == ("adapter_unavailable", {"base_url": expected})
            assert factory.built == []
        else:
            assert found.addresses == (tuple(addresses or ()) if expected == "both" else expected)
            assert resolver.resolve("w") is found
            assert len(looked_up) <= 1


def test_a_host_that_nobody_can_look_up_is_refused(sqlite: LiveDatabase, vault: TextVault) -> None:
    with open_store(sqlite.url, catalogue=HOSTS) as store:
        sqlite.insert("w", "free", '{"type":"none"}', "https://good.example")
        found = Resolver(store, vault, catalogue=HOSTS, resolve_host=fails).resolve("w")
        assert isinstance(found, Miss)
        assert found.detail == {"base_url": "unresolvable"}
