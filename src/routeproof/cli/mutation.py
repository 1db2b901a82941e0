"""What `routeproof mutate` does with its options: choose, decide, report, repair."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from routeproof.cli.complaints import complain
from routeproof.cli.writing import write_file, write_output
from routeproof.errors import InputError, RouteproofError
from routeproof.harness import Exit, Verdict
from routeproof.manifest import loads
from routeproof.manifest.files import MUTATION_REPORT, PINS, REGISTRY
from routeproof.markup import nearest, visible
from routeproof.mutate.choose import Shard, meeting, sample
from routeproof.mutate.decide import Judge
from routeproof.mutate.mutant import Mutant
from routeproof.mutate.remedy import with_pins
from routeproof.mutate.report import Report
from routeproof.mutate.result import Status
from routeproof.mutate.runner import Limits
from routeproof.mutate.session import Plan, Untrusted, conduct, distrust, exit_of
from routeproof.mutate.source import YamlSource
from routeproof.mutate.text import difference
from routeproof.mutate.trial import Opener, Trial
from routeproof.reports.documents.mutation import render
from routeproof.reports.formats.text import render as render_verdict
from routeproof.workspace.git import file_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options that say what is decided, and what becomes of the report."""

    root: Path
    format_name: str
    reports: tuple[tuple[str, Path], ...]
    writing: bool
    fixing: bool
    ids: tuple[str, ...]
    in_diff: str | None
    shard: Shard | None
    size: int | None
    seed: int
    minimum: float
    limits: Limits
    started: float

    @classmethod
    def of(cls, root: Path, options: Mapping[str, Any]) -> "Asked":
        """Take them from what click has parsed."""
        names = (
            "format_name",
            "reports",
            "writing",
            "fixing",
            "ids",
            "in_diff",
            "shard",
            "size",
            "seed",
            "minimum",
        )
        started, seconds = time.monotonic(), options["seconds"]
        jobs = options["jobs"] or _usable_processors()
        limits = Limits(jobs, None if seconds is None else started + seconds)
        return cls(root=root, limits=limits, started=started, **{name: options[name] for name in names})


def _usable_processors() -> int:
    """How many processors this process may use; where the system does not say, all that there are."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def print_list(trial: Trial, mutants: Sequence[Mutant]) -> None:
    """One line for each mutant: id, operator, place, what is edited."""
    for each in mutants:
        place = trial.sources[each.edit.file].place(each.edit.pointer)
        click.echo(visible(f"{each.id}  {each.operator}  {place}  {each.description}"))
    click.echo(f"{len(mutants)} mutants", err=True)


def one(mutants: Sequence[Mutant], wanted: str) -> Mutant:
    """The mutant of that id, or the only one whose id starts so."""
    found = [each for each in mutants if each.id.startswith(wanted)] if wanted else []
    if len(found) == 1:
        return found[0]
    near = nearest(wanted, [each.id for each in mutants])
    hint = f" Did you mean '{near}'?" if near is not None else " 'routeproof mutate --list' shows them."
    raise click.UsageError(f"there is {'more than one' if found else 'no'} mutant '{wanted}'.{hint}")


def print_one(trial: Trial, mutant: Mutant) -> NoReturn:
    """Show the edit as a difference, the verdict that it causes, and the difference that reverts it."""
    source = trial.sources[mutant.edit.file]
    edited = source.patched(mutant.edit.changes)
    attempt = trial.attempt([mutant.edit])
    result = Judge(trial).decide(mutant)
    click.echo(f"mutant {mutant.id} ({mutant.operator}): {visible(mutant.description)}\n")
    click.echo(_visible_lines(difference(mutant.edit.file, source.text, edited)))
    click.echo("`routeproof check` on the edited workspace:\n")
    click.echo(_shown(trial.located(attempt)))
    click.echo(f"{result.status}: {visible(result.reason)}\n")
    click.echo("to revert it (`git apply`):\n")
    click.echo(_visible_lines(difference(mutant.edit.file, edited, source.text)), nl=False)
    sys.exit(Exit.CLEAN if attempt.noticed else Exit.FINDINGS)


def _shown(verdict: Verdict) -> str:
    return render_verdict(verdict, color=False)


def _visible_lines(text: str) -> str:
    return "".join(f"{visible(line)}\n" for line in text.splitlines())


def run(trial: Trial, opener: Opener, mutants: Sequence[Mutant], asked: Asked) -> NoReturn:
    """Hold the controls, decide the chosen mutants, and leave with the exit code of the report."""
    untrusted = distrust(trial)
    if untrusted:
        _untrusted(trial, untrusted)
    chosen = _chosen(trial, mutants, asked)
    plan = Plan(
        mutants=asked.shard.take(chosen) if asked.shard else chosen,
        planned=len(chosen),
        limits=asked.limits,
        seed=asked.seed,
        minimum=asked.minimum,
        shards=(str(asked.shard),) if asked.shard else (),
    )
    opened = round(1000 * (time.monotonic() - asked.started))
    report = conduct(trial, opener, plan, _Bar(), opened)
    seconds = time.monotonic() - asked.started
    click.echo(f"{len(plan.mutants)} mutants in {seconds:.1f} s on {asked.limits.jobs} processes", err=True)
    finish(report, asked, trial)


def _untrusted(trial: Trial, untrusted: Untrusted) -> NoReturn:
    click.echo(_shown(trial.located(untrusted.attempt)))
    error = RouteproofError(
        f"no mutant was decided: {untrusted.reason}", hint="make the workspace pass first"
    )
    complain(error)
    sys.exit(Exit.CONTROL_FAILED)


def _chosen(trial: Trial, mutants: Sequence[Mutant], asked: Asked) -> tuple[Mutant, ...]:
    chosen = tuple(mutants)
    if asked.ids:
        wanted = {one(mutants, each).id for each in asked.ids}
        chosen = tuple(each for each in chosen if each.id in wanted)
    if asked.in_diff is not None:
        base = loads(file_at(asked.root, asked.in_diff, REGISTRY), f"{asked.in_diff}:{REGISTRY}")
        chosen = meeting(chosen, base, trial.material.registry)
    return chosen if asked.size is None else sample(chosen, asked.size, asked.seed)


def finish(report: Report, asked: Asked, trial: Trial | None = None) -> NoReturn:
    """Write and print the report, offer the repair, and leave with the exit code."""
    for name, path in asked.reports:
        write_file(path, render(name, report))
    if asked.writing:
        write_output(asked.root, MUTATION_REPORT, render("markdown", report))
    click.echo(render(asked.format_name, report), nl=False)
    if asked.fixing and trial is not None:
        _fix(report, asked.root, trial)
    code = exit_of(report)
    if code is Exit.NOTHING_CHECKED:
        complain(InputError("there is no mutant to decide", hint="widen what was asked for: --id, --in-diff"))
    sys.exit(code)


def _fix(report: Report, root: Path, trial: Trial) -> None:
    """Show the pins that notice the survivors, then add them to the file of pins."""
    source = trial.sources[PINS]
    assert isinstance(source, YamlSource)  # noqa: S101 - pins are never a table
    remedies = [each.remedy for each in report.survivors if each.remedy]
    text = with_pins(PINS, source, remedies)
    click.echo(_visible_lines(difference(PINS, source.text, text)), nl=False)
    helpless = sum(each.status is not Status.PENDING and not each.remedy for each in report.survivors)
    if helpless:
        click.echo(
            f"{helpless} survivors move no id: a golden notices them, `routeproof matrix --write`", err=True
        )
    if remedies:
        write_output(root, PINS, text)
        click.echo("to accept that there are more pins: `routeproof matrix --write`", err=True)


class _Bar:
    """A progress bar on standard error, where somebody looks at it."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.last = -1

    def __call__(self, done: int, of: int) -> None:
        """Draw it anew when a per cent is gained."""
        percent = 100 * done // of
        if self.shown and percent != self.last:
            self.last = percent
            bar = "#" * (percent // 4)
            end = "\n" if done == of else ""
            click.echo(f"\r[{bar:25}] {done}/{of} mutants{end}", err=True, nl=False)
