"""`routeproof diff`: the exact meaning of a change of the registry."""

import datetime
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import click

from routeproof.cli.frame import EXIT_CODES, option, root_option, today_option, workspace_root
from routeproof.compare import RouteChange, compare
from routeproof.errors import Place
from routeproof.gate.collision import collide
from routeproof.harness import Exit
from routeproof.manifest import Document, read_document, read_file, registry_of
from routeproof.manifest.files import REGISTRY
from routeproof.markup import visible
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Registry
from routeproof.reports.documents.difference import FORMATS, render
from routeproof.workspace.git import file_at


@click.command("diff", epilog=EXIT_CODES)
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option(
    "--base", "ref", metavar="REF", help="Compare the workspace's registry with the one at this git revision."
)
@option("--merge", "merging", is_flag=True, help="Take BASE A B: prove A, B and the merge of both.")
@option(
    "--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True, help="Format."
)
@root_option
@today_option
def command(
    files: tuple[Path, ...],
    ref: str | None,
    merging: bool,
    format_name: str,
    root: Path | None,
    today: datetime.date,
) -> None:
    """Show which ids change provider, payer or routability between two registries, exactly.

    Changes of comments, layout or order that mean nothing are "proved equal". Exits 1 when anything differs.
    With --merge, two changes of one base that are each fine and jointly wrong exit 1.

    \b
    Examples:
      routeproof diff old.yaml new.yaml
      routeproof diff --base origin/main
      routeproof diff --merge base.yaml mine.yaml theirs.yaml
    """
    if merging:
        _merge(files, workspace_root(root), today)
    was, now = _documents(files, ref, root)
    before, after = registry_of(was), registry_of(now)
    difference = compare(before, after)
    click.echo(render(format_name, difference), nl=False)
    if format_name == "text":
        for change in difference.routes:
            for side, places in (
                ("was", _places(was, before, change, change.base_arms)),
                ("is", _places(now, after, change, change.head_arms)),
            ):
                for place in places:
                    click.echo(visible(f"  {change.witness} {side} claimed at {place}"))
    sys.exit(Exit.CLEAN if difference.equal else Exit.FINDINGS)


def _merge(files: tuple[Path, ...], root: Path, today: datetime.date) -> NoReturn:
    if len(files) != 3:
        raise click.UsageError("--merge takes three files: BASE A B.")
    base, first, second = files
    collision = collide(root, base, first, second, today)
    if collision.conflict:
        click.echo(visible(f"{first} and {second} conflict: git cannot merge them"))
        sys.exit(Exit.FINDINGS)
    click.echo(visible(f"{first}: {collision.first or 'none'} refuted"))
    click.echo(visible(f"{second}: {collision.second or 'none'} refuted"))
    click.echo(f"merged: {len(collision.findings) or 'nothing'} refuted that neither refutes alone")
    for finding in collision.findings:
        click.echo(visible(f"{finding.level} {finding.check}: {finding.message}"))
    sys.exit(Exit.FINDINGS if collision.findings or collision.first or collision.second else Exit.CLEAN)


def _documents(files: tuple[Path, ...], ref: str | None, root: Path | None) -> tuple[Document, Document]:
    """The two registries as documents: two files, or a revision and the workspace."""
    if (ref is None) == (not files) or len(files) not in (0, 2):
        raise click.UsageError("give two files, or --base REF.")
    if ref is not None:
        folder = workspace_root(root)
        was = read_document(file_at(folder, ref, REGISTRY), f"{ref}:{REGISTRY}", "registry")
        return was, read_file(folder / REGISTRY, "registry", REGISTRY)
    base, head = files
    return read_file(base, "registry", str(base)), read_file(head, "registry", str(head))


def _places(
    document: Document, registry: Registry, change: RouteChange, side: Sequence[str]
) -> Iterator[Place]:
    """Where the claims of one side to the class are written."""
    runtime = registry.runtimes.get(change.runtime)
    for arm in runtime.arms if runtime else ():
        if runtime and arm.name in side:
            yield document.place(claim_pointer(registry, runtime, arm, change.witness))
