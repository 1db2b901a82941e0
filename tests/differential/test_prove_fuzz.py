"""A short run of the long comparison with google-re2, and the proof that it would notice a wrong engine."""

from collections.abc import Callable, Iterator

import pytest

from differential import fuzz_prove
from routeproof.prove.automata import language, positions
from routeproof.prove.patterns import pieces, reader, syntax, tree
from routeproof.prove.patterns.charset import CharSet


@pytest.mark.slow
def test_a_short_run_finds_no_difference() -> None:
    tally = fuzz_prove.main(cases=250, seed=5)
    assert tally["patterns"] >= 250
    assert 0 < tally["refused"] < tally["patterns"]
    assert 0 < tally["found"] < tally["texts"]


@pytest.fixture
def forgetful() -> Iterator[None]:
    """What a wrong engine has read must not be remembered by the next one."""
    forget()
    yield
    forget()


def forget() -> None:
    syntax._read.cache_clear()
    language._remembered.forget()


def no_look_alikes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LOOK_ALIKES", {})


def words_of_all_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    letters = CharSet.of((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xC0, 0x24F))
    monkeypatch.setitem(positions._CUTS, tree.WORD, letters)


def dot_takes_newlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_DOT", CharSet.of((0, 0x10FFFF)))


def plus_is_star(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reader._SIMPLE, "+", (0, None))


def flags_leak_out_of_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    def close(self: reader.Reader) -> None:
        flags = self.flags
        kept(self)
        self.flags = flags

    kept = reader.Reader._close
    monkeypatch.setattr(reader.Reader, "_close", close)


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize(
    "plant",
    [
        no_look_alikes,
        words_of_all_letters,
        dot_takes_newlines,
        plus_is_star,
        flags_leak_out_of_groups,
    ],
)
def test_a_planted_defect_is_noticed(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    with pytest.raises(fuzz_prove.Mismatch):
        fuzz_prove.main(cases=2_000, seed=3)
