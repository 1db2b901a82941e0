"""Invariants and acceptances that are proposed to a team that adopts routeproof."""

import datetime

import pytest
import re2

from routeproof import Registry
from routeproof.checks import BY_ID
from routeproof.harness.finding import Finding, Location
from routeproof.model.about import about
from routeproof.model.declared import Condition
from routeproof.model.registry import Arm, Payer
from routeproof.propose import Divisions, Proposed, accept, invariants_for
from routeproof.propose.acceptance import exactly
from routeproof.propose.invariants import MOST, found_by
from support.payer_registry import provider
from support.small_registries import registry_of

TODAY = datetime.date(2026, 1, 1)
QUIET = re2.Options()
QUIET.log_errors = False
PLATFORM, FIRST = provider("platform", "^$", "TOKEN"), provider("first", "^first-", "FIRST_KEY")


def invariants(registry: Registry) -> Proposed:
    return invariants_for(registry, Divisions(registry))


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
    proposed = invariants(registry)
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


def test_no_more_invariants_are_proposed_than_a_gate_can_prove_again_and_again() -> None:
    arms = [Arm(provider(f"p{number}", f"^p{number}/", "K")) for number in range(MOST + 5)]
    registry = registry_of(desk=arms)
    proposed = invariants(registry)
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


def finding(
    check: str, *, runtime: str | None = None, arm: str | None = None, model: str | None = None
) -> Finding:
    return Finding(
        message=f"{check} is broken",
        at=Location("manifest/providers.yaml"),
        check=check,
        about=about(runtime, arm, model),
    )


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
    assert (anchored.check, anchored.coordinate("runtime"), anchored.coordinate("arm"), anchored.ids) == (
        "pattern-anchored",
        None,
        "acme",
        None,
    )
    assert (disjoint.coordinate("runtime"), disjoint.coordinate("arm"), disjoint.expires) == (
        "desk",
        "acme",
        datetime.date(2026, 4, 1),
    )
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
