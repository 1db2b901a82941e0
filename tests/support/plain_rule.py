"""A second reading of the rule, from the specification alone: plain loops over plain dicts, no routeproof.

A registry is here the parsed manifest itself, `{"providers": [...], "runtimes": {...}}`. Only the regex
engine is shared with the code under test, since "RE2 decides" is part of the rule and not of its reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import re2

Document = dict[str, Any]

QUIET = re2.Options()
QUIET.log_errors = False

# What Go calls white space, written out; U+001C to U+001F are not among it.
WHITE_SPACE = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000}
WHITE_SPACE |= set(range(0x2000, 0x200B))


def trim(text: str) -> str:
    """`text` without the white space at its two ends."""
    start = 0
    while start < len(text) and ord(text[start]) in WHITE_SPACE:
        start += 1
    end = len(text)
    while end > start and ord(text[end - 1]) in WHITE_SPACE:
        end -= 1
    return text[start:end]


def derive(
    document: Document, runtime: str, model: str, auth_env: Iterable[str] = ()
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Provider, error, and the arms between which an ambiguous id could not choose."""
    model = trim(model)
    if model == "":
        return None, "model_required", ()
    if runtime not in document["runtimes"]:
        return None, "unknown_runtime", ()
    names = [arm["name"] for arm in document["runtimes"][runtime]["providers"]]
    present = set(auth_env)
    listing = [name for name in names if lists(document, runtime, name, model)]
    if listing:
        with_key = [name for name in listing if accepts_a_key(document, name, present)]
        return (with_key[0] if len(with_key) == 1 else listing[0]), None, ()
    finding = [name for name in names if pattern_finds(document, name, model)]
    if not finding:
        return None, "unregistered", ()
    with_key = [name for name in finding if accepts_a_key(document, name, present)]
    for narrowed in (finding, with_key):
        if len(narrowed) == 1:
            return narrowed[0], None, ()
    return None, "ambiguous", tuple(with_key or finding)


def payer(provider: str | None) -> str | None:
    """Who pays for what a provider serves: only the exact name `platform` is the operator's."""
    if provider is None:
        return None
    return "platform" if provider == "platform" else "byok"


def menu(document: Document, runtime: str) -> list[str] | None:
    """The ids that a runtime lists, each once, in order; None for an unknown runtime."""
    if runtime not in document["runtimes"]:
        return None
    ids: list[str] = []
    for arm in document["runtimes"][runtime]["providers"]:
        for model in arm.get("models") or []:
            if model not in ids:
                ids.append(model)
    return ids


def upstream(document: Document, model: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Vendor, rest of the id, provider, error: what the proxy would dial. The id is taken as it stands."""
    if model == "":
        return None, None, None, "model_required"
    for separator in "/:":
        at = model.find(separator)
        if at < 0:
            continue
        left, rest = model[:at], model[at + 1 :]
        for provider in document["providers"]:
            if left and provider.get("upstream_vendor") == left:
                return left, rest, provider["name"], None
    return None, None, None, "not_namespaced"


def register(document: Document, runtime: str, model: str) -> bool:
    """Whether a runtime may be created with this model."""
    if model == "":
        return True  # that a model is required is said elsewhere
    if runtime not in document["runtimes"]:
        return True  # a runtime of which the registry knows nothing is let through
    if model in (menu(document, runtime) or []):
        return True
    return derive(document, runtime, model)[1] is None


def provider_entry(document: Document, name: str) -> Document:
    """The catalogue entry of a provider."""
    entries: list[Document] = document["providers"]
    for provider in entries:
        if provider["name"] == name:
            return provider
    raise AssertionError(f"an arm names the unknown provider {name!r}")


def lists(document: Document, runtime: str, name: str, model: str) -> bool:
    """Whether the arm of this name has the id among its own, letter for letter."""
    for arm in document["runtimes"][runtime]["providers"]:
        if arm["name"] == name:
            return model in (arm.get("models") or [])
    return False


def accepts_a_key(document: Document, name: str, present: set[str]) -> bool:
    """Whether one of the names that are present is among those that the provider accepts."""
    return any(accepted in present for accepted in provider_entry(document, name)["auth_env"])


def pattern_finds(document: Document, name: str, model: str) -> bool:
    """Whether the provider's pattern is found somewhere in the id."""
    return re2.compile(provider_entry(document, name)["model_prefix_match"], QUIET).search(model) is not None
