"""`routeproof explain`: what a check holds, and why."""

import click

from routeproof.checks import ALL
from routeproof.harness import RULES
from routeproof.markup import nearest


@click.command("explain")
@click.argument("check", required=False)
def command(check: str | None) -> None:
    """Say what CHECK holds, and why; without CHECK, list them all.

    \b
    Examples:
      routeproof explain golden-matrix
    """
    rules = {rule.id: rule for rule in (*ALL, *RULES)}
    if check is None:
        width = max(map(len, rules))
        for rule in rules.values():
            click.echo(f"{rule.id:{width}}  {rule.title}")
        return
    if check not in rules:
        from routeproof.conform import connections, resolver  # noqa: PLC0415 - start-up

        rules |= {rule.id: rule for rule in (*resolver.RULES, *connections.RULES)}
    if check not in rules:
        near = nearest(check, rules)
        hint = f" Did you mean '{near}'?" if near is not None else ""
        raise click.UsageError(f"there is no check '{check}'.{hint}")
    rule = rules[check]
    click.echo(f"{rule.id} ({rule.level}, {rule.leave})\n\n{rule.explanation}")
