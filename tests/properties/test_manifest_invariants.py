"""Loading over random manifests: fingerprints, schema and rules, unknown keys, order, arbitrary input."""

import copy
import json
from random import Random
from typing import Any

import pytest
import re2
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from routeproof import schema
from routeproof.errors import InputError, RouteproofError
from routeproof.manifest import fingerprint, loads
from routeproof.model.registry import Registry
from support.manifest_edits import CORPUS, at, corpus, edited, places

REGISTRIES = corpus("registry")
TEXTS = [file.read_text(encoding="utf-8") for file in sorted((CORPUS / "good").glob("registry.*"))]


def as_json(data: Any) -> str:
    return json.dumps(data)


def as_block(data: Any) -> str:
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True)


def as_sorted_flow(data: Any) -> str:
    return "# the same\n" + yaml.safe_dump(data, sort_keys=True, default_flow_style=True, width=20)


def load_or_none(data: Any) -> Registry | None:
    try:
        return loads(as_json(data))
    except InputError:
        return None


def names(entries: Any, key: str) -> list[str]:
    return [entry[key] for entry in entries if entry.get(key)]


def keeps_the_rules(data: Any) -> bool:
    """The rules beyond the schema, read off the specification once more."""
    providers, runtimes = data["providers"], data["runtimes"].values()
    try:
        for provider in providers:
            re2.compile(provider["model_prefix_match"])
    except re2.error:
        return False
    lists = [names(providers, "name"), names(providers, "upstream_vendor")]
    lists += [names(runtime["providers"], "name") for runtime in runtimes]
    known = set(lists[0])
    return (
        all(len(each) == len(set(each)) for each in lists)
        and all(arm["name"] in known for runtime in runtimes for arm in runtime["providers"])
        and not any(provider["model_prefix_match"] == "\\C" for provider in providers)
    )


@given(edited(REGISTRIES))
def test_a_manifest_loads_exactly_if_it_fits_the_schema_and_keeps_the_rules(data: Any) -> None:
    fits = next(schema.validate("registry", data), None) is None
    assert (load_or_none(data) is not None) is (fits and keeps_the_rules(data))


@given(edited(REGISTRIES, edits=1), edited(REGISTRIES, edits=1))
def test_fingerprints_are_equal_exactly_if_the_registries_are(one: Any, other: Any) -> None:
    first, second = load_or_none(one), load_or_none(other)
    assume(first is not None and second is not None)
    assert first is not None
    assert second is not None
    assert (fingerprint(first) == fingerprint(second)) is (first == second)


@given(edited(REGISTRIES, edits=1))
def test_the_form_of_a_manifest_does_not_matter(data: Any) -> None:
    assume(load_or_none(data) is not None)
    loaded = [loads(write(data)) for write in (as_json, as_block, as_sorted_flow)]
    assert loaded[0] == loaded[1] == loaded[2]
    assert len({fingerprint(registry) for registry in loaded}) == 1


@given(st.sampled_from(REGISTRIES), st.randoms(use_true_random=False))
def test_the_order_of_runtimes_and_of_keys_does_not_matter(data: Any, random: Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in random.sample(list(value), len(value))}
        return [shuffled(each) for each in value] if isinstance(value, list) else value

    assert loads(as_json(shuffled(data))) == loads(as_json(data))


@given(st.data())
def test_the_order_of_providers_arms_and_ids_does(data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(REGISTRIES))
    lists = [path for path in places(original) if path[-1:] in [("providers",), ("models",)]]
    lists = [path for path in lists if len({as_json(each) for each in at(original, path) or ()}) > 1]
    assume(lists)
    changed = copy.deepcopy(original)
    at(changed, data.draw(st.sampled_from(lists))).reverse()
    assume(changed != original)
    assert loads(as_json(changed)) != loads(as_json(original))


@given(st.data())
def test_an_unknown_key_is_refused_at_every_level(data: st.DataObject) -> None:
    changed = copy.deepcopy(data.draw(st.sampled_from(REGISTRIES)))
    free = ("runtimes", "endpoint_vars")  # their keys are names
    mappings = [
        path
        for path in places(changed)
        if isinstance(at(changed, path), dict) and path[-1:] not in [(key,) for key in free]
    ]
    mappings = [path for path in mappings if "thinking_policy" not in path]
    path = data.draw(st.sampled_from(mappings))
    at(changed, path)["surplus"] = data.draw(st.sampled_from([None, "", 1, []]))
    with pytest.raises(InputError) as caught:
        loads(as_json(changed))
    [problem] = caught.value.problems
    assert problem.message == "unknown key `surplus`"


PIECES = st.sampled_from(
    [
        "- ",
        ": ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "<<: *a",
        "!t ",
        ">-\n",
        "---\n",
        "...\n",
        "'",
        '"',
        "#",
        "\n",
        "\n  ",
        "\t",
        "%YAML 1.1\n",
        "\\",
        "~",
        "1",
        "a",
        "name: a\n",
        "\x85",
    ]
)


def harmless(content: str | bytes) -> None:
    """Load it: a registry or an error of the family, and nothing else."""
    try:
        found: object = loads(content)
    except RouteproofError as error:
        found = error
    if isinstance(found, RouteproofError):
        assert found.problems
        assert all(problem.message.isprintable() and problem.place for problem in found.problems)
    else:
        assert isinstance(found, Registry)


@given(st.binary() | st.text().map(str.encode) | st.text(st.characters()))
def test_arbitrary_input_is_refused_politely(content: str | bytes) -> None:
    harmless(content)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_arbitrary_yaml_is_refused_politely(content: str) -> None:
    harmless(content)


@given(st.sampled_from(TEXTS), st.data())
def test_a_damaged_manifest_is_refused_politely_or_loads(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    harmless(text[:start] + data.draw(PIECES | st.text(max_size=3)) + text[end:])
