"""How fast the proofs are: the reference registry, and synthetic ones by family and size (`make bench`)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

import routeproof
from routeproof.compare import Difference, compare
from routeproof.model.registry import Registry, Runtime
from routeproof.prove.automata import language
from routeproof.prove.classes import RouteClass, route_classes
from routeproof.resolve import Outcome, derive
from support.small_registries import arm

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = routeproof.load(ROOT / "manifest/providers.yaml")

FAMILIES: dict[str, Callable[[int], str]] = {
    "prefix": lambda number: f"^vendor{number}[:/]",
    "folded": lambda number: f"(?i)^(vendor{number}[:/]|v{number}-|vendor{number // 2}x)",
    "middle": lambda number: f"^vendor{number}.*(pro|max)",
    "suffix": lambda number: f"-v{number}$",
}


def synthetic(family: str, arms: int, ids: int) -> Runtime:
    """A runtime of one family: every arm with its share of the listed ids."""
    share = ids // arms
    return Runtime(
        "r",
        tuple(
            arm(
                f"p{number}",
                FAMILIES[family](number),
                *(f"vendor{number}/m{i}" for i in range(share)),
                keys=(f"KEY_{number}",),
            )
            for number in range(arms)
        ),
    )


def forget() -> None:
    """Drop what the engine remembers, so that a round pays for the whole proof."""
    language._remembered.forget()
    route_classes.cache_clear()


def test_classes_of_the_reference_registry(benchmark: BenchmarkFixture) -> None:
    found: list[tuple[RouteClass, ...]] = benchmark.pedantic(
        lambda: [route_classes(runtime) for runtime in REFERENCE.runtimes.values()], setup=forget, rounds=30
    )
    assert sum(map(len, found)) == 63


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize(("arms", "ids"), [(10, 100), (100, 1_000), (1_000, 10_000)])
def test_classes_of_a_synthetic_runtime(
    benchmark: BenchmarkFixture, family: str, arms: int, ids: int
) -> None:
    runtime = synthetic(family, arms, ids)
    rounds = 1 if arms == 1_000 else 5
    found: tuple[RouteClass, ...] = benchmark.pedantic(route_classes, (runtime,), setup=forget, rounds=rounds)
    assert len(found) > arms


@pytest.mark.parametrize("count", [4, 8])
def test_partition_of_independent_substrings(benchmark: BenchmarkFixture, count: int) -> None:
    patterns = [f"w{letter}x" for letter in "abcdefgh"[:count]]
    found: language.Partition = benchmark.pedantic(language.partition, (patterns,), setup=forget, rounds=3)
    assert len(found.classes) == 2**count


def test_difference_of_one_edited_pattern(benchmark: BenchmarkFixture) -> None:
    text = (ROOT / "manifest/providers.yaml").read_text(encoding="utf-8")
    head = routeproof.loads(text.replace("'^anthropic/'", "'^anthropic'"))
    found: Difference = benchmark.pedantic(lambda: compare(REFERENCE, head), setup=forget, rounds=20)
    assert len(found.routes) == 1


def test_a_check_of_the_reference_workspace(benchmark: BenchmarkFixture) -> None:
    verdict: routeproof.Verdict = benchmark(
        lambda: routeproof.check(ROOT, manifest=ROOT / "manifest/providers.yaml")
    )
    assert ("cells", 87) in [(each.name, each.number) for each in verdict.counts]


def test_deriving_one_id(benchmark: BenchmarkFixture) -> None:
    registry = Registry(REFERENCE.providers, REFERENCE.runtimes)
    outcome: Outcome = benchmark(lambda: derive(registry, "hermes", "openai:gpt-4o"))
    assert outcome.provider == "byok-openai"
