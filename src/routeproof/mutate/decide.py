"""The decision on one mutant, with its evidence: killed, survived, or proved equal."""

from collections.abc import Sequence

from routeproof.checks.goldens import golden_guards
from routeproof.errors import UndecidedError
from routeproof.harness import Exit
from routeproof.mutate import meaning
from routeproof.mutate.edit import Edit
from routeproof.mutate.mutant import Mutant, MutantKind
from routeproof.mutate.operators.frame import sites
from routeproof.mutate.result import Result, Status
from routeproof.mutate.trial import Attempt, Trial

_BROKEN = {Exit.INTERNAL: Status.RUNTIME_ERROR, Exit.UNDECIDED: Status.TIMEOUT}
COUNTING = frozenset({golden_guards.CHECK.id})
"""Counts the guards, whatever they guard: that a mutant survives without one says more."""


class Judge:
    """Decides mutants one by one. Guards are held against the mutants that are known to be killed."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.killed: Sequence[Result] = ()

    def decide(self, mutant: Mutant) -> Result:
        """What becomes of the mutant; a defect of routeproof is a result as well."""
        try:
            return self._guard(mutant) if mutant.kind is MutantKind.GUARD else self._subject(mutant)
        except Exception as error:
            # One mutant that breaks the engine must not hide what the others show: exit 70 follows from it.
            return Result(
                mutant=mutant, status=Status.RUNTIME_ERROR, reason=f"{type(error).__name__}: {error}"
            )

    def _subject(self, mutant: Mutant) -> Result:
        attempt = self.trial.attempt([mutant.edit])
        status = _BROKEN.get(attempt.verdict.exit_code)
        if attempt.material is None:
            return _result(mutant, status or Status.COMPILE_ERROR, attempt, attempt.reason)
        try:
            if not meaning.differs(self.trial.material, attempt.material):
                proof = meaning.proof(self.trial.material, attempt.material)
                noticed = f" (`{'`, `'.join(attempt.checks)}` object all the same)" if attempt.noticed else ""
                return _result(mutant, Status.IGNORED, attempt, proof + noticed)
        except UndecidedError as error:
            undecided = Status.TIMEOUT if attempt.noticed else Status.SURVIVED
            return _result(mutant, status or undecided, attempt, f"cannot be told from the original: {error}")
        if attempt.noticed:
            return _result(mutant, status or Status.KILLED, attempt, attempt.reason)
        return self._survivor(mutant, attempt)

    def _survivor(self, mutant: Mutant, attempt: Attempt) -> Result:
        assert attempt.material is not None  # noqa: S101 - a refused file is noticed
        seen = meaning.shown(self.trial.material, attempt.material)
        status = Status.SURVIVED if attempt.covered else Status.NO_COVERAGE
        return Result(
            mutant=mutant, status=status, reason=seen.text, covered_by=attempt.covered, pin=seen.pin
        )

    def _guard(self, mutant: Mutant) -> Result:
        attempt = self.trial.attempt([mutant.edit])
        noticed = _result(
            mutant, _BROKEN.get(attempt.verdict.exit_code, Status.KILLED), attempt, attempt.reason
        )
        if attempt.noticed_beside(COUNTING):
            return noticed
        affected = frozenset(self.trial.affected(mutant.edit))
        watched = [each for each in self.killed if affected.issuperset(each.killed_by)]
        # What is edited beside it comes first: that is what it is there for.
        watched.sort(key=lambda each: _beside(mutant.edit) != _beside(each.mutant.edit))
        for each in watched:
            if not self.trial.attempt([each.mutant.edit, mutant.edit]).noticed_beside(COUNTING):
                reason = f"without it `{each.mutant.id}` survives: {each.mutant.description}"
                return Result(mutant=mutant, status=Status.KILLED, reason=reason, killed_by=(each.mutant.id,))
        if attempt.noticed:
            return noticed
        reason = "redundant here: every edit that it helps to notice is noticed without it"
        return Result(mutant=mutant, status=Status.IGNORED, reason=reason, covered_by=attempt.covered)


def _beside(edit: Edit) -> tuple[str, str]:
    """The file and what the edited place stands in."""
    return edit.file, edit.pointer.rpartition("/")[0]


def _result(mutant: Mutant, status: Status, attempt: Attempt, reason: str) -> Result:
    return Result(
        mutant=mutant, status=status, reason=reason, killed_by=attempt.checks, covered_by=attempt.covered
    )


def control(trial: Trial) -> Edit:
    """The edit that every workspace worth its name must notice: the first arm lists an empty id."""
    first = next(sites(trial.material.registry))
    return Edit(trial.material.subject.registry_file, (first.listing(""),))
