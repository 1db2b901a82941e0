"""A store, a vault, a proxy and a configuration that are what a state of dispatch says, and count who asks.

Rows are real ones of a real database, of every provider and type. What a state says of a credential, of the
operator or of the factory is made so for the row of its entry alone: the default has a key of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from routeproof.bindings.refusals import Refusal
from routeproof.bindings.rows import ReadRow, StoredRow
from routeproof.connections.adapter import Adapter, PlatformAccess, build_adapter
from routeproof.connections.dispatch import Dispatcher
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import Store, StoreUnavailable
from routeproof.model.dispatch import Route
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer
from support.dispatch_space import AUTHS, PROVIDERS
from support.live_database import LiveDatabase
from support.plain_dispatch import PAYS, Answer
from support.plain_dispatch import answer as read_plainly

OPERATOR = "credential/platform/api_key"
OWN = "credential/w/key"
KEYED_AUTHS = ("api_key", "oauth_subscription", "service_account")
ANSWERS: dict[str, VaultAnswer] = {"absent": Absent(), "down": Down(), "malformed": Malformed()}
BY_PAYER = {"platform": "platform", "byok": "api_key", "local": "none", "subscription": "oauth_subscription"}
PROXY = PlatformAccess("https://proxy.example/")

State = Mapping[str, Any]


def row_name(row: State, prefix: str = "w") -> str:
    """The name of the row that is as a state says."""
    return "-".join((prefix, row["state"], row.get("provider", "anthropic"), row.get("auth", "api_key")))


def fill(database: LiveDatabase) -> None:
    """Put in a row of every kind for entries, and one for defaults; `absent` and `error` need none."""
    for provider, auth, prefix in product(PROVIDERS, AUTHS, ("w", "d")):
        credential = f'"credential":"credential/{prefix}/key",' if auth in KEYED_AUTHS else ""
        named = row_name({"state": "found", "provider": provider, "auth": auth}, prefix)
        database.insert(named, provider, f'{{{credential}"type":"{auth}"}}')
    database.insert(row_name({"state": "invalid"}), "anthropic", "no json")


@dataclass(slots=True, frozen=True)
class World:
    """Everything that a dispatcher asks; `now` is the state that it is in, `asked` what was asked for."""

    store: Store
    now: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def turn(self, state: State) -> None:
        """Be what the state says, from now on."""
        self.now.clear()
        self.now.update(state)
        self.asked.clear()

    # ---- a store ----

    def epoch(self) -> int:
        self.asked.append("epoch")
        return self.store.epoch()

    def raw(self, name: str) -> StoredRow | None:
        self.asked.append(f"row {name}")
        if name.startswith("w-error"):
            raise StoreUnavailable("it is away")
        return self.store.raw(name)

    def read(self, row: StoredRow) -> ReadRow:
        return self.store.read(row)

    # ---- a vault ----

    def get(self, ref: str) -> VaultAnswer:
        self.asked.append(ref)
        platform = {"available": "present", "unavailable": "absent"}.get(self.now["platform"], "down")
        special = {OPERATOR: platform, OWN: self.now["credential"], "credential/d/key": "present"}
        said = special.get(ref, self.now["legacy"]["credential"])
        return Found(Secret(f"secret of {ref}")) if said == "present" else ANSWERS[said]

    # ---- a factory ----

    def build(self, connection: Any, resolved: Any, **more: Any) -> Adapter | None:
        self.asked.append(f"build {connection.name}")
        if connection.name.startswith("w") and self.now["adapter"] == "raises":
            raise RuntimeError("secret of the factory")
        if connection.name.startswith("w") and self.now["adapter"] == "none":
            return None
        return build_adapter(connection, resolved, **more)

    # ---- all of them ----

    def dispatcher(self, state: State) -> Dispatcher:
        """A dispatcher for the state's configuration; its one call site is `site`."""
        resolver = Resolver(self, self, platform=PROXY, factory=self.build)
        return Dispatcher(resolver, configuration(state), policy=state["policy"])


def configuration(state: State) -> dict[str, Any]:
    """A configuration with the state's entry, mode and default."""
    entry = state["entry"]
    named = None if entry["connection"] is None else row_name(state["row"])
    site = {"provider": entry["provider"], "provider_connection": named, "payer": entry["payer"]}
    llm: dict[str, Any] = {"callSites": {"site": {**site, "profile": None if any(site.values()) else "p"}}}
    llm["profiles"] = {"p": {"temperature": 0}}
    if state["default"] is not None:
        llm["default"] = default_entry(state["default"])
    return {"llm": llm, "services": {"inference": {"mode": state["legacy"]["mode"]}}}


def default_entry(default: State) -> dict[str, str]:
    """The entry of a default that is paid for as the state says."""
    row = {"state": "found", "provider": default["provider"], "auth": BY_PAYER[default["payer"]]}
    return {"provider": default["provider"], "provider_connection": row_name(row, "d")}


def with_default_now(state: dict[str, Any]) -> dict[str, Any]:
    """The state with the default that there would be now: of the same operator, mode and policy."""
    default = state["default"]
    if default is None:
        return state
    row = {"state": "found", "provider": default["provider"], "auth": BY_PAYER[default["payer"]]}
    entry = {"provider": default["provider"], "connection": "d", "payer": None}
    good = {"credential": "present", "adapter": "built", "default": None, "call_site": True}
    via, provider, payer, *_ = read_plainly({**state, **good, "entry": entry, "row": row})
    return {**state, "default": None if via is None else {"provider": provider, "payer": payer}}


def said(found: Route | Refusal) -> Answer:
    """An answer as the second reading gives it."""
    if isinstance(found, Refusal):
        return None, None, None, str(found.reason), False, found.hard
    reason = None if found.reason is None else str(found.reason)
    return str(found.via), found.provider, str(found.payer), reason, found.payer_changed, None


def is_equipped(found: Route | Refusal, state: State) -> bool:
    """Whether what calls the provider is what the route says: provider, payer, row, and whose secret."""
    if isinstance(found, Refusal):
        return True
    adapter = found.adapter
    same = (adapter.provider, adapter.payer, adapter.connection) == (
        found.provider,
        found.payer,
        found.connection,
    )
    return same and secret_of(found, state) == "".join(adapter.headers().values()).removeprefix("Bearer ")


def secret_of(found: Route, state: State) -> str:
    """The one secret that may go with a route."""
    if found.payer == "local":
        return ""
    if found.payer == "platform":
        return f"secret of {OPERATOR}"
    if found.connection is None:
        return f"secret of credential/{found.provider}/api_key"
    assert PAYS[found.connection.rsplit("-", 1)[1]] == "byok"
    return f"secret of credential/{found.connection[0]}/key"
