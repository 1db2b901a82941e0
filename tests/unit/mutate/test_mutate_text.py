"""An edit in the text of a file: it means the edit of the data, and leaves the rest of the file alone."""

import difflib
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.manifest import read_document
from routeproof.manifest.table import read
from routeproof.manifest.write import block_yaml, inline_yaml
from routeproof.manifest.yaml.scalars import YamlDialect
from routeproof.mutate.edit import Action, Change, applied, insert, put, remove, rename
from routeproof.mutate.mutant import Mutant, MutantKind
from routeproof.mutate.source import TableSource, YamlSource
from routeproof.mutate.text import difference, patched
from support.mutation_trials import base_mutants, base_trial

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6) | st.sampled_from(
    [
        "null",
        "yes",
        "1",
        "1.5",
        "a: b",
        "a #b",
        "- a",
        "'",
        '"',
        "{x}",
        "[x]",
        "&a",
        "*a",
        "!t",
        "%",
        "@",
        "",
        " ",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def parsed(text: str) -> object:
    return read_document(text.encode(), "x.yaml", None).data


def edited(text: str, *changes: Change) -> str:
    return patched("x.yaml", read_document(text.encode(), "x.yaml", None), changes)


@given(VALUES)
def test_a_value_is_read_back_as_it_was_written(value: object) -> None:
    assert parsed(inline_yaml(value)) == value
    assert parsed(block_yaml({"key": [value]}, 0)) == {"key": [value]}


LAYOUTS = [
    ("a: 1\nb: 2  # why\nc: 3\n", (remove("/b"),), "a: 1\nc: 3\n"),
    ("a: 'x'  # why\n", (put("/a", "p"),), "a: 'p'  # why\n"),
    ('a: "x"\n', (put("/a", "p"),), 'a: "p"\n'),
    ("a: x\n", (put("/a", "true"),), "a: 'true'\n"),
    ("a: x\n", (put("/b", ["p", "q"]),), "a: x\nb: [p, q]\n"),
    ("a: x", (put("/b", None),), "a: x\nb: null"),
    ("{a: x}\n", (put("/b", "p"),), "{a: x, b: p}\n"),
    ("a:\n", (put("/a", "p"),), "a: p\n"),
    ("l:\n  - a  # one\n  - b\n", (remove("/l/0"),), "l:\n  - b\n"),
    ("l:\n  - a\n  - b\nm: 1\n", (remove("/l/1"),), "l:\n  - a\nm: 1\n"),
    ("l:\n  - a\nm: 1\n", (remove("/l/0"),), "l:\n  []\nm: 1\n"),
    ("l: [a, b, c]\n", (remove("/l/1"),), "l: [a, c]\n"),
    ("l: [a, b]\n", (remove("/l/1"),), "l: [a]\n"),
    ("l: [a]\n", (remove("/l/0"),), "l: []\n"),
    ("l: [a]\n", (insert("/l/0", "z"),), "l: [z, a]\n"),
    ("l: [a]\n", (insert("/l/1", "z"),), "l: [a, z]\n"),
    ("l: []\n", (insert("/l/0", "z"),), "l: [z]\n"),
    ("l:\n  # why\n  - a\n", (insert("/l/0", "z"),), "l:\n  # why\n  - z\n  - a\n"),
    ("l:\n  - a  # why\nm: 1\n", (insert("/l/1", "z"),), "l:\n  - a  # why\n  - z\nm: 1\n"),
    ("l:\n  - k: a\n    m: b\n  - k: c\n", (remove("/l/0/k"),), "l:\n  - m: b\n  - k: c\n"),
    ("l:\n  - k: a\n", (put("/l/0/m", "b"),), "l:\n  - k: a\n    m: b\n"),
    ("l:\n  - {k: a, m: b}\n", (remove("/l/0/m"),), "l:\n  - {k: a}\n"),
    ("l:\n  - k: a\n", (insert("/l/1", {"k": "b", "m": ["x"]}),), "l:\n  - k: a\n  - k: b\n    m: [x]\n"),
    ("l:\n  - a\n  - b\n", (put("/l", ["c"]),), "l: [c]\n"),
    ("r:\n  a: 1\n", (rename("/r/a", "b"),), "r:\n  b: 1\n"),
    ("l:\n  - k: a\n  - k: b\n", (remove("/l/1"), insert("/l/0", {"k": "b"})), "l:\n  - k: b\n  - k: a\n"),
    ("l: [a, b]\n", (remove("/l/0"), insert("/l/2", "a")), "l: [b, a]\n"),
]


@pytest.mark.parametrize(("before", "changes", "after"), LAYOUTS)
def test_an_edit_touches_its_place_alone(before: str, changes: tuple[Change, ...], after: str) -> None:
    assert edited(before, *changes) == after
    assert parsed(after) == applied(parsed(before), changes)


ODD = [
    "one: &anchor {k: a}\ntwo: *anchor\nl: [x]\n",
    "base: &b {k: a}\ntwo:\n  <<: *b\n  m: c\nl: [x]\n",
    "two:\n  ? k\n  : a\nl:\n-\n  x\n",
]


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("change", [put("/two/k", "new"), remove("/two/k"), insert("/l/0", {"k": ["v"]})])
def test_a_layout_that_cannot_be_patched_still_means_the_edit(text: str, change: Change) -> None:
    assert parsed(edited(text, change)) == applied(parsed(text), [change])


def test_a_file_that_does_not_exist_is_begun() -> None:
    assert (
        YamlSource("checks/policy.yaml", None).patched([put("/levels", {"a": "note"})])
        == "levels: {a: note}\n"
    )


@pytest.mark.parametrize("mutant", base_mutants()[::5], ids=lambda mutant: f"{mutant.operator}-{mutant.id}")
def test_the_text_of_a_mutant_means_its_edit(mutant: Mutant) -> None:
    source = base_trial().sources[mutant.edit.file]
    text = source.patched(mutant.edit.changes)
    wanted = applied(source.data, mutant.edit.changes)
    if wanted is None:
        assert text == ""
        return
    if isinstance(source, TableSource):
        assert [list(line) for _, line in read(text, source.columns)] == wanted
        return
    dialect = YamlDialect.WORKFLOW if mutant.kind is MutantKind.WORKFLOW else YamlDialect.STRICT
    assert read_document(text.encode(), mutant.edit.file, None, dialect).data == wanted
    lines = difflib.ndiff(source.text.splitlines(), text.splitlines())
    touched = [line for line in lines if line.startswith(("+", "-"))]
    longer = max(text.count("\n"), source.text.count("\n"))
    assert 0 < len(touched) <= 2 * (1 + longer // 3)


def test_a_difference_says_where_a_last_line_has_no_end() -> None:
    shown = difference("a.yaml", "x: 1", "x: 2\n")
    assert shown.splitlines() == [
        "--- a/a.yaml",
        "+++ b/a.yaml",
        "@@ -1 +1 @@",
        "-x: 1",
        "\\ No newline at end of file",
        "+x: 2",
    ]
    assert difference("a.yaml", "x", "x") == ""


def test_a_file_that_is_gone_or_new_is_removed_or_made_by_git(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x: 1\ny: 2\n", encoding="utf-8")
    source = YamlSource("a.yaml", read_document(b"x: 1\ny: 2\n", "a.yaml", None))
    assert source.patched([remove("")]) == ""
    apply = ("git", "apply", "--whitespace=nowarn")
    gone = difference("a.yaml", source.text, "")
    subprocess.run(apply, input=gone, text=True, cwd=tmp_path, check=True)
    assert not (tmp_path / "a.yaml").exists()
    subprocess.run(apply, input=difference("a.yaml", "", source.text), text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == source.text


NESTED = {"a": [1, {"b": [2, 3]}], "c": {"d": 4}}


@given(
    st.lists(
        st.sampled_from(
            [
                remove("/a/0"),
                put("/a/0", 9),
                insert("/a/0", 8),
                put("/a/1/b/0", 7),
                remove("/a/1/b/1"),
                put("/c/e", 6),
            ]
        ),
        unique_by=lambda change: change.pointer,
    )
)
def test_changes_happen_at_once_and_leave_the_original_alone(changes: list[Change]) -> None:
    """The same changes one at a time, the last place first, on plain data of one's own."""
    before = json.dumps(NESTED)
    expected = json.loads(before)
    for change in sorted(changes, key=lambda change: change.pointer, reverse=True):
        target = expected
        *path, last = change.pointer.split("/")[1:]
        for step in path:
            target = target[int(step) if isinstance(target, list) else step]
        key = int(last) if isinstance(target, list) else last
        if change.action is Action.REMOVE:
            del target[key]
        elif change.action is Action.INSERT:
            target.insert(key, change.new())
        else:
            target[key] = change.new()
    assert applied(NESTED, changes) == expected
    assert json.dumps(NESTED) == before
