"""Every field in every pair: converted, reported or refused, as the cases say; none is lost in silence."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from routeproof.relay.wire import Converted, NotConvertible, WireSettings, convert_request
from support.wire_bodies import REQUESTS

FOLDER = Path(__file__).parent / "requests"
WIRES = {"chat": "chat_completions", "responses": "responses", "messages": "messages"}
ORDER = ("chat>messages", "responses>messages", "messages>chat", "messages>responses")
PAIRS = (*ORDER, "chat>responses", "responses>chat")
LEAST: Mapping[str, Mapping[str, Any]] = {
    "chat": {"messages": [{"role": "user", "content": "hi"}], "max_completion_tokens": 2000},
    "responses": {"input": [{"role": "user", "content": "hi"}], "max_output_tokens": 2000},
    "messages": {"messages": [{"role": "user", "content": "hi"}], "max_tokens": 2000},
}
ROWS = [row for file in sorted(FOLDER.glob("*.yaml")) for row in yaml.safe_load(file.read_text("utf-8"))]
DROPPED = {"model", "include", "truncation", "client_metadata", "top_k"}
"""What nobody reads: the caller names the model, and what is only dropped may be anything."""
SEVERAL = {
    *((wire, name) for wire in WIRES.values() for name in ("temperature", "top_p")),
    *(("chat_completions", name) for name in ("seed", "presence_penalty", "tool_choice")),
    ("responses", "tool_choice"),
    ("responses", "input"),
    ("messages", "system"),
}
"""What may be of more types than the one that the request shows."""


def cases() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for row in ROWS:
        for case in row["cases"]:
            for pair in case["pairs"]:
                yield row["row"], pair, case


CASES = list(cases())
LOSSY = [(pair, case) for _, pair, case in CASES if "lossy" in case]
IDS = [f"{row}-{pair}" for row, pair, _ in CASES]


def convert(pair: str, case: Mapping[str, Any], **settings: Any) -> Converted:
    source, target = pair.split(">")
    body = {"model": "asked-m", **LEAST[source], **case["asked"]}
    told = WireSettings(provider=case.get("provider", "p"), **case.get("settings", {}), **settings)
    return convert_request(body, WIRES[source], WIRES[target], sent="sent-m", settings=told)


def outcome(case: Mapping[str, Any]) -> str:
    return "R" if "refused" in case else "L" if "lossy" in case else "C"


def at(value: Any, path: str) -> Any:
    """What stands at a place like `a.b[0]`; KeyError or IndexError where nothing does."""
    for name, number in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path):
        value = value[name] if name else value[int(number)]
    return value


def stands(value: Any, path: str) -> bool:
    try:
        at(value, path)
    except (KeyError, IndexError):
        return False
    return True


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["row"])
def test_every_cell_of_a_row_has_a_case(row: Mapping[str, Any]) -> None:
    """Cells that promise something are shown to keep it; more cases may show more."""
    promised = {(pair, each) for pair, cell in zip(PAIRS, row["cells"], strict=True) for each in cell}
    shown = {(pair, outcome(case)) for case in row["cases"] for pair in case["pairs"]}
    assert {each for each in promised if each[1] != "-"} - shown == set()


@pytest.mark.parametrize(("row", "pair", "case"), CASES, ids=IDS)
def test_a_field_is_converted_reported_or_refused(row: str, pair: str, case: Mapping[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(NotConvertible) as raised:
            convert(pair, case)
        assert raised.value.param == case["refused"], row
        return
    converted = convert(pair, case)
    assert converted.body["model"] == "sent-m"
    assert {path: at(converted.body, path) for path in case.get("sent", {})} == case.get("sent", {})
    assert [path for path in case.get("unsent", ()) if stands(converted.body, path)] == []
    assert list(converted.lossy) == case.get("lossy", [])


@pytest.mark.parametrize(("pair", "case"), LOSSY)
def test_a_loss_that_may_not_be_is_refused_by_its_place(pair: str, case: Mapping[str, Any]) -> None:
    with pytest.raises(NotConvertible) as raised:
        convert(pair, case, refuse_lossy=True)
    places = {re.sub(r"[^\w.\[\]-]", "?", raised.value.param)}
    assert places <= {loss.rpartition("=")[0] for loss in case["lossy"]}


@pytest.mark.parametrize("source", REQUESTS)
@pytest.mark.parametrize("value", [[[{"a": 1}]], {"a": [1]}, True, -0.5, "", "odd", 0])
def test_a_field_of_a_wrong_type_is_refused_and_another_one_read(source: str, value: Any) -> None:
    for target in REQUESTS:
        for name in set(REQUESTS[source]) - DROPPED if source != target else ():
            body = {**REQUESTS[source], name: value}
            refused = refusal_of(body, source, target)
            if refused is None:
                assert type(value) is type(REQUESTS[source][name]) or (source, name) in SEVERAL, name
            else:
                assert refused.partition(".")[0].partition("[")[0] == name


def refusal_of(body: Mapping[str, Any], source: str, target: str) -> str | None:
    """The place that a refusal names; None where there is none."""
    try:
        convert_request(body, source, target, sent="m")
    except NotConvertible as refusal:
        return refusal.param
    return None


@pytest.mark.parametrize("pair", PAIRS)
def test_a_field_of_no_protocol_is_refused_where_the_operator_says_so(pair: str) -> None:
    with pytest.raises(NotConvertible) as raised:
        convert(pair, {"asked": {"novelty": 0}}, refuse_unknown=True)
    assert raised.value.param == "novelty"


@pytest.mark.parametrize("wire", WIRES.values())
def test_between_equals_the_model_alone_changes(wire: str) -> None:
    body = {"model": "asked-m", "novelty": [1, {"a": None}]}
    assert convert_request(body, wire, wire, sent="m").body == {"model": "m", "novelty": [1, {"a": None}]}


@pytest.mark.parametrize("name", ["chat", " Chat-Completions ", "MESSAGE", "responses"])
def test_a_protocol_has_more_than_one_name(name: str) -> None:
    assert convert_request({"messages": []}, name, name, sent="m").body == {"messages": [], "model": "m"}


def test_what_no_protocol_is_called_is_said() -> None:
    with pytest.raises(ValueError, match="chats"):
        convert_request({}, "chats", "messages", sent="m")
