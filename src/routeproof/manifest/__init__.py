"""From YAML, whatever it holds, to a Registry and the other declared values, or to located problems."""

import os
from collections.abc import Collection

from routeproof.manifest.build import registry_of
from routeproof.manifest.canonical import fingerprint
from routeproof.manifest.read import read_document, read_file
from routeproof.manifest.yaml import Document, encode
from routeproof.model.registry import OPERATORS, Registry

__all__ = ["Document", "fingerprint", "load", "loads", "read_document", "read_file", "registry_of"]


def load(path: str | os.PathLike[str], *, operators: Collection[str] = OPERATORS) -> Registry:
    """Load the registry in a file; InputError with every problem found when it cannot be used.

    The operator pays for the providers named `operators`, every other one is BYOK.
    """
    return registry_of(read_file(path, "registry", os.fspath(path)), operators)


def loads(text: str | bytes, file: str = "<string>", *, operators: Collection[str] = OPERATORS) -> Registry:
    """Load a registry from YAML; `file` is what messages call it. Otherwise as `load`."""
    data = text if isinstance(text, bytes) else encode(text, file)
    return registry_of(read_document(data, file, "registry"), operators)
