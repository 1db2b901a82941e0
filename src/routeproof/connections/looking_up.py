"""What looking up a connection came to, part by part: the facts that dispatch decides from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from routeproof.bindings.refusals import Reason
from routeproof.model.connection import Connection
from routeproof.model.dispatch import (
    AdapterState,
    CredentialState,
    FallbackPolicy,
    LegacyMode,
    PlatformState,
    RowState,
)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The states of a row, of its credential and of its adapter, as far as anybody had to look.

    What was not looked at is as if it were good: something before it has decided.
    """

    row: RowState
    connection: Connection | None = None
    credential: CredentialState = CredentialState.PRESENT
    platform: PlatformState = PlatformState.AVAILABLE
    adapter_state: AdapterState = AdapterState.BUILT
    adapter: Any = field(default=None, repr=False)
    detail: dict[str, Any] = field(default_factory=dict)


CREDENTIALS = {
    Reason.CREDENTIAL_NOT_FOUND: CredentialState.ABSENT,
    Reason.VAULT_UNAVAILABLE: CredentialState.DOWN,
    Reason.CREDENTIAL_MALFORMED: CredentialState.MALFORMED,
}
"""What a miss says of an owner's credential."""

PLATFORMS = {
    Reason.PLATFORM_UNAVAILABLE: PlatformState.UNAVAILABLE,
    Reason.VAULT_UNAVAILABLE: PlatformState.DOWN,
}
"""What a miss says of the operator's proxy and key."""


def dispatch_facts(
    looked: LookedUp,
    *,
    entry: Mapping[str, Any],
    policy: str = FallbackPolicy.FORBID,
    legacy: Mapping[str, str] | None = None,
    default: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The state of a dispatch as `decide` reads it; without `legacy` there is none."""
    found = looked.connection
    row: dict[str, str] = {"state": str(looked.row)}
    if found is not None:
        row |= {"provider": found.provider, "auth": str(found.auth.type)}
    return {
        "policy": policy,
        "call_site": True,
        "entry": entry,
        "row": row,
        "credential": looked.credential,
        "platform": looked.platform,
        "adapter": looked.adapter_state,
        "legacy": legacy or {"mode": LegacyMode.UNREADABLE, "credential": CredentialState.ABSENT},
        "default": default,
    }
