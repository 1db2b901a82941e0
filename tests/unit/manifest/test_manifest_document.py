"""Where values stand: pointers to places, through aliases, merges and everything that does not exist."""

import pytest
import yaml

from routeproof.errors import Place
from routeproof.manifest import read_document
from routeproof.manifest.yaml import composer

TEXT = """\
# a comment
top: &shared
  name: alpha   # with a comment
  list: [x, "y z",
    3]
  "a/b~c": "ä\\n"
  empty:
other:
  - *shared
  - <<: *shared
    name: beta
  - >-
    folded
    text
"""
DOCUMENT = read_document(TEXT.encode(), "f.yaml", None)

PLACES = [
    ("/top/name", (3, 9, 3, 14)),
    ("/top/list", (4, 9, 5, 7)),
    ("/top/list/1", (4, 13, 4, 18)),
    ("/top/list/2", (5, 5, 5, 6)),
    ("/top/a~1b~0c", (6, 12, 6, 17)),
    ("/top/empty", (7, 9, 7, 9)),
    ("/other/0", (9, 5, 9, 12)),  # the alias itself
    ("/other/0/name", (3, 9, 3, 14)),  # what came through it: where it was written
    ("/other/1/name", (11, 11, 11, 15)),
    ("/other/1/list/0", (4, 10, 4, 11)),
    ("/other/2", (12, 5, 15, 1)),
]
ANCESTORS = [
    ("/top/name/deeper", "/top/name"),
    ("/top/nothing/here", "/top"),
    ("/top/list/3", "/top/list"),
    ("/top/list/01", "/top/list"),
    ("/top/list/-1", "/top/list"),
    ("/top/list/-", "/top/list"),
    ("/top/list/²", "/top/list"),
    ("/top/list/" + "9" * 5000, "/top/list"),
    ("/nothing", ""),
    ("no pointer", ""),
]
KEYS = [
    ("/top", (2, 1, 2, 4)),
    ("/top/a~1b~0c", (6, 3, 6, 10)),
    ("/top/empty", (7, 3, 7, 8)),
    ("/other/1/list", (4, 3, 4, 7)),
    ("/other/1/name", (11, 5, 11, 9)),
    ("/top/list/1", (4, 13, 4, 18)),  # an item has no key: its own place
    ("/top/nothing", (2, 1, 2, 4)),
]


@pytest.mark.parametrize(("pointer", "place"), PLACES)
def test_the_place_of_a_value(pointer: str, place: tuple[int, int, int, int]) -> None:
    assert DOCUMENT.place(pointer) == Place("f.yaml", *place)


@pytest.mark.parametrize(("pointer", "ancestor"), ANCESTORS)
def test_what_does_not_exist_is_at_its_nearest_ancestor(pointer: str, ancestor: str) -> None:
    assert DOCUMENT.place(pointer) == DOCUMENT.place(ancestor)


@pytest.mark.parametrize(("pointer", "place"), KEYS)
def test_the_place_of_a_key(pointer: str, place: tuple[int, int, int, int]) -> None:
    assert DOCUMENT.key_place(pointer) == Place("f.yaml", *place)


def test_a_block_ends_with_its_last_value() -> None:
    document = read_document(b"a:\n  b: 1\n  c: [2]\n\n# far below\nd: 3\n", "f.yaml", None)
    assert document.place("/a") == Place("f.yaml", 2, 3, 3, 9)
    assert document.place("") == Place("f.yaml", 1, 1, 6, 5)


def test_the_data_is_plain_and_keeps_what_explicit_keys_say() -> None:
    shared = {"name": "alpha", "list": ["x", "y z", 3], "a/b~c": "ä\n", "empty": None}
    merged = {**shared, "name": "beta"}
    assert DOCUMENT.data == {"top": shared, "other": [shared, merged, "folded text"]}


def test_the_source_of_a_value_is_what_was_written() -> None:
    assert DOCUMENT.source("/top/list/1") == '"y z"'
    assert DOCUMENT.source("/top/list") == '[x, "y z",\n    3]'


def test_the_first_mapping_of_a_merged_list_wins() -> None:
    text = b"a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*b, *a], z: 3}\n'<<': plain text\n"
    document = read_document(text, "f.yaml", None)
    assert document.data["c"] == {"x": 1, "y": 2, "z": 3}
    assert document.data["<<"] == "plain text"
    assert document.place("/c/y").line == 2


def test_an_anchor_may_be_used_again_and_stand_on_a_key() -> None:
    document = read_document(b"&k key: &a 1\nb: &a 2\nc: *a\nd: {*k : 3}\n", "f.yaml", None)
    assert document.data == {"key": 1, "b": 2, "c": 2, "d": {"key": 3}}


def test_columns_count_characters_and_a_byte_order_mark_is_none() -> None:
    document = read_document("\ufeffä𝄞: x\r\nb: y\r\n".encode(), "f.yaml", None)
    assert document.place("/ä𝄞") == Place("f.yaml", 1, 5, 1, 6)
    assert document.place("/b") == Place("f.yaml", 2, 4, 2, 5)


def test_pyyaml_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = composer.compose(TEXT, "f.yaml")
    monkeypatch.setattr(composer, "_LOADER", yaml.SafeLoader)
    found = composer.compose(TEXT, "f.yaml")
    assert (found.document.data, found.problems, found.complete) == (expected.document.data, (), True)
    for pointer, _ in PLACES:
        assert found.document.place(pointer) == expected.document.place(pointer), pointer


@pytest.mark.parametrize("text", ['a: "\\ud800"', '"\\ud800": a', 'a: "\\UFFFFFFFF"', "a: [", "a: 'b"])
@pytest.mark.parametrize("loader", [yaml.SafeLoader, yaml.CSafeLoader])
def test_both_parsers_refuse_what_is_not_yaml(
    text: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composer, "_LOADER", loader)
    assert composer.compose(text, "f.yaml").problems
