"""A verb as a command: the options that all verbs share, what it needs installed, its help."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from routeproof.cli.connections.answers import Said
from routeproof.cli.options import EXIT_CODES, option

AS_JSON = "routeproof.connections.json"
"""Where a context keeps whether a program reads the answer."""

_FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Common:
    """The options of every verb, as they were given: the root, the URL of the store, the vaults in order."""

    root: Path | None
    store: str | None
    vaults: tuple[str, ...]


class Verb(click.Command):
    """A verb of `routeproof connections`: it says what its function returns."""

    needs_extra = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what is left over without repeating it: somebody may have typed a secret there."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(f"{len(rest)} unexpected argument{'s' if len(rest) > 1 else ''}", ctx)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run it where what it needs is installed; else ExtraMissing, before anything is read."""
        if self.needs_extra or _names_store(ctx):
            from routeproof.connections.extra import require_extra  # noqa: PLC0415 - start-up

            require_extra()
        return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        """The help text; for a program in an object of its own."""
        return help_for(ctx, super().get_help(ctx))


def for_program() -> bool:
    """Whether a program reads the answer of the verb that is running."""
    return bool(click.get_current_context().meta.get(AS_JSON))


class FileVerb(Verb):
    """A verb that works on files, and so without the extra."""

    needs_extra = False


class PlainVerb(FileVerb):
    """A verb that no store has a part in; it takes the options of all verbs, and says so."""

    def invoke(self, ctx: click.Context) -> Said:
        """Run it; whoever named a store is told that it was not asked."""
        said: Said = super().invoke(ctx)
        return replace(said, notes=(*said.notes, "no store was asked")) if _names_store(ctx) else said


def _names_store(ctx: click.Context) -> bool:
    return ctx.get_parameter_source("store") is ParameterSource.COMMANDLINE


def help_for(ctx: click.Context, text: str) -> str:
    """The help text for whoever reads the answer."""
    return json.dumps({"ok": True, "help": text}) if ctx.meta.get(AS_JSON) else text


def verb(
    name: str,
    kind: type[Verb] = Verb,
    formats: Collection[str] | None = None,
    help_text: str | None = None,
) -> Callable[[Callable[..., Said]], click.Command]:
    """Make a function a verb: it is given `asked` and its own options, and returns what it says.

    `formats` are those of standard output where there are more than text and json; the one that is asked for
    is then a parameter, `format_name`. `help_text` stands in for the function's docstring.
    """

    def make(body: Callable[..., Said]) -> click.Command:
        @wraps(body)
        def run(*, root: Path | None, store: str | None, vaults: tuple[str, ...], **own: Any) -> Said:
            return body(Common(root, store, vaults), **own)

        command = click.command(name, cls=kind, help=help_text, epilog=EXIT_CODES)(run)
        for add in (_store_option, _vault_option, _root_option, _format_option(formats), _json_option):
            add(command)
        return command

    return make


_store_option = option(
    "--store", metavar="URL", help="Store [default: .routeproof/connections.db below the root]."
)
_root_option = option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder to work in [default: the nearest one with a registry or connections, else this one].",
)
_json_option = option(
    "--json", "as_json", is_flag=True, expose_value=False, help="The same as --format json."
)


def _checked_sources(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for source in value:
        kind, colon, path = source.partition(":")
        if source not in ("env", "keyring") and not (kind == "dir" and colon and path):
            raise click.BadParameter("it is `env`, `keyring` or `dir:PATH`", ctx, param)
    return value


_vault_option = option(
    "--vault",
    "vaults",
    metavar="SOURCE",
    multiple=True,
    default=("env",),
    show_default=True,
    callback=_checked_sources,
    help="Where secrets are looked up: env, keyring or dir:PATH; repeatable, the first that has one counts.",
)


def _format_option(formats: Collection[str] | None) -> Callable[[click.Command], click.Command]:
    own = formats is not None
    return option(
        "--format",
        "format_name",
        type=click.Choice([*(formats or _FORMATS)]),
        default=None if own else "text",
        show_default=not own,
        expose_value=own,
        help="Format of standard output" + (" [default: text]." if own else "."),
    )
