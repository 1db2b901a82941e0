"""Why an entry is not served: a closed set of reasons, and which of them blame the configuration."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a connection cannot serve now, and so why an entry is refused or goes another way."""

    INCOMPLETE_ENTRY = "incomplete_entry"
    UNKNOWN_PROFILE = "unknown_profile"
    UNKNOWN_PROVIDER = "unknown_provider"
    NOT_FOUND = "not_found"
    INVALID_ROW = "invalid_row"
    PROVIDER_MISMATCH = "provider_mismatch"
    PAYER_MISMATCH = "payer_mismatch"
    NOT_IMPLEMENTED = "not_implemented"
    ADAPTER_UNAVAILABLE = "adapter_unavailable"
    MODE_UNREADABLE = "mode_unreadable"
    LOOKUP_FAILED = "lookup_failed"
    CREDENTIAL_NOT_FOUND = "credential_not_found"
    CREDENTIAL_MALFORMED = "credential_malformed"
    VAULT_UNAVAILABLE = "vault_unavailable"
    PLATFORM_UNAVAILABLE = "platform_unavailable"
    ADAPTER_FAILED = "adapter_failed"
    NO_DEFAULT = "no_default"


HARD = frozenset(
    {
        Reason.INCOMPLETE_ENTRY,
        Reason.UNKNOWN_PROFILE,
        Reason.UNKNOWN_PROVIDER,
        Reason.NOT_FOUND,
        Reason.INVALID_ROW,
        Reason.PROVIDER_MISMATCH,
        Reason.PAYER_MISMATCH,
        Reason.NOT_IMPLEMENTED,
        Reason.ADAPTER_UNAVAILABLE,
        Reason.MODE_UNREADABLE,
    }
)
"""The reasons that only another configuration takes away; the others may pass by themselves."""

NO_CONNECTION = "no_connection"
"""The reason of a route that nobody refused: the entry names no connection."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry is not served; `hard` when the configuration is wrong."""

    reason: Reason
    hard: bool


def refuse(reason: Reason) -> Refusal:
    """The refusal for that reason."""
    return Refusal(reason, reason in HARD)
