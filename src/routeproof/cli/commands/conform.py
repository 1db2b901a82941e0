"""`routeproof conform`: hold a production resolver to the specification, over every behavioural class."""

import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from routeproof.cli.options import EXIT_CODES, manifest_option, option, root_option, workspace_root
from routeproof.cli.writing import write_file
from routeproof.conform import kit, resolver
from routeproof.conform.resolver import Op
from routeproof.errors import InputError
from routeproof.gate import Examined, Subjects, located
from routeproof.gate.context import context_of
from routeproof.harness import Exit
from routeproof.manifest import fingerprint
from routeproof.model.registry import Registry
from routeproof.reports import REPORTERS, render
from routeproof.reports.documents import conform as reports
from routeproof.transport import Transcript, converse, converse_with_function, without_secrets
from routeproof.workspace import open_workspace

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


_ROLE = "the resolver"

_OWN = ("text", "json")
"""The formats that show what only such a run has; the others show it as a verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What was asked for on the command line."""

    command_line: str | None
    entry_point: str | None
    answers: Path | None
    versions: tuple[Path, Path] | None
    ops: tuple[str, ...]
    samples: int
    seed: int
    timeout: float
    wanted: tuple[str, ...]
    record: Path | None
    format_name: str
    ledger: bool
    root: Path | None
    manifest: Path | None


@click.command("conform", epilog=EXIT_CODES)
@option("--command", "command_line", metavar="TEXT", help="Start this program, without a shell, and ask it.")
@option("--python", "entry_point", metavar="MODULE:FUNCTION", help="Ask this function, in its own process.")
@option("--answers", type=_FILE, metavar="FILE", help="Judge the answers of a recorded run.")
@option(
    "--compare", "versions", type=(_FILE, _FILE), metavar="OLD NEW", help="Compare two recorded versions."
)
@option(
    "--op",
    "ops",
    type=click.Choice([op.value for op in Op]),
    multiple=True,
    default=(Op.DERIVE.value,),
    show_default=True,
    help="What to ask for; repeatable.",
)
@option(
    "--samples",
    type=click.IntRange(min=0),
    default=resolver.SAMPLES,
    show_default=True,
    help="Ids drawn from each class.",
)
@option("--seed", type=int, default=0, show_default=True, help="Draws other ids.")
@option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    help="Seconds without any answer after which the resolver is ended.",
)
@option(
    "--pass-env",
    "wanted",
    metavar="NAME",
    multiple=True,
    help="Pass this variable although its name says that it holds a secret; repeatable.",
)
@option("--record", type=click.Path(dir_okay=False, path_type=Path), help="Keep the run in this file.")
@option(
    "--format",
    "format_name",
    type=click.Choice(REPORTERS),
    default="text",
    show_default=True,
    help="Format of standard output.",
)
@option("--ledger", is_flag=True, help="List every class with its questions in the text format.")
@root_option
@manifest_option
def command(**given: Any) -> None:
    """Hold a resolver to the registry: every class of ids first, then ids at their borders, then samples.

    The resolver reads one question a line from standard input, a JSON object with id, op, runtime, model
    and auth_env, and writes one answer a line: the id, and provider or null, and error if it likes.

    \b
    Examples:
      routeproof conform --command "node resolver.js"
      routeproof conform --python team.router:resolve --op derive --op billing
      routeproof conform --command ./resolver --record reports/ci/resolver-2.jsonl
      routeproof conform --compare resolver-1.jsonl resolver-2.jsonl
    """
    options = _Options(**given)
    sources = (options.command_line, options.entry_point, options.answers, options.versions)
    if sum(source is not None for source in sources) != 1:
        raise click.UsageError("give one of --command, --python, --answers and --compare.")
    sys.exit(_compare(options, *options.versions) if options.versions else _conform(options))


def _compare(options: _Options, old: Path, new: Path) -> Exit:
    if options.format_name not in _OWN:
        raise click.UsageError(f"--compare knows the formats {' and '.join(_OWN)}.")
    versions = resolver.compare_recordings(resolver.read_recording(old), resolver.read_recording(new))
    shown = reports.versions_data if options.format_name == "json" else reports.versions_text
    click.echo(shown(versions), nl=False)
    return versions.exit_code


def _conform(options: _Options) -> Exit:
    folder = workspace_root(options.root)
    workspace = open_workspace(folder, options.manifest)
    registry = workspace.registry
    ops = [Op(op) for op in options.ops]
    planned = resolver.plan_questions(registry, ops, samples=options.samples, seed=options.seed)
    if options.answers is not None:
        recording = resolver.read_recording(options.answers)
        planned, transcript = resolver.replay(registry, recording, planned)
    else:
        transcript = _ask(options, registry, planned)
    if options.record is not None:
        kept = kit.format_recording(fingerprint(registry), planned.asked, transcript)
        write_file(options.record, kept)
    result = resolver.judge_answers(registry, planned, transcript)
    if options.format_name == "text":
        shown = reports.format_conformance(result, ledger=options.ledger)
    elif options.format_name == "json":
        shown = reports.data(result)
    else:
        verdict = located(
            resolver.judge_conformance(registry, workspace.registry_file, result), workspace.documents
        )
        shown = render(
            options.format_name, verdict, context_of(Examined(folder, verdict, Subjects(workspace)))
        )
    click.echo(shown, nl=False)
    return result.exit_code


def _ask(options: _Options, registry: Registry, planned: resolver.ResolverPlan) -> Transcript:
    """Put every question to the resolver; its variables are those of this process without the secrets."""
    questions = kit.encode_questions([each.question for each in planned.asked])
    count, timeout = len(planned.asked), options.timeout
    env = without_secrets(os.environ, resolver.secrets_of(registry), wanted=options.wanted)
    if (function := options.entry_point) is not None:
        return converse_with_function(function, questions, count, role=_ROLE, env=env, timeout=timeout)
    program = _words(options.command_line or "")
    return converse(program, questions, count, role=_ROLE, env=env, timeout=timeout)


def _words(command_line: str) -> list[str]:
    """The words of a command, quoted as for a shell, though none reads it; InputError when there is none."""
    try:
        words = shlex.split(command_line)
    except ValueError as error:
        raise InputError(f"`{command_line}` is no command: {str(error).lower()}") from None
    if not words:
        raise InputError("the command is empty", hint="for example --command 'node resolver.js'")
    return words
