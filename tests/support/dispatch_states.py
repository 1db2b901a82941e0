"""States of a dispatch, as changes of one in which everything is well, and answers in words."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from routeproof.bindings.decide import Refusal, decide
from routeproof.model.connection import Catalogue, ProviderEntry

CATALOGUE = Catalogue(
    (
        ProviderEntry("anthropic", managed=True),
        ProviderEntry("openai", managed=True),
        ProviderEntry("fireworks"),
        ProviderEntry("ollama", keyless=True),
    )
)
POLICIES = ("forbid", "same_payer", "any")
SOFT = frozenset(
    {
        "lookup_failed",
        "credential_not_found",
        "credential_malformed",
        "vault_unavailable",
        "platform_unavailable",
        "adapter_failed",
        "no_default",
    }
)
"""The reasons that may pass by themselves."""
HEALTHY: dict[str, Any] = {
    "policy": "same_payer",
    "call_site": True,
    "entry": {"provider": "anthropic", "connection": "w", "payer": None},
    "row": {"state": "found", "provider": "anthropic", "auth": "api_key"},
    "credential": "present",
    "platform": "available",
    "adapter": "built",
    "legacy": {"mode": "managed", "credential": "present"},
    "default": None,
}


def state(**changed: Any) -> dict[str, Any]:
    """The healthy state with these changes; the parts of a mapping are changed one by one."""
    merged = deepcopy(HEALTHY)
    for key, value in changed.items():
        merged[key] = {**HEALTHY[key], **value} if isinstance(HEALTHY[key], dict) else value
    return merged


def said(given: Mapping[str, Any], catalogue: Catalogue = CATALOGUE) -> str:
    """The answer in words: `via payer provider`, marked when the payer changed, else the reason."""
    answer = decide(given, catalogue)
    if isinstance(answer, Refusal):
        return f"refused {answer.reason}"
    return f"{answer.via} {answer.payer} {answer.provider}{' changed' if answer.payer_changed else ''}"
