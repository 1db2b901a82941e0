"""`routeproof connections create`: a new connection."""

import click

from routeproof.bindings.catalogue import BUILTIN
from routeproof.cli.connections.answers import Said
from routeproof.cli.connections.auths import auth_options, given_auth
from routeproof.cli.connections.layout import connection_sheet, warning_notes
from routeproof.cli.connections.sentences import refusal_of
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb
from routeproof.cli.options import option
from routeproof.model.connection import Err

_PROVIDERS = f"Provider of the catalogue; built in are {', '.join(BUILTIN.names)}."


@verb("create")
@click.argument("name")
@option("--provider", required=True, metavar="NAME", help=_PROVIDERS)
@auth_options
@option("--base-url", metavar="URL", help="Address of the provider, where the catalogue lets it have one.")
def command(
    asked: Common, name: str, provider: str, auth: str, credential: str | None, base_url: str | None
) -> Said:
    """Put the connection NAME into the store. It names a secret, and never holds it.

    \b
    Examples:
      routeproof connections create anthropic-work --provider anthropic \\
          --auth api_key --credential credential/anthropic-work/api_key
      routeproof connections create team --provider openai --auth api_key --credential openai-team:api_key
      routeproof connections create lab --provider ollama --auth none --base-url http://10.0.0.5:11434
    """
    wanted = given_auth(auth, credential)
    with opened(asked, survey(asked.root)) as store:
        done = store.create(name, provider, wanted, base_url=base_url)
    if isinstance(done, Err):
        raise refusal_of(done)
    return Said(
        value={"connection": done.value.to_json(), "warnings": [*done.warnings]},
        text=connection_sheet(done.value),
        notes=(f"created `{name}`", *warning_notes(done.warnings)),
    )
