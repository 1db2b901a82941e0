"""How fast the proof of connections is: 20 entries of few shapes, and of as many shapes as there are entries.

Said in the specification: at most 50 ms for 5 shapes, at most 150 ms for 20.
"""

from itertools import product
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from routeproof.connections import decide, prove
from routeproof.model.dispatch import Route

KEYED = {"type": "api_key", "credential": "credential/team/api_key"}
AUTHS = (KEYED, {"type": "platform"}, {**KEYED, "type": "oauth_subscription"}, {"type": "none"})
PROVIDERS = ("anthropic", "fireworks", "ollama")


def export(shapes: int) -> dict[str, Any]:
    """A document of 20 entries, the default among them."""
    rows = [
        {"name": f"{provider}-{auth['type']}", "provider": provider, "auth": auth}
        for provider, auth in product(PROVIDERS, AUTHS)
    ]
    ways = [
        {"provider": row["provider"], "provider_connection": row["name"], "payer": payer}
        for row, payer in product(rows, (None, "byok"))
    ][:shapes]
    profiles = {f"profile{number}": ways[number % shapes] for number in range(1, 20)}
    return {
        "format": "routeproof/connections-1",
        "connections": rows,
        "llm": {"default": ways[0], "profiles": profiles},
    }


@pytest.mark.parametrize("shapes", [5, 20])
def test_the_proof_of_twenty_entries(benchmark: BenchmarkFixture, shapes: int) -> None:
    document = export(shapes)
    proof = benchmark(prove, document)
    assert (proof.entries, proof.states, proof.violations) == (20, 23_040, ())


def test_one_decision(benchmark: BenchmarkFixture) -> None:
    state = {
        "policy": "same_payer",
        "call_site": True,
        "entry": {"provider": "anthropic", "connection": "w", "payer": None},
        "row": {"state": "found", "provider": "anthropic", "auth": "api_key"},
        "credential": "absent",
        "platform": "available",
        "adapter": "built",
        "legacy": {"mode": "your-own", "credential": "present"},
        "default": {"provider": "anthropic", "payer": "platform"},
    }
    assert isinstance(benchmark(decide, state), Route)
