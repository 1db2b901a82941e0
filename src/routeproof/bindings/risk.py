"""The tree of a program's commands against the registry of their risks: where the two disagree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_RANKS = {"low": 0, "medium": 1, "high": 2}
_FLAG = re.compile(r"(?<![\w-])--[A-Za-z0-9][\w-]*")
_HELP = "--help"
"""What every command has, and no tree lists."""

Tree = Mapping[str, Any]
"""`{"name", "options": ["--flag"], "commands": [Tree]}`; a leaf has no `commands`, or an empty list."""

UNLISTED = "unlisted"
STALE = "stale"
TOO_LOW = "too_low"
TOO_HIGH = "too_high"
UNKNOWN_VERB = "unknown_verb"
STALE_FLAG = "stale_flag"

EXPLAINED: Mapping[str, tuple[str, str]] = {
    UNLISTED: ("has no risk", "list it under `paths`"),
    STALE: ("is no command", "take it off `paths`, or restore the command"),
    TOO_LOW: ("changes something, and its risk is below medium", "raise its risk to medium or high"),
    TOO_HIGH: ("changes nothing by itself, and its risk is not low", "lower its risk, or correct its verb"),
    UNKNOWN_VERB: ("ends in a verb that is not known", "list its last word under `read` or `mutate`"),
    STALE_FLAG: ("lacks a flag that the reason of its risk names", "write the reason anew"),
}
"""Kind of gap to what is said of the command, and what to do."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One disagreement; `path` are the words of the command below the program's own name."""

    kind: str
    path: str


def risk_gaps(tree: Tree, risk: Mapping[str, Any]) -> tuple[Gap, ...]:
    """Every gap between a command tree and `{"read", "mutate", "paths"}`, sorted by path, then by kind.

    A path is listed as `low`, `medium` or `high`, or as a mapping of that `risk` and a `reason`. A command
    whose verb changes something is medium at least; one that reads, and a group, is low.
    """
    listed = risk.get("paths") or {}
    nodes = {" ".join(path): node for path, node in _below(tree)}
    found = {Gap(STALE, path) for path in listed if path not in nodes}
    for path, node in nodes.items():
        found |= {Gap(kind, path) for kind in _kinds(path, node, listed, risk)}
    return tuple(sorted(found, key=lambda gap: (gap.path, gap.kind)))


def tree_paths(tree: Tree) -> tuple[str, ...]:
    """The path of every command and every group below the program, sorted."""
    return tuple(sorted(" ".join(path) for path, _ in _below(tree)))


def tree_fault(value: object) -> str | None:
    """Why a value is no command tree; None when it is one."""
    waiting = [value]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, Mapping) or not isinstance(node.get("name"), str):
            return "a command is no mapping with a `name`"
        options, commands = node.get("options", []), node.get("commands", [])
        if not isinstance(options, list) or not all(isinstance(flag, str) for flag in options):
            return f"the `options` of `{node['name']}` are no list of texts"
        if not isinstance(commands, list):
            return f"the `commands` of `{node['name']}` are no list"
        waiting += commands
    return None


def _below(tree: Tree) -> Iterator[tuple[tuple[str, ...], Tree]]:
    """The path and the node of everything below the root."""
    waiting: list[tuple[tuple[str, ...], Tree]] = [((), tree)]
    while waiting:
        above, node = waiting.pop()
        for each in node.get("commands") or ():
            path = (*above, each["name"])
            yield path, each
            waiting.append((path, each))


def _kinds(path: str, node: Tree, listed: Mapping[str, Any], risk: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one command."""
    verb, leaf = path.rpartition(" ")[2], not node.get("commands")
    reads, mutates = verb in (risk.get("read") or ()), verb in (risk.get("mutate") or ())
    if leaf and not reads and not mutates:
        yield UNKNOWN_VERB
    if path not in listed:
        yield UNLISTED
        return
    entry = listed[path]
    level, reason = (entry.get("risk"), entry.get("reason")) if isinstance(entry, Mapping) else (entry, None)
    rank = _RANKS.get(level) if isinstance(level, str) else None
    if leaf and mutates and (rank is None or rank < _RANKS["medium"]):
        yield TOO_LOW
    if (reads or not leaf) and rank != _RANKS["low"]:
        yield TOO_HIGH
    flags = _FLAG.findall(reason) if isinstance(reason, str) else ()
    if any(flag not in (_HELP, *(node.get("options") or ())) for flag in flags):
        yield STALE_FLAG
