"""A whole run: which mutants, controls before trust, the decisions, the report and the exit code it earns."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from routeproof.harness import Exit
from routeproof.manifest.files import PINS
from routeproof.markup import nearest
from routeproof.model.registry import Registry
from routeproof.mutate.choose import Shard, meeting, sample
from routeproof.mutate.decide import Judge, control
from routeproof.mutate.mutant import Mutant
from routeproof.mutate.operators import mutants_of
from routeproof.mutate.remedy import with_pins
from routeproof.mutate.report import Report, entries_of
from routeproof.mutate.result import Result, Status
from routeproof.mutate.runner import Limits, Progress, run_mutants
from routeproof.mutate.source import YamlSource
from routeproof.mutate.trial import Attempt, Opener, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which mutants are asked for, and how the answer is judged.

    `ids` may be cut short; `base` asks for what meets the changes since; `size` draws so many by `seed`.
    """

    limits: Limits
    ids: tuple[str, ...] = ()
    base: Registry | None = None
    size: int | None = None
    seed: int = 0
    shard: Shard | None = None
    minimum: float = 100.0
    """The lowest score that passes, in percent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutationPlan:
    """What is decided, and how the answer is judged. `planned` counts the mutants of all shards."""

    mutants: tuple[Mutant, ...]
    planned: int
    limits: Limits
    seed: int = 0
    minimum: float = 100.0
    shards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Untrusted:
    """Why no mutant was decided: the baseline fails, or the forced failure goes unnoticed."""

    reason: str
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class ShownMutant:
    """One mutant: the text of its file before and after, the verdict that it causes, what becomes of it."""

    before: str
    after: str
    attempt: Attempt
    result: Result


@dataclass(frozen=True, slots=True)
class Repair:
    """The text of the file of pins before and after it got the survivors'; `helpless` need another guard."""

    before: str
    after: str
    helpless: int


class UnknownMutantError(Exception):
    """No mutant, or more than one, has an id that starts as asked; `near` is the id most like it."""

    def __init__(self, wanted: str, matches: int, near: str | None) -> None:
        super().__init__(wanted)
        self.wanted, self.matches, self.near = wanted, matches, near


def find_mutant(mutants: Sequence[Mutant], wanted: str) -> Mutant:
    """The mutant of that id, or the only one whose id starts so; UnknownMutantError when there is none."""
    found = [each for each in mutants if each.id.startswith(wanted)] if wanted else []
    if len(found) == 1:
        return found[0]
    raise UnknownMutantError(wanted, len(found), nearest(wanted, [each.id for each in mutants]))


def hold(
    trial: Trial, opener: Opener, request: Request, progress: Progress, started: float
) -> Report | Untrusted:
    """Hold the controls, then decide what is asked for; `started` is on the clock of `time.monotonic`.

    Raises UnknownMutantError for an id that names no mutant.
    """
    untrusted = distrust(trial)
    if untrusted:
        return untrusted
    plan = plan_of(trial, request)
    return conduct(trial, opener, plan, progress, round(1000 * (time.monotonic() - started)))


def distrust(trial: Trial) -> Untrusted | None:
    """Hold the controls: the clean workspace must pass, and a forced failure must be noticed."""
    clean = trial.attempt([])
    if clean.noticed:
        return Untrusted("the workspace fails without any mutation", clean)
    forced = trial.attempt([control(trial)])
    if not forced.noticed:
        return Untrusted("a forced failure, an empty id on the menu, is not noticed by the checks", forced)
    return None


def plan_of(trial: Trial, request: Request) -> MutationPlan:
    """The mutants that are asked for, and of those the ones of the shard."""
    every = chosen = mutants_of(trial.material)
    if request.ids:
        wanted = {find_mutant(every, each).id for each in request.ids}
        chosen = tuple(each for each in chosen if each.id in wanted)
    if request.base is not None:
        chosen = meeting(chosen, request.base, trial.material.registry)
    if request.size is not None:
        chosen = sample(chosen, request.size, request.seed)
    return MutationPlan(
        mutants=request.shard.take(chosen) if request.shard else chosen,
        planned=len(chosen),
        limits=request.limits,
        seed=request.seed,
        minimum=request.minimum,
        shards=(str(request.shard),) if request.shard else (),
    )


def conduct(
    trial: Trial, opener: Opener, plan: MutationPlan, progress: Progress, milliseconds: int = 0
) -> Report:
    """Decide the planned mutants. `milliseconds` is what opening the workspace took."""
    started = time.monotonic()
    results = run_mutants(trial, opener, plan.mutants, plan.limits, progress)
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


def show(trial: Trial, mutant: Mutant) -> ShownMutant:
    """What one mutant edits, and what comes of it."""
    source = trial.sources[mutant.edit.file]
    attempt, result = trial.attempt([mutant.edit]), Judge(trial).decide(mutant)
    return ShownMutant(source.text, source.patched(mutant.edit.changes), attempt, result)


def repair(trial: Trial, report: Report) -> Repair:
    """The pins that notice the survivors, written into the file of pins."""
    source = trial.sources[PINS]
    assert isinstance(source, YamlSource)  # noqa: S101 - pins are never a table
    remedies = [each.remedy for each in report.survivors if each.remedy]
    helpless = sum(each.status is not Status.PENDING and not each.remedy for each in report.survivors)
    return Repair(source.text, with_pins(PINS, source, remedies) if remedies else source.text, helpless)


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
