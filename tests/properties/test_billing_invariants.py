"""Billing, creation and provisioning over random registries: what holds for every input."""

from functools import partial
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from routeproof.model.registry import Arm, Payer, Registry, Runtime
from routeproof.resolve import derive
from routeproof.resolve import provision as provisioning
from routeproof.resolve.billing import BillingMode, BillingSource, resolve_billing
from routeproof.resolve.credentials import EnvEntry, Origin, credential_gaps, known_credentials, merge_entries
from routeproof.resolve.provision import Proxy
from routeproof.resolve.registration import byok_credential_gate, decide_create
from support.payer_registry import HOUSE, provider

PLATFORM_VARIABLE = "USAGE_TOKEN"
KEYS = ("A_KEY", "B_KEY", "C_KEY")
IDS = ("a-1", "ab", "b-1", " a-1 ", "c", "platform/x", "", " ")
PATTERNS = ("^a", "^a-", "^ab", "^b", "^c$", "^platform/")
provision = partial(provisioning.provision, deployment=HOUSE)
read_mode = partial(provisioning.read_mode, deployment=HOUSE)
PROXY = Proxy("https://proxy.example", "proxy-token-value")
MODES = st.sampled_from(["platform_managed", "byok", "disabled"])


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """One runtime, few providers, few ids: every kind of tie comes up. The platform may be missing."""
    names = draw(st.lists(st.sampled_from(["platform", "acme", "bolt", "cargo"]), min_size=1, unique=True))
    keys = st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True)
    catalogue = tuple(
        provider(
            name,
            draw(st.sampled_from(PATTERNS)),
            *([PLATFORM_VARIABLE] if name == "platform" else draw(keys)),
        )
        for name in names
    )
    listed = st.lists(st.sampled_from(("a-1", "ab", "c")), max_size=2, unique=True).map(tuple)
    arms = tuple(Arm(each, draw(listed)) for each in catalogue)
    return Registry(catalogue, {"desk": Runtime("desk", arms)})


NAMES = st.sampled_from((PLATFORM_VARIABLE, *KEYS, "b_key", " C_KEY", "EDITOR"))
ENTRIES = st.builds(
    EnvEntry, NAMES, st.sampled_from(["", " ", "some-value", "other-value"]), st.sampled_from(Origin)
)
MODEL_ENTRIES = st.builds(
    EnvEntry, st.sampled_from(["MODEL", "HOUSE_MODEL"]), st.sampled_from(IDS), st.sampled_from(Origin)
)
ENVS = st.lists(ENTRIES | MODEL_ENTRIES, max_size=6)
AUTH_ENVS = st.lists(st.sampled_from((PLATFORM_VARIABLE, *KEYS)), max_size=4)
MODELS = st.sampled_from(IDS)
OVERRIDES = st.none() | MODES | st.sampled_from(["BYOK", "byok ", ""])
PROXIES = st.sampled_from([PROXY, None, Proxy("", "half")])


@given(
    registry=st.none() | registries(),
    runtime=st.sampled_from(["desk", "elsewhere", ""]) | st.text(),
    model=st.none() | MODELS | st.text(st.characters()),
    auth_env=st.none() | st.lists(st.text()) | st.text(),
    override=st.none() | MODES | st.text() | st.binary() | st.integers() | st.lists(st.text()),
    override_error=st.booleans(),
    workspace_id=st.sampled_from(["", "ws"]),
    proxy_configured=st.booleans(),
)
def test_every_input_gives_a_mode_and_disabled_comes_from_an_override_alone(**arguments: Any) -> None:
    decision = resolve_billing(**arguments)
    assert decision.mode in tuple(BillingMode)
    assert (decision.mode == "disabled") <= (decision.source == "workspace_override")


@given(registries(), MODELS, AUTH_ENVS, st.text() | st.integers() | st.binary(), st.booleans())
def test_a_garbled_override_equals_none(
    registry: Registry, model: str, auth_env: list[str], override: object, proxy: bool
) -> None:
    assume(override not in ("platform_managed", "byok", "disabled"))
    garbled = resolve_billing(registry, "desk", model, auth_env, override=override, proxy_configured=proxy)
    assert garbled == resolve_billing(registry, "desk", model, auth_env, proxy_configured=proxy)


@given(registries(), MODELS, AUTH_ENVS, st.booleans())
def test_the_bill_follows_the_derived_provider_or_the_deployment(
    registry: Registry, model: str, auth_env: list[str], proxy: bool
) -> None:
    decision = resolve_billing(registry, "desk", model, auth_env, proxy_configured=proxy)
    outcome = derive(registry, "desk", model, auth_env)
    if outcome.provider is None:
        assert decision.source is BillingSource.DERIVED_DEFAULT
        assert decision.mode == ("platform_managed" if proxy else "byok")
        assert decision.provider_selection == (model or None)
    else:
        assert decision.source is BillingSource.DERIVED_PROVIDER
        assert decision.mode == ("platform_managed" if outcome.provider == "platform" else "byok")
        assert decision.provider_selection == outcome.provider


@given(registries(), MODELS, st.lists(st.sampled_from(KEYS)), st.randoms())
def test_names_are_a_set(registry: Registry, model: str, auth_env: list[str], random: Random) -> None:
    shuffled = [*auth_env, *auth_env, "UNHEARD_OF"]
    random.shuffle(shuffled)
    assert resolve_billing(registry, "desk", model, shuffled) == resolve_billing(
        registry, "desk", model, auth_env
    )


@given(registries(), ENVS, st.none() | MODELS, OVERRIDES, st.booleans(), PROXIES)
def test_the_read_path_equals_the_provisioning_path(
    registry: Registry,
    env: list[EnvEntry],
    model: str | None,
    override: object,
    error: bool,
    proxy: Proxy | None,
) -> None:
    given_ = provision(
        registry, "desk", env, model=model, override=override, override_error=error, proxy=proxy
    )
    read = read_mode(
        registry,
        "desk",
        env,
        model=model,
        override=override,
        override_error=error,
        proxy_configured=proxy is PROXY,
    )
    assert given_.billing == read


@given(registries(), ENVS, MODELS, st.sampled_from([None, "byok", "disabled"]), PROXIES)
def test_off_the_platform_route_the_strip_takes_shared_known_foreign_keys_alone(
    registry: Registry, env: list[EnvEntry], model: str, override: object, proxy: Proxy | None
) -> None:
    given_ = provision(registry, "desk", env, model=model, override=override, proxy=proxy)
    assume(given_.mode != "platform_managed")
    assert PROXY.token not in {entry.value for entry in given_.env}
    held = merge_entries(env)
    for name in given_.removed:
        assert held[name].origin is Origin.GLOBAL
        assert name.strip().upper() in (PLATFORM_VARIABLE, *KEYS)
        if given_.mode == "byok":
            bearer = given_.billing.provider_selection
            assert all(name not in each.auth_env for each in registry.providers if each.name == bearer)
    assert set(given_.env) == {entry for name, entry in held.items() if name not in given_.removed}


@given(registries(), ENVS, MODELS, OVERRIDES, PROXIES)
def test_the_platform_route_keeps_no_vendor_key_and_is_usable_with_a_proxy_alone(
    registry: Registry, env: list[EnvEntry], model: str, override: object, proxy: Proxy | None
) -> None:
    given_ = provision(registry, "desk", env, model=model, override=override, proxy=proxy)
    assume(given_.mode == "platform_managed")
    vendors = {name for each in registry.providers if each.name != "platform" for name in each.auth_env}
    assert all(entry.name.strip().upper() not in vendors for entry in given_.env)
    has_platform = any(each.name == "platform" for each in registry.providers)
    assert given_.usable is (proxy is PROXY and has_platform)
    tokens = {entry.value for entry in given_.env if entry.name == PLATFORM_VARIABLE and has_platform}
    assert tokens == ({PROXY.token} if given_.usable else set())


@given(registries(), ENVS, MODELS, PROXIES)
def test_a_byok_route_is_usable_exactly_with_a_key_that_its_provider_accepts(
    registry: Registry, env: list[EnvEntry], model: str, proxy: Proxy | None
) -> None:
    given_ = provision(registry, "desk", env, model=model, proxy=proxy)
    assume(given_.billing.source == "derived_provider" and given_.mode == "byok")
    accepted = next(
        each.auth_env for each in registry.providers if each.name == given_.billing.provider_selection
    )
    assert given_.usable is any(
        name in accepted and entry.value.strip() for name, entry in merge_entries(env).items()
    )


@given(registries(), MODELS, st.sampled_from(Origin), PROXIES)
def test_a_tenants_own_accepted_key_means_byok_and_usable(
    registry: Registry, model: str, origin: Origin, proxy: Proxy | None
) -> None:
    for arm in registry.runtimes["desk"].arms:
        for name in arm.provider.auth_env:
            outcome = derive(registry, "desk", model, (name,))
            if outcome.provider == arm.name and outcome.payer is Payer.BYOK:
                env = [EnvEntry(name, "own-value", origin)]
                given_ = provision(registry, "desk", env, model=model, proxy=proxy)
                assert (given_.mode, given_.usable, given_.env) == ("byok", True, tuple(env))


@given(registries(), ENVS, MODELS)
def test_provisioning_a_usable_workspace_again_from_what_it_got_changes_nothing(
    registry: Registry, env: list[EnvEntry], model: str
) -> None:
    once = provision(registry, "desk", env, model=model, proxy=PROXY)
    assume(once.usable)
    again = provision(registry, "desk", once.env, model=model, proxy=PROXY)
    assert (again.env, again.mode, again.error) == (once.env, once.mode, once.error)


@given(registries(), MODELS, AUTH_ENVS, AUTH_ENVS)
def test_what_the_create_gate_refuses_could_not_have_been_provisioned(
    registry: Registry, model: str, requested: list[str], shared: list[str]
) -> None:
    gate = byok_credential_gate(registry, "desk", model, requested, shared)
    env = [EnvEntry(name, "some-value", Origin.WORKSPACE) for name in requested]
    env += [EnvEntry(name, "some-value", Origin.GLOBAL) for name in shared]
    given_ = provision(registry, "desk", env, model=model, proxy=PROXY)
    assert gate.allowed or given_.error == "MISSING_BYOK_CREDENTIAL"
    assert byok_credential_gate(registry, "desk", model, requested, None).allowed


@given(registries(), st.sampled_from(["desk", "elsewhere"]), MODELS, AUTH_ENVS, st.none() | AUTH_ENVS)
def test_warn_and_enforce_see_the_same_and_differ_in_what_they_do(
    registry: Registry, runtime: str, model: str, requested: list[str], shared: list[str] | None
) -> None:
    decide = partial(
        decide_create, registry, runtime, model, request_secrets=requested, tenant_secrets=shared
    )
    warned, enforced = decide(mode="warn"), decide(mode="enforce")
    assert (warned.code, warned.reason) == (enforced.code, enforced.reason)
    assert (warned.status, enforced.status) == (201, 422 if enforced.code else 201)
    assert bool(warned.headers) is (warned.code == "UNREGISTERED_MODEL_FOR_RUNTIME")
    assert enforced.headers == {}


@given(registries(), st.sets(st.sampled_from(KEYS)))
def test_every_name_of_the_registry_is_known_and_gaps_are_what_a_list_lacks(
    registry: Registry, kept: set[str]
) -> None:
    names = {name for each in registry.providers for name in each.auth_env}
    assert known_credentials(registry) == names
    missed = {gap.name for gap in credential_gaps(registry, kept)}
    assert missed == names - kept - {PLATFORM_VARIABLE}
