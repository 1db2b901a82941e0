"""The policy workspace: finds its root and reads its files once."""

from routeproof.workspace.configured import configured
from routeproof.workspace.delivery import read_artefact
from routeproof.workspace.reading import (
    Goldens,
    Manifest,
    Workspace,
    delivered,
    find_root,
    open_workspace,
    template_bytes,
)
from routeproof.workspace.sources import read_tree

__all__ = [
    "Goldens",
    "Manifest",
    "Workspace",
    "configured",
    "delivered",
    "find_root",
    "open_workspace",
    "read_artefact",
    "read_tree",
    "template_bytes",
]
