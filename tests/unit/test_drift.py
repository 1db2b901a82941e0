"""Drift: every way in which an offer and the registry disagree, and what the checker must say of the past."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.drift import Category, Drift, drift_of
from routeproof.manifest import load, read_file
from routeproof.manifest.declared import offered_of
from routeproof.model.declared import Offered, OfferedModel
from routeproof.model.registry import Registry, Runtime
from routeproof.reports.documents.drift import render
from support.payer_registry import ARMS, CATALOGUE, REGISTRY

HISTORY = Path(__file__).resolve().parents[1] / "cases" / "history"
WITHDRAWING = Registry(
    CATALOGUE,
    {"desk": Runtime("desk", (*ARMS[:4], replace(ARMS[4], withdrawn_models=("old-1", " bolt-0 ")), ARMS[5]))},
)


def offering(*models: OfferedModel, runtime: str = "desk", default: str | None = None) -> Offered:
    numbered = tuple(replace(model, pointer=f"/models/{place}") for place, model in enumerate(models))
    return Offered(
        runtime=runtime,
        models=numbered,
        default_model=default,
        document="o.yaml",
        default_pointer="/default_model",
    )


def judged(*offered: Offered, registry: Registry = REGISTRY) -> list[tuple[str, str, str, str]]:
    """What is wrong with the offers, the menu set aside."""
    drifts = drift_of(registry, offered)
    assert all((drift.document is None) is (drift.category is Category.UNOFFERED) for drift in drifts)
    return [
        (str(drift.category), drift.model, drift.expected, drift.actual)
        for drift in drifts
        if drift.category is not Category.UNOFFERED
    ]


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (OfferedModel("acme/1"), []),
        (OfferedModel(" acme/1\n", "acme", ("ACME_KEY",)), []),
        (OfferedModel("acme/1", "acme", ("X", "ACME_TOKEN")), []),
        (OfferedModel("house-1", "platform"), []),
        (OfferedModel("twin", "plan", ("PLAN_TOKEN",)), []),
        (OfferedModel("nowhere"), [("unroutable", "registered", "unregistered")]),
        (OfferedModel("nowhere", "platform", ("X",)), [("unroutable", "registered", "unregistered")]),
        (OfferedModel(" "), [("unroutable", "registered", "model_required")]),
        (OfferedModel("bolt-eu-1"), [("ambiguous", "one arm", "bolt, bolt-eu")]),
        (OfferedModel("bolt-eu-1", "bolt", ("BOLT_KEY",)), [("ambiguous", "one arm", "bolt, bolt-eu")]),
        (OfferedModel("acme/1", "platform"), [("wrong payer", "acme (byok)", "platform (platform)")]),
        (OfferedModel("house-1", "acme"), [("wrong payer", "platform (platform)", "acme (byok)")]),
        (OfferedModel("house-1", "Platform"), [("wrong payer", "platform (platform)", "Platform (byok)")]),
        (OfferedModel("acme/1", "plan"), [("wrong provider", "acme (byok)", "plan (byok)")]),
        (OfferedModel("twin", "meter"), [("wrong provider", "plan (byok)", "meter (byok)")]),
        (OfferedModel("acme/1", "acme "), [("wrong provider", "acme (byok)", "acme  (byok)")]),
        (OfferedModel("acme/1", None, ("acme_key",)), [("wrong key", "ACME_KEY, ACME_TOKEN", "acme_key")]),
        (OfferedModel("twin", None, ("METER_KEY", "X")), [("wrong key", "PLAN_TOKEN", "METER_KEY, X")]),
        (OfferedModel("house-1", None, ("ACME_KEY",)), [("wrong key", "USAGE_TOKEN", "ACME_KEY")]),
        (
            OfferedModel("acme/1", "platform", ("USAGE_TOKEN",)),
            [
                ("wrong payer", "acme (byok)", "platform (platform)"),
                ("wrong key", "ACME_KEY, ACME_TOKEN", "USAGE_TOKEN"),
            ],
        ),
    ],
    ids=str,
)
def test_an_offer_falls_into_the_categories_that_apply(
    offer: OfferedModel, said: list[tuple[str, str, str]]
) -> None:
    assert judged(offering(offer)) == [
        (category, offer.id, expected, actual) for category, expected, actual in said
    ]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("old-1", [("withdrawn", "refused", "still offered"), ("unroutable", "registered", "unregistered")]),
        (
            " old-1 ",
            [("withdrawn", "refused", "still offered"), ("unroutable", "registered", "unregistered")],
        ),
        ("bolt-0", [("withdrawn", "refused", "still offered")]),
        ("old-2", [("unroutable", "registered", "unregistered")]),
    ],
)
def test_a_withdrawn_id_is_named_as_such_on_whatever_arm_it_was_withdrawn(
    model: str, said: list[tuple[str, str, str]]
) -> None:
    found = judged(offering(OfferedModel(model)), registry=WITHDRAWING)
    assert found == [(category, model, expected, actual) for category, expected, actual in said]


def test_a_drift_names_the_arm_that_serves_and_points_at_the_offer() -> None:
    offers = offering(OfferedModel("acme/1"), OfferedModel("acme/2", "plan"), OfferedModel("nowhere"))
    served, lost = (each for each in drift_of(REGISTRY, [offers]) if each.category is not Category.UNOFFERED)
    assert (served.runtime, served.arm, served.document, served.pointer) == (
        "desk",
        "acme",
        "o.yaml",
        "/models/1",
    )
    assert (lost.runtime, lost.arm, lost.document, lost.pointer) == ("desk", None, "o.yaml", "/models/2")


def test_an_unknown_runtime_is_one_drift_and_none_of_its_ids_is_judged() -> None:
    (drift,) = [
        each
        for each in drift_of(REGISTRY, [offering(OfferedModel("nowhere"), runtime="Desk", default="nowhere")])
        if each.category is not Category.UNOFFERED
    ]
    assert (drift.category, drift.runtime, drift.model) == (Category.UNKNOWN_RUNTIME, "Desk", "")
    assert (drift.pointer, drift.expected) == ("/runtime", "desk")


@pytest.mark.parametrize(
    ("default", "error"),
    [
        (None, None),
        ("acme/1", None),
        (" house-1 ", None),
        ("never offered", "unregistered"),
        ("", "model_required"),
        ("bolt-eu-1", "ambiguous"),
    ],
)
def test_a_default_model_is_registered_whether_it_is_offered_or_not(
    default: str | None, error: str | None
) -> None:
    expected = [("unregistered default", default, "registered", error)] if error else []
    assert judged(offering(default=default)) == expected


def unoffered(*offered: Offered, registry: Registry = REGISTRY) -> list[tuple[str, str | None, str]]:
    drifts = drift_of(registry, offered)
    return [(each.model, each.arm, each.pointer) for each in drifts if each.category is Category.UNOFFERED]


def test_a_menu_id_that_nobody_offers_points_at_its_first_entry() -> None:
    house = ("house-1", "platform", "/runtimes/desk/providers/0/models/0")
    twin = ("twin", "plan", "/runtimes/desk/providers/2/models/0")
    assert unoffered(offering()) == [house, twin]
    assert unoffered(offering(OfferedModel("house-1"))) == [twin]
    assert unoffered(offering(OfferedModel("house-1")), offering(OfferedModel(" twin "))) == []
    assert unoffered(offering(OfferedModel("twin"), runtime="elsewhere")) == [house, twin]


def test_without_any_template_nothing_was_compared() -> None:
    assert drift_of(REGISTRY, []) == ()
    assert "nothing was compared" in render((), ())


# ---- history: three registries of one day, and what the templates offered then ----

UNROUTABLE = {
    "a": {"claude-code": 9, "hermes": 34, "codex": 1, "openclaw": 9, "google-adk": 2},
    "b": {"claude-code": 0, "hermes": 12, "codex": 1, "openclaw": 7, "google-adk": 2},
    "c": {"claude-code": 0, "hermes": 0, "codex": 0, "openclaw": 0, "google-adk": 2},
}
OFFERED = {"claude-code": 27, "hermes": 37, "codex": 9, "openclaw": 13, "google-adk": 4}
AT_B = {
    "hermes": Counter({"anthropic/": 3, "openai/": 4, "gemini/": 2, "minimax/": 3}),
    "codex": Counter({"codex-minimax-m2.7": 1}),
    "openclaw": Counter({"minimax:": 2, "openai:": 3, "groq:": 2}),
}


@pytest.fixture(scope="module")
def offers() -> list[Offered]:
    def no_template(name: str) -> bytes:
        raise FileNotFoundError(name)

    paths = sorted((HISTORY / "offered").glob("*.yaml"))
    return [offered_of(read_file(path, "offered", path.name), no_template) for path in paths]


def unroutable(drifts: Iterable[Drift], runtime: str) -> list[str]:
    return [each.model for each in drifts if (each.category, each.runtime) == (Category.UNROUTABLE, runtime)]


def test_the_templates_of_that_day_offered_so_many_ids(offers: list[Offered]) -> None:
    assert {each.runtime: len(each.models) for each in offers} == OFFERED


@pytest.mark.parametrize("stage", UNROUTABLE)
def test_so_many_offered_ids_went_nowhere(stage: str, offers: list[Offered]) -> None:
    drifts = drift_of(load(HISTORY / f"{stage}.yaml"), offers)
    assert {runtime: len(unroutable(drifts, runtime)) for runtime in OFFERED} == UNROUTABLE[stage]
    assert not [each for each in drifts if each.category in (Category.AMBIGUOUS, Category.WRONG_PAYER)]


@pytest.mark.parametrize("runtime", AT_B)
def test_these_went_nowhere_once_the_name_only_arms_were_there(runtime: str, offers: list[Offered]) -> None:
    found = unroutable(drift_of(load(HISTORY / "b.yaml"), offers), runtime)
    namespaces = [re.match(r"[a-z]+[/:]|.*", model) for model in found]
    assert Counter(match.group() for match in namespaces if match) == AT_B[runtime]


# ---- the report ----


def rows(text: str) -> list[list[str]]:
    """The cells of every line of every table, headers and rules left out."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|--")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_the_report_counts_each_category_and_names_each_disagreement() -> None:
    offered = [offering(OfferedModel("nowhere"), OfferedModel("acme/1", "plan")), offering(runtime="else")]
    text = render(drift_of(REGISTRY, offered), offered)
    found = rows(text)
    header = ["runtime", "offered", *(str(category) for category in Category)]
    assert found[0] == header
    counts = {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in found[1:3]}
    assert counts["`desk`"] == dict.fromkeys(header[1:], "-") | {
        "offered": "2",
        "unroutable": "1",
        "wrong provider": "1",
        "unoffered": "2",
    }
    assert counts["`else`"] == dict.fromkeys(header[1:], "-") | {"offered": "0", "unknown runtime": "1"}
    assert ["`desk`", "`nowhere`", "`registered`", "`unregistered`"] in found
    assert ["`desk`", "`acme/1`", "`acme (byok)`", "`plan (byok)`"] in found
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == [
        "Unroutable",
        "Wrong provider",
        "Unoffered",
        "Unknown runtime",
    ]


def test_the_report_does_not_depend_on_the_order_of_the_templates() -> None:
    two = [offering(OfferedModel("z"), OfferedModel("a")), offering(OfferedModel("m"), runtime="else")]
    assert render(drift_of(REGISTRY, two), two) == render(drift_of(REGISTRY, two[::-1]), two[::-1])


@given(st.lists(st.text(alphabet="`|\\\n\r\0<@a ", min_size=1), min_size=1, max_size=4))
def test_no_offered_id_breaks_the_report(ids: list[str]) -> None:
    offered = [offering(*map(OfferedModel, ids))]
    found = rows(render(drift_of(REGISTRY, offered), offered))
    assert {len(row) for row in found} == {4, 2 + len(Category)}
    assert sum(len(row) == 4 for row in found) == 1 + len(ids) + 1 + 2
