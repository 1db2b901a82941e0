"""Secrets in files, one each, as Docker and Kubernetes mount them."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from routeproof.bindings.references import env_name
from routeproof.connections.vault.frame import LARGEST, Reference, Vault, answer_of
from routeproof.model.secret import Absent, Down, Malformed, VaultAnswer

_ENOUGH = LARGEST + len(b"\r\n") + 1
"""With one byte more than this a file is too large, whatever follows."""


class DirVault(Vault):
    """Reads the file of a reference, each time anew, since mounted secrets rotate.

    Links are followed, but not out of the folder. A folder that is not there answers for nothing.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self._root = Path(root)

    def _look_up(self, ref: Reference) -> VaultAnswer:
        root = self._root.resolve(strict=True)
        if not root.is_dir():
            return Down("not a folder")
        for path in self._places(ref):
            if _is_there(path):
                return _read(path, root)
        return Absent()

    def _places(self, ref: Reference) -> Iterator[Path]:
        yield self._root / ref.service / ref.field
        yield self._root / f"{ref.service}.{ref.field}"
        yield self._root / env_name(ref.text)


def _is_there(path: Path) -> bool:
    """Whether something has that name; a file in the place of a folder holds nothing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _read(path: Path, root: Path) -> VaultAnswer:
    real = path.resolve(strict=True)
    if not real.is_relative_to(root):
        return Down("it leads out of the folder")
    # Without waiting, whatever it is, and no link that has come in between.
    handle = os.open(real, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return Down("not a file")
        data = file.read(_ENOUGH)
    try:
        return answer_of(data.decode())
    except UnicodeDecodeError:
        return Malformed()
