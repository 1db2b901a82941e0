"""The SARIF report: valid by the official schema, and what GitHub code scanning needs beyond it."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from routeproof.errors import InputError, Place, Problem
from routeproof.harness import Exit, Ledger, Verdict, refused
from routeproof.harness.verdict import Undecided
from routeproof.model.registry import Registry, Runtime
from routeproof.reports import render
from routeproof.reports.context import Context
from routeproof.reports.line_hash import line_hashes
from support.official_schemas import SARIF, official
from support.report_makers import FILE, LISTED, REGISTRY, WHOLE, WIDE, context, verdict


def sarif(judged: Verdict, given: Context | None = None) -> Any:
    """The run of a report that is valid by the official schema."""
    report = json.loads(render("sarif", judged, given or context()))
    validator = jsonschema.Draft4Validator(official(SARIF))
    assert [error.message for error in validator.iter_errors(report)] == []
    assert len(report["runs"]) == 1
    return report["runs"][0]


def test_the_run_says_which_tool_and_which_analysis() -> None:
    run = sarif(verdict())
    driver = run["tool"]["driver"]
    assert driver["name"] == "routeproof"
    assert driver["semanticVersion"].count(".") == 2
    assert run["automationDetails"] == {"id": "routeproof/"}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == []


def test_every_rule_is_documented() -> None:
    rules = sarif(verdict())["tool"]["driver"]["rules"]
    for rule in rules:
        assert rule["name"].isalnum()
        texts = (rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"])
        assert all(texts)
        assert rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert rule["properties"]["tags"]
        assert rule["properties"]["precision"] == "very-high"
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
    assert {"pin-holds", "waiver-expired", "input"} <= {rule["id"] for rule in rules}


def test_a_result_points_at_its_rule_and_its_value() -> None:
    run = sarif(verdict(WIDE, LISTED))
    result = run["results"][1]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "pin-holds"
    assert result["level"] == "error"
    assert result["message"]["text"] == "pin broken: `acme-1` goes to `acme (byok)`.\nHint: repair it."
    assert [each["physicalLocation"] for each in result["locations"]] == [
        {
            "artifactLocation": {"uri": FILE},
            "region": {"startLine": 9, "startColumn": 18, "endLine": 9, "endColumn": 24},
        }
    ]
    assert result["suppressions"] == []
    assert result["partialFingerprints"]["routeproof/v1"] == LISTED.fingerprint


def test_a_check_that_no_rule_describes_still_has_one() -> None:
    run = sarif(verdict(replace(LISTED, check="of-tomorrow")))
    assert run["tool"]["driver"]["rules"][run["results"][0]["ruleIndex"]]["id"] == "of-tomorrow"


def test_the_walk_stops_at_every_arm_and_then_at_the_outcome() -> None:
    flow = sarif(verdict(LISTED))["results"][0]["codeFlows"]
    stops = flow[0]["threadFlows"][0]["locations"]
    told = [
        (stop["location"]["physicalLocation"]["region"]["startLine"], stop["location"]["message"]["text"])
        for stop in stops
    ]
    assert told == [
        (8, "arm acme lists the id"),
        (10, "arm platform does not claim the id"),
        (9, "goes to acme (byok): only acme lists the id"),
    ]


def test_a_long_walk_keeps_the_arms_that_claim_the_id() -> None:
    arm = REGISTRY.runtimes["desk"].arms[0]
    arms = tuple(
        replace(arm, models=(), provider=replace(arm.provider, name=f"a{n}", model_prefix_match="^zz"))
        for n in range(200)
    )
    registry = Registry((), {"desk": Runtime("desk", (*arms, arm))})
    places = {("desk", each.name): Place(FILE, 8, 9, 9, 25) for each in (*arms, arm)}
    flow = sarif(verdict(LISTED), context(registry=registry, arm_places=places))["results"][0]["codeFlows"]
    stops = [each["location"]["message"]["text"] for each in flow[0]["threadFlows"][0]["locations"]]
    assert stops == ["arm acme lists the id", "goes to acme (byok): only acme lists the id"]


@pytest.mark.parametrize("given", [context(registry=None), context(arm_places={})])
def test_there_is_no_walk_without_arms_to_point_at(given: Context) -> None:
    assert "codeFlows" not in sarif(verdict(LISTED), given)["results"][0]


def test_a_waived_finding_is_suppressed_with_its_reason() -> None:
    result = sarif(verdict(waived=(LISTED,)))["results"][0]
    assert result["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "agreed (T-1, owner routing, until 2027-01-31)",
        }
    ]


def test_files_are_named_from_the_root_of_the_repository() -> None:
    result = sarif(verdict(LISTED), context(prefix="config/the router"))["results"][0]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "config/the%20router/manifest/providers.yaml"}


def test_a_whole_file_is_its_first_line() -> None:
    text = "runtime,arm\n"
    given = context(texts={"matrix/routing.csv": text})
    location = sarif(verdict(WHOLE), given)["results"][0]["locations"][0]["physicalLocation"]
    assert location["region"] == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 12}


def test_input_that_cannot_be_read_is_an_unsuccessful_run() -> None:
    problem = Problem("not valid YAML", Place(FILE, 3, 1, 3, 2), hint="look")
    run = sarif(refused(InputError.of([problem, Problem("nowhere")])), Context())
    assert [result["ruleId"] for result in run["results"]] == ["input", "input"]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["exitCode"] == 2


def test_what_is_undecided_is_said() -> None:
    ledger = Ledger(planned=("a",), undecided=(Undecided("a", "too many states"),))
    invocation = sarif(Verdict(Exit.UNDECIDED, ledger=ledger))["invocations"][0]
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "undecided: a: too many states"
    assert invocation["executionSuccessful"] is False


def test_a_message_holds_no_link_and_no_placeholder() -> None:
    message = sarif(verdict(replace(LISTED, message="[a](1) {0}", hint="")))["results"][0]["message"]
    assert message == {"text": "[a]\u200b(1) {{0}}."}


def test_the_line_hash_is_on_the_result() -> None:
    expected = line_hashes(context().texts[FILE], {9})[9]
    result = sarif(verdict(LISTED))["results"][0]
    assert result["partialFingerprints"]["primaryLocationLineHash"] == expected


@pytest.mark.parametrize(
    ("text", "hashes"),
    [
        ("", ["c129715d7a2bc9a3:1"]),
        (
            " a\nb\n  \t\tc\n d",
            ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
        ),
        (
            " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
            [
                "8b7cf3e952e7aeb2:1",
                "b1ae1287ec4718d9:1",
                "bff680108adb0fcc:1",
                "c6805c5e1288b612:1",
                "b86d3392aea1be30:1",
                "e6ceba753e1a442:1",
            ],
        ),
        (
            " hello; \t\r\nworld!!!\r\r\n\n  \t\tGreetings\r End\r\n",
            [
                "e9496ae3ebfced30:1",
                "fb7c023a8b9ccb3f:1",
                "ce8ba1a563dcdaca:1",
                "e20e36e16fcb0cc8:1",
                "b3edc88f2938467e:1",
                "c8e28b0b4002a3a0:1",
                "c129715d7a2bc9a3:1",
            ],
        ),
        (
            "Lorem ipsum dolor sit amet.\n" * 10,
            [
                *(f"a7f2ff13bc495cf2:{n}" for n in range(1, 7)),
                "a7f2ff1481e87703:1",
                "a9cf91f7bbf1862b:1",
                "55ec222b86bcae53:1",
                "cc97dc7b1d7d8f7b:1",
                "c129715d7a2bc9a3:1",
            ],
        ),
    ],
)
def test_the_line_hash_is_github_s(text: str, hashes: list[str]) -> None:
    """The values are those that GitHub's own tests publish for these texts."""
    wanted = set(range(1, len(hashes) + 2))
    assert line_hashes(text, wanted) == dict(enumerate(hashes, 1))


def test_a_line_that_github_counts_otherwise_has_no_hash() -> None:
    assert line_hashes("a\u2028b\n", {1, 2}) == {}
