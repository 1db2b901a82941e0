"""Runtimes divided jointly, and the self-check against the engine that runs one id."""

from collections.abc import Iterable

import pytest

from routeproof.errors import EngineDisagreement, UndecidedError
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.automata.budget import DEFAULT, Budget
from routeproof.prove.division import Hits, Part, divide
from routeproof.prove.selfcheck import confirm
from routeproof.resolve import hits
from support.small_registries import arm


def told(parts: Iterable[Part]) -> list[tuple[str, str, int | None]]:
    """Per part: `exact/pattern` of each runtime, the witness, the size."""
    return [(" > ".join(map(hit, one.hits)), one.witness, one.size) for one in parts]


def hit(found: Hits) -> str:
    return "/".join("+".join(each.name for each in arms) for arms in (found.exact, found.pattern))


NOTHING = Runtime("r", ())
BASE = Runtime("r", (arm("one", "^a/", "a/1", "kept"), arm("two", "^b")))
HEAD = Runtime("r", (arm("one", "^a", "kept"), arm("two", "^b", "moved")))


def test_each_class_has_the_hits_of_both_sides() -> None:
    assert told(divide([BASE, HEAD], DEFAULT)) == [
        ("one/one > /one", "a/1", 1),
        ("one/ > one/", "kept", 1),
        ("/ > two/", "moved", 1),
        ("/ > /one", "a", None),
        ("/two > /two", "b", None),
        ("/ > /", "c", None),
        ("/one > /one", "a/", None),
    ]


def test_the_sides_can_be_exchanged() -> None:
    forth, back = divide([BASE, HEAD], DEFAULT), divide([HEAD, BASE], DEFAULT)
    assert {one.hits: one.size for one in forth} == {one.hits[::-1]: one.size for one in back}


def test_a_runtime_without_arms_hits_nothing() -> None:
    assert told(divide([NOTHING, BASE], DEFAULT))[0] == ("/ > one/one", "a/1", 1)
    assert told(divide([BASE, NOTHING], DEFAULT))[-1] == ("/one > /", "a/", None)
    assert told(divide([NOTHING, NOTHING], DEFAULT)) == [("/ > /", "a", None)]


def test_joint_members_leave_the_ids_of_both_sides_out() -> None:
    base, head = Runtime("r", (arm("one", "^a{1,3}$", "a"),)), Runtime("r", (arm("one", "^a{1,3}$", "aaa"),))
    classes = {one.witness: one for one in divide([base, head], DEFAULT)}
    assert list(classes["aa"].members()) == ["aa"]
    assert classes["a"].ids == ("a",)
    assert classes["aaa"].ids == ("aaa",)


def test_the_joint_budget_is_kept() -> None:
    with pytest.raises(UndecidedError):
        list(divide([Runtime("r", (arm("one", each),)) for each in ("alpha", "bravo")], Budget(10)))


def test_the_engines_are_compared_on_every_class() -> None:
    seen: list[str] = []

    def watched(runtime: Runtime, model: str) -> tuple[tuple[Arm, ...], tuple[Arm, ...]]:
        seen.append(model)
        return hits(runtime, model)

    assert confirm(BASE, watched, samples=4) == len(seen)
    assert {"a/1", "kept", "a", "a/", "b"} <= set(seen)
    assert len(seen) >= 2 + 3 * 3  # one id of each class of one, and three or more of each other


@pytest.mark.parametrize("lie", ["no pattern", "every pattern", "no listing"])
def test_a_disagreement_is_raised_with_both_readings(lie: str) -> None:
    def lying(runtime: Runtime, model: str) -> tuple[tuple[Arm, ...], tuple[Arm, ...]]:
        exact, pattern = hits(runtime, model)
        return {
            "no pattern": (exact, ()),
            "every pattern": (exact, runtime.arms),
            "no listing": ((), pattern),
        }[lie]

    with pytest.raises(EngineDisagreement, match="on runtime `r`: proved listed by") as caught:
        confirm(BASE, lying)
    assert caught.value.exit_code == 70
