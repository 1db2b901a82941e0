"""The HTML report as a parser sees it: which parts it has, the lines it quotes, and what guards it."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from routeproof.compare import Difference, FieldChange, MenuChange, RouteChange
from routeproof.drift import Category, Drift
from routeproof.errors import Place
from routeproof.harness import Exit, Verdict
from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Payer, Registry, Runtime
from routeproof.reports import render
from routeproof.reports.context import Context, MutationScore
from routeproof.reports.html import machines
from support.edited import edited
from support.page_reading import Seen
from support.report_makers import (
    FILE,
    LISTED,
    REGISTRY,
    TEXT,
    WHOLE,
    WIDE,
    context,
    exemption,
    numbered,
    verdict,
)

MOVED = RouteChange(
    "desk",
    "acme-7",
    None,
    ("ACME",),
    Destination("acme", Payer.BYOK, None),
    Destination(None, None, DeriveError.UNREGISTERED),
    ("acme",),
    (),
    (),
)


def html(judged: Verdict, given: Context | None = None) -> str:
    return render("html", judged, given or context())


def sections(page: str) -> list[str]:
    return re.findall(r"<h2 id=\"(\w+)\">", page)


def excerpt(page: str) -> list[str]:
    """The quoted lines, what is marked between angle brackets."""
    quoted = re.search(r"<pre class=\"excerpt\".*?</pre>", page, re.DOTALL)
    assert quoted
    text = re.sub(r"<mark>(.*?)</mark>", r"‹\1›", quoted[0])
    return [line for line in Seen(text).text.splitlines() if line.strip()]


def data(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="machines">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_a_verdict_alone_makes_a_page() -> None:
    page = html(verdict(LISTED), Context())
    assert sections(page) == ["findings", "checks"]
    assert "<script" not in page


def test_a_part_is_there_when_there_is_something_to_show() -> None:
    drift = Drift(
        category=Category.UNOFFERED,
        runtime="desk",
        model="acme-1",
        expected="e",
        actual="a",
        document=None,
        pointer="",
    )
    given = context(difference=Difference((), (), ()), drifts=(drift,), mutation=MutationScore(3, 1, 2))
    page = html(verdict(waived=(LISTED,)), given)
    assert sections(page) == [
        "findings",
        "where",
        "matrix",
        "classes",
        "moved",
        "drift",
        "mutation",
        "accepted",
        "checks",
    ]
    for anchor in re.findall(r'<a href="#(\w+)">', page):
        assert f'id="{anchor}"' in page
    assert "proved to mean the same" in page
    assert "75.0 %" in page


def test_the_marked_text_is_what_the_finding_points_at() -> None:
    assert excerpt(html(verdict(LISTED))) == ["9        models: [‹acme-1›]"]
    assert excerpt(html(verdict(WIDE))) == [
        "10      - ‹name: platform›",
        "11        ‹models:›",
        "12          ‹- p/acme-1›",
    ]


def test_a_long_line_and_a_long_region_are_cut() -> None:
    line = "a" * 400 + "HERE" + "b" * 400
    long = edited(LISTED, place=Place(FILE, 1, 401, 1, 405))
    (shown,) = excerpt(html(verdict(long), context(texts={FILE: line})))
    assert shown == f"1…{'a' * 60}‹HERE›{'b' * 176}…"
    tall = edited(LISTED, place=Place(FILE, 1, 1, 20, 2))
    page = html(verdict(tall), context(texts={FILE: "x\n" * 20}))
    assert len(excerpt(page)) == 8
    assert "and 12 more lines" in page


@pytest.mark.parametrize("line_break", ["\r", "\r\n", "\x85", "\u2028", "\u2029"])
def test_lines_are_counted_as_yaml_counts_them(line_break: str) -> None:
    given = context(texts={FILE: TEXT.replace("\n", line_break)})
    assert excerpt(html(verdict(LISTED), given)) == ["9        models: [‹acme-1›]"]


def test_a_file_that_is_not_at_hand_is_only_named() -> None:
    page = html(verdict(LISTED, WHOLE), Context())
    assert "excerpt" not in page.partition("</style>")[2]
    assert "manifest/providers.yaml:9:18" in page


def test_the_walk_of_an_id_is_told() -> None:
    text = Seen(html(verdict(LISTED))).text
    assert "The walk of acme-1 through the arms: acme (byok)" in text
    assert "Because only acme lists the id." in text


def test_the_matrix_tells_the_payers_apart_without_color() -> None:
    page = html(verdict())
    assert re.findall(r'<td class="square (\w+)"[^>]*><span class="sign">(.)</span> (\d+)', page) == [
        ("platform", "■", "1"),
        ("byok", "□", "1"),
    ]


def test_an_id_that_goes_elsewhere_is_marked_in_the_matrix() -> None:
    cells = tuple(replace(cell, destination=Destination("other", Payer.BYOK)) for cell in context().cells)
    assert html(verdict(), context(cells=cells)).count('<span class="astray">↷ 1') == 2


def test_what_moved_is_shown_with_both_payers() -> None:
    menu = MenuChange("desk", ("acme-7",), ("acme-8",), reordered=False)
    change = FieldChange("provider acme", "protocol", None, "openai")
    text = Seen(html(verdict(), context(difference=Difference((MOVED,), (menu,), (change,))))).text
    row = " ".join(text.partition("What moved\n")[2].split())
    assert "acme-7infinitely manyACMEacme customer’s keyunregistered nobody" in row
    assert "added acme-7; removed acme-8; order kept" in row
    assert "provider acmeprotocolabsentopenai" in row


def test_exceptions_and_waivers_are_shown() -> None:
    shown = exemption("desk", "acme-1", "agreed upon", "T-2")
    text = Seen(html(verdict(waived=(LISTED,), exemptions=(shown,)))).text
    assert "acme-1 on desk: agreed upon (T-2)" in text
    assert "1 waived" in text
    assert "2027-01-31" in text


def test_a_very_long_list_is_cut_and_counted() -> None:
    page = html(verdict(*numbered(520)))
    assert page.count("<article") == 500
    assert "20 more are left out here" in page


def test_what_is_undecided_is_said_where_it_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    arms = tuple(
        replace(arm, provider=replace(arm.provider, name=f"a{n}", model_prefix_match=f"x{n}y"))
        for n in range(3)
        for arm in REGISTRY.runtimes["desk"].arms
    )
    registry = Registry(tuple(arm.provider for arm in arms), {"desk": Runtime("desk", arms[::2])})
    assert "undecided" not in data(html(verdict(), context(registry=registry)))["runtimes"][0]
    monkeypatch.setattr(machines, "MOST_EDGES", 10)
    (machine,) = data(html(verdict(), context(registry=registry)))["runtimes"]
    assert "too many for a page" in machine["undecided"]
    assert machine["listed"] == [["acme-1", [0, 1, 2]]]
    assert "edges" not in machine


def test_classes_beyond_the_budget_are_said_to_be_undecided() -> None:
    arm = REGISTRY.runtimes["desk"].arms[0]
    arms = tuple(
        replace(
            arm, provider=replace(arm.provider, name=f"a{n}", model_prefix_match=f"{n}(abcdefgh){{1000}}")
        )
        for n in range(30)
    )
    page = html(verdict(), context(registry=Registry((), {"desk": Runtime("desk", arms)}), cells=()))
    assert ": undecided</summary>" in page
    assert data(page)["runtimes"][0]["classes"] == []


def test_only_its_own_style_and_script_may_run() -> None:
    page = html(verdict(LISTED))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = dict(part.split(" ", 1) for part in policy[1].replace("&#39;", "'").split("; "))
    assert allowed["default-src"] == allowed["base-uri"] == "'none'"
    style, script = (
        page.split("<style>")[1].split("</style>")[0],
        page.rsplit("<script>", 1)[1].split("</script>")[0],
    )
    for name, text in (("style-src", style), ("script-src", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert allowed[name] == f"'sha256-{digest}'"
    assert not re.search(r"https?:|url\(|@import", page.replace(TEXT, ""))


def test_a_gate_that_no_finding_closes_says_why() -> None:
    page = html(verdict(exit_code=Exit.NOTHING_CHECKED))
    assert '<header class="fail">' in page
    assert "exit 3" in Seen(page).text


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("`a` and `<b>`", "<code>a</code> and <code>&lt;b&gt;</code>"),
        ("one ` alone <b>", "one ` alone &lt;b&gt;"),
    ],
)
def test_backticks_quote_values(message: str, shown: str) -> None:
    assert f"<p>{shown}</p>" in html(verdict(edited(LISTED, message=message)))
