"""The environment a workspace gets: what is stripped, what is injected, and when it is unusable."""

from functools import partial

import pytest

from routeproof.errors import InputError
from routeproof.model.registry import Arm, Registry, Runtime
from routeproof.resolve import provision as provisioning
from routeproof.resolve.credentials import EnvEntry, Origin, merge_entries
from routeproof.resolve.provision import Provisioned, Proxy, effective_model
from support.payer_registry import ACME, HOUSE, PLATFORM, REGISTRY, provider

provision = partial(provisioning.provision, deployment=HOUSE)
read_mode = partial(provisioning.read_mode, deployment=HOUSE)
PROXY = Proxy("https://proxy.example", "proxy-token-value")
INJECTED = {"USAGE_TOKEN": "proxy-token-value", "HOUSE_LLM_URL": "https://proxy.example"}


def shared(name: str, value: str = "shared-value") -> EnvEntry:
    return EnvEntry(name, value, Origin.GLOBAL)


def own(name: str, value: str = "own-value") -> EnvEntry:
    return EnvEntry(name, value, Origin.WORKSPACE)


def values(provisioned: Provisioned) -> dict[str, str]:
    return {entry.name: entry.value for entry in provisioned.env}


# The named proofs of docs/watch-it-fail.md


def test_a_reprovision_without_a_model_bills_as_the_remembered_model_does() -> None:
    env = [own("HOUSE_MODEL", "acme/1"), own("ACME_KEY")]
    assert read_mode(REGISTRY, "desk", env).mode == "byok"
    assert provision(REGISTRY, "desk", env, proxy=PROXY).mode == "byok"


def test_a_reprovision_without_a_model_still_uses_the_tenants_key() -> None:
    env = [own("MODEL", "acme/1"), shared("ACME_KEY"), shared("BOLT_KEY")]
    provisioned = provision(REGISTRY, "desk", env, proxy=PROXY)
    assert provisioned.usable
    assert provisioned.removed == ("BOLT_KEY",)


def test_a_byok_workspace_keeps_the_key_it_brought_itself() -> None:
    provisioned = provision(REGISTRY, "desk", [own("ACME_KEY")], model="acme/1", proxy=PROXY)
    assert values(provisioned) == {"ACME_KEY": "own-value"}
    assert provisioned.usable


def test_a_byok_workspace_keeps_the_shared_keys_that_its_provider_accepts() -> None:
    env = [shared("ACME_KEY"), shared("ACME_TOKEN")]
    provisioned = provision(REGISTRY, "desk", env, model="acme/1", proxy=PROXY)
    assert provisioned.removed == ()
    assert provisioned.usable


def test_a_byok_workspace_keeps_its_own_key_of_another_provider() -> None:
    env = [own("ACME_KEY"), own("BOLT_KEY")]
    provisioned = provision(REGISTRY, "desk", env, model="acme/1", proxy=PROXY)
    assert provisioned.removed == ()


def test_the_platform_route_without_a_proxy_is_not_usable() -> None:
    provisioned = provision(REGISTRY, "desk", [own("ACME_KEY")], model="house-1")
    assert (provisioned.mode, provisioned.error) == ("platform_managed", "MISSING_PLATFORM_PROXY")
    assert not provisioned.usable


def test_a_byok_route_without_a_key_is_not_usable_and_gets_no_platform_token() -> None:
    env = [shared("USAGE_TOKEN", "proxy-token-value"), shared("BOLT_KEY")]
    provisioned = provision(REGISTRY, "desk", env, model="acme/1", proxy=PROXY)
    assert (provisioned.mode, provisioned.error) == ("byok", "MISSING_BYOK_CREDENTIAL")
    assert values(provisioned) == {}


# BYOK


def test_the_strip_takes_shared_known_foreign_keys_and_nothing_else() -> None:
    env = [
        shared("ACME_TOKEN"),
        shared("BOLT_KEY"),
        shared(" meter_key "),
        shared("EDITOR"),
        own("PLAN_TOKEN"),
    ]
    provisioned = provision(REGISTRY, "desk", env, model="acme/1", proxy=PROXY)
    assert provisioned.removed == (" meter_key ", "BOLT_KEY")
    assert values(provisioned).keys() == {"ACME_TOKEN", "EDITOR", "PLAN_TOKEN"}


@pytest.mark.parametrize("model", ["nowhere", "bolt-eu-1", "", "\ud800"])
def test_where_no_provider_is_derived_nothing_is_removed_and_nothing_is_usable(model: str) -> None:
    env = [shared("ACME_KEY"), own("METER_KEY")]
    provisioned = provision(REGISTRY, "desk", env, model=model)
    assert (provisioned.mode, provisioned.error) == ("byok", "MISSING_BYOK_CREDENTIAL")
    assert (provisioned.removed, len(provisioned.env)) == ((), 2)


@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
def test_a_blank_key_is_no_key(blank: str) -> None:
    provisioned = provision(REGISTRY, "desk", [own("ACME_KEY", blank)], model="acme/1", proxy=PROXY)
    assert provisioned.error == "MISSING_BYOK_CREDENTIAL"
    assert read_mode(REGISTRY, "desk", [own("METER_KEY", blank)], model="twin").provider_selection == "plan"


def test_the_platforms_token_is_no_customers_key_even_where_the_registry_says_so() -> None:
    greedy = provider("acme", "^acme/", "USAGE_TOKEN")
    registry = Registry((PLATFORM, greedy), {"desk": Runtime("desk", (Arm(greedy),))})
    provisioned = provision(registry, "desk", [shared("USAGE_TOKEN")], model="acme/1", proxy=PROXY)
    assert (provisioned.error, provisioned.env) == ("MISSING_BYOK_CREDENTIAL", ())


def test_a_byok_override_on_a_platform_id_gets_neither_proxy_nor_token() -> None:
    env = [shared("USAGE_TOKEN"), own("ACME_KEY")]
    provisioned = provision(REGISTRY, "desk", env, model="house-1", override="byok", proxy=PROXY)
    assert (provisioned.mode, provisioned.error) == ("byok", "MISSING_BYOK_CREDENTIAL")
    assert values(provisioned) == {"ACME_KEY": "own-value"}


def test_a_disabled_workspace_gets_no_shared_credential_and_is_not_usable() -> None:
    env = [shared("ACME_KEY"), shared("EDITOR"), own("ACME_TOKEN")]
    provisioned = provision(REGISTRY, "desk", env, model="acme/1", override="disabled", proxy=PROXY)
    assert (provisioned.mode, provisioned.error) == ("disabled", "BILLING_DISABLED")
    assert values(provisioned).keys() == {"EDITOR", "ACME_TOKEN"}


# Platform


def test_the_platform_route_swaps_every_known_credential_for_the_proxys() -> None:
    env = [own("ACME_KEY"), shared("bolt_key"), own("USAGE_TOKEN", "forged"), own("EDITOR", "vi")]
    provisioned = provision(REGISTRY, "desk", env, model="house-1", proxy=PROXY)
    assert values(provisioned) == {"EDITOR": "vi"} | INJECTED
    assert (provisioned.usable, provisioned.mode) == (True, "platform_managed")
    assert provisioned.removed == ("ACME_KEY", "bolt_key")


def test_a_workspace_cannot_send_the_platforms_token_to_a_proxy_of_its_own() -> None:
    env = [own("HOUSE_LLM_URL", "https://elsewhere.example")]
    assert values(provision(REGISTRY, "desk", env, model="house-1", proxy=PROXY)) == INJECTED


@pytest.mark.parametrize("half", [Proxy("", "t"), Proxy("https://p.example", " "), Proxy("", "")])
def test_half_a_proxy_is_none(half: Proxy) -> None:
    assert provision(REGISTRY, "desk", [], model="house-1", proxy=half).error == "MISSING_PLATFORM_PROXY"
    assert provision(REGISTRY, "desk", [], model="nowhere", proxy=half).mode == "byok"


def test_without_a_platform_provider_the_token_cannot_be_handed_over() -> None:
    registry = Registry((ACME,), {"desk": Runtime("desk", (Arm(ACME),))})
    provisioned = provision(registry, "desk", [own("ACME_KEY")], model="nowhere", proxy=PROXY)
    assert (provisioned.error, provisioned.env) == ("MISSING_PLATFORM_PROXY", ())


def test_an_unreadable_override_leads_to_the_default_route() -> None:
    provisioned = provision(REGISTRY, "desk", [], model="acme/1", override_error=True, proxy=PROXY)
    assert provisioned.billing.source == "constant_fallback"
    assert values(provisioned) == INJECTED


# Environment and model


def test_the_workspaces_entry_beats_the_shared_one_whatever_their_order() -> None:
    for env in ([shared("ACME_KEY"), own("ACME_KEY")], [own("ACME_KEY"), shared("ACME_KEY")]):
        assert merge_entries(env) == {"ACME_KEY": own("ACME_KEY")}
    assert merge_entries([own("A", "1"), own("A", "2")]) == {"A": own("A", "2")}


@pytest.mark.parametrize(
    ("request_model", "stronger", "weaker", "effective"),
    [
        ("a", "b", "c", "a"),
        (" a ", "b", "c", " a "),
        ("", "b", "c", "b"),
        (None, " ", "c", "c"),
        ("\t", None, "c", "c"),
        (None, None, None, ""),
        (" ", "", "\u3000", ""),
    ],
)
def test_the_effective_model(
    request_model: str | None, stronger: str | None, weaker: str | None, effective: str
) -> None:
    remembered = {"HOUSE_MODEL": stronger, "MODEL": weaker}
    env = [own(name, value) for name, value in remembered.items() if value is not None]
    assert effective_model(request_model, merge_entries(env), HOUSE) == effective


def test_a_deployment_that_names_nothing_gets_names_that_are_nobodys() -> None:
    env = [own("MODEL", "house-1"), own("HOUSE_MODEL", "acme/1")]
    assert provisioning.read_mode(REGISTRY, "desk", env).mode == "platform_managed"
    provisioned = provisioning.provision(REGISTRY, "desk", env, proxy=PROXY)
    assert values(provisioned) == {
        "MODEL": "house-1",
        "HOUSE_MODEL": "acme/1",
        "USAGE_TOKEN": "proxy-token-value",
        "LLM_BASE_URL": "https://proxy.example",
    }


def test_no_value_of_a_credential_shows_in_any_text() -> None:
    hidden = "s3cret-value"
    env = [own("ACME_KEY", hidden), shared("BOLT_KEY", hidden)]
    proxy = Proxy(f"https://user:{hidden}@proxy.example", hidden)
    results = [
        provision(REGISTRY, "desk", env, model=each, proxy=proxy) for each in ("acme/1", "house-1", "x")
    ]
    for shown in (env, proxy, results, [result.billing for result in results]):
        assert hidden not in f"{shown}{shown!r}"


def test_a_key_that_a_kept_list_misses_is_neither_counted_nor_stripped() -> None:
    def usable(known: list[str] | None) -> bool:
        return provision(REGISTRY, "desk", [own("ACME_KEY")], model="acme/1", known=known).usable

    assert usable(None)
    assert usable([" acme_key "])
    assert not usable(["BOLT_KEY"])
    leaked = provision(REGISTRY, "desk", [own("ACME_KEY")], model="house-1", proxy=PROXY, known=["BOLT_KEY"])
    assert "ACME_KEY" in values(leaked)


def test_a_bare_text_is_no_kept_list() -> None:
    with pytest.raises(InputError):
        provision(REGISTRY, "desk", [], known="ACME_KEY")
