"""References: the names of secrets, in one normal form, and the variables that they stand for."""

import re

from routeproof.model.connection import ProviderEntry

_HEAD = "credential/"
_PART = r"[A-Za-z0-9_][A-Za-z0-9._:-]{0,127}"
_WELL_FORMED = re.compile(f"{_HEAD}({_PART})/({_PART})")
_NO_NAME = re.compile("[^A-Z0-9_]")

KEY_STARTS = (
    "sk-",
    "sk_",
    "AIza",
    "AKIA",
    "ghp_",
    "gho_",
    "github_pat_",
    "xox",
    "hf_",
    "gsk_",
    "xai-",
    "eyJ",
    "-----BEGIN",
)
"""How the secrets of well-known issuers start."""


def normalize_ref(text: str) -> str:
    """The one form of a reference: `service:field` becomes `credential/service/field`, all else stays.

    It splits at the last `:`, and trims nothing. Doing it twice changes nothing more.
    """
    service, _, name = text.rpartition(":")
    if text.startswith(_HEAD) or not service or not name:
        return text
    return f"{_HEAD}{service}/{name}"


def split_ref(ref: str) -> tuple[str, str] | None:
    """The service and the field of a well-formed reference, else None."""
    found = _WELL_FORMED.fullmatch(ref)
    return (found[1], found[2]) if found else None


def is_well_formed(ref: str) -> bool:
    """True for `credential/<service>/<field>`, the whole text and nothing around it."""
    return split_ref(ref) is not None


def env_name(ref: str) -> str:
    """The variable that a reference stands for: what `credential/env/` names, else made of both parts."""
    service, _, name = ref.removeprefix(_HEAD).partition("/")
    return name if service == "env" else as_variable(f"{service}_{name}")


def as_variable(text: str) -> str:
    """The text in upper case, with `_` for whatever a variable's name cannot have."""
    return _NO_NAME.sub("_", text.upper())


def delivered_env(ref: str, provider: str) -> str:
    """The variable under which the provider's client is given the secret.

    A service that is the provider's name with something behind a `-` is one of the provider's accounts, and
    is delivered under the provider's own name.
    """
    service, _, name = ref.removeprefix(_HEAD).partition("/")
    if service.startswith(f"{provider}-"):
        service = provider
    return env_name(f"{_HEAD}{service}/{name}")


def default_ref(entry: ProviderEntry) -> str:
    """The reference under which a provider's key is looked for when nothing names another."""
    own = f"{_HEAD}{entry.name}/api_key"
    if not entry.auth_env or env_name(own) in entry.auth_env:
        return own
    return f"{_HEAD}env/{entry.auth_env[0]}"


def looks_like_a_key(text: str) -> bool:
    """True for a text that is, or has as one of its parts, what well-known issuers give out as keys."""
    parts = normalize_ref(text).removeprefix(_HEAD).split("/")
    return text.startswith(("Bearer ", *KEY_STARTS)) or any(part.startswith(KEY_STARTS) for part in parts)
