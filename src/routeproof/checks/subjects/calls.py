"""What the check on calls is given: each declared call, with the texts that may hold it."""

from dataclasses import dataclass

from routeproof.harness.filed import Filed
from routeproof.model.command import DeclaredCall


@dataclass(frozen=True, slots=True, kw_only=True)
class CallState:
    """A declared call, and what was found for it.

    `searched` files were read; `texts`, pairs of path and text, are those in which the symbol occurs at all.
    `error` says why the search was not done, or not to its end.
    """

    declared: DeclaredCall
    searched: int = 0
    texts: tuple[tuple[str, str], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallsSubject:
    """Every call that is declared."""

    calls: Filed[CallState] = Filed("checks/calls.yaml")
