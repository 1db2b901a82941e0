"""What a team says of its program's commands, and of what its code has to call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CommandRisk:
    """The registry of risks: `tree` names the file with the tree of commands, relative to the workspace.

    `risk` holds `read` and `mutate`, lists of verbs, and `paths`, a risk for each command.
    """

    tree: str
    risk: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredCall:
    """A symbol that has to be called, `at_least` so often, in the files that `search` finds.

    `search` and `exclude` are globs from the root of the workspace.
    """

    symbol: str
    search: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    at_least: int = 1
    pointer: str = ""
