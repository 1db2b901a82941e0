"""Input made to hurt: bounded before it costs anything, and one message that says which bound."""

import pytest

from routeproof.errors import InputError, Problem
from routeproof.manifest import loads, read_document
from routeproof.manifest.yaml import MAX_DEPTH, MAX_PROBLEMS

REGISTRY = """\
schema_version: 1
providers:
  - {name: a, display_name: A, protocol: openai, auth_mode: m, auth_env: [K], model_prefix_match: '%s'}
runtimes:
  one:
    providers:
      - name: a
        models: [%s]
"""


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        loads(text, "f.yaml")
    return caught.value.problems


def only(text: str) -> str:
    [problem] = problems(text)
    return f"{problem.place}: {problem.message}"


BOMB = (
    "a0: &a0 ["
    + "x, " * 10
    + "]\n"
    + "".join(f"a{n}: &a{n} [" + f"*a{n - 1}, " * 10 + "]\n" for n in range(1, 60))
)
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 100))
STAIRS = "".join(" " * n + "a:\n" for n in range(1_500))

# A list of 2,019 items of 99 values each; with the list itself, 118 values are left.
NEARLY_FULL = "- &a [" + "x, " * 98 + "]\n" + "- *a\n" * 2018

HURTFUL = {
    "alias bomb": (BOMB, "f.yaml:6:10: more than 200,000 values, aliases expanded"),
    "deep chain of aliases": (CHAIN, "f.yaml:64:12: nested deeper than 64 levels, aliases expanded"),
    "deep flow": ("[" * 1_000_000, "f.yaml:1:65: nested deeper than 64 levels"),
    "deep flow, closed": ("[" * 5_000 + "]" * 5_000, "f.yaml:1:65: nested deeper than 64 levels"),
    "deep flow of a key": ("é: {" + "{" * 100_000, "f.yaml:1:67: nested deeper than 64 levels"),
    "deep mapping": ("{a: " * 100_000, "f.yaml:1:257: nested deeper than 64 levels"),
    "deep block": ("- " * 100_000, "f.yaml:1:129: nested deeper than 64 levels"),
    "deep block mapping": (STAIRS, "f.yaml:65:65: nested deeper than 64 levels"),
    "deep complex keys": ("? " * 100_000, "f.yaml:1:129: nested deeper than 64 levels"),
    "deep flow below the scanner's limit": ("[" * 500, "f.yaml:1:65: nested deeper than 64 levels"),
    "deep mapping below the scanner's limit": ("{a: " * 500, "f.yaml:1:257: nested deeper than 64 levels"),
    "deep block below the scanner's limit": ("- " * 500, "f.yaml:1:129: nested deeper than 64 levels"),
    "merge bomb": (
        "a0: &a0 {k: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 30)),
        "f.yaml:16:17: more than 200,000 values, aliases expanded",
    ),
    "many values": (NEARLY_FULL + "- b\n" * 119, "f.yaml:2138:3: more than 200,000 values, aliases expanded"),
    "many documents": ("--- a\n" * 100_000, "f.yaml:2:1: a second document starts here"),
}


@pytest.mark.parametrize(("text", "message"), HURTFUL.values(), ids=HURTFUL)
def test_a_limit_stops_the_reading(text: str, message: str) -> None:
    assert only(text) == message


def test_what_is_at_the_limit_is_read() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert read_document(deep.encode(), "f.yaml", None).place("/0/0/0").column == 4
    assert len(read_document((NEARLY_FULL + "- b\n" * 118).encode(), "f.yaml", None).data) == 2019 + 118


def test_a_flood_of_problems_is_cut() -> None:
    for flood in ("a: 1\n" * 5_000, "".join(f"k{n}: 1\n" for n in range(5_000))):
        found = problems(flood)
        assert len(found) == MAX_PROBLEMS
    found = problems(REGISTRY % ("^a", "1, " * 5_000))
    assert len(found) == MAX_PROBLEMS
    assert found[0].message == "expected a string, got the number `1`"
    assert found[-1].message == "there are more problems than are shown"


def test_values_are_cut_and_escaped_in_messages() -> None:
    found = problems("? " + "k" * 100_000 + "\n: 1\n" + r'"\e[2J\u202E": 1')
    messages = [problem.message for problem in found if problem.message.startswith("unknown key")]
    assert messages == [f"unknown key `{'k' * 59}…`", r"unknown key `\x1b[2J\u202e`"]


def test_a_pattern_for_a_backtracking_engine_is_just_a_pattern() -> None:
    [provider] = loads(REGISTRY % ("^(a+)+$", "a")).providers
    assert provider.model_prefix_match == "^(a+)+$"


def test_a_registry_of_ten_thousand_ids_loads() -> None:
    registry = loads(REGISTRY % ("^a", ", ".join(f"a{n}" for n in range(10_000))))
    assert len(registry.runtimes["one"].arms[0].models) == 10_000
