"""`routeproof connections export`: the store and a configuration as the file that the gate judges."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from routeproof.bindings.export import format_export
from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.configuring import Given, one_config_option
from routeproof.cli.connections.layout import left_out
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import Surroundings, survey
from routeproof.cli.connections.verb import Common, for_program, verb
from routeproof.cli.options import option
from routeproof.cli.writing import write_file
from routeproof.errors import RouteproofError
from routeproof.manifest import read_document
from routeproof.manifest.write import block_yaml

_HEAD = "# Written by `routeproof connections export`.\n"


@verb("export")
@one_config_option
@option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="File to write [default: standard output].",
)
def command(asked: Common, config: Path | None, output: Path | None) -> Said:
    """Write the rows, the catalogue that they are read under, and the configuration as one document.

    It is YAML, with --json the same value as JSON; as manifest/connections.yaml `routeproof check` judges it.
    Without --config the configuration is the one that the workspace's own file has.

    \b
    Examples:
      routeproof connections export --config config.json
      routeproof connections export --config config.json --output manifest/connections.yaml
      routeproof connections export --json
    """
    around = survey(asked.root)
    given = around.given([config] if config is not None else [])
    with opened(asked, around) as store:
        rows, hidden = store.list(), store.hidden()
    config_value = given[0].config if given else {}
    value = format_export(rows, around.catalogue, config_value, **_terms(around, given))
    text = _as_json(value) if for_program() else _as_yaml(value)
    notes = [left_out(hidden, "in the export")] if hidden else []
    if output is not None:
        changed = write_file(output, text)
        notes.append(f"{'wrote' if changed else 'unchanged'} {output}")
    is_shown = output is None or for_program()
    return Said(value=None, text=text if is_shown else "", notes=tuple(notes), is_file=True)


def _terms(around: Surroundings, given: tuple[Given, ...]) -> dict[str, Any]:
    """Policy and deployment, where an export says them or the environment does."""
    filed = given[0].filed.document if given and given[0].filed is not None else {}
    deployment = {"platform": around.platform, "hosted": around.hosted}
    return {
        "policy": filed.get("policy"),
        "deployment": deployment if any(deployment.values()) else None,
    }


def _as_json(value: Mapping[str, Any]) -> str:
    """The value on a line; Refused where JSON has no words for it."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (TypeError, ValueError):
        raise _not_carried("JSON") from None
    if json.loads(text) != value:
        raise _not_carried("JSON")
    return f"{text}\n"


def _as_yaml(value: Mapping[str, Any]) -> str:
    """The value in block style; Refused where reading it back would give another one."""
    text = f"{_HEAD}{block_yaml(dict(value), 0)}\n"
    try:
        same = read_document(text.encode(), "the export", None).data == value
    except (RouteproofError, UnicodeEncodeError):
        same = False
    if not same:
        raise _not_carried("YAML")
    return text


def _not_carried(language: str) -> Refused:
    return Refused("config_unreadable", f"the configuration holds a value that {language} does not carry")
