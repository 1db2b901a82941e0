"""Runs of `routeproof conform`: a product is asked what its kit plans, and its answers are shown.

A run knows its kit; the command knows which run is meant.
"""

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from routeproof.cli.options import workspace_root
from routeproof.cli.writing import write_file
from routeproof.conform import connections, kit, resolver
from routeproof.conform.connections import ConnectionOp
from routeproof.errors import InputError
from routeproof.gate import Examined, Subjects, located
from routeproof.gate.context import context_of
from routeproof.harness import Exit
from routeproof.manifest import fingerprint
from routeproof.reports import render
from routeproof.reports.context import Context
from routeproof.reports.documents import conform as reports
from routeproof.transport import (
    Transcript,
    converse,
    converse_with_function,
    is_named_like_a_secret,
    without_secrets,
)
from routeproof.workspace import open_workspace

OWN_FORMATS = ("text", "json")
"""The formats that show what only such a run has; the others show it as a verdict."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformOptions:
    """What was asked for on the command line."""

    command_line: str | None
    entry_point: str | None
    answers: Path | None
    versions: tuple[Path, Path] | None
    ops: tuple[str, ...]
    samples: int
    exhaustive: bool
    seed: int
    timeout: float
    wanted: tuple[str, ...]
    record: Path | None
    format_name: str
    ledger: bool
    root: Path | None
    manifest: Path | None


def compare_versions(options: ConformOptions, old: Path, new: Path) -> Exit:
    """Compare two recordings, of whatever kits their questions are."""
    before, after = (kit.read_exchanges(path, _read_question) for path in (old, new))
    asked = [each.question for each in before.exchanges]
    of_connections = bool(asked) and isinstance(asked[0], connections.ConnectionQuestion)
    role = connections.ROLE if of_connections else kit.ROLE
    versions = kit.compare_exchanges(before, after, _describe, role=role)
    shown = reports.versions_data if options.format_name == "json" else reports.versions_text
    click.echo(shown(versions), nl=False)
    return versions.exit_code


def _read_question(asked: Mapping[str, Any]) -> Any:
    if asked.get("op") in tuple(ConnectionOp):
        return connections.read_connection_question(asked)
    return resolver.read_question(asked)


def _describe(question: Any, reply: kit.Answer) -> str:
    if isinstance(question, connections.ConnectionQuestion):
        return connections.describe_answer(question, reply)
    return resolver.describe_outcome(question, reply)


def conform_resolver(options: ConformOptions) -> Exit:
    """Hold a resolver to the workspace's registry."""
    folder = workspace_root(options.root)
    workspace = open_workspace(folder, options.manifest)
    registry = workspace.registry
    ops = [resolver.Op(op) for op in options.ops]
    planned = resolver.plan_questions(registry, ops, samples=options.samples, seed=options.seed)
    if options.answers is not None:
        recording = resolver.read_recording(options.answers)
        planned, transcript = resolver.replay(registry, recording, planned)
    else:
        transcript = _ask(options, planned, kit.ROLE, resolver.secrets_of(registry))
    _keep(options, fingerprint(registry), planned, transcript)
    result = resolver.judge_answers(registry, planned, transcript)

    def as_verdict() -> str:
        verdict = located(
            resolver.judge_conformance(registry, workspace.registry_file, result), workspace.documents
        )
        context = context_of(Examined(folder, verdict, Subjects(workspace)))
        return render(options.format_name, verdict, context)

    return _show(options, result, as_verdict)


def conform_connections(options: ConformOptions) -> Exit:
    """Hold an implementation of connections to the reference; no workspace is read."""
    result = kit.add_up([*_runs(options)])

    def as_verdict() -> str:
        verdict = connections.judge_implementation(result)
        return render(options.format_name, verdict, Context(registry_file=connections.EXPORT))

    return _show(options, result, as_verdict)


def _runs(options: ConformOptions) -> Iterator[connections.ConnectionConformance]:
    """Batch by batch, until one is not answered: what follows would not be either."""
    plans = connections.plan_batches(
        [ConnectionOp(op) for op in options.ops],
        samples=options.samples,
        seed=options.seed,
        exhaustive=options.exhaustive,
    )
    for planned in plans:
        if options.answers is not None:
            recording = kit.read_exchanges(options.answers, connections.read_connection_question)
            asked, transcript = kit.plan_again(recording, planned.groups, connections.situation_of)
        else:
            asked, transcript = planned, _ask(options, planned, connections.ROLE, is_named_like_a_secret)
        _keep(options, "", asked, transcript)
        result = kit.hold_answers(connections.KIT, asked, transcript)
        yield result
        if options.answers is not None or result.undecided:
            return


def _ask(
    options: ConformOptions,
    planned: kit.QuestionPlan[Any, Any],
    role: str,
    is_secret: Callable[[str], bool],
) -> Transcript:
    """Put every question; what is asked sees the variables of this process without the secrets."""
    questions = kit.encode_questions([each.question for each in planned.asked])
    count, timeout = len(planned.asked), options.timeout
    env = without_secrets(os.environ, is_secret, wanted=options.wanted)
    if (function := options.entry_point) is not None:
        return converse_with_function(function, questions, count, role=role, env=env, timeout=timeout)
    program = _words(options.command_line or "")
    return converse(program, questions, count, role=role, env=env, timeout=timeout)


def _keep(
    options: ConformOptions, of: str, planned: kit.QuestionPlan[Any, Any], transcript: Transcript
) -> None:
    if options.record is not None:
        write_file(options.record, kit.format_recording(of, planned.asked, transcript))


def _show(options: ConformOptions, result: kit.Conformance[Any, Any], as_verdict: Callable[[], str]) -> Exit:
    if options.format_name == "text":
        shown = reports.format_conformance(result, ledger=options.ledger)
    elif options.format_name == "json":
        shown = reports.data(result)
    else:
        shown = as_verdict()
    click.echo(shown, nl=False)
    return result.exit_code


def _words(command_line: str) -> list[str]:
    """The words of a command, quoted as for a shell, though none reads it; InputError when there is none."""
    try:
        words = shlex.split(command_line)
    except ValueError as error:
        raise InputError(f"`{command_line}` is no command: {str(error).lower()}") from None
    if not words:
        raise InputError("the command is empty", hint="for example --command 'node resolver.js'")
    return words
