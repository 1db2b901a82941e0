"""An export is read as its rows would be in a store, and written so that it reads back."""

from typing import Any

import pytest

from routeproof.bindings.catalogue import BUILTIN
from routeproof.bindings.export import format_export, read_export
from routeproof.errors import InputError
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, ProviderEntry

REGISTRY = Catalogue((ProviderEntry("r"),), ("GATE_KEY",), ("gate",))
WORK = {
    "name": "work",
    "provider": "anthropic",
    "auth": {"type": "api_key", "credential": "anthropic:api_key"},
}


def export(**changes: Any) -> dict[str, Any]:
    return {"format": "routeproof/connections-1", "connections": [], **changes}


def test_what_is_not_said_is_as_usual() -> None:
    found = read_export(export())
    assert (found.policy, found.platform, found.hosted, found.catalogue) == (
        "same_payer",
        False,
        False,
        BUILTIN,
    )
    assert (found.rows, found.connections, dict(found.config)) == ((), (), {})


def test_the_catalogue_is_its_own_then_the_registrys_then_the_builtin_one() -> None:
    assert read_export(export(), REGISTRY).catalogue == REGISTRY
    own = read_export(export(catalogue=[{"name": "p"}]), REGISTRY).catalogue
    assert own == Catalogue((ProviderEntry("p"),), ("GATE_KEY",), ("gate",))


def test_a_corrupt_row_hides_itself_alone() -> None:
    rows = [
        WORK,
        {"name": "leak", "provider": "anthropic", "auth": {"type": "api_key", "credential": "sk-1"}},
        {"name": "extra", "provider": "anthropic", "auth": {"type": "none", "x": 1}},
        {"name": "odd", "provider": "anthropic", "auth": {"type": "none", "x": {1, 2}}},
        {"name": "bare", "provider": "anthropic"},
        {"provider": ["anthropic"], "auth": {"type": "none"}},
        5,
    ]
    found = read_export(export(connections=rows))
    assert [row.pointer for row in found.rows] == [f"/connections/{at}" for at in range(7)]
    assert [row.read.faults for row in found.rows] == [
        (),
        ("looks_like_a_key",),
        ("stray_key",),
        ("malformed_json",),
        ("not_an_object",),
        ("unknown_provider", "invalid_name"),
        ("unknown_provider", "not_an_object", "invalid_name"),
    ]
    auth = Auth(AuthType.API_KEY, "credential/anthropic/api_key")
    assert found.connections == (Connection("work", "anthropic", auth),)
    row = found.row("leak")
    assert row
    assert row.connection is None
    assert found.row("nobody") is None


def test_deployment_and_configuration_are_kept() -> None:
    llm = {"default": {"provider": "x", "unknown": [1]}}
    found = read_export(
        export(
            policy="any",
            deployment={"platform": True, "hosted": True},
            llm=llm,
            services=None,
            config_file="x",
        )
    )
    assert (found.policy, found.platform, found.hosted) == ("any", True, True)
    assert found.config == {"llm": llm, "services": None}
    assert read_export(export(config_file="x"), config={"llm": llm, "more": 1}).config == {
        "llm": llm,
        "more": 1,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": "all"},
        {"policy": []},
        {"connections": {}},
        {"deployment": []},
        {"deployment": {"platform": "false"}},
        {"deployment": {"hosted": 1}},
        {"catalogue": {}},
    ],
)
def test_what_decides_who_pays_is_not_guessed(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        read_export(export(**changes))


def test_hosts_are_held_to_the_deployment() -> None:
    rows = [{"name": "o", "provider": "ollama", "auth": {"type": "none"}, "base_url": "http://localhost"}]
    assert read_export(export(connections=rows)).rows[0].read.faults == ()
    hosted = read_export(export(connections=rows, deployment={"hosted": True}))
    assert hosted.rows[0].read.faults == ("invalid_base_url",)


def test_what_is_written_reads_back() -> None:
    connections = (
        Connection("o", "ollama", Auth(AuthType.NONE), "http://h", 5, 6),
        Connection("w", "anthropic", Auth(AuthType.API_KEY, "credential/a/b"), None, 7, 8),
    )
    config = {"llm": {"default": None}, "services": {}, "more": 1}
    value = format_export(connections, BUILTIN, config, policy="any", deployment={"hosted": True})
    assert list(value) == ["format", "policy", "deployment", "catalogue", "connections", "llm", "services"]
    found = read_export(value)
    assert (found.policy, found.hosted, found.catalogue) == ("any", True, BUILTIN)
    assert [each.to_json() | {"createdAt": 0, "updatedAt": 0} for each in connections] == [
        each.to_json() for each in found.connections
    ]
    assert found.config == {"llm": {"default": None}, "services": {}}
    assert "policy" not in format_export((), BUILTIN, {})
