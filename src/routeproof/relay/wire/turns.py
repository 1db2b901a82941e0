"""Tools and turns, as more than one protocol writes them."""

import hashlib
import re
from collections.abc import Iterable

from routeproof.relay.wire.neutral import Call, Choose, Item, Outcome, Request, Said, Thought, Tool
from routeproof.relay.wire.report import LossReport, NotConvertible

_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")
EMPTY_SCHEMA = {"type": "object", "properties": {}}
"""The schema of a function that takes nothing."""


def plain_id(call: str) -> str:
    """The id of a call as a Messages vendor takes it; the same one for the call and its result."""
    if _PLAIN_ID.fullmatch(call):
        return call
    return f"rp_{hashlib.sha256(call.encode()).hexdigest()[:24]}"


def is_of_assistant(item: Item) -> bool:
    """Whether the assistant said it."""
    return isinstance(item, Call | Thought) or (isinstance(item, Said) and item.role == "assistant")


def is_of_system(item: Item) -> bool:
    """Whether whoever set up the conversation said it."""
    return isinstance(item, Said) and item.role in ("system", "developer")


def sendable_tools(request: Request, report: LossReport, *, custom: bool) -> tuple[Tool, ...]:
    """The tools that the target has, where `custom` ones may be; the choice names none that is dropped."""
    kept = tuple(tool for tool in request.tools if custom or not tool.custom)
    for tool in request.tools:
        if tool not in kept:
            report.dropped(tool.path)
    _judge_choice(request, kept)
    return kept


def _judge_choice(request: Request, kept: Iterable[Tool]) -> None:
    choice = request.choice
    if choice is None:
        return
    names = {tool.name for tool in kept}
    wanted = [choice.name] if choice.kind is Choose.NAMED else [name for name, _ in choice.names]
    if any(name not in names for name in wanted) or (choice.kind is Choose.ANY and not names):
        raise NotConvertible(choice.path, "this tool cannot be sent to the provider")


def assistant_turns(items: Iterable[Item]) -> Iterable[tuple[Item, ...]]:
    """The items in groups: what the assistant said in one turn together, all else one by one."""
    group: list[Item] = []
    for item in items:
        together = (
            group and is_of_assistant(item) and is_of_assistant(group[-1]) and item.turn == group[-1].turn
        )
        if group and not together:
            yield tuple(group)
            group = []
        group.append(item)
    if group:
        yield tuple(group)


def outcome_first(items: Iterable[Item]) -> bool:
    """Whether the items so far are results of tools and nothing else."""
    return all(isinstance(item, Outcome) for item in items)
