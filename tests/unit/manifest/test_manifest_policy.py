"""The files beside the registry: pins, probes, policy, waivers, offers, invariants, exceptions, moves."""

import datetime
from pathlib import Path

import pytest

from routeproof.errors import InputError
from routeproof.harness.finding import Level
from routeproof.harness.policy import Policy, Waiver
from routeproof.manifest import Document, read_document, read_file
from routeproof.manifest import declared as policy
from routeproof.model.about import about
from routeproof.model.declared import (
    Condition,
    Invariant,
    Move,
    Offered,
    OfferedModel,
    Pin,
    Pins,
    PlatformException,
    Probe,
    UpstreamPin,
)
from routeproof.model.deployment import Deployment
from routeproof.model.registry import Payer

GOOD = Path(__file__).parents[2] / "cases" / "manifest" / "good"


def read(name: str) -> Document:
    return read_file(GOOD / f"{name}.yaml", name.partition(".")[0], f"{name}.yaml")


def test_pins() -> None:
    pins = policy.pins_of(read("pins.both-kinds"))
    assert pins.routes == (
        Pin(
            runtimes=("one", "two"), models=("a", ""), provider="alpha", why="the shortest", pointer="/pins/0"
        ),
        Pin(runtimes=("one",), models=("b",), auth_env=("KEY",), error="ambiguous", pointer="/pins/1"),
        Pin(runtimes=("one",), models=("b",), error="unregistered", pointer="/pins/2"),
    )
    assert pins.upstream == (
        UpstreamPin(models=("house/a",), vendor="house", rest="a", pointer="/upstream/0"),
        UpstreamPin(models=("house/",), vendor="house", rest="", pointer="/upstream/1"),
        UpstreamPin(models=("a",), error="not_namespaced", pointer="/upstream/2"),
    )
    assert policy.pins_of(read("pins.none")) == Pins()


def test_probes() -> None:
    assert policy.probes_of(read("probes.one")) == (Probe("alpha", "alpha/1", "/probes/alpha"),)


def test_deployment() -> None:
    assert policy.deployment_of(read("deployment.names")) == Deployment(
        model_variables=("HOUSE_MODEL", "MODEL"),
        proxy_variable="HOUSE_LLM_URL",
        header="X-House-Unregistered",
    )
    neutral = policy.deployment_of(read("deployment.none"))
    assert (neutral.model_variables, neutral.proxy_variable, neutral.header) == (
        ("MODEL",),
        "LLM_BASE_URL",
        "Model-Unregistered",
    )


def test_policy() -> None:
    found = policy.policy_of(read("policy.levels"))
    assert found == Policy(Level.WARNING, {"golden-matrix": Level.ERROR, "unused-provider": None})
    assert policy.policy_of(read("policy.empty")) == Policy(Level.ERROR, {})
    required = policy.policy_of(read("policy.require")).require
    assert required == ("pins", "platform_exceptions", "offers", "lane")


def test_waivers() -> None:
    first = Waiver(
        check="one-check",
        about=about(runtime="one"),
        reason="r",
        owner="o",
        ticket="T-1",
        expires=datetime.date(2026, 2, 28),
        pointer="/waivers/0",
    )
    by_arm, by_ids = policy.waivers_of(read("waivers.each-way"))[1:]
    assert policy.waivers_of(read("waivers.each-way"))[0] == first
    assert (by_arm.about, by_arm.expires) == (about(arm="alpha"), datetime.date(2024, 2, 29))
    assert (by_ids.about, by_ids.ids, by_ids.pointer) == (about(runtime="one"), "alpha/.*", "/waivers/2")
    assert policy.waivers_of(read("waivers.none")) == ()


def test_invariants() -> None:
    found = policy.invariants_of(read("invariants.each-way"))
    assert found == (
        Invariant(
            id="a",
            why="w",
            runtimes=None,
            ids=".*",
            never=Condition(payer=Payer.PLATFORM),
            pointer="/invariants/0",
        ),
        Invariant(
            id="b",
            why="w",
            runtimes=("one",),
            ids=("x", ""),
            present=("K",),
            must=Condition(registered=False),
            pointer="/invariants/1",
        ),
        Invariant(
            id="c",
            why="w",
            runtimes=("one",),
            ids="b/.*",
            must=Condition(provider=("alpha", "beta"), error=("ambiguous",)),
            pointer="/invariants/2",
        ),
        Invariant(
            id="d",
            why="w",
            runtimes=("one",),
            ids="b/.*",
            never=Condition(provider=("alpha",), error=("unregistered",)),
            pointer="/invariants/3",
        ),
    )


def test_platform_exceptions() -> None:
    found = policy.platform_exceptions_of(read("platform-exceptions.one"))
    assert found == (PlatformException("one", "a", "r", "T-1", "/exceptions/0"),)


def test_moves() -> None:
    listed, by_pattern = policy.moves_of(read("moves.each-way"))
    assert listed == Move(
        runtime="one",
        ids=("a", "b"),
        before="alpha",
        after="unroutable",
        reason="r",
        ticket="T-1",
        pointer="/moves/0",
    )
    assert (by_pattern.ids, by_pattern.before, by_pattern.after) == ("a.*", "unroutable", "alpha")


def no_template(file: str) -> bytes:
    raise AssertionError(file)


def test_offers_that_are_listed() -> None:
    assert policy.offered_of(read("offered.listed"), no_template) == Offered(
        runtime="one",
        default_model="a",
        models=(
            OfferedModel("a", pointer="/models/0"),
            OfferedModel("b", "alpha", ("KEY",), "/models/1"),
            OfferedModel("", pointer="/models/2"),
        ),
        document="offered.listed.yaml",
        default_pointer="/default_model",
    )


def from_template(template: bytes, models: str, default: str = "null") -> Offered:
    text = f"runtime: one\ntemplate: {{file: t.yaml, models: '{models}', default_model: {default}}}\n"
    files = {"t.yaml": template}
    return policy.offered_of(read_document(text.encode(), "o.yaml", "offered"), files.__getitem__)


TEMPLATE = b"""\
released: 2026-01-02
default: b
models:
  - {id: a, provider: alpha, required_env: [KEY], label: A}
  - {id: b, provider: null, hidden: true}
plain: [x, y]
numbers: [1]
"""


def test_offers_that_stay_in_the_template() -> None:
    found = from_template(TEMPLATE, "models", "default")
    assert found.models == (
        OfferedModel("a", "alpha", ("KEY",), "/template/models"),
        OfferedModel("b", None, (), "/template/models"),
    )
    assert (found.default_model, found.default_pointer) == ("b", "/template/default_model")
    assert [model.id for model in from_template(TEMPLATE, "models[?!hidden].id").models] == ["a"]
    assert [model.id for model in from_template(TEMPLATE, "plain").models] == ["x", "y"]
    assert from_template(b'{"models": ["a"]}', "models").default_model is None
    assert from_template(b'[{"name": "a"}]', "[].{id: name}").models[0].id == "a"


SELECTORS = [
    ("models[", "null", "the selector `models[` fails: `"),
    ("nothing", "null", "the selector `nothing` yields `null`, not a list"),
    ("default", "null", "the selector `default` yields `b`, not a list"),
    ("numbers", "null", "the selector `numbers` yields `1` as item 0, which has no `id`"),
    ("models[].label", "nothing", "the selector `nothing` yields `null`, not an id"),
    ("models[].{id: label, provider: hidden}", "null", "yields `true` as the provider of `B`"),
    ("models[].{id: id, required_env: id}", "null", "yields `a` as the required_env of `a`"),
    ("models[].{id: id, required_env: [provider]}", "null", "yields `[null]` as the required_env of `b`"),
    ("plain[::0]", "null", "fails: `"),
    ("sort(models)", "null", "fails: `"),
    ("&models", "null", "the selector `&models` yields `"),
    ("unknown(@)", "null", "fails: `"),
    ("(" * 900, "null", "nests too deeply"),
]


@pytest.mark.parametrize(("models", "default", "message"), SELECTORS, ids=range(len(SELECTORS)))
def test_a_selector_that_selects_nothing_usable(models: str, default: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        from_template(TEMPLATE.replace(b"hidden", b"label: B, hidden"), models, default)
    [problem] = caught.value.problems
    assert message in problem.message
    assert problem.place
    assert (problem.place.file, problem.place.line) == ("o.yaml", 2)
    assert problem.pointer in ("/template/models", "/template/default_model")


def test_a_template_that_is_not_readable_is_reported_where_it_is_named() -> None:
    def missing(file: str) -> bytes:
        raise InputError("cannot be read: no such file")

    document = read_document(b"runtime: one\ntemplate: {file: t.yaml, models: m}\n", "o.yaml", "offered")
    with pytest.raises(InputError, match=r"^o.yaml:2:18: template `t.yaml` cannot be read: no such file$"):
        policy.offered_of(document, missing)
    with pytest.raises(InputError, match=r"^t.yaml:2:1: duplicate key `a`"):
        from_template(b"a: 1\na: 2\n", "a")
