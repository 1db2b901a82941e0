"""A configuration as a file: read whole and replaced whole, by one at a time of those who ask."""

import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from routeproof.bindings.document import ConfigDocument, read_config
from routeproof.errors import InputError, Place, RouteproofError
from routeproof.manifest.yaml import MAX_BYTES, read_bytes

LOCKED_S = 10.0
"""How long another writer is waited for."""

_NO_FOLLOWING = getattr(os, "O_NOFOLLOW", 0)


class ConfigUnwritable(RouteproofError):
    """A configuration cannot be replaced; what it was, it still is."""

    code = "config_unwritable"


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration as it was read: by which path, from which file behind all links, which bytes."""

    path: Path
    real: Path
    data: bytes
    document: ConfigDocument


def read_config_file(path: str | os.PathLike[str]) -> ConfigFile:
    """Read a JSON configuration. Raises InputError, with where, for whatever is none."""
    shown = os.fspath(path)
    data, real = read_bytes(path, shown), Path(os.path.realpath(path))
    try:
        document = read_config(data, shown)
    except InputError as error:
        if shown.endswith((".yaml", ".yml")):
            message = "is YAML, and only a JSON file is written to"
            raise InputError(message, place=Place(shown)) from error
        raise
    return ConfigFile(Path(path), real, data, document)


def replaced(config: ConfigFile, text: str) -> bool:
    """Put the text in the place of the configuration, unless that is not what was read: then False.

    A reader finds the old file or the new one, never a part; links, mode and, where the system lets it, owner
    stay. Raises ConfigUnwritable.
    """
    data = text.encode()
    if len(data) > MAX_BYTES:
        raise ConfigUnwritable("would be too large to be read again", place=Place(str(config.path)))
    try:
        with _locked(config.real) as alone:
            if not _is_as_read(config):
                return False
            _replace(config.real, data, alone=alone)
    except OSError as error:
        why = error.strerror or str(error)
        raise ConfigUnwritable(
            f"cannot be written: {why[:1].lower()}{why[1:]}", place=Place(str(config.path))
        ) from None
    return True


def _is_as_read(config: ConfigFile) -> bool:
    try:
        data = read_bytes(config.path, str(config.path))
    except InputError:
        return False
    return data == config.data and Path(os.path.realpath(config.path)) == config.real


@contextmanager
def _locked(file: Path) -> Iterator[bool]:
    """Hold the lock beside the file: whoever else writes this way waits.

    False where the system has no such locks: then only that the file is read again right before it is
    replaced guards against another writer.
    """
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        yield False
        return
    lock = _open_lock(file.with_name(f"{file.name}.lock"))
    try:
        end = time.monotonic() + LOCKED_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise TimeoutError(f"another process holds `{file.name}.lock`") from None
                time.sleep(0.02)
        yield True
    finally:
        os.close(lock)


def _open_lock(file: Path) -> int:
    """Open the lock for reading, which is enough: it may have been made by somebody else."""
    with suppress(FileNotFoundError):
        return os.open(file, os.O_RDONLY | _NO_FOLLOWING)
    return os.open(file, os.O_RDONLY | os.O_CREAT | _NO_FOLLOWING, 0o644)


def _replace(file: Path, data: bytes, *, alone: bool) -> None:
    status = file.stat()
    if not os.access(file, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise PermissionError("it may not be written to")
    # Alone, the name is always the same, so that what a killed run has left does not stay.
    draft = file.with_name(f".{file.name}.{'draft' if alone else secrets.token_hex(8)}")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOWING, 0o600)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            _keep_owner(draft, status)
            draft.chmod(stat.S_IMODE(status.st_mode))
            os.fsync(handle)
        os.replace(draft, file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(file.parent)


def _keep_owner(file: Path, status: os.stat_result) -> None:
    now = file.stat()
    if (now.st_uid, now.st_gid) == (status.st_uid, status.st_gid):
        return
    for user, group in ((status.st_uid, -1), (-1, status.st_gid)):
        with suppress(PermissionError):
            os.chown(file, user, group)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; where that cannot be, a power failure may bring the old file back."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
