"""From YAML, whatever it holds, to a Registry and the other declared values, or to located problems."""

import os

from routeproof.manifest.build import registry_of
from routeproof.manifest.canonical import fingerprint
from routeproof.manifest.read import read_document, read_file
from routeproof.manifest.yaml import Document, encode
from routeproof.model.registry import Registry

__all__ = ["Document", "fingerprint", "load", "loads", "read_document", "read_file", "registry_of"]


def load(path: str | os.PathLike[str]) -> Registry:
    """Load the registry in a file; InputError with every problem found when it cannot be used."""
    return registry_of(read_file(path, "registry", os.fspath(path)))


def loads(text: str | bytes, file: str = "<string>") -> Registry:
    """Load a registry from YAML; `file` is what messages call it. InputError as for `load`."""
    data = text if isinstance(text, bytes) else encode(text, file)
    return registry_of(read_document(data, file, "registry"))
