"""`routeproof init`: a workspace around the registry that is there, or a small one to start from."""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import click

from routeproof import __version__
from routeproof.adopt.adoption import Adoption, adopt, registry_in
from routeproof.adopt.ci_job import job, job_file
from routeproof.adopt.starter import require_vacant, starter_files
from routeproof.cli.frame import option, write
from routeproof.errors import InputError, Place
from routeproof.gate import local_today
from routeproof.harness import counted
from routeproof.manifest.files import REGISTRY, SCHEMAS, SYNC
from routeproof.markup import visible
from routeproof.workspace.git import repository_of


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
@option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Registry to adopt [default: DIR/manifest/providers.yaml, else DIR/providers.yaml].",
)
@option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date from which waivers hold for 90 days [default: the current date].",
)
def command(folder: Path, manifest: Path | None, today: datetime.datetime | None) -> None:
    """Write a workspace into DIR (default: this folder) that passes `routeproof check` as it is.

    Around a registry that is there it writes the goldens of today, and proposes probes, pins and invariants
    that hold; what does not hold yet is accepted for 90 days in checks/waivers.yaml. An empty folder gets a
    small workspace to start from.

    Nothing is overwritten: when a file of the workspace exists already, nothing is written at all.

    \b
    Examples:
      routeproof init                                    adopt ./providers.yaml
      routeproof init --manifest config/registry.yaml    adopt a registry from elsewhere
      routeproof init routing                            start in a new folder
    """
    source = manifest or registry_in(folder)
    if source is None:
        _start(folder)
    else:
        _adopt(folder, source, today.date() if today else local_today())


def _start(folder: Path) -> None:
    """The small workspace; a folder that holds something else is more likely the wrong one."""
    if folder.is_dir() and any(not each.name.startswith(".") for each in folder.iterdir()):
        raise InputError(
            "the folder is not empty and holds neither providers.yaml nor manifest/providers.yaml",
            place=Place(str(folder)),
            hint="name the registry to adopt with --manifest, or choose an empty folder",
        )
    files = starter_files()
    require_vacant(folder, files)
    _write_all(folder, files)
    _say("next", f"{_enter(folder)}routeproof check")


def _adopt(folder: Path, source: Path, today: datetime.date) -> None:
    adoption = adopt(folder, source, today)
    repository = repository_of(folder)
    inner = folder.resolve().relative_to(repository).as_posix() if repository else ""
    file = job_file(repository) if repository else ""
    files = dict(adoption.files)
    beside = repository is not None and not (repository / file).exists()
    if beside and inner == ".":
        files[file] = job(__version__, inner)
    _write_all(folder, files)
    for key, text in _summary(adoption, source):
        _say(key, text)
    if beside and inner != ".":
        _say("CI", f"the workspace is not the top of its repository: save what follows there as {file}")
        click.echo(job(__version__, inner), nl=False)
    _say("next", f"{_enter(folder)}routeproof check; then routeproof mutate, to see what it would notice")


def _summary(adoption: Adoption, source: Path) -> Iterator[tuple[str, str]]:
    declared, acceptance = adoption.workspace.declared, adoption.acceptance
    yield "adopted", f"{source}: {counted(adoption.verdict.counts)}"
    if REGISTRY in adoption.files:
        held = f", and {SYNC} holds the two together" if SYNC in adoption.files else ""
        yield "copied", f"it to {REGISTRY}; the original stays{held}"
    yield (
        "proposed",
        f"{_count(declared.probes, 'probe')}, {_count(declared.pins.routes, 'pin')}, "
        f"{_count(declared.invariants, 'invariant')} (proved for every id), "
        f"hosts of {_count(declared.hosts, 'provider')}",
    )
    if adoption.untried:
        yield "left out", f"{adoption.untried} more ideas for invariants"
    if adoption.verdict.waived:
        until = declared.waivers[0].expires
        yield (
            "accepted",
            f"{_count(adoption.verdict.waived, 'finding')} until {until}, in checks/waivers.yaml:",
        )
        yield "", "replace each TODO there, or mend the registry and remove the entry"
    if acceptance.exceptions:
        yield "excepted", f"{_count(acceptance.exceptions, 'id')}, in checks/platform-exceptions.yaml"
    for check in acceptance.lowered:
        yield "lowered", f"{check} to a note, in checks/policy.yaml"
    for finding in adoption.left:
        yield "open", f"{finding.check}: {finding.message}"
    undecided = adoption.verdict.ledger.undecided
    for why in dict.fromkeys(each.why for each in undecided):
        checks = _count(tuple(each for each in undecided if each.why == why), "check")
        yield "undecided", f"{checks}: {' '.join(why.split())}"
    if adoption.verdict.exit_code:
        yield (
            "",
            f"nothing in a workspace can accept that: the gate exits {adoption.verdict.exit_code} until then",
        )


def _count(values: tuple[object, ...], what: str) -> str:
    return f"{len(values)} {what}{'' if len(values) == 1 else 's'}"


def _say(key: str, text: str) -> None:
    click.echo(visible(f"{key:9} {text}"), err=True)


def _enter(folder: Path) -> str:
    return "" if folder == Path() else f"cd {folder} && "


def _write_all(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write every file or none: when one cannot be written, those before it are removed again."""
    parents = {parent for file in files for parent in (folder / file).parents if not parent.exists()}
    written = []
    try:
        for file, content in files.items():
            write(folder / file, content)
            written.append(folder / file)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        for parent in sorted(parents, key=lambda path: -len(path.parts)):
            with suppress(OSError):
                parent.rmdir()
        raise
    schemas = [path for path in written if path.parent == folder / SCHEMAS]
    for path in written:
        if path not in schemas:
            click.echo(f"wrote {path}", err=True)
    click.echo(f"wrote {folder / SCHEMAS}/*.schema.json", err=True)
