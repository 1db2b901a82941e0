"""The environment that a guest gets: no vendor's key in it, and the names that lead to the facade."""

from collections.abc import Collection, Iterable, Mapping

from routeproof.model.registry import Registry
from routeproof.resolve.credentials import folded, known_credentials

CLAUDE_CODE, CODEX = "claude-code", "codex"

_ANTHROPIC_URL, _ANTHROPIC_TOKEN = "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"
_OPENAI_URL, _OPENAI_KEY = "OPENAI_BASE_URL", "OPENAI_API_KEY"
_ANTHROPIC_MODEL = "ANTHROPIC_MODEL"
_CODEX_TOKEN = "ROUTEPROOF_FACADE_TOKEN"  # noqa: S105 - a name

MANAGED = frozenset(
    {_ANTHROPIC_URL, _ANTHROPIC_TOKEN, _ANTHROPIC_MODEL, _OPENAI_URL, _OPENAI_KEY, _CODEX_TOKEN}
)
"""Every name that the facade sets on some runtime."""


def denylist(registry: Registry, extra: Iterable[str] = ()) -> frozenset[str]:
    """The names that no guest keeps, folded: what some provider accepts, what is managed, and `extra`.

    `extra` is the team's own list of credentials.
    """
    tokens = (provider.auth_token_env for provider in registry.providers)
    named = [name for name in (*tokens, *MANAGED, *extra) if name]
    return known_credentials(registry) | frozenset(map(folded, named))


def strip_env(env: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """The variables whose names, trimmed and in upper case, are none of the names; the rest as they are."""
    stripped = {folded(name) for name in names}
    return {name: value for name, value in env.items() if folded(name) not in stripped}


def managed_env(runtime: str, base_url: str, token: str, model: str | None = None) -> dict[str, str]:
    """What leads a runtime to the facade; `base_url` is the session's, `{public_url}/sessions/{id}`."""
    stem = base_url.rstrip("/")
    anthropic = {_ANTHROPIC_URL: f"{stem}/anthropic", _ANTHROPIC_TOKEN: token}
    if runtime == CLAUDE_CODE:
        return anthropic | ({_ANTHROPIC_MODEL: model} if model is not None else {})
    if runtime == CODEX:
        return {_CODEX_TOKEN: token}
    return {_OPENAI_URL: f"{stem}/openai/v1", _OPENAI_KEY: token} | anthropic
