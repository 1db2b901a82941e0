"""The ledger's lines and their chain; the audit that replays them, rule by rule."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from routeproof.errors import UndecidedError
from routeproof.harness.finding import Finding, Level
from routeproof.relay.audit import RULES, audit, run_audit
from routeproof.relay.ledger import FACTS, BadLine, Head, decided_facts, digest, read_line, resume, write_line
from routeproof.relay.model import LedgerEvent, LedgerLine, Operation, Route, Wire
from routeproof.relay.rule import decide
from routeproof.relay.settings import ProviderSettings, Settings
from support.relay_makers import KEYS, NOW, REGISTRY, SCOPE, SESSION, ask, bundle, giving

PRINT = "f" * 64
REGISTRIES = {PRINT: REGISTRY}
COMMON: dict[str, Any] = {
    "at": NOW,
    "request": "r1",
    "session": "s1",
    "owner": "ann",
    "token": "abcdef012345",
    "runtime": "agent",
    "ingress": Wire.CHAT,
    "op": Operation.CREATE,
}
ENDED: dict[str, Any] = {
    "status": 200,
    "upstream_status": 200,
    "upstream_request": None,
    "end": "complete",
    "usage": {"input": 3, "cached": 1, "cache_write": 0, "output": 2, "reasoning": 0},
    "lossy": [],
    "ms": 12,
}


def a_route(model: str = "open/one", settings: Settings | None = None, url: str | None = None) -> Route:
    keys = giving(
        bundle("owner", "OPEN_KEY", url), bundle("operator", "HOUSE_TOKEN"), bundle("owner", "PLACED_KEY")
    )
    found = decide(REGISTRY, settings or Settings(), SESSION, SCOPE, ask(model), keys, NOW)
    assert isinstance(found, Route)
    return found


def decided(
    model: str = "open/one", request: str = "r1", route: Route | None = None, **changed: Any
) -> LedgerLine:
    facts = decided_facts(
        route or a_route(model),
        asked=model,
        auth_env=(),
        registry=PRINT,
        stream=True,
        lossy=("top_k=dropped",),
    )
    return LedgerLine(event=LedgerEvent.DECIDED, facts={**facts, **changed}, **COMMON | {"request": request})


def ended(request: str = "r1", **changed: Any) -> LedgerLine:
    return LedgerLine(event=LedgerEvent.ENDED, facts=ENDED | changed, **COMMON | {"request": request})


REFUSED = LedgerLine(
    event=LedgerEvent.REFUSED,
    facts={"code": "model_not_found", "asked": "nobody"},
    **COMMON | {"request": "r0"},
)


def written(*lines: LedgerLine) -> list[bytes]:
    head, raw = Head(), []
    for line in lines:
        each, head = write_line(line, head)
        raw.append(each)
    return raw


def found(lines: Iterable[bytes | str], settings: Settings | None = None) -> list[tuple[str, str, int]]:
    """The findings as rule, level and line."""
    return [
        (each.check, str(each.level), each.place.line if each.place else 0)
        for each in audit(lines, REGISTRIES, settings=settings)
    ]


def test_a_line_is_one_object_with_the_fields_of_its_event_and_the_hash_of_the_last() -> None:
    first, second = written(decided(), ended())
    value = json.loads(first)
    assert (value["format"], value["prev"], value["seq"]) == ("routeproof/facade-ledger-1", "0" * 64, 0)
    assert (value["provider"], value["payer"], value["layer"]) == ("open", "byok", "owner")
    assert (value["credential"], value["asked"], value["sent"]) == ("OPEN_KEY", "open/one", "one")
    assert (value["endpoint_from"], value["registry"]) == ("registry", PRINT)
    assert first.endswith(b"}\n")
    assert first.count(b"\n") == 1
    assert json.loads(second)["prev"] == hashlib.sha256(first[:-1]).hexdigest() == digest(first)
    assert json.loads(second)["seq"] == 1


@pytest.mark.parametrize("line", [decided(), ended(), REFUSED, ended(usage=None, upstream_status=None)])
def test_what_is_written_is_read(line: LedgerLine) -> None:
    (raw,) = written(line)
    read = read_line(raw).line
    assert replace(read, facts=dict(read.facts)) == replace(line, facts=dict(line.facts))


def test_no_key_is_in_a_line() -> None:
    assert not [key for key in KEYS.values() if key.encode() in b"".join(written(decided(), ended()))]


WRONG = [
    ({"more": 1}, "there is a field that no ledger has"),
    ({"end": "finished"}, "`end` does not hold what it should"),
    ({"status": True}, "`status` does not hold what it should"),
    ({"usage": {"input": 1}}, "`usage` does not hold what it should"),
    ({"lossy": "all"}, "`lossy` does not hold what it should"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_a_line_that_is_none_is_neither_written_nor_read(change: dict[str, Any], said: str) -> None:
    with pytest.raises(BadLine) as refused:
        written(ended(**change))
    assert str(refused.value) == said
    (raw,) = written(ended())
    with pytest.raises(BadLine) as refused:
        read_line(json.dumps(json.loads(raw) | change).encode())
    assert str(refused.value) == said


@pytest.mark.parametrize("name", [*FACTS[LedgerEvent.ENDED], "prev", "seq", "format", "run", "token"])
def test_no_field_may_be_missing(name: str) -> None:
    (raw,) = written(ended())
    value = json.loads(raw)
    del value[name]
    with pytest.raises(BadLine) as refused:
        read_line(json.dumps(value).encode())
    assert str(refused.value) == f"`{name}` is missing"


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b'{"event":"decided","event":"ended"}', b"\xff", b'{"event":1}']
)
def test_bytes_that_are_no_line(raw: bytes) -> None:
    with pytest.raises(BadLine):
        read_line(raw)


def test_a_ledger_goes_on_where_it_stands() -> None:
    raw = written(REFUSED, decided(), ended())
    head, mended = resume(b"".join(raw))
    assert (head, mended) == (Head(digest(raw[-1]), 3), b"")
    assert resume(raw[-1]) == (head, b"")
    assert resume(b"") == (Head(), b"")


@pytest.mark.parametrize("cut", [1, 40, -1])
def test_a_torn_line_is_finished_and_the_chain_goes_on_over_it(cut: int) -> None:
    whole = written(decided(), ended())
    torn = written(decided(), ended(), REFUSED)[2][:cut]
    assert (WELL_FORMED, "warning", 3) in found([*whole, torn])
    head, mended = resume(b"".join(whole) + torn)
    assert mended == b" #torn\n"
    third, _ = write_line(REFUSED, head)
    assert found([*whole, torn + mended, third]) == [(WELL_FORMED, "warning", 3)]


PROVIDER, PAYER, LAYER, ENDPOINT, CHAIN, ENDS, WELL_FORMED = (rule.id for rule in RULES)


def test_the_rules_are_those_of_the_specification() -> None:
    assert [rule.id for rule in RULES] == [
        "ledger-provider-agrees",
        "ledger-payer-agrees",
        "ledger-layer-agrees",
        "ledger-endpoint-agrees",
        "ledger-chain-intact",
        "ledger-request-ended",
        "ledger-well-formed",
    ]


def test_a_ledger_that_was_kept_is_clean_as_bytes_and_as_texts() -> None:
    lines = written(REFUSED, decided(), decided("platform/house", "r2"), ended("r2"), ended())
    assert found(lines) == []
    assert found(each.decode() for each in lines) == []
    assert found(b"".join(lines).splitlines()) == []


FALSE = [
    ({"provider": "claude"}, {PROVIDER, ENDPOINT}),
    ({"payer": "platform"}, {PAYER}),
    ({"layer": "operator"}, {LAYER}),
    ({"layer": "nobody"}, {LAYER}),
    ({"endpoint": "https://api.claude.example/v1/chat/completions"}, {ENDPOINT}),
    ({"endpoint": "https://api.open.example/v1/chat/completions/"}, {ENDPOINT}),
    ({"endpoint_from": "nowhere"}, {ENDPOINT}),
    ({"asked": "claude/one"}, {PROVIDER}),
    ({"asked": "nobody"}, {PROVIDER, PAYER}),
    ({"wire": "messages"}, {ENDPOINT}),
]


@pytest.mark.parametrize(("change", "rules"), FALSE)
def test_a_decision_that_is_not_the_derived_one_is_found(change: dict[str, Any], rules: set[str]) -> None:
    assert {rule for rule, _, _ in found(written(decided(**change), ended()))} == rules


def test_the_platform_is_never_paid_for_with_an_owners_key() -> None:
    line = decided("platform/house", layer="owner")
    assert found(written(line, ended())) == [(LAYER, "error", 1)]


def test_a_layers_own_endpoint_is_never_the_operators() -> None:
    own = decided(route=a_route(url="https://own.example"))
    assert found(written(own, ended())) == []
    operators = decided("platform/house", endpoint_from="layer", endpoint="https://x.example")
    assert found(written(operators, ended())) == [(ENDPOINT, "error", 1)]


def test_an_endpoint_of_the_settings_is_judged_with_them() -> None:
    settings = Settings(providers={"open": ProviderSettings(base_url="https://x.example")})
    lines = written(decided(route=a_route(settings=settings)), ended())
    assert found(lines) == []
    assert found(lines, settings) == []
    assert found(lines, Settings()) == [(ENDPOINT, "error", 1)]


def test_a_placeholder_may_hold_anything_where_nobody_knows_and_one_thing_where_it_is_known() -> None:
    settings = Settings(variables={"PLACED_WHAT": "it"})
    lines = written(decided("placed/one", route=a_route("placed/one", settings)), ended())
    assert found(lines) == []
    assert found(lines, settings) == []
    assert found(lines, Settings(variables={"PLACED_WHAT": "that"})) == [(ENDPOINT, "error", 1)]
    moved = {"endpoint": "https://eu.placed.example.evil.example/it/chat/completions"}
    assert found(written(decided("placed/one", route=a_route("placed/one", settings), **moved), ended())) == [
        (ENDPOINT, "error", 1)
    ]


def test_one_edited_line_breaks_the_chain_behind_it() -> None:
    lines = written(decided(), ended(), REFUSED)
    lines[0] = lines[0].replace(b'"payer":"byok"', b'"payer":"platform"')
    assert found(lines) == [(PAYER, "error", 1), (CHAIN, "error", 2)]


def test_a_line_that_is_taken_out_or_moved_is_seen() -> None:
    lines = written(REFUSED, decided(), ended())
    assert {rule for rule, _, _ in found(lines[1:])} == {CHAIN}
    assert {rule for rule, _, _ in found([lines[1], lines[0], lines[2]])} == {CHAIN}
    assert found(lines[:2]) == [(ENDS, "warning", 2)]


def test_each_request_is_decided_and_ended_once() -> None:
    assert found(written(decided(), ended(), ended())) == [(ENDS, "error", 3)]
    assert found(written(ended())) == [(ENDS, "error", 1)]
    assert found(written(decided(), decided(), ended())) == [(ENDS, "error", 2)]


def test_a_line_that_is_no_line_is_an_error_and_the_chain_goes_over_its_bytes() -> None:
    first, second = written(decided(), ended())
    assert (WELL_FORMED, "error", 2) in found([first, b"{}\n", second])


def test_a_finding_says_where_it_is_and_what_was_expected() -> None:
    (finding,) = audit(written(decided(payer="platform"), ended()), REGISTRIES, document="l.jsonl")
    assert isinstance(finding, Finding)
    assert (finding.expected, finding.actual, finding.level) == ("byok", "platform", Level.ERROR)
    assert str(finding.place) == "l.jsonl:1:1"
    assert finding.coordinate("request") == "r1"


def test_a_fingerprint_that_nobody_has_leaves_it_undecided() -> None:
    lines = written(decided(registry="e" * 64), ended())
    with pytest.raises(UndecidedError):
        audit(lines, REGISTRIES)
    assert {each.rule.id for each in run_audit(lines, REGISTRIES) if each.undecided} == {
        PROVIDER,
        PAYER,
        LAYER,
        ENDPOINT,
    }


def test_without_a_line_nothing_is_judged() -> None:
    assert [each.judged for each in run_audit([], REGISTRIES)] == [0] * len(RULES)
