"""A request in the neutral form, written as a Messages request."""

from collections.abc import Iterator
from typing import Any

from routeproof.relay.wire.fields import read_json_object
from routeproof.relay.wire.messages.blocks import write_blocks
from routeproof.relay.wire.neutral import (
    Call,
    Choose,
    Item,
    Outcome,
    Request,
    Said,
    Text,
    Thought,
    WireSettings,
)
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.relay.wire.sealed import unseal
from routeproof.relay.wire.thinking import messages_thinking
from routeproof.relay.wire.turns import (
    EMPTY_SCHEMA,
    is_of_assistant,
    is_of_system,
    outcome_first,
    plain_id,
    sendable_tools,
)

_CHOICES = {Choose.AUTO: "auto", Choose.NONE: "none", Choose.ANY: "any", Choose.NAMED: "tool"}
_DEFAULTS = {"store": False, "service_tier": "auto"}


def write_request(request: Request, sent: str, settings: WireSettings, report: LossReport) -> dict[str, Any]:
    """The body that asks for the same; every loss is in the report."""
    cap = request.cap.value if request.cap else settings.default_max_tokens
    if request.cap is None:
        report.added("max_tokens")
    body: dict[str, Any] = {"model": sent, "max_tokens": cap}
    system = list(_system(request, report))
    if system:
        body["system"] = system
    body["messages"] = list(_messages(request, settings, report))
    body |= _tool_fields(request, report)
    body |= _sampling(request, cap, settings, report)
    user = request.safety_identifier or request.user
    if user is not None:
        body["metadata"] = {"user_id": user.value}
    _lose(request, report)
    if request.stream:
        body["stream"] = True
    return body


def _lose(request: Request, report: LossReport) -> None:
    user, identifier = request.user, request.safety_identifier
    if user is not None and identifier is not None and user.value != identifier.value:
        report.dropped(user.path)
    if request.metadata is not None:
        report.dropped(request.metadata.path)
    for name, each in request.carried:
        if name not in _DEFAULTS or each.value != _DEFAULTS[name]:
            report.dropped(each.path)


# ---- what was said ----


def _system(request: Request, report: LossReport) -> Iterator[dict[str, Any]]:
    if request.instructions is not None and request.instructions.text:
        yield {"type": "text", "text": request.instructions.text}
    behind = False
    for item in request.items:
        if not isinstance(item, Said) or not is_of_system(item):
            behind = True
            continue
        if behind:
            report.changed(item.path)
        for part in item.parts:
            if not isinstance(part, Text):
                raise NotConvertible(part.path, "only text can stand here")
            if part.text:
                yield {"type": "text", "text": part.text}


def _messages(request: Request, settings: WireSettings, report: LossReport) -> Iterator[dict[str, Any]]:
    group: list[Item] = []
    for item in request.items:
        if is_of_system(item):
            continue
        if group and not _together(group, item):
            yield from _message(group, settings, report)
            group = []
        group.append(item)
    if group:
        yield from _message(group, settings, report)


def _together(group: list[Item], item: Item) -> bool:
    """One message: a turn of the assistant; results in a row, and what the user says right behind them."""
    last = group[-1]
    if is_of_assistant(last) or is_of_assistant(item):
        return is_of_assistant(last) and is_of_assistant(item) and last.turn == item.turn
    return outcome_first(group)


def _message(group: list[Item], settings: WireSettings, report: LossReport) -> Iterator[dict[str, Any]]:
    role = "assistant" if is_of_assistant(group[0]) else "user"
    first = group[0]
    if len(group) == 1 and isinstance(first, Said) and first.whole and isinstance(first.parts[0], Text):
        if role == "user" or first.parts[0].text:  # an answer that said nothing is no message here
            yield {"role": role, "content": first.parts[0].text}
        return
    blocks = [block for item in group for block in _item(item, settings, report)]
    if blocks:
        yield {"role": role, "content": blocks}


def _item(item: Item, settings: WireSettings, report: LossReport) -> Iterator[dict[str, Any]]:
    if isinstance(item, Said):
        yield from write_blocks(item.parts, report)
    elif isinstance(item, Call):
        yield _call(item)
    elif isinstance(item, Outcome):
        yield _outcome(item, report)
    else:
        yield from _thought(item, settings, report)


def _call(call: Call) -> dict[str, Any]:
    if call.custom:
        raise NotConvertible(call.path, "the provider's protocol has no tools that take free text")
    arguments = read_json_object(call.arguments or "{}")
    if arguments is None:
        raise NotConvertible(call.arguments_path, "the arguments are no JSON object")
    return {"type": "tool_use", "id": plain_id(call.id), "name": call.name, "input": arguments}


def _outcome(outcome: Outcome, report: LossReport) -> dict[str, Any]:
    if outcome.custom:
        raise NotConvertible(outcome.path, "the provider's protocol has no tools that take free text")
    block: dict[str, Any] = {"type": "tool_result", "tool_use_id": plain_id(outcome.id)}
    if outcome.whole and isinstance(outcome.parts[0], Text):
        return {**block, "content": outcome.parts[0].text}
    return {**block, "content": list(write_blocks(outcome.parts, report))}


def _thought(thought: Thought, settings: WireSettings, report: LossReport) -> Iterator[dict[str, Any]]:
    held = unseal(thought.sealed, settings.provider)
    if held is not None and held.kind == "signature":
        yield {"type": "thinking", "thinking": thought.text, "signature": held.text}
    elif held is not None and held.kind == "redacted":
        yield {"type": "redacted_thinking", "data": held.text}
    else:
        report.dropped(thought.path)


# ---- what is asked for ----


def _tool_fields(request: Request, report: LossReport) -> dict[str, Any]:
    if request.choice is not None and request.choice.kind is Choose.ALLOWED:
        raise NotConvertible(request.choice.path, "the provider's protocol cannot choose so")
    tools = sendable_tools(request, report, custom=False)
    if not tools:
        return {}
    fields: dict[str, Any] = {"tools": []}
    for tool in tools:
        written: dict[str, Any] = {"name": tool.name}
        if tool.description is not None:
            written["description"] = tool.description
        written["input_schema"] = dict(EMPTY_SCHEMA) if tool.schema is None else tool.schema
        if tool.strict is not None:
            written["strict"] = tool.strict
        fields["tools"].append(written)
    choice = _choice(request)
    return {**fields, "tool_choice": choice} if choice else fields


def _choice(request: Request) -> dict[str, Any]:
    if request.choice is None and not request.serial:
        return {}
    kind = Choose.AUTO if request.choice is None else request.choice.kind
    choice: dict[str, Any] = {"type": _CHOICES[kind]}
    if request.choice is not None and kind is Choose.NAMED:
        choice["name"] = request.choice.name
    if request.serial and kind is not Choose.NONE:
        choice["disable_parallel_tool_use"] = True
    return choice


def _sampling(request: Request, cap: int, settings: WireSettings, report: LossReport) -> dict[str, Any]:
    forced = request.choice is not None and request.choice.kind in (Choose.ANY, Choose.NAMED)
    fields = messages_thinking(request.thinking, cap, report, adaptive=settings.adaptive, forced=forced)
    if request.stop is not None:
        fields["stop_sequences"] = list(request.stop.value)
    thinks = "thinking" in fields and fields["thinking"]["type"] != "disabled"
    if request.temperature is not None:
        fields |= _temperature(request, report, thinks=thinks)
    if request.top_p is not None:
        fields["top_p"] = request.top_p.value
    if request.format is not None:
        fields["output_config"] = {**fields.get("output_config", {}), "format": _format(request, report)}
    return fields


def _temperature(request: Request, report: LossReport, *, thinks: bool) -> dict[str, Any]:
    given = request.temperature
    if given is None:
        return {}
    if thinks:
        report.dropped(given.path)
        return {}
    if float(str(given.value)) > 1:
        report.changed(given.path)
        return {"temperature": 1}
    return {"temperature": given.value}


def _format(request: Request, report: LossReport) -> dict[str, Any]:
    form = request.format
    if form is None or form.schema is None:
        raise NotConvertible(form.path if form else "", "the provider's protocol has no such format")
    for name, value in (("name", form.name), ("description", form.description)):
        if value is not None:
            report.dropped(f"{form.path}.{name}")
    return {"type": "json_schema", "schema": form.schema}
