"""`routeproof connections resolve`: which way a call goes now, and who pays."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from routeproof.bindings.export import POLICIES, SAME_PAYER
from routeproof.bindings.refusals import Refusal
from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.configuring import Given, config_option, read_given
from routeproof.cli.connections.layout import aligned
from routeproof.cli.connections.sentences import MISSES
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import Surroundings, survey
from routeproof.cli.connections.verb import Common, verb
from routeproof.cli.options import option
from routeproof.connections.adapter import PlatformAccess
from routeproof.connections.dispatch import Dispatcher
from routeproof.connections.resolver import Resolver
from routeproof.connections.vault import ChainVault, vault_of
from routeproof.model.dispatch import Route


@verb("resolve")
@config_option
@option("--call-site", metavar="NAME", help="The call site that calls.")
@option("--profile", metavar="NAME", help="The profile that is asked for; it wins over the call site.")
@option(
    "--policy",
    type=click.Choice(POLICIES),
    help=f"Who may serve when the connection cannot [default: the workspace's, else {SAME_PAYER}].",
)
@option("--platform-url", metavar="URL", help="Address of the operator's proxy [default: there is none].")
def command(
    asked: Common,
    config: Path,
    call_site: str | None,
    profile: str | None,
    policy: str | None,
    platform_url: str | None,
) -> Said:
    """Show which way a call goes now: by its connection, or another one that the policy allows, or none.

    The secret is looked up, and never shown; no provider is called.

    \b
    Examples:
      routeproof connections resolve --config config.json
      routeproof connections resolve --config config.json --call-site mainAgent --vault dir:/run/secrets
      routeproof connections resolve --config config.json --profile deep --policy forbid --json
    """
    given = read_given(config)
    around = survey(asked.root)
    platform = PlatformAccess(platform_url) if platform_url is not None else None
    with opened(asked, around) as store:
        resolver = Resolver(
            store,
            _vault(asked.vaults),
            platform=platform,
            catalogue=around.catalogue,
            hosted=around.hosted,
        )
        dispatcher = Dispatcher(
            resolver,
            given.config,
            platform_deployment=around.platform,
            policy=policy or _policy(given, around),
        )
        found = dispatcher.route(call_site, profile)
    return _said(found)


def _vault(sources: Sequence[str]) -> ChainVault:
    return ChainVault(*(vault_of(source, os.environ) for source in sources))


def _policy(given: Given, around: Surroundings) -> str:
    """The policy of the export that holds the configuration, else of the workspace's."""
    if given.filed is not None:
        return str(given.filed.document.get("policy", SAME_PAYER))
    return around.export.policy if around.export is not None else SAME_PAYER


def _said(found: Route | Refusal) -> Said:
    if isinstance(found, Refusal):
        reason = str(found.reason)
        raise Refused(reason, f"nobody serves it: {MISSES[found.reason]}", {"hard": found.hard})
    route: dict[str, Any] = {
        "via": str(found.via),
        "provider": found.provider,
        "payer": str(found.payer),
        "connection": found.connection,
        "reason": found.reason,
        "payer_changed": found.payer_changed,
    }
    shown = (
        ("via", route["via"]),
        ("provider", route["provider"]),
        ("payer", f"{route['payer']}{', and not the one that was meant' if found.payer_changed else ''}"),
        ("connection", found.connection or "-"),
        ("reason", found.reason or "-"),
    )
    return Said(value={"route": route}, text=aligned(shown))
