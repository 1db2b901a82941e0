"""The command line: one module per command, imported when it is called; the exit codes leave from here."""

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from routeproof import interrupt
from routeproof.cli.complaints import complain
from routeproof.cli.options import EXIT_CODES
from routeproof.errors import InputError, RouteproofError
from routeproof.markup import nearest

_COMMANDS = {
    "check": "Judge the workspace: every check, one verdict, one exit code.",
    "commands": "Show the commands of a program, and which of them have no fitting risk.",
    "comment": "Print the body of a pull-request comment on a change.",
    "conform": "Hold a production resolver, or connections, to the specification.",
    "connections": "Keep named connections, and see which one a call gets and who pays.",
    "derive": "Show where an id goes on a runtime, who pays, and why.",
    "diff": "Show the exact meaning of a change: which ids move, and who pays.",
    "drift": "Compare what templates offer with the registry.",
    "explain": "Say what a check holds, and why.",
    "fingerprint": "Print the fingerprint of a registry's data.",
    "generate": "Write the registry as JSON, Python, TypeScript or Go.",
    "init": "Write a workspace around a registry, or a small one to start from.",
    "lane": "Hold the CI workflows against the lane that the team requires.",
    "matrix": "Show, write or verify the routing matrix.",
    "mutate": "Edit the registry and the guards in every plausible way, and see who notices.",
    "prove": "Prove the invariants over every possible id, or refute them.",
    "schema": "Show the JSON Schemas, or copy them into the workspace.",
    "why": "Tell why an id goes where it goes, and what any credential would change.",
    "why-not": "Show the smallest change of an id that reaches a provider.",
}

_ROOMS = {
    **dict.fromkeys(("derive", "why", "why-not"), "commands.ids."),
    **dict.fromkeys(("commands", "explain", "fingerprint", "schema"), "commands.shown."),
    "connections": "",
}
"""The commands whose modules do not stand in `commands`, with their room."""


class _Commands(click.Group):
    """Finds a command's module by its name, so that start-up pays for one command only."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse to be called with nothing: click before 8.2 would say that all is well."""
        if not args:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        name = _ROOMS.get(cmd_name, "commands.") + cmd_name.replace("-", "_")
        module = import_module(f"routeproof.cli.{name}")
        command: click.Command = module.command
        interrupt.raise_again()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        near = nearest(args[0], _COMMANDS) if args[0] not in _COMMANDS else None
        if near is not None:
            raise click.UsageError(f"No such command '{args[0]}'. Did you mean '{near}'?", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and see that its output has left before its exit code does."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                if sys.stdout is not None:
                    sys.stdout.flush()
        except OSError as error:
            # click leaves with 1 when a pipe is closed, which would say that there are findings.
            _drop_output()
            raise InputError(_reason(error)) from error


@click.group(cls=_Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="routeproof", message="routeproof %(version)s")
def cli() -> None:
    """Prove where every model id of an LLM provider registry goes, and who pays for it.

    \b
    Examples:
      routeproof check                                   judge the workspace around this folder
      routeproof derive hermes openai:gpt-4o             where one id goes, and why
      routeproof matrix --write                          accept today's routing as the golden one
      routeproof explain golden-matrix                   what a finding means
    """


def main() -> None:
    """Run the command line and leave with its exit code; never a traceback for what a user can cause."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A letter that the terminal's encoding does not have is shown as an escape.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = _run()
    except KeyboardInterrupt:
        code = interrupt.INTERRUPTED
    sys.exit(code)


def _run() -> int:
    """Run the command line and say what went wrong; the exit code."""
    try:
        code: int = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        code = interrupt.INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except RouteproofError as error:
        complain(error)
        code = error.exit_code
    except OSError as error:
        _drop_output()
        click.echo(f"error: {_reason(error)}", err=True)
        code = 2
    except Exception as error:
        if os.environ.get("ROUTEPROOF_DEBUG"):
            import traceback  # noqa: PLC0415 - only after a defect

            traceback.print_exc()
        click.echo(f"internal error: {type(error).__name__}: {error}", err=True)
        click.echo("  hint: set ROUTEPROOF_DEBUG=1 for the traceback, and report it", err=True)
        code = 70
    return code


def _drop_output() -> None:
    """Send nowhere what is still to be flushed: with no reader left, Python would complain again."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _reason(error: OSError) -> str:
    return f"{(error.strerror or str(error)).lower()}{f': {error.filename}' if error.filename else ''}"
