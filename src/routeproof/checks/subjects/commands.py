"""What the check on commands is given: the registry of their risks, and their tree as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from routeproof.model.command import CommandRisk


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandsSubject:
    """The risks that `file` declares, and the tree that they name; without a tree, `error` says why.

    `paths` are those of all commands in the tree.
    """

    file: str = "checks/command-risk.yaml"
    declared: CommandRisk
    tree: Mapping[str, Any] | None = None
    paths: tuple[str, ...] = ()
    error: str = ""
