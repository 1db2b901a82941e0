"""The life of one workspace, step by step: readers and provisioning agree, and it never fails open."""

from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from routeproof.resolve import provision as provisioning
from routeproof.resolve.billing import BillingDecision
from routeproof.resolve.credentials import EnvEntry, Origin
from routeproof.resolve.provision import Provisioned, Proxy
from support.payer_registry import CATALOGUE, HOUSE, REGISTRY

PLATFORM_VARIABLE = "USAGE_TOKEN"
KEYS = ("ACME_KEY", "ACME_TOKEN", "PLAN_TOKEN", "METER_KEY", "BOLT_KEY", "BOLT_EU_KEY")
ACCEPTED = {each.name: each.auth_env for each in CATALOGUE}
provision = partial(provisioning.provision, deployment=HOUSE)
read_mode = partial(provisioning.read_mode, deployment=HOUSE)
PROXY = Proxy("https://proxy.example", "proxy-token-value")

MODELS = st.sampled_from(["house-1", "acme/1", "twin", "bolt-1", "bolt-eu-1", "nowhere", "", " "])
NAMES = st.sampled_from((*KEYS, PLATFORM_VARIABLE, "bolt_key"))
ORIGINS = st.sampled_from(Origin)
OVERRIDES = st.sampled_from([None, "", "BYOK", "byok", "platform_managed", "disabled"])


def expected_provider(runtime: str, model: str, names: set[str]) -> str | None:
    """What the registry of these tests says, written down by hand: the machine's own reading of it."""
    if runtime != "desk":
        return None
    if model == "twin":
        return "meter" if "METER_KEY" in names and "PLAN_TOKEN" not in names else "plan"
    if model == "bolt-eu-1":
        claimed = [arm for arm, key in (("bolt", "BOLT_KEY"), ("bolt-eu", "BOLT_EU_KEY")) if key in names]
        return claimed[0] if len(claimed) == 1 else None
    return {"house-1": "platform", "acme/1": "acme", "bolt-1": "bolt"}.get(model)


class Workspace(RuleBasedStateMachine):
    """What is stored about a workspace, and every way in which its owner and the operator change it."""

    @initialize(runtime=st.sampled_from(["desk", "desk", "elsewhere"]), model=MODELS)
    def create(self, runtime: str, model: str) -> None:
        """The request's model is stored, and the first provisioning must agree with all later readers."""
        self.runtime = runtime
        self.proxy: Proxy | None = PROXY
        self.override: str | None = None
        self.issued = 0
        self.stored: dict[tuple[str, Origin], str] = {}
        first = provision(REGISTRY, runtime, [], model=model, proxy=PROXY)
        self.set_model("HOUSE_MODEL", model)
        assert first.billing == self.read()

    @rule(variable=st.sampled_from(["HOUSE_MODEL", "MODEL"]), model=MODELS)
    def set_model(self, variable: str, model: str) -> None:
        self.stored[variable, Origin.WORKSPACE] = model

    @rule(name=NAMES, origin=ORIGINS)
    def set_or_rotate_key(self, name: str, origin: Origin) -> None:
        self.issued += 1
        self.stored[name, origin] = f"value-{self.issued}"

    @rule(name=NAMES, origin=ORIGINS)
    def blank_key(self, name: str, origin: Origin) -> None:
        self.stored[name, origin] = " "

    @rule(name=NAMES | st.sampled_from(["HOUSE_MODEL", "MODEL"]), origin=ORIGINS)
    def remove(self, name: str, origin: Origin) -> None:
        self.stored.pop((name, origin), None)

    @rule(override=OVERRIDES)
    def set_override(self, override: str | None) -> None:
        self.override = override

    @rule(proxy=st.sampled_from([PROXY, None]))
    def change_deployment(self, proxy: Proxy | None) -> None:
        self.proxy = proxy

    @rule(model=MODELS)
    def provision_with_a_request(self, model: str) -> None:
        """A request's model decides for that request; a blank one leaves what is stored."""
        requested = self.provision(model=model)
        assert requested.billing == self.read(model=model)
        if not model.strip():
            assert requested == self.provision()

    def entries(self) -> list[EnvEntry]:
        return [EnvEntry(name, value, origin) for (name, origin), value in self.stored.items()]

    def held(self) -> dict[str, EnvEntry]:
        """One entry a name: the workspace's where it has one."""
        ordered = sorted(self.entries(), key=lambda entry: entry.origin == "workspace")
        return {entry.name: entry for entry in ordered}

    def read(self, model: str | None = None) -> BillingDecision:
        return read_mode(
            REGISTRY,
            self.runtime,
            self.entries(),
            model=model,
            override=self.override,
            proxy_configured=self.proxy is not None,
        )

    def provision(self, model: str | None = None) -> Provisioned:
        return provision(
            REGISTRY, self.runtime, self.entries(), model=model, override=self.override, proxy=self.proxy
        )

    def expected(self) -> str | None:
        held = self.held()
        models = [held[name].value for name in ("HOUSE_MODEL", "MODEL") if name in held]
        model = next((model for model in models if model.strip()), "")
        names = {name for name, entry in held.items() if entry.value.strip()}
        return expected_provider(self.runtime, model, names)

    @invariant()
    def readers_and_provisioning_agree(self) -> None:
        assert self.provision().billing == self.read()

    @invariant()
    def the_mode_is_the_one_that_the_rules_give(self) -> None:
        provider = self.expected()
        if self.override in ("byok", "platform_managed", "disabled"):
            assert self.read().mode == self.override
        elif provider is None:
            assert self.read().mode == ("platform_managed" if self.proxy else "byok")
        else:
            assert self.read().mode == ("platform_managed" if provider == "platform" else "byok")

    @invariant()
    def a_route_without_its_credential_is_not_usable(self) -> None:
        provisioned = self.provision()
        keys = set(ACCEPTED.get(self.expected() or "", ())) - {PLATFORM_VARIABLE}
        if provisioned.mode == "platform_managed":
            assert provisioned.usable is (self.proxy is not None)
        else:
            own = any(self.held()[key].value.strip() for key in keys if key in self.held())
            assert provisioned.usable is (own and provisioned.mode == "byok")

    @invariant()
    def the_operators_token_and_the_tenants_keys_never_meet(self) -> None:
        provisioned = self.provision()
        shown = {entry.name: entry.value for entry in provisioned.env}
        if provisioned.mode == "platform_managed":
            assert not {name.upper() for name in shown} & set(KEYS)
        else:
            assert PROXY.token not in shown.values()
            assert "HOUSE_LLM_URL" not in shown

    @invariant()
    def a_workspace_off_the_platform_keeps_its_own_variables_at_their_latest_value(self) -> None:
        provisioned = self.provision()
        if provisioned.mode != "platform_managed":
            assert set(provisioned.env) <= set(self.held().values())
            own = {entry for entry in self.held().values() if entry.origin == "workspace"}
            assert own <= set(provisioned.env)

    @invariant()
    def a_shared_key_of_another_provider_is_not_passed_on(self) -> None:
        provider = self.expected()
        provisioned = self.provision()
        if provisioned.mode == "byok" and provider is not None:
            foreign = {*KEYS, PLATFORM_VARIABLE} - (set(ACCEPTED[provider]) - {PLATFORM_VARIABLE})
            shared = {entry.name.upper() for entry in provisioned.env if entry.origin == "global"}
            assert not shared & foreign


TestWorkspace = Workspace.TestCase
TestWorkspace.settings = settings(stateful_step_count=20)
