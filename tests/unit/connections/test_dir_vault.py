"""A folder of secrets: as Docker and Kubernetes mount it, while it changes, and with whatever else in it."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from routeproof.connections.vault import DirVault
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer

REF = "credential/anthropic-work/api_key"
PLACES = ("anthropic-work/api_key", "anthropic-work.api_key", "ANTHROPIC_WORK_API_KEY")


def held(text: str) -> Found:
    return Found(Secret(text))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "secrets"
    folder.mkdir()
    return folder


def put(file: Path, text: str = "key") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("place", PLACES)
def test_each_layout_is_read(root: Path, place: str) -> None:
    put(root / place, "key\n")
    assert DirVault(root).get(REF) == held("key")
    assert DirVault(str(root)).get(REF) == held("key")
    assert DirVault(root).get("credential/anthropic/api_key") == Absent()


def test_the_first_layout_wins_whatever_it_holds(root: Path) -> None:
    for place in reversed(PLACES):
        put(root / place, place)
        assert DirVault(root).get(REF) == held(place)
    put(root / PLACES[0], " \n")
    assert DirVault(root).get(REF) == Absent()
    put(root / PLACES[0], "a\nb")
    assert DirVault(root).get(REF) == Malformed()


def test_a_named_variable_is_a_file_of_that_name(root: Path) -> None:
    put(root / "My_Key")
    assert DirVault(root).get("credential/env/My_Key") == held("key")


def test_names_too_long_for_any_file_are_not_there(root: Path) -> None:
    ref = f"credential/{'a' * 128}/{'b' * 128}"
    assert DirVault(root).get(ref) == Absent()
    put(root / ("a" * 128) / ("b" * 128))
    assert DirVault(root).get(ref) == held("key")


def test_a_file_in_the_place_of_the_service_holds_nothing(root: Path) -> None:
    put(root / "anthropic-work", "key of something else")
    assert DirVault(root).get(REF) == Absent()
    put(root / PLACES[1])
    assert DirVault(root).get(REF) == held("key")


# ---- mounted volumes, which are made of links ----


def mount(root: Path, version: str, text: str) -> None:
    """Publish a version as Kubernetes does: a folder of its own, and a link that is turned in one step."""
    put(root / version / "anthropic-work.api_key", text)
    turned = root / "..data_tmp"
    turned.symlink_to(version)
    turned.rename(root / "..data")
    file = root / "anthropic-work.api_key"
    if not file.is_symlink():
        file.symlink_to("..data/anthropic-work.api_key")


def test_a_secret_that_rotates_is_read_anew(root: Path) -> None:
    vault = DirVault(root)
    for number in range(3):
        mount(root, f"..2026_{number}", f"key {number}\n")
        assert vault.get(REF) == held(f"key {number}")


def test_a_folder_that_is_itself_a_link_is_a_folder(root: Path, tmp_path: Path) -> None:
    put(root / PLACES[0])
    (tmp_path / "link").symlink_to(root)
    assert DirVault(tmp_path / "link").get(REF) == held("key")


def test_a_link_that_is_turned_while_it_is_read_is_followed_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mount(root, "..one", "one")
    opened = os.open

    def turn_first(path: Path, flags: int) -> int:
        if (root / "..one").exists():
            mount(root, "..two", "two")
            os.unlink(root / "..one/anthropic-work.api_key")
            os.rmdir(root / "..one")
        return opened(path, flags)

    monkeypatch.setattr(os, "open", turn_first)
    assert DirVault(root).get(REF) == held("two")


# ---- what is never taken for a secret, nor for none ----


def leads_out(root: Path) -> None:
    (root / PLACES[1]).symlink_to(put(root.parent / "outside"))


def folder_leads_out(root: Path) -> None:
    put(root.parent / "other/api_key")
    (root / "anthropic-work").symlink_to("../other")


def leads_nowhere(root: Path) -> None:
    (root / PLACES[1]).symlink_to("gone")


def folder_leads_nowhere(root: Path) -> None:
    (root / "anthropic-work").symlink_to("gone")


def loops(root: Path) -> None:
    (root / PLACES[1]).symlink_to(PLACES[1])


def folder(root: Path) -> None:
    (root / PLACES[0]).mkdir(parents=True)


def pipe(root: Path) -> None:
    os.mkfifo(root / PLACES[1])


def listening(root: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(root / PLACES[1]))


def device(root: Path) -> None:
    (root / PLACES[1]).symlink_to("/dev/zero")


WRONG = [
    leads_out,
    folder_leads_out,
    leads_nowhere,
    folder_leads_nowhere,
    loops,
    folder,
    pipe,
    listening,
    device,
]


@pytest.mark.parametrize("make", WRONG, ids=lambda make: make.__name__)
def test_what_cannot_be_read_is_down_and_no_later_place_answers(
    root: Path, make: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root.parent)
    make(root)
    put(root / PLACES[2], "another account's")
    assert isinstance(DirVault(root).get(REF), Down)


def test_a_folder_that_is_not_there_or_no_folder_is_down(tmp_path: Path) -> None:
    assert isinstance(DirVault(tmp_path / "gone").get(REF), Down)
    assert isinstance(DirVault(put(tmp_path / "file")).get(REF), Down)


def test_no_permission_is_down(root: Path) -> None:
    put(root / PLACES[0])
    (root / "anthropic-work").chmod(0)
    try:
        answer = DirVault(root).get(REF)
    finally:
        (root / "anthropic-work").chmod(0o700)
    # Who may do everything is stopped by no mode.
    assert answer == held("key") if os.geteuid() == 0 else isinstance(answer, Down)


# ---- sizes and bytes ----

BYTES: list[tuple[bytes, VaultAnswer]] = [
    (b"x" * 65536, held("x" * 65536)),
    (b"x" * 65536 + b"\r\n", held("x" * 65536)),
    (b"x" * 65537, Malformed()),
    (b"a" + "\u00e9".encode() * 40_000, Malformed()),
    ("k\u00e9y".encode(), held("k\u00e9y")),
    (b"k\xe9y", Malformed()),
    (b"\xff\xfek\x00", Malformed()),
    (b"", Absent()),
]


@pytest.mark.parametrize(("data", "answer"), BYTES, ids=range(len(BYTES)))
def test_a_file_is_text_of_a_size(root: Path, data: bytes, answer: VaultAnswer) -> None:
    (root / PLACES[1]).write_bytes(data)
    assert DirVault(root).get(REF) == answer


def test_a_file_without_an_end_is_not_read_to_it(root: Path) -> None:
    with (root / PLACES[1]).open("wb") as file:
        file.truncate(1 << 40)  # takes no room, and more memory than there is
    assert DirVault(root).get(REF) == Malformed()
