"""Where a verb works: the workspace around it, and what that says of providers, deployment and policy."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from routeproof.bindings.catalogue import BUILTIN, catalogue_of
from routeproof.bindings.config import is_platform
from routeproof.bindings.export import Export, read_export
from routeproof.cli.connections.configuring import Given, read_filed, read_given, readable
from routeproof.manifest import load
from routeproof.manifest.files import CONNECTIONS, REGISTRY
from routeproof.model.connection import Catalogue


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The root; the catalogue of the registry there, else the built-in one; the export there, if any.

    `own` is that export as it was filed.
    """

    root: Path
    registered: Catalogue
    own: Given | None = None
    export: Export | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The providers that connections may have: the export's, else the registry's, else the built-in."""
        return self.export.catalogue if self.export is not None else self.registered

    @property
    def hosted(self) -> bool:
        """Whether addresses of a private network are refused."""
        return self.export is not None and self.export.hosted

    @property
    def platform(self) -> bool:
        """Whether the operator deployed this: what the environment of this process says."""
        return is_platform(os.environ)

    def given(self, configs: Sequence[Path]) -> tuple[Given, ...]:
        """The configurations in the files, else in the workspace's export; none where there is none."""
        if configs:
            return tuple(read_given(path) for path in configs)
        return () if self.own is None else (self.own,)


def survey(root: Path | None, *, without_export: bool = False) -> Surroundings:
    """What stands around a verb. Refused where the registry or the export is there and cannot be read.

    `without_export` leaves the export aside: the verb is given another.
    """
    folder = find_folder(root)
    registry, filed = folder / REGISTRY, folder / CONNECTIONS
    registered = readable(lambda: catalogue_of(load(registry))) if registry.exists() else BUILTIN
    if without_export or not filed.exists():
        return Surroundings(folder, registered)
    own = read_filed(filed, folder)
    return Surroundings(folder, registered, own, export_of(own, registered))


def export_of(given: Given, registered: Catalogue) -> Export | None:
    """The export that a configuration is part of, read under its own catalogue or else the one given."""
    filed = given.filed
    if filed is None:
        return None
    return readable(lambda: read_export(filed.document, registered, filed.config))


def find_folder(root: Path | None) -> Path:
    """The root given, else the nearest folder with a registry or an export, else the current one."""
    if root is not None:
        return root
    here = Path.cwd()
    around = (here, *here.parents)
    holds = (folder for folder in around if (folder / REGISTRY).exists() or (folder / CONNECTIONS).exists())
    return next(holds, here)
