"""Sets of characters, their reading order, and the closed forms of one-character expressions."""

import pytest
import re2

from routeproof.prove.automata.minterms import Minterms, bits
from routeproof.prove.patterns.charset import (
    ALL,
    READING_ORDER,
    WHITE,
    CharSet,
    id_order,
    is_trimmed_id,
    reading_rank,
)
from routeproof.prove.patterns.pieces import CharQuestion, meaning
from routeproof.prove.patterns.reader import Reader
from routeproof.prove.patterns.tree import Chars

SCALARS = 0x110000 - 0x800


def test_intervals_are_merged_and_lose_surrogates() -> None:
    assert CharSet.of((5, 9), (1, 2), (3, 4), (8, 12)).intervals == ((1, 12),)
    assert CharSet.of((0xD700, 0xE100)).intervals == ((0xD700, 0xD7FF), (0xE000, 0xE100))
    assert CharSet.of((9, 5), (0xD800, 0xDFFF)).intervals == ()
    assert len(ALL) == SCALARS


def test_a_complement_holds_what_a_set_does_not() -> None:
    chars = CharSet.text("az\U0010ffff\x00")
    assert len(~chars) == SCALARS - 4
    assert ~~chars == chars
    assert CharSet(()) == ~ALL
    assert 0x61 in chars
    assert 0x62 not in chars
    assert 0xD800 not in ~chars


def test_members_are_picked_in_code_point_order() -> None:
    chars = CharSet.text("dab\u212a")
    assert "".join(chars.pick(at) for at in range(4)) == "abd\u212a"
    with pytest.raises(IndexError):
        chars.pick(4)


def test_the_reading_order_holds_every_scalar_value_once() -> None:
    assert sum(high - low + 1 for low, high in READING_ORDER) == SCALARS
    assert CharSet.of(*READING_ORDER) == ALL


def test_letters_are_read_first_and_white_space_last() -> None:
    order = "az09-/:._AZ!~\u00e9\x00\x7f \t\u3000"
    ranks = [reading_rank(character) for character in order]
    assert ranks == sorted(set(ranks))
    assert "".join(CharSet.text(order[::-1]).readable()) == order
    with pytest.raises(ValueError, match="surrogate"):
        reading_rank("\udfff")


def test_ids_are_ordered_by_length_then_by_how_they_read() -> None:
    assert sorted(["bb", "B", "9", "a.", "aaa"], key=id_order) == ["9", "B", "a.", "bb", "aaa"]


@pytest.mark.parametrize(
    "space", ["\t", "\n", "\v", "\f", "\r", " ", "\x85", "\xa0", "\u1680", "\u200a", "\u3000"]
)
def test_ids_do_not_begin_or_end_with_go_white_space(space: str) -> None:
    assert not is_trimmed_id(space + "a")
    assert not is_trimmed_id("a" + space)
    assert is_trimmed_id("a" + space + "b")


def test_what_python_alone_strips_stays() -> None:
    assert all(is_trimmed_id(character) for character in "\x1c\x1d\x1e\x1f\u200b\ufeff")
    assert not is_trimmed_id("")
    assert not is_trimmed_id("a\ud800b")
    assert len(WHITE) == 25


SAMPLE = "".join(map(chr, [*range(0x250), 0x2028, 0x212A, 0xD7FF, 0xE000, 0x10FFFF]))
CLASSES = [
    "[k-s]",
    "[^k-s]",
    "[a-z0-9]",
    "[@-`]",
    "[^ -~]",
    r"\d",
    r"\w",
    r"\s",
    r"[\w.]",
    "[J-k]",
    "[R-s]",
    "[0-z]",
]
BEYOND = [
    r"[\x{17f}]",
    r"[\x{c0}-\x{17f}]",
    "\u00e9",
    "\u0130",
    "\u0131",
    "[^\u00e9]",
    r"\x{212A}",
    r"\x{D800}",
]


@pytest.mark.parametrize("flags", ["", "(?i)"])
@pytest.mark.parametrize("expression", [*(f"\\x{{{code:x}}}" for code in range(0x80)), *CLASSES, *BEYOND])
def test_an_expression_means_what_google_re2_means(expression: str, flags: str) -> None:
    engine = re2.compile(flags + expression)
    node = Reader(flags + expression, valid=True).read()
    assert isinstance(node, Chars)
    chars = meaning(node.piece)
    assert [ord(one) in chars for one in SAMPLE] == [bool(engine.search(one)) for one in SAMPLE]


def test_everyday_pieces_need_no_question() -> None:
    for pattern in (
        r"[:/-]",
        r"\.",
        "(?i)[a-z]",
        r"\d",
        "(?i)^m",
        r"[^/]",
        "\u00e9",
        "[\u00e9-\u00f9]",
        r"\x{17F}",
    ):
        node = Reader(pattern, valid=True).read()
        parts = getattr(node, "parts", (node,))
        assert not any(isinstance(getattr(part, "piece", None), CharQuestion) for part in parts), pattern


def test_minterms_cut_all_characters_without_overlap() -> None:
    sets = [CharSet.text("abk"), CharSet.of((0x61, 0x7A)), CharSet.text("\u212ak")]
    minterms = Minterms(sets)
    assert sum(map(len, minterms.sets)) == SCALARS
    for chars in sets:
        assert minterms.chars(minterms.mask(chars)) == chars
        assert minterms.size(minterms.mask(chars)) == len(chars)
    assert minterms.faces[:4] == "ack0"
    assert [minterms.number(character) for character in "abc0k\u212a"] == [0, 0, 1, 3, 2, 4]
    assert list(bits(0b1011)) == [0, 1, 3]
