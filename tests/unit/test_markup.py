"""Markdown from untrusted text: nothing breaks out of a span, a sentence or a cell."""

import re
import unicodedata
from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.markup import code, message, more, nearest, prose, table, visible

NASTY = "`|\\\n\r\t\0\x1b\x85\u2028\u202e\u2066\u200b\xa0<>[]()!*_~#@&:/w. a1\ud800"
TEXTS = st.one_of(st.text(alphabet=NASTY), st.text(alphabet="` |"), st.text())
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
HIDDEN = [
    "\x00",
    "\x07",
    "\x1b[31m",
    "\x7f",
    "\x85",
    "\u200b",
    "\u202e",
    "\u2066",
    "\u2028",
    "\ufeff",
    "\ud800",
]


def span_content(markdown: str) -> str:
    """What a reader of CommonMark sees when the whole text is one code span; ValueError when it is not."""
    fence = re.match(r"`+", markdown)
    if fence is None:
        raise ValueError("no span starts")
    width = fence.end()
    closing = next((run for run in re.finditer(r"`+", markdown[width:]) if len(run.group()) == width), None)
    if closing is None or width + closing.end() != len(markdown):
        raise ValueError("the span ends elsewhere")
    content = markdown[width : width + closing.start()]
    both = content.startswith(" ") and content.endswith(" ") and content.strip(" ")
    return content[1:-1] if both else content


def cells(row: str) -> list[str]:
    """The cells of a row of a pipe table: split at each pipe that no backslash stands before."""
    return re.split(r"(?<!\\)\|", row)[1:-1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", "` `"),
        (" ", "` `"),
        ("gpt-5", "`gpt-5`"),
        (" gpt-5", "` gpt-5`"),
        (" gpt-5 ", "`  gpt-5  `"),
        ("a|b", r"`a\|b`"),
        (r"a\|b", r"`a\\|b`"),
        ("`", "`` ` ``"),
        ("a``b`c", "``` a``b`c ```"),
        ("a\nb", r"`a\nb`"),
        ("a\u202eb", r"`a\u202eb`"),
        ("<b>@all", "`<b>@all`"),
    ],
)
def test_code_is_one_span(text: str, shown: str) -> None:
    assert code(text) == shown


@given(TEXTS)
def test_no_text_ends_its_span_early_or_loses_its_padding(text: str) -> None:
    assert span_content(code(text)) == (visible(text).replace("|", r"\|") or " ")


@given(TEXTS)
def test_what_is_shown_is_one_line_without_hidden_characters(text: str) -> None:
    for shown in (visible(text), code(text), prose(text).replace("\u200b", "")):
        assert len(shown.splitlines()) <= 1
        assert not {unicodedata.category(letter) for letter in shown} & INVISIBLE


@pytest.mark.parametrize("hidden", HIDDEN, ids=ascii)
def test_a_hidden_character_is_shown_as_an_escape(hidden: str) -> None:
    assert visible(f"a{hidden}b") == f"a{hidden.encode('unicode_escape', 'surrogatepass').decode()}b"


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_printable_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, 100 %", "plain words, 100 %"),
        ("a|b", r"a\|b"),
        ("*a* _b_ ~c~", r"\*a\* \_b\_ \~c\~"),
        ("`a`", r"\`a\`"),
        ("<script>", r"\<script\>"),
        ("&amp;", r"\&amp;"),
        ("[x](y)", r"\[x\](y)"),
        ("![x](y)", r"!\[x\](y)"),
        ("# 1", r"\# 1"),
        ("back\\slash", r"back\\slash"),
        ("a\r\nb", r"a\\r\\nb"),
        ("@octo/team", "@\u200bocto/team"),
        ("https://example.org", "https:\u200b//example.org"),
        ("www.example.org", "www\u200b.example.org"),
    ],
)
def test_prose_means_nothing(text: str, shown: str) -> None:
    assert prose(text) == shown


ACTIVE = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>#|~&$]")
"""A sign that Markdown would read inside a line: none or an even number of backslashes stand before it."""


@given(TEXTS)
def test_no_sign_of_markdown_is_left_active_in_prose(text: str) -> None:
    shown = prose(text)
    assert not ACTIVE.search(shown)
    assert not re.search(r"@(?!\u200b)|://|www\.", shown)


def test_the_pattern_of_active_signs_sees_them() -> None:
    assert ACTIVE.search("a|b")
    assert ACTIVE.search(r"a\\|b")
    assert not ACTIVE.search(r"a\|b\\\*")


# ---- messages: prose with quoted values ----


def outside(markdown: str) -> str:
    """What stands outside of code spans; ValueError when a run of backticks has no partner."""
    kept = ""
    while opening := re.search(r"(?<!\\)(?:\\\\)*(`+)", markdown):
        width = len(opening.group(1))
        kept += markdown[: opening.start(1)]
        rest = markdown[opening.end(1) :]
        closing = next((run for run in re.finditer(r"`+", rest) if len(run.group()) == width), None)
        if closing is None:
            raise ValueError("a span never ends")
        markdown = rest[closing.end() :]
    return kept + markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("`a` goes to `b_c`", "`a` goes to `b_c`"),
        ("id `` is empty", "id ` ` is empty"),
        ("`a|b` of *c*", r"`a\|b` of \*c\*"),
        ("`<@x>` of <@x>", "`<@x>` of \\<@\u200bx\\>"),
        ("`a\nb`", r"`a\nb`"),
        ("one ` alone", r"one \` alone"),
        ("", ""),
    ],
)
def test_a_message_keeps_its_quotes_and_nothing_else(text: str, shown: str) -> None:
    assert message(text) == shown


@given(TEXTS, TEXTS)
def test_nothing_of_a_message_is_active_outside_of_its_spans(value: str, words: str) -> None:
    for text in (f"`{value}` goes to {words}", value + words):
        left = outside(message(text))
        assert not ACTIVE.search(left)
        assert not re.search(r"@(?!\u200b)|://|www\.", left)


def test_the_reader_of_spans_sees_what_is_left_open() -> None:
    assert outside("a `b` c ``d`e`` f") == "a  c  f"
    with pytest.raises(ValueError, match="never ends"):
        outside("a `b")


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
def test_a_row_stays_one_row_of_as_many_cells(rows: list[tuple[str, str]]) -> None:
    lines = table(("id", "why"), [(code(first), message(second)) for first, second in rows]).splitlines()
    assert len(lines) == 2 + len(rows)
    assert {len(cells(line)) for line in lines} == {2}
    for line, (first, _) in zip(lines[2:], rows, strict=True):
        assert span_content(cells(line)[0].strip()) == (visible(first).replace("|", r"\|") or " ")


def test_a_table_without_rows_is_its_header() -> None:
    assert [cells(line) for line in table(("a", "b"), []).splitlines()] == [
        [" a   ", " b   "],
        ["-----", "-----"],
    ]


def test_numbers_and_names_stand_in_cells_as_they_are_written() -> None:
    assert cells(table(("n", "m"), [("007", 1.50)]).splitlines()[2]) == [" 007 ", " 1.5 "]


@pytest.mark.parametrize(
    ("count", "text"), [(0, ""), (1, ""), (2, "; 1 more like it"), (1_234_568, "; 1,234,567 more like it")]
)
def test_what_is_left_of_an_example_is_counted(count: int, text: str) -> None:
    assert more(count) == text


NAMES = ("golden-matrix", "golden-metadata", "pin-holds", "")


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("golden-matrx", NAMES, "golden-matrix"),
        ("pin-holds", NAMES, "pin-holds"),
        ("unlike", NAMES, None),
        ("", NAMES, ""),
        ("pin-holds", (), None),
        ("pin", dict.fromkeys(NAMES), None),
    ],
)
def test_the_nearest_name_is_found_where_one_is_near(
    name: str, known: Collection[str], near: str | None
) -> None:
    assert nearest(name, known) == near


def test_less_likeness_is_enough_where_it_is_asked_for() -> None:
    assert nearest("pin", NAMES, 0.4) == "pin-holds"
