"""A registry of every kind of provider that the facade can meet, and what is asked of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from routeproof.model.registry import Arm, EndpointVar, Protocol, Provider, Registry, Runtime
from routeproof.model.secret import Secret
from routeproof.relay.model import Ask, Bundle, Layer, Scope, Session, VaultUnavailable, Wire

NOW = 1_700_000_000_000
KEYS = {layer: f"sk-of-the-{layer}-0123456789" for layer in Layer}


def provider(name: str, *auth_env: str, anthropic: bool = False, **fields: object) -> Provider:
    plain = Provider(
        name=name,
        display_name=name,
        protocol=Protocol.ANTHROPIC if anthropic else Protocol.OPENAI,
        auth_mode="third_party_anthropic_compat",
        auth_env=auth_env,
        model_prefix_match=f"^{name}/",
        base_url_template=f"https://api.{name}.example/v1",
    )
    return replace(plain, **fields)  # type: ignore[arg-type]  # any fields of a provider


PLATFORM = provider(
    "platform", "HOUSE_TOKEN", anthropic=True, base_url_anthropic="https://house.example/a/v1"
)
OPEN = provider("open", "OPEN_KEY", "OPEN_OTHER_KEY", upstream_vendor="opener")
CLAUDE = provider(
    "claude",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "OTHER_KEY",
    anthropic=True,
    auth_token_env="ANTHROPIC_AUTH_TOKEN",  # noqa: S106 - a name
    base_url_anthropic="https://api.claude.example",
)
BOTH = provider(
    "byok-both", "BOTH_KEY", base_url_anthropic="https://both.example/anthropic/", wire_model_prefix="v/"
)
PLAN = provider("plan", "CLAUDE_CODE_OAUTH_TOKEN", auth_mode="oauth", anthropic=True, base_url_template=None)
CLOUD = provider("cloud", "CLOUD_FILE", auth_mode="wif_adc")
PLACED = provider(
    "placed",
    "PLACED_KEY",
    base_url_template="https://{where}.placed.example/{what}",
    endpoint_vars=(EndpointVar("where", "PLACED_WHERE", "eu"), EndpointVar("what", "PLACED_WHAT")),
)
GREEDY = provider("greedy", "HOUSE_TOKEN", "GREEDY_KEY")
CATALOGUE = (PLATFORM, OPEN, CLAUDE, BOTH, PLAN, CLOUD, PLACED, GREEDY)
ARMS = (
    Arm(PLATFORM, ("platform/house",)),
    Arm(OPEN, ("open/one", "twin")),
    Arm(CLAUDE, ("claude/one", "twin")),
    *map(Arm, CATALOGUE[3:]),
)
REGISTRY = Registry(CATALOGUE, {"agent": Runtime("agent", ARMS), "bare": Runtime("bare", ())})

SESSION = Session(id="s1", owner="ann", runtime="agent")
SCOPE = Scope(fingerprint="abcdef012345", session="s1", runtime="agent")

Bundles = Callable[[str, tuple[Layer, ...]], Iterable[Bundle]]


def ask(model: object, ingress: Wire = Wire.CHAT) -> Ask:
    return Ask(ingress, model)


def bundle(layer: str, name: str, endpoint: str | None = None, key: str | None = None) -> Bundle:
    return Bundle(layer, name, Secret(KEYS[Layer(layer)] if key is None else key), endpoint)


def giving(*bundles: Bundle, asked: list[tuple[str, tuple[Layer, ...]]] | None = None) -> Bundles:
    """A source of these, whatever it is asked for; it notes what that was."""

    def give(provider: str, layers: tuple[Layer, ...]) -> Iterable[Bundle]:
        if asked is not None:
            asked.append((provider, layers))
        return bundles

    return give


def down(provider: str, layers: tuple[Layer, ...]) -> Iterable[Bundle]:
    raise VaultUnavailable
