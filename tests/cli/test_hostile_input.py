"""Hostile input through the real command: exit 2, one clear message, no traceback, no waiting for ever."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from support.cli_command import Run, call, run
from support.registry_edits import MANIFEST

FILE = "manifest/providers.yaml"


def _replaced(old: str, new: str) -> bytes:
    assert old in MANIFEST
    return MANIFEST.replace(old, new, 1).encode()


def _alias_bomb() -> bytes:
    levels = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(["a0: &a0 [lol]", *levels, ""]).encode()


def _line_of(text: str, before: str = "") -> int:
    return MANIFEST.count("\n", 0, MANIFEST.index(text, MANIFEST.index(before))) + 1


MISSPELT = _line_of("models:", "  claude-code:")

CONTENTS = {
    "empty": (b"", f"{FILE}: the file is empty"),
    "only comments": (b"# nothing\n", f"{FILE}: the file is empty"),
    "a list": (b"- a\n- b\n", f"{FILE}:1:1: "),
    "not YAML": (b"providers: [\n", f"{FILE}:2:1: "),
    "a key misspelt": (
        _replaced("        models:\n          - sonnet\n", "        model:\n          - sonnet\n"),
        f"{FILE}:{MISSPELT}:9: unknown key `model`\n  hint: did you mean `models`?",
    ),
    "a key twice": (
        _replaced("schema_version: 1\n", "schema_version: 1\nschema_version: 1\n"),
        f"{FILE}:{_line_of('schema_version: 1') + 1}:1: duplicate key `schema_version`",
    ),
    "a version in quotes": (
        _replaced("schema_version: 1\n", "schema_version: '1'\n"),
        f"{FILE}:{_line_of('schema_version: 1')}:17: expected an integer, got the string `1`",
    ),
    "a pattern that RE2 refuses": (_replaced("'^groq:'", "'^(?=groq:)'"), "is no RE2 pattern"),
    "an alias bomb": (_alias_bomb(), FILE),
    "nested deeply": (b"[" * 100_000, f"{FILE}:1:65: nested deeper than 64 levels"),
    "binary": (bytes([0xFF, 0x00, *range(256)]), FILE),
    "a PNG": (b"\x89PNG\r\n\x1a\n" + bytes(64), f"{FILE}:1:1: is not UTF-8: byte 0x89 at offset 0"),
    "UTF-16": (
        MANIFEST.encode("utf-16"),
        f"{FILE}: looks like UTF-16 or UTF-32\n  hint: save the file as UTF-8",
    ),
    "Latin-1": (_replaced("Platform", "Plätform").decode().encode("latin-1"), "is not UTF-8"),
    "a control character": (_replaced("Platform", "Plat\x1b[31mform"), "holds the control character U+001B"),
}


@pytest.mark.parametrize("name", CONTENTS)
def test_content_that_cannot_be_used(workspace: Path, name: str) -> None:
    content, complaint = CONTENTS[name]
    (workspace / FILE).write_bytes(content)
    _assert_refused(workspace, complaint, run if name in MADE_TO_EXHAUST else call)


MADE_TO_EXHAUST = ("an alias bomb", "nested deeply", "binary")
"""What might hang or kill the process that reads it has one of its own."""


def _sparse(path: Path) -> None:
    with open(path, "wb") as file:
        file.truncate(100 * 1024 * 1024)


OBJECTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file of 100 MB": (_sparse, f"{FILE}: is larger than 5 MiB"),
    "a pipe": (os.mkfifo, f"{FILE}: is not a regular file"),
    "a folder": (Path.mkdir, f"{FILE}: is a directory, not a file"),
    "a link to itself": (lambda path: path.symlink_to(path), "no workspace here"),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_a_manifest_that_is_no_file_of_text(workspace: Path, name: str) -> None:
    make, complaint = OBJECTS[name]
    (workspace / FILE).unlink()
    make(workspace / FILE)
    _assert_refused(workspace, complaint, run if name in ("a file of 100 MB", "a pipe") else call)


def _assert_refused(workspace: Path, complaint: str, how: Callable[..., Run]) -> None:
    done = how("check", "--format", "text", folder=workspace)
    said = done.out + done.err
    assert done.code == 2, said
    # A finding stands on several lines; here it is put together as `place: message` and its hint.
    joined = re.sub(r"^  error   input  (.*)\n +", r"\1: ", said, flags=re.MULTILINE)
    assert complaint in re.sub(r"^ +hint:", "  hint:", joined, flags=re.MULTILINE)
    assert "Traceback" not in said
    assert "\x1b" not in said
