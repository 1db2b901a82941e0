"""`routeproof comment`: the body of a pull-request comment on what a change does."""

import datetime
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from routeproof.cli.frame import EXIT_CODES, option, root_option, today_option, workspace_root
from routeproof.errors import InputError, Place
from routeproof.gate import examine
from routeproof.gate.context import context_of
from routeproof.reports.context import MutationScore
from routeproof.reports.documents.comment import render
from routeproof.workspace.git import exported

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("comment", epilog=EXIT_CODES)
@option("--base", "ref", metavar="REF", required=True, help="Revision that the change starts from.")
@option("--mutation", type=_FILE, help="JSON report of `routeproof mutate` on the change.")
@option("--base-mutation", type=_FILE, help="The same on the base: the comment shows the difference.")
@today_option
@root_option
def command(
    ref: str,
    mutation: Path | None,
    base_mutation: Path | None,
    today: datetime.date,
    root: Path | None,
) -> None:
    """Print the Markdown body of a comment: verdict, what moved and who pays, new and fixed findings.

    The body begins with a hidden marker, so that a bot can replace its own comment. The exit code is that of
    `routeproof check --base REF`.

    \b
    Examples:
      routeproof comment --base origin/main > comment.md
      routeproof mutate --report json=mutation.json; routeproof comment --base main --mutation mutation.json
    """
    folder = workspace_root(root)
    examined = examine(folder, base=ref, today=today)
    with tempfile.TemporaryDirectory() as past:
        exported(folder, ref, Path(past))
        before = examine(Path(past), today=today).verdict
    context = replace(
        context_of(examined), base=before, mutation=_score(mutation), base_mutation=_score(base_mutation)
    )
    click.echo(render(examined.verdict, context), nl=False)
    sys.exit(examined.verdict.exit_code)


def _score(path: Path | None) -> MutationScore | None:
    """Count the mutants of a mutation-testing report by what became of them."""
    if path is None:
        return None
    try:
        files = json.loads(path.read_text(encoding="utf-8"))["files"]
        states = [mutant["status"] for file in files.values() for mutant in file["mutants"]]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise InputError(
            "not a mutation-testing report", place=Place(str(path)), hint="write it with `routeproof mutate`"
        ) from None
    return MutationScore(
        killed=sum(state in ("Killed", "Timeout") for state in states),
        survived=sum(state in ("Survived", "NoCoverage") for state in states),
        ignored=states.count("Ignored"),
    )
