"""`routeproof connections update`: another auth for a connection, and nothing that moves a bill unseen."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.auths import auth_options, given_auth
from routeproof.cli.connections.configuring import all_references, configs_option
from routeproof.cli.connections.layout import connection_sheet, warning_notes
from routeproof.cli.connections.sentences import refusal_of
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb
from routeproof.model.connection import Connection, Err, Ok

if TYPE_CHECKING:
    from routeproof.connections.store import Store

_SOMEBODY = ("",)
"""Stands for a reference: so the store tells a change of the payer in the transaction that would make it."""


@verb("update")
@click.argument("name")
@auth_options
@configs_option
@click.option(
    "--allow-payer-change",
    is_flag=True,
    help="Let another payer pay, whatever refers to it; no variable sets this.",
)
def command(
    asked: Common,
    name: str,
    auth: str,
    credential: str | None,
    configs: tuple[Path, ...],
    allow_payer_change: bool,
) -> Said:
    """Give the connection NAME another auth. What refers to it is to go on being paid by the same.

    \b
    Examples:
      routeproof connections update anthropic-work --auth api_key --credential anthropic-new:api_key
      routeproof connections update anthropic-work --auth platform --config config.json
      routeproof connections update anthropic-work --auth platform --allow-payer-change
    """
    wanted = given_auth(auth, credential)
    around = survey(asked.root)
    given = around.given(configs)
    pointers = all_references(given, name) if given else None
    with opened(asked, around) as store:
        done, moved = _updated(store, name, wanted, pointers, allowed=allow_payer_change)
    value = {"connection": done.value.to_json(), "warnings": [*done.warnings], "payer_changed": moved}
    notes = (f"updated `{name}`{': another payer pays now' if moved else ''}", *warning_notes(done.warnings))
    return Said(value=value, text=connection_sheet(done.value), notes=notes)


def _updated(
    store: "Store", name: str, auth: dict[str, str], pointers: tuple[str, ...] | None, *, allowed: bool
) -> tuple[Ok[Connection], bool]:
    """The updated row, and whether its payer changed; without `pointers` nobody knows what refers to it."""
    done = store.update(name, auth, references=_SOMEBODY)
    if isinstance(done, Ok):
        return done, False
    if done.code != "payer_change":
        raise refusal_of(done)
    if pointers is None and not allowed:
        raise _unknown(done.detail)
    again = store.update(name, auth, references=pointers or (), allow_payer_change=allowed)
    if isinstance(again, Err):
        raise refusal_of(again)
    return again, True


def _unknown(detail: Any) -> Refused:
    who = f"{detail['from']} pays now, and {detail['to']} would"
    hint = "name every configuration with --config, or give --allow-payer-change"
    return Refused("references_unknown", f"{who}, and nobody knows what refers to it", hint=hint)
