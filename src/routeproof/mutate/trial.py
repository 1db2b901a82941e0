"""The port to the workspace: what the runner asks of it, edit by edit; the workspace layer answers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from routeproof.harness import Exit, Verdict
from routeproof.mutate.edit import Edit
from routeproof.mutate.operators.frame import Material
from routeproof.mutate.source import Source


@dataclass(frozen=True, slots=True)
class Attempt:
    """The gate's answer to an edited workspace; `material` is None when its files are refused."""

    verdict: Verdict
    material: Material | None
    covered: tuple[str, ...] = ()
    """The checks that read something which the edits change, sorted."""

    @property
    def noticed(self) -> bool:
        """Whether the gate closes."""
        return self.verdict.exit_code is not Exit.CLEAN

    def noticed_beside(self, counting: Collection[str]) -> bool:
        """Whether the gate closes for any other reason than these checks."""
        return self.noticed and not (self.checks and set(self.checks) <= set(counting))

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that close it, sorted: those with a finding at the fail level, or undecided.

        None where the files are refused: then no check was asked.
        """
        if self.material is None:
            return ()
        least = self.verdict.fail_level.rank
        red = {finding.check for finding in self.verdict.findings if finding.level.rank >= least}
        return tuple(sorted(red | {each.check for each in self.verdict.ledger.undecided}))

    @property
    def reason(self) -> str:
        """The first thing that it says, or what the exit code means."""
        first = next(iter(self.verdict.findings), None)
        return first.message if first else self.verdict.exit_code.meaning


class Trial(Protocol):
    """A workspace that can be edited in thought, as often as one likes."""

    @property
    def material(self) -> Material:
        """The workspace as it is."""

    @property
    def sources(self) -> Mapping[str, Source]:
        """Its editable files by name."""

    @property
    def fingerprint(self) -> str:
        """Equal for two workspaces exactly when their editable files and their checks are."""

    @property
    def checks(self) -> Sequence[str]:
        """The ids of the checks that are run."""

    def attempt(self, edits: Sequence[Edit]) -> Attempt:
        """Judge the workspace with these edits; every pointer of each is into the unedited file."""

    def affected(self, edit: Edit) -> Collection[str]:
        """The checks that may answer otherwise because of this edit of a guard."""

    def located(self, attempt: Attempt) -> Verdict:
        """The verdict of the attempt with every finding placed in its file."""


Opener = Callable[[], Trial]
"""Opens the workspace: what a worker process is sent, since it shares no memory."""
