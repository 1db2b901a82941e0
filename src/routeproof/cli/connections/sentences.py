"""What a refusal of the store says to people; programs read its code and its detail."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from routeproof.cli.connections.answers import Refused
from routeproof.model.connection import CREDENTIALED, AuthType, Err

_AUTH: Mapping[str, str] = MappingProxyType(
    {
        "not_an_object": "it is no object",
        "unknown_type": f"its type is none of {', '.join(f'`{each}`' for each in AuthType)}",
        "not_implemented": "its type is known, and nothing can run with it yet",
        "stray_key": "its type takes no credential",
        "missing_credential": "its type needs a credential",
        "looks_like_a_key": "its credential looks like a key, and not like the name of one",
        "malformed_credential": "its credential is no `credential/SERVICE/FIELD`",
        "operator_credential": "its credential is the operator's",
    }
)
_CREDENTIAL_HINT = "--credential names a secret: credential/SERVICE/FIELD, or SERVICE:FIELD"
_HINTS: Mapping[str, str] = MappingProxyType(
    {
        "missing_credential": _CREDENTIAL_HINT,
        "malformed_credential": _CREDENTIAL_HINT,
        "looks_like_a_key": "keep the key in a vault, renew it, and give its name",
        "stray_key": f"a credential goes with {', '.join(sorted(CREDENTIALED))}",
    }
)
_BASE_URL: Mapping[str, str] = MappingProxyType(
    {
        "not_allowed": "this provider takes none",
        "missing": "this provider needs one",
        "not_a_url": "it is no URL",
        "scheme": "it is neither http nor https",
        "userinfo": "it has a user or a password in it",
        "query_or_fragment": "it has a query or a fragment",
        "private_host": "its host is not for everybody",
        "unresolvable": "its host has no address",
    }
)
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "platform_not_managed": "the operator's proxy cannot dial this provider: nothing will be served",
        "none_on_keyed": "this provider needs a key: nothing will be served",
        "not_implemented": "nothing can run with this type of auth yet",
    }
)
"""Code of a warning to its sentence."""

MISSES: Mapping[str, str] = MappingProxyType(
    {
        "incomplete_entry": "the entry names neither a provider nor a connection",
        "unknown_profile": "there is no profile of that name",
        "unknown_provider": "the entry's provider is not in the catalogue",
        "not_found": "there is no connection of the name that the entry has",
        "invalid_row": "the row of that connection cannot be read",
        "provider_mismatch": "the connection is of another provider than the entry",
        "payer_mismatch": "the entry declares another payer than would pay",
        "not_implemented": "nothing can run with the connection's type of auth yet",
        "adapter_unavailable": "nothing can call the provider with this connection",
        "mode_unreadable": "`services.inference.mode` cannot be read",
        "lookup_failed": "the store cannot be asked",
        "credential_not_found": "no vault has the credential",
        "credential_malformed": "no header can carry the credential",
        "vault_unavailable": "the vault cannot be asked",
        "platform_unavailable": "the operator's proxy or key is not there",
        "adapter_failed": "what calls the provider could not be made",
        "no_default": "there is no default instance",
    }
)
"""Reason of a refusal to its sentence."""

_SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "not_found": ("there is no connection `{name}`", "`routeproof connections list` shows them"),
        "already_exists": ("there is a connection `{name}` already", "`update` gives it another auth"),
        "invalid_name": (
            "`{name}` is no name of a connection",
            "it has letters, digits, `.`, `_` and `-`, at most 128, and starts with a letter or digit",
        ),
        "invalid_provider": ("`{provider}` is no provider here", "there are {valid}"),
        "invalid_auth": ("the auth is refused: {auth}", "{auth_hint}"),
        "invalid_base_url": ("the base URL is refused: {url}", ""),
        "payer_change": (
            "{from} pays now, and {to} would, for {places}",
            "--allow-payer-change does it all the same",
        ),
        "has_references": ("it is named by {places}", "--force deletes it all the same"),
    }
)
"""Code of a refusal to its sentence, and to what to do."""


def refusal_of(error: Err) -> Refused:
    """The refusal of a store, or of a parser, as a verb's."""
    sentence, hint = _sentence(error.code, error.detail)
    return Refused(error.code, sentence, error.detail, hint=hint)


def auth_refusal(reason: str) -> Refused:
    """The refusal of an auth for a reason that `parse_auth` gives, or the command line."""
    return refusal_of(Err("invalid_auth", {"reason": reason}))


def _sentence(code: str, detail: Mapping[str, Any]) -> tuple[str, str]:
    """What it says, and what to do."""
    text, hint = _SENTENCES.get(code, (code.replace("_", " "), ""))
    reason = str(detail.get("reason", ""))
    words = {
        **detail,
        "auth": _AUTH.get(reason, reason),
        "auth_hint": _HINTS.get(reason, ""),
        "url": _BASE_URL.get(reason, reason),
        "valid": ", ".join(detail.get("valid", ())),
        "places": _places(detail.get("references", ())),
    }
    return text.format(**words), hint.format(**words)


def _places(pointers: Sequence[str]) -> str:
    shown = ", ".join(f"`{each}`" for each in pointers[:5])
    beyond = len(pointers) - 5
    count = f"{len(pointers)} {'entry' if len(pointers) == 1 else 'entries'}"
    return f"{count}: {shown}{f' and {beyond} more' if beyond > 0 else ''}"
