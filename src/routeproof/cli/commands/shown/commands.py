"""`routeproof commands`: the tree of a program's commands, and what its registry of risks leaves open."""

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from routeproof.bindings.risk import EXPLAINED, Gap, risk_gaps, tree_paths
from routeproof.cli.options import EXIT_CODES, option
from routeproof.cli.writing import write_output
from routeproof.harness import Exit
from routeproof.manifest import read_file
from routeproof.manifest.read import require
from routeproof.markup import visible
from routeproof.workspace import read_tree

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SCHEMA = "command-risk"
_HEAD = {"format": "routeproof/command-risk-1", "tree": "-"}
"""What a registry has in a workspace, and may do without where its tree is given beside it."""


@click.command("commands", epilog=EXIT_CODES)
@option("--click", "click_object", metavar="MODULE:OBJECT", help="Ask this Click command for its tree.")
@option("--argparse", "argparse_object", metavar="MODULE:OBJECT", help="Ask this argparse parser for it.")
@option("--tree", "tree_file", type=_FILE, help="Read the tree from this JSON file.")
@option("--risk", "risk_file", type=_FILE, help="Hold the tree against this registry of risks.")
@click.option(
    "--write",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="ROUTEPROOF_COMMANDS_WRITE",  # elsewhere the flag takes no path
    help="Write the tree to PATH.",
)
@option(
    "--format",
    "format_name",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Format of what --risk reports.",
)
def command(
    click_object: str | None,
    argparse_object: str | None,
    tree_file: Path | None,
    risk_file: Path | None,
    output: Path | None,
    format_name: str,
) -> None:
    """Print the tree of a program's commands as JSON; with --risk, say what its registry leaves open.

    The registry lists a risk for each command, and the verbs that read or change something, as
    checks/command-risk.yaml does. A command without a risk, or with one that does not suit its verb, is a
    gap, and so is a risk without a command.

    \b
    Examples:
      routeproof commands --click team.cli:main
      routeproof commands --argparse team.cli:parser --write matrix/commands.json
      routeproof commands --tree matrix/commands.json --risk checks/command-risk.yaml
    """
    sources = (click_object, argparse_object, tree_file)
    if sum(source is not None for source in sources) != 1:
        raise click.UsageError("give one of --click, --argparse and --tree.")
    tree = _tree(click_object, argparse_object, tree_file)
    text = json.dumps(tree, indent=2) + "\n"
    if output is not None:
        write_output(Path(), str(output), text)
    if risk_file is None:
        click.echo(text, nl=False)
        return
    risk = _risk(risk_file)
    gaps, size = risk_gaps(tree, risk), len({*tree_paths(tree), *risk["paths"]})
    click.echo((_json if format_name == "json" else _text)(gaps, size), nl=False)
    sys.exit(Exit.FINDINGS if gaps else Exit.CLEAN if size else Exit.NOTHING_CHECKED)


def _tree(click_object: str | None, argparse_object: str | None, tree_file: Path | None) -> Mapping[str, Any]:
    from routeproof.cli import trees  # noqa: PLC0415 - start-up

    if click_object is not None:
        return trees.click_tree(click_object)
    if argparse_object is not None:
        return trees.argparse_tree(argparse_object)
    return read_tree(tree_file or Path(), str(tree_file))


def _risk(path: Path) -> Mapping[str, Any]:
    """The registry of a file, with or without the head that a workspace's has."""
    document = read_file(path, None, str(path))
    data = document.data
    if isinstance(data, dict) and not data.keys() & _HEAD.keys():
        document = replace(document, data={**_HEAD, **data})
    found: dict[str, Any] = require(document, _SCHEMA).data
    return found


def _json(gaps: tuple[Gap, ...], size: int) -> str:
    shown = [{"kind": gap.kind, "path": gap.path} for gap in gaps]
    if gaps:
        value = {"ok": False, "code": "risk_gaps", "error": _headline(gaps, size), "gaps": shown}
    elif size:
        value = {"ok": True, "gaps": shown}
    else:
        value = {"ok": False, "code": "nothing_checked", "error": _headline(gaps, size), "gaps": shown}
    return json.dumps(value) + "\n"


def _text(gaps: tuple[Gap, ...], size: int) -> str:
    lines = [f"{gap.path}: {gap.kind}: {EXPLAINED[gap.kind][0]}; {EXPLAINED[gap.kind][1]}" for gap in gaps]
    return "".join(f"{visible(line)}\n" for line in (*lines, _headline(gaps, size)))


def _headline(gaps: tuple[Gap, ...], size: int) -> str:
    if not size:
        return "there is no command"
    return f"{size} commands, {len(gaps)} {'gap' if len(gaps) == 1 else 'gaps'}"
