"""From a file or raw bytes to text: regular, small, UTF-8, printable, or refused with a reason."""

import os
import re
import stat

from routeproof.errors import InputError, Place

MAX_BYTES = 5 * 1024 * 1024
"""Largest input that is read, in bytes."""

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BOM = "\ufeff"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def read_bytes(path: str | os.PathLike[str], shown: str) -> bytes:
    """Read a regular file of at most 5 MiB; InputError, naming it `shown`, for anything else.

    The kind and the size are looked at first: a pipe is never waited for, a device never drained.
    """
    place = Place(shown)
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise InputError("is a directory, not a file", place=place)
        if not stat.S_ISREG(status.st_mode):
            raise InputError("is not a regular file", place=place)
        _check_size(status.st_size, place)
        with open(path, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
    except ValueError:  # a null character, or half a character that no file system can name
        reason = "that is no possible file name"
    raise InputError(f"cannot be read: {reason}", place=place)


def decode(data: bytes, file: str) -> str:
    """Decode UTF-8, with or without a byte order mark; InputError for any other content.

    The mark is dropped rather than refused: it changes no value, and editors on Windows write it.
    """
    _check_size(len(data), Place(file))
    if data.startswith(_WIDE_MARKS) or b"\x00" in data[:4]:
        raise InputError("looks like UTF-16 or UTF-32", place=Place(file), hint="save the file as UTF-8")
    try:
        text = data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: byte 0x{data[error.start]:02x} at offset {error.start:,}"
        before = data[: error.start].decode("utf-8")
        raise InputError(message, place=_end_of(before, file), hint="save the file as UTF-8") from None
    if unprintable := _UNPRINTABLE.search(text):
        character = ord(unprintable.group())
        place = _end_of(text[: unprintable.start()], file)
        hint = "YAML allows it only as an escape inside double quotes; is this a text file?"
        raise InputError(f"holds the control character U+{character:04X}", place=place, hint=hint)
    return text


def encode(text: str, file: str) -> bytes:
    """Encode a text for `decode`; InputError for lone surrogates, which no file can hold."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"holds the lone surrogate U+{ord(text[error.start]):04X}"
        raise InputError(message, place=_end_of(text[: error.start], file)) from None


def _check_size(size: int, place: Place) -> None:
    if size > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES // 1024**2} MiB", place=place)


def _end_of(before: str, file: str) -> Place:
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return Place(file, line, column, line, column + 1)
