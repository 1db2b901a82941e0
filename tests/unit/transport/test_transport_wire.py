"""What comes back from a black box, put together and sorted, however it is cut and whatever it is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.transport import LINE_BYTES, SURPLUS, FaultKind, Inbox


def received(*chunks: bytes, questions: int = 3) -> Inbox:
    inbox = Inbox(questions)
    for chunk in chunks:
        inbox.feed(chunk)
    inbox.end()
    return inbox


def kinds(inbox: Inbox) -> dict[FaultKind, int]:
    return {fault.kind: fault.count for fault in inbox.faults}


LINES = (
    b'{"id": 2, "provider": "c"}\n\r\n{"id": 0, "provider": null, "error": "e"}\n{"provider": "b", "id": 1}\n'
)


@given(st.lists(st.integers(0, len(LINES)), max_size=6))
def test_answers_come_in_any_order_and_cut_anywhere(cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(LINES)]
    inbox = received(*(LINES[start:end] for start, end in pairwise(places)))
    assert inbox.replies == {2: {"provider": "c"}, 0: {"provider": None, "error": "e"}, 1: {"provider": "b"}}
    assert inbox.complete
    assert inbox.faults == ()


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_whatever_comes_is_sorted_without_an_exception(chunks: list[bytes]) -> None:
    inbox = received(*chunks)
    assert inbox.replies.keys() <= {0, 1, 2}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"listening on port 80", FaultKind.GARBAGE),
        (b"[1]", FaultKind.GARBAGE),
        (b"null", FaultKind.GARBAGE),
        (b'{"id": 0', FaultKind.GARBAGE),
        (b"\xff\xfe", FaultKind.GARBAGE),
        (b"[" * 50_000, FaultKind.GARBAGE),
        (b'{"id": ' + b"9" * 5_000 + b"}", FaultKind.GARBAGE),
        (b'{"id": 0, "x": "' + b"x" * LINE_BYTES + b'"}', FaultKind.GARBAGE),
        (b'{"provider": "a"}', FaultKind.UNKNOWN_ID),
        (b'{"id": 3, "provider": "a"}', FaultKind.UNKNOWN_ID),
        (b'{"id": -1, "provider": "a"}', FaultKind.UNKNOWN_ID),
        (b'{"id": "0", "provider": "a"}', FaultKind.UNKNOWN_ID),
        (b'{"id": true, "provider": "a"}', FaultKind.UNKNOWN_ID),
        (b'{"id": 0.0, "provider": "a"}', FaultKind.UNKNOWN_ID),
        (b'{"id": [0], "provider": "a"}', FaultKind.UNKNOWN_ID),
    ],
)
def test_a_line_that_answers_nothing_is_a_fault(line: bytes, kind: FaultKind) -> None:
    inbox = received(line + b'\n{"id": 0, "provider": "a"}\n')
    assert kinds(inbox) == {kind: 1}
    assert inbox.replies == {0: {"provider": "a"}}


def test_the_first_answer_counts_and_the_second_is_a_fault() -> None:
    inbox = received(b'{"id": 0, "provider": "a"}\n{"id": 0, "provider": "b"}\n{"id": 0, "provider": "c"}\n')
    assert inbox.replies == {0: {"provider": "a"}}
    assert kinds(inbox) == {FaultKind.DUPLICATE: 2}


def test_a_last_line_without_its_end_counts_when_it_is_an_answer() -> None:
    assert received(b'{"id": 1, "provider": "a"}').replies == {1: {"provider": "a"}}
    cut = received(b'{"id": 1, "provid')
    assert cut.replies == {}
    assert kinds(cut) == {FaultKind.PARTIAL: 1}


def test_a_flood_is_noticed_and_no_longer_read() -> None:
    inbox = received(b"noise\n" * (SURPLUS + 500), b'{"id": 0, "provider": "a"}\n')
    assert inbox.flooded
    assert kinds(inbox) == {FaultKind.GARBAGE: SURPLUS + 1, FaultKind.FLOOD: 1}
    assert inbox.replies == {}


def test_a_line_without_end_does_not_grow() -> None:
    inbox = Inbox(1)
    for _ in range(50):
        inbox.feed(b"x" * 10_000)
    assert kinds(inbox) == {FaultKind.GARBAGE: 7}
