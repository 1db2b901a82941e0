"""The registry's data as one text, and its fingerprint: equal exactly when the registries are."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from routeproof.model.registry import NATIVE, Arm, Provider, Registry, Runtime, payer_of


def fingerprint(registry: Registry) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_text(registry).encode("ascii")).hexdigest()


def canonical_text(registry: Registry) -> str:
    """Write the registry as JSON without anything that is not data.

    Formatting, comments, the order of keys and of runtimes leave no trace; the order of providers, arms
    and ids does. Optional fields that are absent are left out, so that a field added to the format later
    does not change the fingerprint of a registry without it.
    """
    catalogue = {provider.name: provider for provider in registry.providers}
    data: dict[str, Any] = {
        "schema_version": 1,
        "providers": [_provider(provider) for provider in registry.providers],
        "runtimes": {name: _runtime(runtime, catalogue) for name, runtime in registry.runtimes.items()},
    }
    if registry.dialect != NATIVE:
        data["dialect"] = registry.dialect
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _provider(provider: Provider) -> dict[str, Any]:
    entry = asdict(provider)
    if provider.payer is payer_of(provider.name):
        del entry["payer"]  # its name says as much
    return _present(entry)


def _runtime(runtime: Runtime, catalogue: dict[str, Provider]) -> dict[str, Any]:
    arms = [_arm(arm, catalogue) for arm in runtime.arms]
    return _present({"name": runtime.name, "display_name": runtime.display_name, "providers": arms})


def _arm(arm: Arm, catalogue: dict[str, Provider]) -> dict[str, Any]:
    # A registry put together by hand may hold an arm whose provider is not the catalogue's of that name.
    provider = arm.name if catalogue.get(arm.name) == arm.provider else _provider(arm.provider)
    return _present({"name": provider, "models": arm.models, "withdrawn_models": arm.withdrawn_models})


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    """Drop what equals its default; an empty text is a value and stays."""
    return {key: value for key, value in fields.items() if value not in (None, False, (), [])}
