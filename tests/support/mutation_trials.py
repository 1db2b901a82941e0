"""Workspaces to mutate: the clean one of the cases, and small registries written in a few words."""

import atexit
import datetime
from collections.abc import Collection
from functools import cache, partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import yaml

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.manifest import Document, read_document, registry_of
from routeproof.manifest import declared as read
from routeproof.model.declared import Offered
from routeproof.model.registry import Registry
from routeproof.mutate.mutant import Mutant
from routeproof.mutate.operators import mutants_of
from routeproof.mutate.operators.frame import Material
from routeproof.mutate.trial import Opener
from routeproof.trial import WorkspaceTrial, open_trial
from support.case_files import write_base

TODAY = datetime.date(2026, 1, 1)
FILE = "manifest/providers.yaml"

_PROVIDER = {
    "display_name": "D",
    "protocol": "openai",
    "auth_mode": "key",
    "auth_env": ["KEY"],
    "model_prefix_match": "^x-",
}


@cache
def base_root() -> Path:
    """A copy of the clean workspace that nobody edits; it is gone when the process ends."""
    root = Path(mkdtemp(prefix="routeproof-base-"))
    atexit.register(rmtree, root, ignore_errors=True)
    write_base(root)
    return root


def opener(root: Path | None = None, *, ignore: Collection[str] = ()) -> Opener:
    """What opens the workspace, in this process or in another."""
    return partial(open_trial, root or base_root(), TODAY, ignore=ignore)


@cache
def base_trial() -> WorkspaceTrial:
    """The clean workspace on trial; opening it costs more than most questions to it."""
    return open_trial(base_root(), TODAY)


@cache
def base_mutants() -> tuple[Mutant, ...]:
    return mutants_of(base_trial().material)


def mutant(operator: str, locus: str, replacement: str | None = None) -> Mutant:
    """The mutant of the clean workspace of that operator and place."""
    (found,) = (
        each
        for each in base_mutants()
        if (each.operator, each.locus) == (operator, locus) and replacement in (None, each.replacement)
    )
    return found


def complete(text: str) -> Any:
    """A registry in a few words with everything filled in that its schema asks for, as plain data.

    A provider that an arm names and the catalogue does not is added at its end.
    """
    data = yaml.safe_load(text)
    arms = [arm for runtime in (data.get("runtimes") or {}).values() for arm in runtime["providers"]]
    providers = data.get("providers") or []
    known = {provider["name"] for provider in providers}
    providers += [{"name": name} for name in dict.fromkeys(arm["name"] for arm in arms) if name not in known]
    return {
        "schema_version": 1,
        "providers": [_PROVIDER | provider for provider in providers],
        "runtimes": data.get("runtimes") or {"only": {"providers": [{"name": providers[0]["name"]}]}},
    }


def completed(text: str, before: Any) -> Any:
    """What a registry that was `before` has become, in a few words: the part that they leave out stayed."""
    data = yaml.safe_load(text)
    providers = [_PROVIDER | provider for provider in data.get("providers") or ()]
    return before | data | ({"providers": providers} if providers else {})


def document(data: Any, file: str = FILE) -> Document:
    """The data as a file that has been read."""
    return read_document(yaml.safe_dump(data, sort_keys=False).encode(), file, None)


def registry_material(text: str) -> Material:
    """What operators on the registry are given, for a registry in a few words."""
    return material_of(registry_of(document(complete(text))))


def material_of(registry: Registry, offers: tuple[Offered, ...] = ()) -> Material:
    """What operators are given, for a registry and what is offered of it."""
    return Material(
        subject=RegistrySubject(registry=registry), goldens=GoldensSubject(registry=registry, offers=offers)
    )


def offered_material(text: str) -> Material:
    """The same for operators on what is offered."""
    registry = registry_of(document(complete("providers: [{name: a}, {name: platform}]")))
    offered = read.offered_of(document(yaml.safe_load(text), "manifest/offered/r.yaml"), str.encode)
    return material_of(registry, (offered,))
