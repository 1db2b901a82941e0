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
from routeproof.model.declared import FiledConnections


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The root; the catalogue of the registry there, else the built-in one; the export there, None without."""

    root: Path
    registered: Catalogue
    filed: FiledConnections | None = None
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
        filed = self.filed
        return () if filed is None else (Given(filed.config_file, filed.config, filed),)


def survey(root: Path | None, *, without_export: bool = False) -> Surroundings:
    """What stands around a verb. Refused where the registry or the export is there and cannot be read.

    The root is the one given, else the nearest folder at or above this one that has either, else this one.
    `without_export` leaves the export aside: the verb is given another.
    """
    folder = root or _nearest(Path.cwd())
    registry, filed = folder / REGISTRY, folder / CONNECTIONS
    registered = readable(lambda: catalogue_of(load(registry))) if registry.exists() else BUILTIN
    if without_export or not filed.exists():
        return Surroundings(folder, registered)
    found = read_filed(filed, folder)
    export = readable(lambda: read_export(found.document, registered, found.config))
    return Surroundings(folder, registered, found, export)


def _nearest(start: Path) -> Path:
    around = (start, *start.parents)
    holds = (folder for folder in around if (folder / REGISTRY).exists() or (folder / CONNECTIONS).exists())
    return next(holds, start)
