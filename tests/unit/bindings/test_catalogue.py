"""The catalogue: built in, of a registry, of a file; and the connections that follow from it."""

from typing import Any

import pytest

from routeproof.bindings.catalogue import BUILTIN, canonical, catalogue_of, format_catalogue, read_catalogue
from routeproof.errors import InputError
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, ProviderEntry
from routeproof.model.registry import Payer, Protocol, Provider, Registry

OPERATOR = {"auth_env": ("PK", "PK2"), "auth_token_env": "PT"}


def provider(name: str, **fields: Any) -> Provider:
    usual = {
        "display_name": name,
        "protocol": Protocol.OPENAI,
        "auth_mode": "bearer",
        "auth_env": (f"{name.upper()}_KEY",),
        "model_prefix_match": "",
    }
    return Provider(name=name, **{**usual, **fields})


def test_the_builtin_providers_in_order() -> None:
    assert BUILTIN.names == ("anthropic", "openai", "gemini", "ollama", "fireworks", "openrouter")
    assert [each.managed for each in BUILTIN.entries] == [True, True, True, False, False, False]
    assert [each.keyless for each in BUILTIN.entries] == [False, False, False, True, False, False]
    assert [each.key_header for each in BUILTIN.entries[:3]] == [
        "x-api-key",
        "authorization",
        "x-goog-api-key",
    ]
    assert [each.base_url for each in BUILTIN.entries] == ["never"] * 3 + ["optional"] + ["never"] * 2
    assert BUILTIN.entries[2].auth_env == ("GEMINI_API_KEY", "GOOGLE_API_KEY")


def test_the_canonical_connections_follow_the_catalogue() -> None:
    assert canonical(BUILTIN) == (
        Connection("anthropic-managed", "anthropic", Auth(AuthType.PLATFORM)),
        Connection("openai-managed", "openai", Auth(AuthType.PLATFORM)),
        Connection("gemini-managed", "gemini", Auth(AuthType.PLATFORM)),
        Connection("ollama-local", "ollama", Auth(AuthType.NONE)),
    )
    both = Catalogue((ProviderEntry("b", keyless=True), ProviderEntry("a", managed=True, keyless=True)))
    assert [each.name for each in canonical(both)] == ["b-local", "a-managed", "a-local"]


def test_a_registry_is_a_catalogue_without_its_operator() -> None:
    registry = Registry(
        (
            provider("z", upstream_vendor="z", protocol=Protocol.ANTHROPIC),
            provider("platform", **OPERATOR),
            provider("a"),
        ),
        {},
    )
    assert catalogue_of(registry) == Catalogue(
        (
            ProviderEntry("z", managed=True, auth_env=("Z_KEY",), key_header="x-api-key"),
            ProviderEntry("a", auth_env=("A_KEY",)),
        ),
        reserved=("PK", "PK2", "PT"),
        operators=("platform",),
    )


def test_declared_operators_are_left_out_and_platform_with_them() -> None:
    paid = Payer.PLATFORM
    registry = Registry(
        (provider("gate", payer=paid), provider("platform", payer=Payer.BYOK), provider("a")), {}
    )
    found = catalogue_of(registry)
    assert (found.names, found.operators, found.reserved) == (("a",), ("gate",), ("GATE_KEY",))


def test_a_registry_without_an_operator_knows_the_usual_one() -> None:
    found = catalogue_of(Registry((provider("a"),), {}))
    assert (found.operators, found.reserved) == (("platform",), ())


@pytest.mark.parametrize("name", ["platform", "gate"])
def test_a_routing_identity_is_nobodys_provider(name: str) -> None:
    found = Catalogue((ProviderEntry(name, managed=True), ProviderEntry("a")), operators=("gate",))
    assert (found.get(name), found.names, canonical(found)) == (None, ("a",), ())


def test_a_list_is_read_and_written_back() -> None:
    listed = [
        {"name": "a"},
        {
            "name": "b",
            "managed": True,
            "keyless": True,
            "auth_env": ["K"],
            "base_url": "required",
            "key_header": "X-Key",
            "registry": "b-api",
        },
    ]
    found = read_catalogue(listed, ("R",), ("gate",))
    assert found == Catalogue(
        (
            ProviderEntry("a"),
            ProviderEntry(
                "b",
                managed=True,
                keyless=True,
                auth_env=("K",),
                base_url="required",
                key_header="X-Key",
                registry="b-api",
            ),
        ),
        ("R",),
        ("gate",),
    )
    assert format_catalogue(found) == listed


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({}, "/catalogue"),
        ([5], "/catalogue/0"),
        ([{"name": "a"}, {}], "/catalogue/1/name"),
        ([{"name": "a", "managed": "yes"}], "/catalogue/0/managed"),
        ([{"name": "a", "auth_env": "K"}], "/catalogue/0/auth_env"),
        ([{"name": "a", "auth_env": [1]}], "/catalogue/0/auth_env"),
        ([{"name": "a", "base_url": "maybe"}], "/catalogue/0/base_url"),
        ([{"name": "a", "registry": None}], "/catalogue/0/registry"),
    ],
)
def test_what_says_nothing_certain_is_no_catalogue(value: object, where: str) -> None:
    with pytest.raises(InputError) as caught:
        read_catalogue(value)
    assert [problem.pointer for problem in caught.value.problems] == [where]
