"""What is proposed to a team that adopts routeproof, on registries small enough to know every answer."""

import datetime
from collections.abc import Iterable

import pytest
import re2

from payer_registry import provider
from routeproof import Registry
from routeproof.checks import BY_ID
from routeproof.model.finding import Finding
from routeproof.model.policy import Condition
from routeproof.model.registry import Arm, Payer, Provider, Runtime
from routeproof.propose import accept, invariants_for, pins_for, probes_for, upstream_pins_for
from routeproof.propose.acceptance import exactly
from routeproof.propose.invariants import MOST, found_by
from routeproof.propose.pins import spellings

TODAY = datetime.date(2026, 1, 1)
QUIET = re2.Options()
QUIET.log_errors = False


def registry_of(**runtimes: Iterable[Arm]) -> Registry:
    arms = {name: tuple(each) for name, each in runtimes.items()}
    providers = dict.fromkeys(arm.provider for each in arms.values() for arm in each)
    return Registry(tuple(providers), {name: Runtime(name, each) for name, each in arms.items()})


def probe(pattern: str, *others: Arm) -> str | None:
    registry = registry_of(desk=(Arm(provider("acme", pattern, "K")), *others))
    return next((each.model for each in probes_for(registry) if each.provider == "acme"), None)


@pytest.mark.parametrize(
    ("pattern", "model"),
    [
        ("^acme[:/]", "acme/some-model"),
        ("^acme:", "acme:some-model"),
        ("^acme-", "acme-some-model"),
        ("(?i)^acme", "acme-some-model"),
        ("^(opus|haiku)$", "opus"),
        ("/fast$", "some-model/fast"),
        ("^a$", "a"),
    ],
)
def test_a_probe_looks_like_a_model_id(pattern: str, model: str) -> None:
    assert probe(pattern) == model


def test_an_id_that_the_registry_names_is_the_probe() -> None:
    named = Arm(provider("other", "^other-", "K"), ("acme/real-one",))
    registry = registry_of(desk=[Arm(provider("acme", "^acme/", "K"))], shop=[named])
    assert [(each.provider, each.model) for each in probes_for(registry)] == [("acme", "acme/real-one")]
    assert probe("^acme/", named) == "acme/some-model", "on the same runtime the other arm takes that id"


def test_a_probe_goes_where_no_other_pattern_does() -> None:
    assert probe("^acme", Arm(provider("loose", "^acme[^0-9]", "K"))) == "acme1"
    assert probe("^acme", Arm(provider("same", "^acme", "K"))) is None


def test_one_probe_serves_every_runtime_where_the_arm_lists_nothing() -> None:
    acme = provider("acme", "^acme", "K")
    registry = registry_of(
        desk=[Arm(acme), Arm(provider("slash", "^acme/", "K"))],
        shop=[Arm(acme), Arm(provider("dash", "^acme-", "K"))],
    )
    assert {each.provider: each.model for each in probes_for(registry)}["acme"] == "acme1"


PLATFORM = provider("platform", "^$", "TOKEN")
FIRST, SECOND = provider("first", "^first-", "FIRST_KEY"), provider("second", "^second-", "SECOND_KEY")


def test_pins_hold_other_spellings_of_what_the_operator_pays_for() -> None:
    registry = registry_of(desk=[Arm(PLATFORM, ("v/M-1", "v/m-1")), Arm(provider("colon", "^v:M", "K"))])
    pins = {(model, pin.provider or pin.error) for pin in pins_for(registry, ()) for model in pin.models}
    assert {("v:M-1", "colon"), ("v:m-1", "unregistered"), ("V/M-1", "unregistered")} <= pins
    assert ("v/m-1", "platform") not in pins, "it is listed, and so in the golden matrix"


def test_pins_hold_a_listed_tie_for_every_key_that_decides() -> None:
    registry = registry_of(desk=[Arm(FIRST, ("twin",)), Arm(SECOND, ("twin",))])
    pins = [pin for pin in pins_for(registry, ()) if pin.runtimes == ("desk",)]
    found = {pin.auth_env: pin.provider for pin in pins if pin.models == ("twin",)}
    assert found == {
        (): "first",
        ("FIRST_KEY",): "first",
        ("SECOND_KEY",): "second",
        ("FIRST_KEY", "SECOND_KEY"): "first",
    }


def test_pins_hold_that_a_tie_of_patterns_is_an_error() -> None:
    registry = registry_of(desk=[Arm(FIRST), Arm(provider("wide", "^first", "WIDE_KEY"))])
    found = {
        pin.auth_env: pin.provider or pin.error for pin in pins_for(registry, ()) if "first-" in pin.models
    }
    assert found == {
        (): "ambiguous",
        ("FIRST_KEY",): "first",
        ("WIDE_KEY",): "wide",
        ("FIRST_KEY", "WIDE_KEY"): "ambiguous",
    }


def test_pins_hold_what_is_refused() -> None:
    registry = registry_of(desk=[Arm(FIRST, ("first-1",))], shop=[Arm(SECOND, ("second/1",))])
    refused = {
        (pin.runtimes[0], model) for pin in pins_for(registry, ()) if pin.error for model in pin.models
    }
    assert refused == {
        ("desk", "FIRST-1"),
        ("desk", "no-such-model"),
        ("desk", "second/1"),
        ("shop", "second:1"),
        ("shop", "no-such-model"),
        ("shop", "first-1"),
        ("no-such-runtime", "first-1"),
    }


def test_the_unknown_runtime_is_unknown() -> None:
    registry = registry_of(**{"no-such-runtime": [Arm(FIRST, ("x",))]})
    assert [pin.runtimes for pin in pins_for(registry, ()) if pin.error == "unknown_runtime"] == [
        ("no-such-runtime-either",)
    ]


def test_one_lookup_of_the_proxy_is_pinned_for_each_vendor() -> None:
    vendor = Provider(
        name="v", display_name="v", protocol=FIRST.protocol, auth_mode="x", auth_env=("K",),
        model_prefix_match="^v-", upstream_vendor="v",
    )  # fmt: skip
    registry = registry_of(desk=[Arm(PLATFORM, ("v/one", "v/two", "bare")), Arm(vendor)])
    found = [(pin.models, pin.vendor, pin.rest, pin.error) for pin in upstream_pins_for(registry)]
    assert found == [(("v/one",), "v", "one", None), (("bare",), None, None, "not_namespaced")]


@pytest.mark.parametrize(
    ("model", "slips"),
    [
        ("a/B:c", ("a:B:c", "a/b:c")),
        ("a:b", ("a/b", "A:B")),
        ("plain", ("PLAIN",)),
        ("12", ()),
    ],
)
def test_likely_slips(model: str, slips: tuple[str, ...]) -> None:
    assert spellings(model) == slips


def test_invariants_are_what_holds_and_nothing_else() -> None:
    registry = registry_of(
        desk=[
            Arm(PLATFORM, ("v/one",)),
            Arm(provider("colon", "^v:", "K")),
            Arm(provider("own", "^own-", "K")),
            Arm(provider("shared", "^shared-", "K")),
            Arm(provider("also", "^shared-a", "K")),
        ],
        shop=[Arm(provider("shared", "^shared-", "K"))],
    )
    proposed = invariants_for(registry)
    assert proposed.untried == 0
    own, never = (
        Condition(provider=("own",), payer=Payer.BYOK),
        Condition(payer=Payer.PLATFORM),
    )
    found = {each.id: (each.runtimes, each.ids, each.must or each.never) for each in proposed.invariants}
    assert found["desk-listed-platform-ids"] == (("desk",), ("v/one",), Condition(payer=Payer.BYOK))
    assert found["v-slash-is-never-byok"] == (("desk",), "v/.*", Condition(payer=Payer.BYOK))
    assert found["v-colon-is-never-platform"] == (("desk",), "v:.*", never)
    assert found["own-owns-its-pattern"] == (("desk",), "own-.*", own)
    assert found["shared-pattern-never-platform"][:2] == (("desk",), "shared-.*")
    assert found["shared-owns-its-pattern"][:2] == (("shop",), "shared-.*")
    assert "v-colon-is-refused" not in found
    assert all(each.why.startswith("derived at adoption: ") for each in proposed.invariants)


def test_names_of_invariants_are_unique() -> None:
    registry = registry_of(desk=[Arm(PLATFORM, ("a/1", "a-slash:1"))], a=[Arm(FIRST, ("x",))])
    ids = [each.id for each in invariants_for(registry).invariants]
    assert len(ids) == len({*ids})


def test_no_more_invariants_are_proposed_than_a_gate_can_prove_again_and_again() -> None:
    arms = [Arm(provider(f"p{number}", f"^p{number}/", "K")) for number in range(MOST + 5)]
    proposed = invariants_for(registry_of(desk=arms))
    assert (len(proposed.invariants), proposed.untried) == (MOST, 5)


@pytest.mark.parametrize(
    ("pattern", "whole"),
    [
        ("^groq:", "groq:.*"),
        ("(?i)^minimax-m", "(?i:minimax-m).*"),
        ("^(sonnet|opus)$", "(sonnet|opus)"),
        ("fast$", ".*(?-s:fast$).*"),
        ("^a|^b", ".*(?-s:^a|^b).*"),
        (r"^\Qa.b", r"\Qa.b\E.*"),
        ("^a.b$", ".*(?-s:^a.b$).*"),
    ],
)
def test_a_pattern_for_whole_ids_finds_what_the_pattern_finds(pattern: str, whole: str) -> None:
    found = found_by(pattern)
    assert found is not None
    for model in (
        "groq:x",
        "my-groq:x",
        "MiniMax-M2",
        "opus",
        "opus1",
        "x/fast",
        "ab",
        "cb",
        "a.bc",
        "axb",
        "a\nb",
    ):
        expected = re2.compile(pattern, QUIET).search(model) is not None
        assert (re2.compile(f"(?s){found}", QUIET).fullmatch(model) is not None) == expected, model
    if "Q" not in pattern:
        assert found == whole


def finding(check: str, **fields: str) -> Finding:
    return Finding(message=f"{check} is broken", document="manifest/providers.yaml", check=check, **fields)


def test_findings_are_accepted_by_check_runtime_and_arm_for_their_exact_ids() -> None:
    found = accept(
        [
            finding("patterns-disjoint", runtime="desk", arm="acme", model="a.b"),
            finding("patterns-disjoint", runtime="desk", arm="acme", model="a|b"),
            finding("pattern-anchored", arm="acme"),
            finding("one-platform-provider"),
        ],
        registry_of(desk=[Arm(FIRST)]),
        TODAY,
    )
    anchored, disjoint = found.waivers
    assert (anchored.check, anchored.runtime, anchored.arm, anchored.ids) == (
        "pattern-anchored",
        None,
        "acme",
        None,
    )
    assert (disjoint.runtime, disjoint.arm, disjoint.expires) == ("desk", "acme", datetime.date(2026, 4, 1))
    matched = [
        id_ for id_ in ("a.b", "a|b", "axb", "a", "b") if re2.compile(disjoint.ids, QUIET).fullmatch(id_)
    ]
    assert matched == ["a.b", "a|b"]
    assert disjoint.reason == "found at adoption: patterns-disjoint is broken; and 1 more"
    assert (disjoint.owner, disjoint.ticket) == ("TODO", "TODO")
    assert found.lowered == ("one-platform-provider",)
    assert (found.exceptions, found.left) == ((), ())


def test_what_cannot_be_waived_is_excepted_for_listed_ids_alone() -> None:
    name = "byok-never-platform"
    assert not BY_ID[name].waivable
    listed, unlisted = (finding(name, runtime="desk", arm="first", model=each) for each in ("x", "y"))
    found = accept([listed, unlisted], registry_of(desk=[Arm(FIRST, ("x",))]), TODAY)
    assert [(each.runtime, each.model, each.ticket) for each in found.exceptions] == [("desk", "x", "TODO")]
    assert (found.left, found.waivers, found.lowered) == ((unlisted,), (), ())


def test_many_ids_make_several_waivers() -> None:
    many = [finding("listed-id-registers", runtime="desk", arm="a", model=f"m{n}") for n in range(45)]
    waivers = accept(many, registry_of(desk=[Arm(FIRST)]), TODAY).waivers
    covered = [
        f"m{n}" for n in range(45) for waiver in waivers if re2.compile(waiver.ids, QUIET).fullmatch(f"m{n}")
    ]
    assert covered == [f"m{n}" for n in range(45)]
    assert len(waivers) == 3


@pytest.mark.parametrize("model", ["", "a.b*c", "\\", "ids|ids", "^$", "λ\u2028\x00", "(?i)x", "a b", "{2}"])
def test_an_exact_pattern_matches_its_id_alone(model: str) -> None:
    pattern = re2.compile(exactly([model]), QUIET)
    assert pattern.fullmatch(model) is not None
    for other in ("x", "ids", f"{model}x", f"x{model}"):
        assert (pattern.fullmatch(other) is not None) == (other == model)
