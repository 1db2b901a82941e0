"""The pull-request comment: what it says, in which order, and that it is never too long."""

from dataclasses import replace
from itertools import pairwise

import pytest

from routeproof.compare import Difference, FieldChange, MenuChange, RouteChange
from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Payer
from routeproof.reports.context import MutationScore
from routeproof.reports.documents.comment import LIMIT, MARKER, render
from support.edited import edited
from support.markdown_reading import cells, smuggled, tokens
from support.report_makers import LISTED, WHOLE, WIDE, context, exemption, numbered, verdict

OWN = Destination("acme", Payer.BYOK, None)
OPERATOR = Destination("platform", Payer.PLATFORM, None)
REFUSED = Destination(None, None, DeriveError.UNREGISTERED)
KEPT = RouteChange(
    "desk", "acme-2", None, (), OWN, Destination("acme-b", Payer.BYOK, None), ("acme",), ("acme-b",), ()
)
BILLED = RouteChange("desk", "acme-1", 2, ("ACME", "OP"), OWN, OPERATOR, ("acme",), ("platform",), ())
LOST = RouteChange("desk", "acme-3", 1, (), OPERATOR, REFUSED, ("platform",), (), ())


def titles(body: str) -> list[str]:
    found = tokens(body)
    return [after.content for token, after in pairwise(found) if token.type == "heading_open"]


def folded(body: str) -> list[str]:
    return [
        line.removeprefix("<details><summary>").removesuffix("</summary>")
        for line in body.splitlines()
        if line.startswith("<details>")
    ]


def test_the_marker_comes_first_and_then_the_verdict() -> None:
    lines = render(verdict(LISTED), context()).splitlines()
    assert lines[0] == MARKER == "<!-- routeproof:comment -->"
    assert lines[2].startswith("## routeproof: FAIL (exit 1)")
    assert render(verdict()).splitlines()[2] == "## routeproof: PASS"


def test_what_moved_comes_with_the_payer_and_a_change_of_payer_first() -> None:
    moved = Difference((KEPT, LOST, BILLED), (), ())
    body = render(verdict(), context(difference=moved))
    assert "3 routes, 2 of them with another payer, 1 now refused; no menu, no field." in body
    assert cells(body) == [
        ["desk", "acme-1", "2", "ACME, OP", "acme", "platform", "byok → platform"],
        ["desk", "acme-3", "1", "no credential", "platform", "unregistered", "platform → nobody"],
        ["desk", "acme-2", "infinitely many", "no credential", "acme", "acme-b", "byok"],
    ]


def test_menus_and_metadata_are_listed() -> None:
    menu = MenuChange("desk", ("a", "b"), (), reordered=True)
    moved = Difference((), (menu,), (FieldChange("provider acme", "protocol", None, "openai"),))
    body = render(verdict(), context(difference=moved))
    assert cells(body) == [
        ["desk", "a, b", "-", "changed"],
        ["provider acme", "protocol", "absent", "openai"],
    ]


def test_a_change_without_meaning_is_said_to_be_none() -> None:
    assert "proved to mean the same" in render(verdict(), context(difference=Difference((), (), ())))
    assert "What moved" not in render(verdict(), context())


def test_findings_are_new_old_or_fixed_by_their_fingerprint() -> None:
    moved_line = edited(LISTED, message="in other words", place=None)
    fixed = edited(LISTED, model="acme-9")
    base = verdict(moved_line, fixed)
    body = render(verdict(LISTED, WIDE, WHOLE), context(base=base))
    assert titles(body)[1:] == ["New findings (1)"]
    assert folded(body) == ["New notes (1)", "Findings that were there before (1)", "Fixed (1)"]
    assert [row[1] for row in cells(body)] == ["arm-reachable", "golden-matrix", "pin-holds", "pin-holds"]


def test_without_a_base_nothing_is_called_new() -> None:
    body = render(verdict(LISTED, waived=(WIDE,)), context())
    assert titles(body)[1:] == ["Findings (1)"]
    assert folded(body) == ["Waived (1)"]


def test_a_waiver_that_the_change_brings_is_shown_open() -> None:
    other = edited(LISTED, model="acme-9")
    body = render(verdict(waived=(LISTED, other)), context(base=verdict(LISTED, waived=(other,))))
    assert titles(body)[1:] == ["Newly waived (1)"]
    assert folded(body) == ["Waived (1)"]


def test_a_finding_that_is_now_waived_is_not_fixed() -> None:
    assert "Fixed" not in render(verdict(waived=(LISTED,)), context(base=verdict(LISTED)))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, MutationScore(9, 1, 3), "90.0 % of the edits noticed, 1 survive, 3 proved equal."),
        (
            MutationScore(3, 0),
            MutationScore(2, 2),
            "50.0 % of the edits noticed, 2 survive, 0 proved equal (before: 100.0 %, 0 survive).",
        ),
        (None, MutationScore(0, 0, 1), "- of the edits noticed"),
    ],
)
def test_the_mutation_score_comes_with_what_it_was(
    before: MutationScore | None, after: MutationScore, said: str
) -> None:
    assert said in render(verdict(), context(mutation=after, base_mutation=before))


def test_exceptions_are_shown() -> None:
    shown = exemption("desk", "acme-1", "agreed", "T-2")
    assert "`acme-1` on `desk`: agreed (T-2)" in render(verdict(exemptions=(shown,)))


@pytest.mark.parametrize("message", ["x" * 3_000, "@`" * 1_000, "\U000e0001" * 2_000, "short"])
def test_it_is_never_too_long_and_every_section_has_its_share(message: str) -> None:
    several = numbered(3_000, message=message)
    waived = tuple(replace(each, check="other") for each in several)
    moved = Difference((replace(LOST, witness=message),) * 3_000, (), ())
    body = render(verdict(*several, waived=waived), context(difference=moved, base=verdict()))
    assert LIMIT // 2 < len(body) <= LIMIT == 60_000
    assert smuggled(body) == []
    for title in ("What moved (3000)", "New findings (3000)", "Newly waived (3000)"):
        assert title in titles(body)
    shown = [int(line.split()[1]) for line in body.splitlines() if line.startswith("and ")]
    assert sum(shown) + len(cells(body)) == 9_000


def test_nobody_is_mentioned_not_even_in_code() -> None:
    finding = edited(LISTED, message="`@everyone` @team", hint="ask @owner", model="@id")
    body = render(verdict(finding, waived=(finding,)), context())
    assert body.count("@") == body.count("@\u200b") > 3
