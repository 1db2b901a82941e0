"""Entries, configurations and ways of dispatch in few words, for what tests of dispatchers have in common."""

from typing import Any

from routeproof.bindings.refusals import Refusal
from routeproof.model.dispatch import Route

OPERATOR = "credential/platform/api_key"
LEGACY = "credential/anthropic/api_key"


def entry(
    provider: str | None = "anthropic", connection: str | None = "a", **more: object
) -> dict[str, object]:
    """An entry of the configuration."""
    return {"provider": provider, "provider_connection": connection, **more}


def config(mode: str | None = None, default: object = None, **sites: object) -> dict[str, Any]:
    """A configuration with those call sites."""
    return {"llm": {"default": default, "callSites": sites}, "services": {"inference": {"mode": mode}}}


def told(found: Route | Refusal) -> str:
    """A way in words; a refusal is hard with an exclamation mark."""
    if isinstance(found, Refusal):
        return f"{found.reason}{'!' if found.hard else ''}"
    marked = " changed" if found.payer_changed else ""
    return f"{found.via} {found.provider} {found.payer} by {found.connection} for {found.reason}{marked}"


OWN_WAY = "connection anthropic byok by a for None"
BY_LEGACY = "legacy anthropic byok by None for credential_not_found"
STANDS_IN = "default anthropic byok by b for credential_not_found"
