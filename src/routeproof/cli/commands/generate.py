"""`routeproof generate`: the registry as source text for the programs that read it."""

import re
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

import click

from routeproof.checks.subjects.delivery import ArtefactState
from routeproof.cli.options import EXIT_CODES, manifest_option, option, root_option, workspace_root
from routeproof.cli.writing import write_output
from routeproof.codegen import CodeLanguage, first_hunk, render
from routeproof.errors import InputError
from routeproof.harness import Exit
from routeproof.manifest import fingerprint, load, read_file
from routeproof.manifest.declared import artefacts_of
from routeproof.manifest.files import ARTEFACTS, REGISTRY
from routeproof.markup import visible
from routeproof.model.declared import ArtefactFile
from routeproof.model.registry import Registry
from routeproof.workspace import read_artefact

_PACKAGE = re.compile("[a-z][a-z0-9_]*")
_MOST = 20
"""Lines of each side that a difference shows when the whole of it would be long."""
_WHOLE = 5_000
"""Lines of a file up to which the difference is made line by line: beyond, it could take minutes."""


@click.command("generate", epilog=EXIT_CODES)
@option("--lang", type=click.Choice([each.value for each in CodeLanguage]), help="Language of the artefact.")
@option("--out", type=click.Path(path_type=Path), help="File to write [default: standard output].")
@option("--package", metavar="NAME", help="Name of the Go package [default: registry].")
@option("--check", "checking", is_flag=True, help="Write nothing; show what differs and exit 1 if any does.")
@root_option
@manifest_option
def command(
    lang: str | None,
    out: Path | None,
    package: str | None,
    checking: bool,
    root: Path | None,
    manifest: Path | None,
) -> None:
    """Write the registry for a program that reads it; without --lang, all of checks/artefacts.yaml.

    \b
    Examples:
      routeproof generate --lang typescript --out web/src/registry.ts
      routeproof generate --lang go --out internal/registry/registry.go --package registry
      routeproof generate --check
    """
    folder, declared = _find_artefacts(lang, out, package, checking, root)
    registry = load(manifest or workspace_root(root) / REGISTRY)
    made = [(each, _made(each, registry)) for each in declared]
    if out is None and lang is not None and not checking:
        click.echo(made[0][1], nl=False)
        return
    if not checking:
        for each, text in made:
            write_output(folder, each.path, text)
        sys.exit(Exit.CLEAN if made else Exit.NOTHING_CHECKED)
    different = [each.path for each, text in made if _differs(read_artefact(folder, each), text)]
    click.echo(f"{len(made)} artefacts, {len(different)} differ", err=True)
    sys.exit(Exit.worst([Exit.FINDINGS if different else 0, 0 if made else Exit.NOTHING_CHECKED]))


def _find_artefacts(
    lang: str | None, out: Path | None, package: str | None, checking: bool, root: Path | None
) -> tuple[Path, Sequence[ArtefactFile]]:
    """The artefacts that are asked for, and the folder that their paths are relative to."""
    if package is not None and not _PACKAGE.fullmatch(package):
        raise click.UsageError(f"'{package}' is no name of a Go package.")
    if lang is not None:
        if checking and out is None:
            raise click.UsageError("--check needs the file: give it with --out.")
        return Path(), [ArtefactFile(lang=lang, path=str(out or "-"), package=package)]
    if out is not None or package is not None:
        raise click.UsageError("--out and --package need --lang.")
    folder = workspace_root(root)
    if not (folder / ARTEFACTS).exists():
        click.echo(f"there is no {ARTEFACTS}: no artefact is declared; name one with --lang", err=True)
        return folder, []
    return folder, artefacts_of(read_file(folder / ARTEFACTS, "artefacts", ARTEFACTS))


def _made(declared: ArtefactFile, registry: Registry) -> str:
    return render(declared.lang, registry, fingerprint(registry), declared.package)


def _differs(state: ArtefactState, wanted: str) -> bool:
    """Show what is different on standard output; False when nothing is."""
    path = state.declared.path
    if state.error:
        raise InputError(f"`{path}` {state.error}")
    if state.content == wanted:
        return False
    for line in _difference(path, state.content or "", wanted):
        click.echo(visible(line.expandtabs(4)))
    return True


def _difference(path: str, found: str, wanted: str) -> Iterator[str]:
    one, other = found.splitlines(), wanted.splitlines()
    if max(len(one), len(other)) <= _WHOLE and one != other:
        yield from unified_diff(one, other, path, f"{path} (generated)", lineterm="")
        return
    yield f"--- {path}"
    yield f"+++ {path} (generated)"
    hunk = first_hunk(found, wanted)
    yield from hunk.unified(_MOST).split("\n") if hunk else ()
