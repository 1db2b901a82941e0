"""From a document that keeps its schema and rules to the Registry it describes."""

import json
from collections.abc import Collection
from typing import Any

from routeproof.errors import InputError
from routeproof.manifest.yaml import Document
from routeproof.model.registry import (
    OPERATORS,
    Arm,
    EndpointVar,
    Protocol,
    Provider,
    Registry,
    Runtime,
    payer_of,
)


def registry_of(document: Document, operators: Collection[str] = OPERATORS) -> Registry:
    """Build the registry of a document that was read as `registry`.

    The operator pays for the providers named `operators`, byte for byte. Raises InputError for a bare text.
    """
    if isinstance(operators, str):  # in which every part of the text would be found
        raise InputError(
            "operators is a collection of names, not one text", hint=f"pass ({operators!r},) instead"
        )
    data = document.data
    providers = tuple(_provider(entry, operators) for entry in data["providers"])
    catalogue = {provider.name: provider for provider in providers}
    runtimes = {name: _runtime(name, entry, catalogue) for name, entry in data["runtimes"].items()}
    return Registry(providers, runtimes)


def _provider(entry: dict[str, Any], operators: Collection[str]) -> Provider:
    return Provider(
        name=entry["name"],
        display_name=entry["display_name"],
        protocol=Protocol(entry["protocol"]),
        auth_mode=entry["auth_mode"],
        auth_env=tuple(entry["auth_env"]),
        model_prefix_match=entry["model_prefix_match"],
        vendor_logo=entry.get("vendor_logo"),
        base_url_template=entry.get("base_url_template"),
        base_url_anthropic=entry.get("base_url_anthropic"),
        auth_token_env=entry.get("auth_token_env"),
        model_aliases=tuple(entry.get("model_aliases") or ()),
        deprecated=bool(entry.get("deprecated")),
        # Production cannot tell an empty vendor from none, and an empty one must not claim `/model`.
        upstream_vendor=entry.get("upstream_vendor") or None,
        endpoint_vars=_endpoint_vars(entry.get("endpoint_vars") or {}),
        wire_model_prefix=entry.get("wire_model_prefix"),
        thinking_policy=_thinking_policy(entry.get("thinking_policy")),
        payer=payer_of(entry["name"], operators),
    )


def _endpoint_vars(entries: dict[str, dict[str, Any]]) -> tuple[EndpointVar, ...]:
    return tuple(
        EndpointVar(placeholder, entry.get("env") or "", entry.get("default"))
        for placeholder, entry in sorted(entries.items())
    )


def _thinking_policy(value: str | dict[str, Any] | None) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _runtime(name: str, entry: dict[str, Any], catalogue: dict[str, Provider]) -> Runtime:
    arms = tuple(
        Arm(catalogue[arm["name"]], tuple(arm.get("models") or ()), tuple(arm.get("withdrawn_models") or ()))
        for arm in entry["providers"]
    )
    return Runtime(name, arms, entry.get("display_name"))
