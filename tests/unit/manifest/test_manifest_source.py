"""Files that are not what they should be: each refused at once, with one clear message."""

import os
from pathlib import Path

import pytest

from routeproof.errors import InputError, Problem
from routeproof.manifest import load, loads
from routeproof.manifest.yaml import MAX_BYTES, read_bytes

GOOD = (Path(__file__).parents[2] / "cases/manifest/good/registry.minimal.yaml").read_bytes()


def refused(text: str | bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        loads(text, "f.yaml")
    [problem] = caught.value.problems
    return problem


ENCODINGS = [
    (GOOD.decode().encode("utf-16"), "f.yaml: looks like UTF-16 or UTF-32"),
    (GOOD.decode().encode("utf-16-be"), "f.yaml: looks like UTF-16 or UTF-32"),
    (GOOD.decode().encode("utf-32"), "f.yaml: looks like UTF-16 or UTF-32"),
    (b"a: 1\nb: \xe4\n", "f.yaml:2:4: is not UTF-8: byte 0xe4 at offset 8"),
    (b"a: \xed\xa0\x80\n", "f.yaml:1:4: is not UTF-8: byte 0xed at offset 3"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "f.yaml:1:1: is not UTF-8: byte 0x89 at offset 0"),
    (b"\x7fELF\x02\x01\x01\0", "f.yaml:1:1: holds the control character U+007F"),
    (b"name: a\nb: \0\n", "f.yaml:2:4: holds the control character U+0000"),
    (b"a: \x1b[31m", "f.yaml:1:4: holds the control character U+001B"),
    ("a: \ud800", "f.yaml:1:4: holds the lone surrogate U+D800"),
    ("a: \uffff", "f.yaml:1:4: holds the control character U+FFFF"),
    (b"", "f.yaml: the file is empty"),
    (b" \n# nothing\n", "f.yaml: the file is empty"),
    (b"#" * (MAX_BYTES + 1), "f.yaml: is larger than 5 MiB"),
]


@pytest.mark.parametrize(("content", "message"), ENCODINGS, ids=[message for _, message in ENCODINGS])
def test_content_that_is_no_text(content: str | bytes, message: str) -> None:
    problem = refused(content)
    assert f"{problem.place}: {problem.message}" == message


def test_utf8_is_read_with_a_byte_order_mark_and_without() -> None:
    assert (
        loads(b"\xef\xbb\xbf" + GOOD)
        == loads(GOOD)
        == loads("\ufeff" + GOOD.decode())
        == loads(GOOD.decode())
    )


def test_line_ends_of_every_system_are_the_same() -> None:
    assert loads(GOOD.replace(b"\n", b"\r\n")) == loads(GOOD.replace(b"\n", b"\r")) == loads(GOOD)


def test_a_text_is_named_in_messages() -> None:
    with pytest.raises(InputError, match=r"^<string>: the file is empty$"):
        loads("")


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    file = tmp_path / "registry.yaml"
    file.write_bytes(GOOD + b"#" * (MAX_BYTES - len(GOOD)))
    assert load(file) == load(str(file)) == loads(GOOD)


def test_a_file_that_grows_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "registry.yaml"
    file.write_bytes(b"#" * (MAX_BYTES + 1000))
    small = os.stat(__file__)
    monkeypatch.setattr(os, "stat", lambda path: small)
    assert len(read_bytes(file, "f.yaml")) == MAX_BYTES + 1
    with pytest.raises(InputError, match="is larger than 5 MiB"):
        load(file)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", 100 * 1024**2)
    (tmp_path / "loop").symlink_to("loop")
    messages = {
        str(tmp_path / "pipe"): "is not a regular file",
        "/dev/zero": "is not a regular file",
        str(tmp_path): "is a directory, not a file",
        str(tmp_path / "large"): "is larger than 5 MiB",
        str(tmp_path / "missing"): "cannot be read: no such file or directory",
        str(tmp_path / "loop"): "cannot be read: too many levels of symbolic links",
        "": "cannot be read: no such file or directory",
        "a\0b": "cannot be read: that is no possible file name",
        "\ud800": "cannot be read: that is no possible file name",
        "a" * 5000: "cannot be read: file name too long",
    }
    for path, message in messages.items():
        with pytest.raises(InputError) as caught:
            read_bytes(path, "shown.yaml")
        assert str(caught.value) == f"shown.yaml: {message}", path
