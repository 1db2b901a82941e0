"""Two versions of a runtime divided jointly, and the self-check against the engine that runs one id."""

from collections.abc import Sequence

import pytest

from routeproof.errors import EngineDisagreement, UndecidedError
from routeproof.model.registry import Arm, Runtime
from routeproof.prove.budget import Budget
from routeproof.prove.joint import JointClass, compare_runtimes
from routeproof.prove.selfcheck import confirm
from routeproof.resolve import hits
from support.small_registries import arm


def told(classes: Sequence[JointClass]) -> list[tuple[str, str, int | None]]:
    """Per class: `base exact/base pattern > head exact/head pattern`, the witness, the size."""
    return [
        (
            "{}/{} > {}/{}".format(
                *(
                    "+".join(each.name for each in arms)
                    for arms in (one.base_exact, one.base_pattern, one.head_exact, one.head_pattern)
                )
            ),
            one.witness,
            one.size,
        )
        for one in classes
    ]


BASE = Runtime("r", (arm("one", "^a/", "a/1", "kept"), arm("two", "^b")))
HEAD = Runtime("r", (arm("one", "^a", "kept"), arm("two", "^b", "moved")))


def test_each_class_has_the_hits_of_both_sides() -> None:
    assert told(compare_runtimes(BASE, HEAD)) == [
        ("one/one > /one", "a/1", 1),
        ("one/ > one/", "kept", 1),
        ("/ > two/", "moved", 1),
        ("/ > /one", "a", None),
        ("/two > /two", "b", None),
        ("/ > /", "c", None),
        ("/one > /one", "a/", None),
    ]


def test_the_sides_can_be_exchanged() -> None:
    forth, back = compare_runtimes(BASE, HEAD), compare_runtimes(HEAD, BASE)
    turned = {(one.head_exact, one.head_pattern, one.base_exact, one.base_pattern): one.size for one in back}
    assert {
        (one.base_exact, one.base_pattern, one.head_exact, one.head_pattern): one.size for one in forth
    } == turned


def test_an_absent_runtime_hits_nothing() -> None:
    assert told(compare_runtimes(None, BASE))[0] == ("/ > one/one", "a/1", 1)
    assert told(compare_runtimes(BASE, None))[-1] == ("/one > /", "a/", None)
    assert told(compare_runtimes(None, None)) == [("/ > /", "a", None)]


def test_joint_members_leave_the_ids_of_both_sides_out() -> None:
    base, head = Runtime("r", (arm("one", "^a{1,3}$", "a"),)), Runtime("r", (arm("one", "^a{1,3}$", "aaa"),))
    classes = {one.witness: one for one in compare_runtimes(base, head)}
    assert list(classes["aa"].members()) == ["aa"]
    assert classes["a"].ids == ("a",)
    assert classes["aaa"].ids == ("aaa",)


def test_the_joint_budget_is_kept() -> None:
    with pytest.raises(UndecidedError):
        compare_runtimes(
            Runtime("r", (arm("one", "alpha"),)), Runtime("r", (arm("one", "bravo"),)), Budget(10)
        )


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
