"""`routeproof connections delete`: removes a connection that nothing refers to."""

from pathlib import Path

import click

from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.configuring import all_references, configs_option
from routeproof.cli.connections.layout import number_of
from routeproof.cli.connections.sentences import refusal_of
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb
from routeproof.model.connection import Err


@verb("delete")
@click.argument("name")
@configs_option
@click.option("--force", is_flag=True, help="Delete it, whatever refers to it; no variable sets this.")
def command(asked: Common, name: str, configs: tuple[Path, ...], force: bool) -> Said:
    """Remove the connection NAME, also one that `list` does not show.

    Where anything refers to it, or nobody knows what does, it stays.

    \b
    Examples:
      routeproof connections delete openai-old --config config.json
      routeproof connections delete openai-old --config a/config.json --config b/config.json
      routeproof connections delete openai-old --force
    """
    around = survey(asked.root)
    given = around.given(configs)
    pointers = all_references(given, name)
    with opened(asked, around) as store:
        if not given and not force and store.raw(name) is not None:
            raise _unknown(name)
        done = store.delete(name, force=force, references=pointers)
    if isinstance(done, Err):
        raise refusal_of(done)
    dangling = done.value.dangling
    text = "".join(f"{pointer}\n" for pointer in dangling)
    notes = (
        f"deleted `{name}`",
        *([f"{number_of(len(dangling), 'reference', 'references')} to it left"] if dangling else []),
    )
    return Said(value={"name": name, "dangling": [*dangling]}, text=text, notes=notes)


def _unknown(name: str) -> Refused:
    hint = "name every configuration with --config, or give --force"
    return Refused("references_unknown", f"nobody knows what refers to `{name}`", hint=hint)
