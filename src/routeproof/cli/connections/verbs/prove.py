"""`routeproof connections prove`: every state of every entry, and who pays in each."""

from collections.abc import Iterator
from pathlib import Path

import click

from routeproof.bindings.prove import PayerMoved, Proof, prove_export
from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.configuring import read_filed
from routeproof.cli.connections.layout import number_of
from routeproof.cli.connections.surroundings import export_of, survey
from routeproof.cli.connections.verb import Common, PlainVerb, verb
from routeproof.cli.options import option
from routeproof.manifest.files import CONNECTIONS


@verb("prove", PlainVerb)
@option(
    "--file",
    "path",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help=f"Export to prove [default: the workspace's {CONNECTIONS}].",
)
def command(asked: Common, path: Path | None) -> Said:
    """Visit every state that an entry's row, credentials, platform, adapter and default can be in.

    No state may serve an entry from another payer than it means. Where one does, the smallest is shown.

    \b
    Examples:
      routeproof connections prove
      routeproof connections prove --file manifest/connections.yaml --json
    """
    around = survey(asked.root, without_export=path is not None)
    own = around.own if path is None else read_filed(path, around.root)
    export = None if own is None else export_of(own, around.registered)
    if export is None:
        hint = "`routeproof connections export` writes it, or name another with --file"
        raise Refused("config_unreadable", f"there is no {CONNECTIONS} here", hint=hint)
    return _said(prove_export(export))


def _said(proof: Proof) -> Said:
    value = {
        "entries": proof.entries,
        "states": proof.states,
        "violations": [each.to_json() for each in proof.violations],
    }
    judged = f"{number_of(proof.entries, 'entry', 'entries')}, {proof.states:,} states"
    if not proof.entries:
        raise Refused("nothing_checked", "no entry names a provider or a connection", value)
    if not proof.violations:
        return Said(value=value, text=f"{judged}: each is served by the payer that it means, or not at all\n")
    text = "".join(f"{line}\n" for each in proof.violations for line in _witness(each))
    moved = number_of(len(proof.violations), "entry is", "entries are")
    error = f"{judged}: {moved} served by another payer in some state"
    raise Refused("payer_moved", error, value, text=text)


def _witness(found: PayerMoved) -> Iterator[str]:
    """What is wrong with an entry, and the state nearest to all being well that shows it."""
    yield f"{found.pointer}: {found.expected or 'nobody'} is meant, and {found.actual} pays by {found.via}"
    yield f"  when {', '.join(found.deviations) or 'all is well'}"
