"""The decision of the facade, read a second time from the specification: one long list of conditions."""

from collections.abc import Mapping, Sequence
from typing import Any

from routeproof.model.registry import Registry
from support import plain_rule


def document_of(registry: Registry) -> plain_rule.Document:
    """What the plain rule reads of a registry."""
    providers = [
        {"name": each.name, "model_prefix_match": each.model_prefix_match, "auth_env": list(each.auth_env)}
        for each in registry.providers
    ]
    runtimes = {
        name: {"providers": [{"name": arm.name, "models": list(arm.models)} for arm in runtime.arms]}
        for name, runtime in registry.runtimes.items()
    }
    return {"providers": providers, "runtimes": runtimes}


def plain_decide(registry: Registry, state: Mapping[str, Any]) -> tuple[Any, ...]:
    """`("refused", code)`, or `("served", provider, payer, layer, name, url, header, wire, sent)`.

    The state has plain values alone: `keys` maps (layer, name) to (text, endpoint).
    """
    model, bound = plain_rule.trim(state["model"]), state["bound_model"]
    expired = state["expires"] and state["now"] >= state["expires"]
    in_turn = [
        (state["revoked"] or expired, "token_invalid"),
        (state["stopped"], "session_not_running"),
        (state["wires"] and state["ingress"] not in state["wires"], "wire_api_not_allowed"),
        (model == "", "model_required"),
        (bound is not None and plain_rule.trim(bound) != model, "model_not_allowed"),
    ]
    for applies, code in in_turn:
        if applies:
            return "refused", code
    name, error, _ = plain_rule.derive(document_of(registry), "agent", model, state["pinned"])
    if error:
        return "refused", {"unregistered": "model_not_found", "ambiguous": "model_ambiguous"}[error]
    entry = {each.name: each for each in registry.providers}[str(name)]
    return _bound(registry, state, entry, model)


def _bound(registry: Registry, state: Mapping[str, Any], entry: Any, model: str) -> tuple[Any, ...]:
    payer = str(plain_rule.payer(entry.name))
    modes = ("third_party_anthropic_compat", "anthropic_api", "oauth")
    in_turn = [
        (state["bound_provider"] not in (None, entry.name), "provider_not_allowed"),
        (state["bound_payer"] not in (None, payer), "payer_not_allowed"),
        (entry.auth_mode not in modes, "auth_mode_unsupported"),
        (state["down"], "vault_unavailable"),
    ]
    for applies, code in in_turn:
        if applies:
            return "refused", code
    return _keyed(registry, state, entry, payer, model)


def _keyed(
    registry: Registry, state: Mapping[str, Any], entry: Any, payer: str, model: str
) -> tuple[Any, ...]:
    operators = {key for each in registry.providers if each.payer == "platform" for key in each.auth_env}
    order = ["operator"] if payer == "platform" else ["session", "owner"]
    winner = None
    for place, layer in enumerate(order):
        for key in entry.auth_env:
            text = state["keys"].get((layer, key), ("", None))[0]
            counts = payer == "platform" or key not in operators
            if winner is None and counts and len(text) >= 8 and text.strip():
                winner = place, layer, key
    if payer == "byok" and (winner is None or winner[0] == 1):
        theirs = [url for (layer, _), (_, url) in state["keys"].items() if layer == "session"]
        if state["session_endpoint"].get(entry.name) or any(theirs):
            return "refused", "endpoint_without_key"
    if winner is None:
        return "refused", "credential_missing" if payer == "byok" else "platform_unavailable"
    _, layer, key = winner
    own = state["keys"][layer, key][1]
    if layer == "session":
        own = state["session_endpoint"].get(entry.name) or own
    return _placed(state, entry, model, (payer, layer, key, None if layer == "operator" else own))


def _placed(
    state: Mapping[str, Any], entry: Any, model: str, who: tuple[str, str, str, str | None]
) -> tuple[Any, ...]:
    payer, layer, key, own = who
    speaks = ["messages"] if entry.protocol == "anthropic" else ["chat_completions"]
    if entry.protocol == "openai" and entry.base_url_anthropic:
        speaks.append("messages")
    wire = state["ingress"] if state["ingress"] in speaks else speaks[0]
    url = own or (wire == "messages" and entry.base_url_anthropic) or entry.base_url_template
    for variable in () if own else entry.endpoint_vars:
        if url and not (state["variables"].get(variable.env) or variable.default):
            return "refused", "endpoint_missing"
        filled = state["variables"].get(variable.env) or variable.default
        url = url and url.replace("{" + variable.placeholder + "}", filled)
    if not url:
        return "refused", "endpoint_missing"
    if not url.startswith("https://") or (own and ("@" in own or "?" in own or "#" in own)):
        return "refused", "endpoint_not_allowed"
    url = url.rstrip("/")
    tails = {"chat_completions": "/chat/completions", "responses": "/responses"}
    tail = tails.get(wire) or ("/messages" if url.endswith("/v1") else "/v1/messages")
    return (
        "served",
        entry.name,
        payer,
        layer,
        key,
        url + tail,
        _header(wire, key, entry),
        wire,
        _sent(entry, payer, model),
    )


def _header(wire: str, key: str, entry: Any) -> str:
    if wire != "messages" or entry.auth_mode == "oauth":
        return "bearer"
    bearers = ["ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"]
    if key == "ANTHROPIC_API_KEY" or key in bearers:
        return "bearer" if key in bearers else "x-api-key"
    return "bearer" if entry.auth_token_env in bearers else "x-api-key"


def _sent(entry: Any, payer: str, model: str) -> str:
    if payer == "platform":
        return model
    short = entry.name[5:] if entry.name.startswith("byok-") else entry.name
    spaces: Sequence[str] = sorted(filter(None, {entry.name, short, entry.upstream_vendor}), key=len)
    for space in reversed(spaces):
        if model[: len(space)] == space and model[len(space) : len(space) + 1] in (":", "/"):
            return (entry.wire_model_prefix or "") + (model[len(space) + 1 :] or model)
    return (entry.wire_model_prefix or "") + model
