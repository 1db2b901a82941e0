"""What the commands share: options with their environment variables, complaints, safe writing."""

import datetime
import secrets
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

import click

from routeproof.errors import RouteproofError
from routeproof.markup import nearest, visible
from routeproof.model.registry import Registry

F = TypeVar("F", bound=Callable[..., Any])

EXIT_CODES = """\b
Exit codes: 0 clean; 1 findings; 2 usage or input error; 3 nothing was checked;
4 control failed; 5 undecided; 70 internal error.
Every option can be set by an environment variable ROUTEPROOF_<OPTION>."""


def option(name: str, *others: str, **settings: Any) -> Callable[[F], F]:
    """A click option that `ROUTEPROOF_<NAME>` sets as well; `name` is its long form."""
    variable = "ROUTEPROOF_" + name.removeprefix("--").partition("/")[0].upper().replace("-", "_")
    return click.option(name, *others, envvar=variable, **settings)


def root_option(command: F) -> F:
    """Add `--root`: the folder of the workspace, found from the current folder when not given."""
    return option(
        "--root",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder of the workspace [default: this folder or the nearest one above].",
    )(command)


def manifest_option(command: F) -> F:
    """Add `--manifest`: another registry to judge in place of the workspace's."""
    return option(
        "--manifest",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Registry to use in place of the workspace's manifest/providers.yaml.",
    )(command)


def report_option(formats: Collection[str]) -> Callable[[F], F]:
    """Add `--report FORMAT=PATH`, repeatable, as `reports`: pairs of format and path."""

    def split_each(
        ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
    ) -> tuple[tuple[str, Path], ...]:
        return tuple(_split_report(text, formats, ctx, param) for text in value)

    return option(
        "--report",
        "reports",
        metavar="FORMAT=PATH",
        callback=split_each,
        multiple=True,
        help="Also write a report to a file; repeatable.",
    )


def _split_report(
    text: str, formats: Collection[str], ctx: click.Context, param: click.Parameter
) -> tuple[str, Path]:
    format_name, _, path = text.partition("=")
    if format_name not in formats or not path:
        choices = ", ".join(formats)
        raise click.BadParameter(f"{text!r} is not FORMAT=PATH with FORMAT one of {choices}", ctx, param)
    return format_name, Path(path)


def today_option(command: F) -> F:
    """Add `--today`: the date that waivers are held against, as a `datetime.date`."""
    return option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_date,
        help="Date that the waivers are held against [default: the current date].",
    )(command)


def _date(ctx: click.Context, param: click.Parameter, value: datetime.datetime | None) -> datetime.date:
    from routeproof.gate import local_today  # noqa: PLC0415 - start-up

    return value.date() if value else local_today()


def known_checks(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """A click callback that refuses the name of a check that does not exist."""
    from routeproof.checks import BY_ID  # noqa: PLC0415 - start-up

    for name in value:
        if name not in BY_ID:
            near = nearest(name, BY_ID)
            hint = (
                f" Did you mean '{near}'?" if near is not None else " 'routeproof check --list' shows them."
            )
            raise click.BadParameter(f"there is no check '{name}'.{hint}", ctx, param)
    return value


def workspace_root(root: Path | None) -> Path:
    """The folder given, or the one found from the current folder."""
    from routeproof.workspace import find_root  # noqa: PLC0415 - start-up

    return root or find_root(Path.cwd())


def workspace_registry(root: Path | None, manifest: Path | None) -> Registry:
    """The registry given, or that of the workspace."""
    from routeproof.manifest import load  # noqa: PLC0415 - start-up
    from routeproof.manifest.files import REGISTRY  # noqa: PLC0415 - start-up

    return load(manifest or workspace_root(root) / REGISTRY)


def complain(error: RouteproofError) -> None:
    """Say every problem on standard error, a line each, its hint on a line of its own."""
    for problem in error.problems:
        where = f"{problem.place}: " if problem.place else ""
        click.echo(f"error: {visible(where + problem.message)}", err=True)
        if problem.hint:
            click.echo(f"  hint: {visible(problem.hint)}", err=True)


def write(path: Path, content: str | bytes) -> bool:
    """Write the file whole or not at all; False when it already held exactly that.

    The content goes to a temporary file in the same folder, which then takes the name: a reader, or a
    second run, never sees half of it. A link stays a link; a device or a pipe takes the bytes as they come.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        if path.is_relative_to("/dev") or (path.exists() and not path.is_file()):
            path.write_bytes(data)
            return True
        if path.is_file() and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path.resolve(), data)
    except OSError as error:
        # A full disk names no file, and a draft's name means nothing to anybody.
        error.filename = str(path)
        raise
    return True


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f".routeproof-{secrets.token_hex(8)}")
    try:
        # Not `tempfile`: its files ignore the umask, and nobody else could read the report.
        with open(draft, "xb") as file:
            file.write(data)
        if path.exists():
            draft.chmod(path.stat().st_mode)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def wrote(root: Path, file: str, content: str | bytes) -> None:
    """Write `file` of the workspace and say on standard error whether it changed."""
    changed = write(root / file, content)
    click.echo(f"{'wrote' if changed else 'unchanged'} {file}", err=True)
