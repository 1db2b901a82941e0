"""Secrets in files, one each, as Docker and Kubernetes mount them."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from routeproof.bindings.references import env_name
from routeproof.connections.vault.frame import LARGEST, Reference, Vault, answer_of
from routeproof.model.secret import Absent, Down, Malformed, VaultAnswer

_ENOUGH = LARGEST + len(b"\r\n") + 1
"""A file of so many bytes is too large, whatever follows."""

_TRIES = 3
"""How often a file is looked for that is gone before it is read: while secrets rotate, links are turned."""

_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY
"""Without waiting for whoever would write into a pipe, and no link that has come in between."""


class DirVault(Vault):
    """Reads the file of a reference, each time anew, since mounted secrets rotate.

    Links are followed, but not out of the folder. A folder that is not there answers for nothing, and no more
    does what stands where a file should.
    """

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self._root = Path(root)

    def _look_up(self, ref: Reference) -> VaultAnswer:
        for _ in range(_TRIES):
            root = self._root.resolve(strict=True)
            if not root.is_dir():
                return Down("not a folder")
            place = next(filter(_is_there, self._places(ref)), None)
            if place is None:
                return Absent()
            try:
                return _read(place, root)
            except FileNotFoundError:  # a link that leads nowhere, at this moment
                continue
        return Down("a link that leads nowhere")

    def _places(self, ref: Reference) -> Iterator[Path]:
        folder = self._root / ref.service
        leads_nowhere = folder.is_symlink() and not folder.exists()
        yield folder if leads_nowhere else folder / ref.field  # what is in it then, nobody knows
        yield self._root / f"{ref.service}.{ref.field}"
        yield self._root / env_name(ref.text)


def _is_there(path: Path) -> bool:
    """Whether anything has that name, if only a link; a file in the place of a folder has nothing in it."""
    try:
        path.lstat()
    except OSError as error:
        if error.errno in _NOT_THERE:
            return False
        raise
    return True


def _read(path: Path, root: Path) -> VaultAnswer:
    real = path.resolve(strict=True)
    if not real.is_relative_to(root):
        return Down("it leads out of the folder")
    if not stat.S_ISREG(real.lstat().st_mode):  # before it is opened: that alone can set a device going
        return Down("not a file")
    with os.fdopen(os.open(real, _FLAGS), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return Down("not a file")
        data = file.read(_ENOUGH)
    if len(data) == _ENOUGH:
        return Malformed()
    try:
        return answer_of(data.decode())
    except UnicodeDecodeError:
        return Malformed()
