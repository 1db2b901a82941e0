"""Connections whose configuration stands in another file: that file, read where the export says it is."""

from dataclasses import replace
from pathlib import Path, PurePosixPath

from routeproof.errors import InputError
from routeproof.manifest import Document
from routeproof.manifest.configuration import read_configuration
from routeproof.manifest.yaml import quoted, read_bytes
from routeproof.model.declared import FiledConnections

_KEY = "config_file"


def configured(
    root: Path, filed: FiledConnections, document: Document
) -> tuple[FiledConnections, Document | None]:
    """The connections with their configuration, and the document that holds it where that is another.

    `document` is that of the export. InputError, located at `config_file` where the file cannot be had, in
    the file where it is no configuration.
    """
    if _KEY not in filed.document:
        return filed, None
    named = filed.document[_KEY]
    path = root / PurePosixPath(filed.file).parent / named
    try:
        inside = path.resolve().relative_to(root.resolve()).as_posix()
        content = read_bytes(path, inside)
    except InputError as error:
        message = f"configuration {quoted(named)} {error.problems[0].message}"
        raise InputError.of([document.problem(f"/{_KEY}", message)]) from None
    except (OSError, RuntimeError, ValueError):
        message = f"configuration {quoted(named)} is not inside the workspace"
        hint = "a link or a path that leads out of the workspace is not followed"
        raise InputError.of([document.problem(f"/{_KEY}", message, hint)]) from None
    config = read_configuration(content, inside)
    return replace(filed, config=config.data, config_file=config.file), config
