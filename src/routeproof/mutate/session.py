"""A whole run: controls before trust, then the mutants, then the report and the exit code it earns."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from routeproof.harness import Exit
from routeproof.mutate.decide import control
from routeproof.mutate.mutant import Kind, Mutant
from routeproof.mutate.report import Report, entries_of
from routeproof.mutate.result import Status
from routeproof.mutate.runner import Limits, Progress, run
from routeproof.mutate.trial import Attempt, Opener, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is decided, and how the answer is judged. `planned` counts the mutants of all shards."""

    mutants: tuple[Mutant, ...]
    planned: int
    limits: Limits
    seed: int = 0
    minimum: float = 100.0
    """The lowest score that passes, in percent."""
    shards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Why no mutant was decided: the baseline fails, or the forced failure goes unnoticed."""

    reason: str
    attempt: Attempt


def distrust(trial: Trial) -> Untrusted | None:
    """Hold the controls: the clean workspace must pass, and a forced failure must be noticed."""
    clean = trial.attempt([])
    if clean.noticed:
        return Untrusted("the workspace fails without any mutation", clean)
    forced = trial.attempt([control(trial)])
    if not forced.noticed:
        return Untrusted("a forced failure, an empty id on the menu, is not noticed by the checks", forced)
    return None


def conduct(trial: Trial, opener: Opener, plan: Plan, progress: Progress, milliseconds: int = 0) -> Report:
    """Decide the planned mutants. `milliseconds` is what opening the workspace took."""
    started = time.monotonic()
    results = run(trial, opener, plan.mutants, plan.limits, progress)
    took = round(1000 * (time.monotonic() - started))
    entries, guards = (entries_of(trial, results, guards=guards) for guards in (False, True))
    files = {each.place.file for each in (*entries, *guards)}
    return Report(
        fingerprint=trial.fingerprint,
        planned=plan.planned,
        seed=plan.seed,
        minimum=plan.minimum,
        checks={rule.id: rule.title for rule in trial.material.rules},
        sources={file: trial.sources[file].text for file in sorted(files)},
        entries=entries,
        guards=guards,
        shards=plan.shards,
        milliseconds=(milliseconds, 0, took),
    )


def exit_of(report: Report) -> Exit:
    """The exit code of a run whose controls held."""
    statuses = {each.status for each in (*report.entries, *report.guards)}
    return Exit.worst(
        (
            Exit.INTERNAL if Status.RUNTIME_ERROR in statuses else Exit.CLEAN,
            Exit.UNDECIDED if report.undecided else Exit.CLEAN,
            Exit.NOTHING_CHECKED if not report.planned else Exit.CLEAN,
            Exit.FINDINGS if report.score.percent < report.minimum else Exit.CLEAN,
        )
    )


def subjects(mutants: Sequence[Mutant]) -> tuple[Mutant, ...]:
    """The mutants that are no guards."""
    return tuple(each for each in mutants if each.kind is not Kind.GUARD)
