"""Plans of a backfill on the usual rows, for one entry at a time."""

from typing import Any

from routeproof.bindings.backfill import plan_backfill
from routeproof.model.connection import Auth, AuthType, Connection

DEFAULT = "/llm/default"
MANAGED, OWN, BROKEN = "managed", "your-own", ["managed"]
"""Modes; the last cannot be read."""

ROWS = (
    Connection("anthropic-managed", "anthropic", Auth(AuthType.PLATFORM)),
    Connection("openai-managed", "openai", Auth(AuthType.PLATFORM)),
    Connection("gemini-managed", "gemini", Auth(AuthType.PLATFORM)),
    Connection("ollama-local", "ollama", Auth(AuthType.NONE)),
)


def key_row(name: str, provider: str, ref: str, kind: AuthType = AuthType.API_KEY) -> Connection:
    return Connection(name, provider, Auth(kind, ref))


def config_of(entry: Any, mode: Any = None) -> dict[str, Any]:
    config: dict[str, Any] = {"llm": {"default": entry}}
    return config if mode is None else {**config, "services": {"inference": {"mode": mode}}}


def outcome(
    entry: Any, mode: Any = None, rows: tuple[Connection, ...] = ROWS, *, platform: bool = False, **more: Any
) -> str | None:
    """The name that the entry at the default gets, or why none; None when nothing is said of it."""
    plan = plan_backfill(config_of(entry, mode), rows, platform=platform, **more)
    assert len(plan.stamp) + len(plan.skipped) <= 1
    found = dict(plan.stamp + plan.skipped)
    assert not found.keys() - {DEFAULT}
    return found.get(DEFAULT)
