"""The cases of `tests/cases`: small edits of one clean workspace, and what the gate must say about each."""

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from routeproof import schema
from routeproof.codegen import render
from routeproof.gate import Subjects
from routeproof.harness.finding import Finding, Location
from routeproof.manifest import fingerprint, load
from routeproof.manifest.census import census
from routeproof.manifest.files import BY_PATH, GOLDEN_CSV, GUARDS_CSV, METADATA_CSV, OFFERED_CSV
from routeproof.manifest.table import Golden, written
from routeproof.manifest.yaml import steps_of
from routeproof.matrix import metadata, offered, parse_routing, render_routing
from routeproof.matrix.golden import RoutingGolden
from routeproof.model.registry import PLATFORM
from routeproof.workspace import Goldens, Workspace, open_workspace

CASES = Path(__file__).parents[1] / "cases"
BASE = CASES / "base"
# A thousand files are read and written here; the C parser of PyYAML takes a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
NO_RULES = {"base", "history", "manifest"}
"""Folders that stand for no rule: the workspace that cases edit, old registries, what the loader reads."""
REGISTRY = "manifest/providers.yaml"
TODAY = datetime.date(2026, 1, 1)
"""The day on which a case is judged that names none."""

FIELDS = ("message", "hint", "expected", "actual", "pointer", "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case file.

    `golden` is `patched` when what the edit changes counts as accepted, else `base`. `base` says that moves
    since the unedited workspace are judged, as with `routeproof check --base`.
    """

    rule: str
    name: str
    why: str
    patch: list[dict[str, Any]]
    expect: tuple[dict[str, Any], ...] = ()
    golden: str = "patched"
    base: bool = False
    today: datetime.date = TODAY

    def __str__(self) -> str:
        return f"{self.rule}/{self.name}"


def parsed(text: str) -> Any:
    """The data of a YAML text."""
    return yaml.load(text, _LOADER)  # noqa: S506 - the safe loader, in C


def dumped(value: Any) -> str:
    """The data as YAML in one layout."""
    return str(yaml.dump(value, Dumper=_DUMPER, sort_keys=False))


def folders() -> set[str]:
    """The rules that have a folder, whatever their family."""
    return {folder.name for folder in CASES.glob("*/*") if folder.is_dir() and _of_a_rule(folder)}


def _of_a_rule(folder: Path) -> bool:
    return folder.parent.name not in NO_RULES


def folder_of(rule: str) -> Path:
    """The folder of a rule."""
    return next(folder for folder in CASES.glob(f"*/{rule}") if _of_a_rule(folder))


def cases(kind: str) -> list[Case]:
    """Every `good` or every `bad` case, variants included, in the order of their rules."""
    found = [path for path in CASES.glob(f"*/*/{kind}*.yaml") if _of_a_rule(path.parent)]
    return [read_case(path) for path in sorted(found, key=lambda path: (path.parent.name, path.name))]


def read_case(path: Path) -> Case:
    """Read one case file; a key that it may not have is a TypeError."""
    return Case(rule=path.parent.name, name=path.stem, **parsed(path.read_text(encoding="utf-8")))


def workspace_of(case: Case, root: Path) -> Workspace:
    """Write the edited workspace into the empty folder `root` and open it."""
    write_base(root)
    for change in case.patch:
        edit(root, **change)
    workspace = open_workspace(root)
    if case.base:
        workspace = replace(workspace, base=load(BASE / REGISTRY))
    return workspace if case.golden == "base" else _accepted(workspace)


def _accepted(workspace: Workspace) -> Workspace:
    """The workspace with its goldens as `routeproof matrix --write` would leave them."""
    facts = metadata.facts_of(workspace.registry)
    offers = offered.offers_of(workspace.registry, workspace.offers)
    goldens = Goldens(
        routing=RoutingGolden(GOLDEN_CSV, parse_routing(render_routing(Subjects(workspace).cells))),
        metadata=Golden(METADATA_CSV, tuple(fact.line for fact in facts)),
        offered=Golden(OFFERED_CSV, tuple(offer.line for offer in offers)),
        guards=Golden(GUARDS_CSV, census(workspace.documents)),
    )
    return replace(_landed(workspace), goldens=goldens)


def _landed(workspace: Workspace) -> Workspace:
    """Where a copy or an artefact is that of the base, what it holds once the edit has reached it as well."""
    base, registry = load(BASE / REGISTRY), workspace.registry
    if registry == base or not any(provider.name == PLATFORM for provider in registry.providers):
        return workspace
    old, new = fingerprint(base), fingerprint(registry)
    copies = tuple(
        replace(copy, registry=registry, fingerprint=new) if copy.fingerprint == old else copy
        for copy in workspace.copies
    )
    artefacts = tuple(
        replace(each, content=render(each.declared.lang, registry, new))
        if each.content == render(each.declared.lang, base, old)
        else each
        for each in workspace.artefacts
    )
    return replace(workspace, copies=copies, artefacts=artefacts)


def write_base(root: Path) -> None:
    """Write the clean workspace into the folder `root`."""
    for file, data in base_files().items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(data)


@cache
def base_files() -> dict[str, bytes]:
    """The clean workspace, with what commands put there: schemas, an artefact, a copy elsewhere."""
    registry = load(BASE / REGISTRY)
    kept = {
        path.relative_to(BASE).as_posix(): path.read_bytes() for path in BASE.rglob("*") if path.is_file()
    }
    return kept | {
        "mirror/providers.yaml": kept[REGISTRY],
        "generated/registry.json": render("json", registry, fingerprint(registry)).encode(),
        **{f"schema/{name}.schema.json": schema.text(name) for name in schema.names()},
    }


def accept_guards(root: Path) -> None:
    """Write the golden of the guards anew, as `routeproof matrix --write` does, and nothing else."""
    lines = census(open_workspace(root).documents)
    (root / GUARDS_CSV).write_text(written(BY_PATH[GUARDS_CSV].columns, lines), encoding="utf-8")


def shown(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings as a case writes them: what is not set is left out."""
    return [
        {"file": each.document}
        | {name: value for name, value in each.about if value is not None}
        | {name: value for name in FIELDS if (value := getattr(each, name)) is not None}
        | ({} if each.present is None else {"auth_env": list(each.present)})
        | ({"related": [_related(at) for at in each.related]} if each.related else {})
        for each in findings
    ]


def _related(location: Location) -> dict[str, str]:
    return {"file": location.document, "pointer": location.pointer, "note": location.note}


def pointed_at(data: Any, pointer: str) -> bool:
    """Whether the JSON pointer leads to a value."""
    for step in steps_of(pointer):
        try:
            data = data[int(step) if isinstance(data, list) else step]
        except (KeyError, IndexError):
            return False
    return True


def edit(root: Path, file: str, at: str = "", **change: Any) -> None:
    """One of `set: value`, `insert: value` (before the position) and `remove: true` at a JSON pointer.

    Without a pointer the whole file is meant.
    """
    ((verb, value),) = change.items()
    path = root / file
    steps = list(steps_of(at))
    if not steps:
        path.unlink() if verb == "remove" else _write(path, value)
        return
    document = parsed(path.read_text(encoding="utf-8"))
    place = document
    for step in steps[:-1]:
        place = place[int(step) if isinstance(place, list) else step]
    _change(place, steps[-1], verb, value)
    _write(path, document)


def _change(place: Any, last: str, verb: str, value: Any) -> None:
    key = int(last) if isinstance(place, list) else last
    if verb == "insert":
        assert isinstance(key, int), "only a list has room to insert"
        assert key <= len(place), "insert beyond the end of the list"
        place.insert(key, value)
    elif verb == "remove":
        del place[key]
    else:
        assert verb == "set", f"no such edit: {verb}"
        place[key] = value


def _write(path: Path, value: Any) -> None:
    write = {".yaml": dumped, ".json": _json}.get(path.suffix, str)
    path.parent.mkdir(exist_ok=True)
    path.write_text(write(value), encoding="utf-8")


def _json(value: Any) -> str:
    return json.dumps(value, indent=2) + "\n"
