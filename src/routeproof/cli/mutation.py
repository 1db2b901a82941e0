"""What `routeproof mutate` prints: the list, one mutant, the progress, the report, the repair."""

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
from routeproof.harness import Exit
from routeproof.manifest import loads
from routeproof.manifest.files import MUTATION_REPORT, PINS, REGISTRY
from routeproof.markup import visible
from routeproof.mutate import (
    Attempt,
    Limits,
    Mutant,
    Opener,
    Report,
    Request,
    Trial,
    UnknownMutantError,
    Untrusted,
    difference,
    exit_of,
    find_mutant,
    hold,
    repair,
    show,
)
from routeproof.reports.documents.mutation import render
from routeproof.reports.formats.text import render as render_verdict
from routeproof.workspace.git import file_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """The options that say what becomes of the report."""

    root: Path
    format_name: str
    reports: tuple[tuple[str, Path], ...]
    writing: bool
    fixing: bool

    @classmethod
    def of(cls, root: Path, options: Mapping[str, Any]) -> "Output":
        """Take them from what click has parsed."""
        names = ("format_name", "reports", "writing", "fixing")
        return cls(root=root, **{name: options[name] for name in names})


def request_of(root: Path, options: Mapping[str, Any], started: float) -> Request:
    """What is asked for, from what click has parsed; InputError where the revision of `--in-diff` fails."""
    seconds, revision = options["seconds"], options["in_diff"]
    base = None
    if revision is not None:
        base = loads(file_at(root, revision, REGISTRY), f"{revision}:{REGISTRY}")
    return Request(
        limits=Limits(
            options["jobs"] or _usable_processors(), None if seconds is None else started + seconds
        ),
        base=base,
        **{name: options[name] for name in ("ids", "size", "seed", "shard", "minimum")},
    )


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


def print_one(trial: Trial, mutants: Sequence[Mutant], wanted: str) -> NoReturn:
    """Show the edit as a difference, the verdict that it causes, and the difference that reverts it."""
    try:
        mutant = find_mutant(mutants, wanted)
    except UnknownMutantError as error:
        raise _usage_error(error) from None
    file, shown = mutant.edit.file, show(trial, mutant)
    click.echo(f"mutant {mutant.id} ({mutant.operator}): {visible(mutant.description)}\n")
    click.echo(_visible_lines(difference(file, shown.before, shown.after)))
    click.echo("`routeproof check` on the edited workspace:\n")
    click.echo(_verdict(trial, shown.attempt))
    click.echo(f"{shown.result.status}: {visible(shown.result.reason)}\n")
    click.echo("to revert it (`git apply`):\n")
    click.echo(_visible_lines(difference(file, shown.after, shown.before)), nl=False)
    sys.exit(Exit.CLEAN if shown.attempt.noticed else Exit.FINDINGS)


def _usage_error(error: UnknownMutantError) -> click.UsageError:
    near = error.near
    hint = f" Did you mean '{near}'?" if near is not None else " 'routeproof mutate --list' shows them."
    return click.UsageError(
        f"there is {'more than one' if error.matches else 'no'} mutant '{error.wanted}'.{hint}"
    )


def _verdict(trial: Trial, attempt: Attempt) -> str:
    return render_verdict(trial.located(attempt), color=False)


def _visible_lines(text: str) -> str:
    return "".join(f"{visible(line)}\n" for line in text.splitlines())


def decide_mutants(
    trial: Trial, opener: Opener, request: Request, output: Output, started: float
) -> NoReturn:
    """Decide what is asked for, and leave with the exit code of the report."""
    try:
        held = hold(trial, opener, request, _Bar(), started)
    except UnknownMutantError as error:
        raise _usage_error(error) from None
    if isinstance(held, Untrusted):
        click.echo(_verdict(trial, held.attempt))
        complain(
            RouteproofError(f"no mutant was decided: {held.reason}", hint="make the workspace pass first")
        )
        sys.exit(Exit.CONTROL_FAILED)
    seconds, count = time.monotonic() - started, len(held.entries) + len(held.guards)
    click.echo(f"{count} mutants in {seconds:.1f} s on {request.limits.jobs} processes", err=True)
    finish(held, output, trial)


def finish(report: Report, output: Output, trial: Trial | None = None) -> NoReturn:
    """Write and print the report, offer the repair, and leave with the exit code."""
    for name, path in output.reports:
        write_file(path, render(name, report))
    if output.writing:
        write_output(output.root, MUTATION_REPORT, render("markdown", report))
    click.echo(render(output.format_name, report), nl=False)
    if output.fixing and trial is not None:
        _fix(report, output.root, trial)
    code = exit_of(report)
    if code is Exit.NOTHING_CHECKED:
        complain(InputError("there is no mutant to decide", hint="widen what was asked for: --id, --in-diff"))
    sys.exit(code)


def _fix(report: Report, root: Path, trial: Trial) -> None:
    """Show the pins that notice the survivors, then add them to the file of pins."""
    found = repair(trial, report)
    click.echo(_visible_lines(difference(PINS, found.before, found.after)), nl=False)
    if found.helpless:
        click.echo(
            f"{found.helpless} survivors move no id: a golden notices them, `routeproof matrix --write`",
            err=True,
        )
    if found.after != found.before:
        write_output(root, PINS, found.after)
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
