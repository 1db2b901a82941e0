"""`routeproof connections`: the group of verbs, each imported when it is called."""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn, TypeVar

import click

from routeproof import interrupt
from routeproof.bindings.catalogue import BUILTIN
from routeproof.cli.connections.answers import Said, failure_of, print_answer
from routeproof.cli.connections.seeds import canonical_lines
from routeproof.cli.connections.usage import (
    COMMON_VALUED,
    arranged,
    unknown_verb,
    usage_text,
    veiled,
    wants_json,
)
from routeproof.cli.connections.verb import AS_JSON, help_for
from routeproof.cli.options import EXIT_CODES
from routeproof.errors import RouteproofError
from routeproof.harness import Exit

T = TypeVar("T")

_VERBS = {
    "list": "List the connections of the store.",
    "get": "Show one connection.",
    "create": "Put a new connection into the store.",
    "update": "Give a connection another auth.",
    "delete": "Remove a connection that nothing refers to.",
    "migrate": "Make or adopt the tables, and put the canonical connections in.",
    "backfill": "Give every entry of a configuration a connection with the same payer.",
    "resolve": "Show which way a call goes now, and who pays.",
    "doctor": "Name everything that is wrong with any stored row.",
    "export": "Write store and configuration as the file that the gate judges.",
    "check": "Judge connections, and the entries that name them.",
    "prove": "Visit every state of every entry: who pays in each.",
    "replay": "Run the stages of the rule's history, and name what each of them broke.",
}


class VerbGroup(click.Group):
    """Finds a verb by its name, and tells a person, or with `--json` a program, what comes of it."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Parse; what is wrong with the call is said here, where nobody knows yet who reads it."""
        tokens, make = arranged(args), super().make_context
        return _answered(lambda: make(info_name, [*tokens], parent, **extra), tokens, _wants_json(tokens))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Remember who reads, and refuse to be called without a verb."""
        ctx.obj, ctx.meta[AS_JSON] = tuple(args), _wants_json(args)
        if not ctx.resilient_parsing and not _has_verb(args):
            if not ctx.meta[AS_JSON]:
                click.echo(ctx.get_help(), err=True)
                ctx.exit(Exit.INPUT)
            raise click.UsageError("a verb is missing", ctx)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which they are told."""
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb."""
        return _verb(cmd_name) if cmd_name in _VERBS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_VERBS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; what is none is told without repeating what may be a secret."""
        if args[0] not in _VERBS and not ctx.resilient_parsing:
            raise click.UsageError(unknown_verb(args[0], _VERBS), ctx)
        return super().resolve_command(ctx, args)

    def get_help(self, ctx: click.Context) -> str:
        """The help text; for a program in an object of its own."""
        return help_for(ctx, super().get_help(ctx))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb, say what it says, and leave with its exit code."""
        as_json: bool = ctx.meta[AS_JSON]
        run = super().invoke
        said: Said = _answered(lambda: run(ctx), ctx.obj, as_json)
        _leave(said, as_json=as_json)


def _verb(name: str) -> click.Command:
    command: click.Command = import_module(f"routeproof.cli.connections.verbs.{name}").command
    interrupt.raise_again()
    return command


def _has_verb(args: Sequence[str]) -> bool:
    """Whether there is anything but options that would stand behind a verb."""
    return arranged([*args, "."])[0] != "."


def _wants_json(tokens: Sequence[str]) -> bool:
    valued = {*COMMON_VALUED}
    with suppress(Exception):  # a verb that cannot be imported says so where it is called
        options = [each for each in _verb(tokens[0]).params if isinstance(each, click.Option)]
        valued |= {name for each in options if not each.is_flag for name in each.opts}
    return wants_json(tokens, valued, os.environ)


def _answered(work: Callable[[], T], tokens: Sequence[str], as_json: bool) -> T:
    """What the work gives; where it fails, the failure is said, and this process is about to leave."""
    typed = (*tokens, *(value for name, value in os.environ.items() if name.startswith("ROUTEPROOF_")))
    try:
        return work()
    except (click.exceptions.Exit, click.Abort):
        raise
    except click.ClickException as error:
        text = usage_text(error, typed)
        if not as_json:
            raise click.UsageError(text, getattr(error, "ctx", None)) from None
        said = Said(code="usage", error=text, exit_code=Exit.INPUT)
    except RouteproofError as error:
        said = failure_of(error)
    except OSError as error:
        reason = f"{(error.strerror or 'it failed').lower()}{f': {error.filename}' if error.filename else ''}"
        said = Said(code="output_unwritable", error=reason, exit_code=Exit.INPUT)
    except Exception as error:
        if os.environ.get("ROUTEPROOF_DEBUG") and not as_json:
            raise
        # Not its text: what a library says of its arguments may be what nobody is to see.
        said = Said(
            code="internal_error",
            error=f"internal error: {type(error).__name__}",
            hint="set ROUTEPROOF_DEBUG=1 for the traceback, and report it",
            exit_code=Exit.INTERNAL,
        )
    return _leave(veiled(said, typed), as_json=as_json)


def _leave(said: Said, *, as_json: bool) -> NoReturn:
    print_answer(said, as_json=as_json)
    raise click.exceptions.Exit(said.exit_code)


_HELP = f"""Keep named connections, and see which one a call gets and who pays for it.

A connection is a provider with an auth. The auth names a secret, and never holds it.

\b
Every store with the built-in catalogue has:
{canonical_lines(BUILTIN)}

The options of every verb may stand before it as well.

\b
Examples:
  routeproof connections migrate
  routeproof connections create anthropic-work --provider anthropic \\
      --auth api_key --credential credential/anthropic-work/api_key
  routeproof connections backfill --config config.json --dry-run
  routeproof connections resolve --config config.json --call-site mainAgent --json
"""


@click.group("connections", cls=VerbGroup, help=_HELP, epilog=EXIT_CODES)
@click.option("--json", "as_json", is_flag=True, hidden=True, expose_value=False)
@click.option("--format", "format_name", hidden=True, expose_value=False)
def command() -> None:
    """Without a verb nothing is done."""
