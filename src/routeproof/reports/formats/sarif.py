"""The SARIF 2.1.0 report, as GitHub code scanning reads it: rules, located results, walks, suppressions."""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, TypeAlias
from urllib.parse import quote

from routeproof.errors import Place
from routeproof.harness import Exit, Verdict
from routeproof.harness.finding import Finding, Level, Location, Rule
from routeproof.harness.policy import Exemption, Waiver
from routeproof.markup import visible
from routeproof.reports.context import NOTHING, Context
from routeproof.reports.line_hash import line_hashes
from routeproof.resolve.walk import Step, Walk

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://pypi.org/project/routeproof/"

_Json: TypeAlias = dict[str, Any]
_SEVERITY = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "recommendation"}
_STEPS = 100
"""Longest walk that is told arm by arm; a longer one keeps the arms that claim the id."""


def render(verdict: Verdict, context: Context = NOTHING) -> str:
    """Render as one SARIF log with one run and one final line end."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(verdict, context)]}
    return json.dumps(log, indent=2) + "\n"


def _run(verdict: Verdict, context: Context) -> _Json:
    reported: list[tuple[Finding, Waiver | None]] = [(each, None) for each in verdict.findings]
    reported += [(each.finding, each.waiver) for each in verdict.waived]
    findings = [finding for finding, _ in reported]
    rules = _rules(verdict.rules, findings)
    index = {rule.id: place for place, rule in enumerate(rules)}
    hashes = _hashes(findings, context)
    return {
        "tool": {
            "driver": {
                "name": "routeproof",
                "semanticVersion": version("routeproof"),
                "informationUri": HOME,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": "routeproof/"},
        "columnKind": "unicodeCodePoints",
        # YAML breaks lines at more characters than SARIF assumes; lines are counted as YAML counts them.
        "newlineSequences": ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"],
        "invocations": [_invocation(verdict)],
        "properties": {"platformExceptions": list(map(_exception, verdict.exemptions))},
        "results": [
            {"ruleIndex": index[finding.check], **_result(finding, waiver, hashes, context)}
            for finding, waiver in reported
        ],
    }


def _invocation(verdict: Verdict) -> _Json:
    judged = verdict.exit_code in (Exit.CLEAN, Exit.FINDINGS)
    undecided = [
        {"level": "error", "message": {"text": _text(f"undecided: {each.check}: {each.why}")}}
        for each in verdict.ledger.undecided
    ]
    said = {"toolExecutionNotifications": undecided} if undecided else {}
    return {
        "executionSuccessful": judged,
        "exitCode": int(verdict.exit_code),
        "exitCodeDescription": verdict.exit_code.meaning,
        **said,
    }


def _exception(each: Exemption) -> _Json:
    return {**dict(each.about), "reason": each.reason, "ticket": each.ticket}


def _rules(known: Sequence[Rule], findings: Sequence[Finding]) -> list[Rule]:
    """Every rule of this kind of run, so that an index keeps its meaning, and any other that was reported."""
    others = sorted({finding.check for finding in findings} - {rule.id for rule in known})
    return [*known, *(Rule(id=name, title=name, level=Level.ERROR, doc=name) for name in others)]


def _rule(rule: Rule) -> _Json:
    explanation = rule.explanation or rule.title
    whole = f"{explanation}\n\nIt {rule.leave}."
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": _text(rule.title)},
        "fullDescription": {"text": _text(explanation.split("\n\n")[0].replace("\n", " "))},
        "help": {
            "text": whole.translate(_BRACES),
            "markdown": f"{whole} More: `routeproof explain {rule.id}`".translate(_BRACES),
        },
        "helpUri": f"{HOME}#{rule.id}",
        "defaultConfiguration": {"level": str(rule.level)},
        "properties": {
            "tags": ["llm-routing", "policy"],
            "precision": "very-high",
            "problem.severity": _SEVERITY[rule.level],
        },
    }


def _result(
    finding: Finding, waiver: Waiver | None, hashes: Mapping[tuple[str, int], str], context: Context
) -> _Json:
    place = context.place(finding)
    line_hash = hashes.get((finding.place.file, place.line)) if finding.place else None
    hint = f"\nHint: {_text(finding.hint)}." if finding.hint else ""
    result: _Json = {
        "ruleId": finding.check,
        "level": str(finding.level),
        "message": {"text": f"{_text(finding.message)}.{hint}"},
        "locations": [{"physicalLocation": _location(place)}],
        "partialFingerprints": {
            **({"primaryLocationLineHash": line_hash} if line_hash else {}),
            "routeproof/v1": finding.fingerprint,
        },
        "suppressions": [_suppression(waiver)] if waiver else [],
    }
    flow = _code_flow(finding, context)
    result |= {"codeFlows": [flow]} if flow else {}
    related = [_related(number, each, context) for number, each in enumerate(finding.related, 1)]
    return result | ({"relatedLocations": related} if related else {})


def _related(number: int, location: Location, context: Context) -> _Json:
    return {
        "id": number,
        "message": {"text": _text(location.note)},
        "physicalLocation": _location(context.region(location)),
    }


def _hashes(findings: Sequence[Finding], context: Context) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for finding in findings:
        if finding.place:
            wanted.setdefault(finding.place.file, set()).add(max(finding.place.line, 1))
    return {
        (file, line): value
        for file, lines in wanted.items()
        if file in context.texts
        for line, value in line_hashes(context.texts[file], lines).items()
    }


def _location(place: Place) -> _Json:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"artifactLocation": {"uri": quote(place.file)}, "region": region}


def _suppression(waiver: Waiver) -> _Json:
    accepted = f"{waiver.reason} ({waiver.ticket}, owner {waiver.owner}, until {waiver.expires})"
    return {"kind": "external", "status": "accepted", "justification": visible(accepted)}


def _code_flow(finding: Finding, context: Context) -> _Json | None:
    """The walk of the id through the arms; None where there is none, or where no arm has a place."""
    found = context.walk(finding)
    if found is None:
        return None
    claimed = [step for step in found.steps if step.lists or step.found]
    told = found.steps if len(found.steps) <= _STEPS else claimed[:_STEPS]
    runtime = finding.coordinate("runtime") or ""
    places = [(step, context.arm_places.get((runtime, step.arm))) for step in told]
    locations = [_step(step, context.in_repository(place)) for step, place in places if place]
    if not locations:
        return None
    return {"threadFlows": [{"locations": [*locations, _end(found, context.place(finding))]}]}


def _step(step: Step, place: Place) -> _Json:
    found = "has a pattern that finds the id" if step.found else "does not claim the id"
    keys = f"; present: {', '.join(step.keyed)}" if step.keyed else ""
    importance = "important" if step.lists or step.found else "unimportant"
    return _stop(f"arm {step.arm} {'lists the id' if step.lists else found}{keys}", place, importance)


def _end(found: Walk, place: Place) -> _Json:
    return _stop(f"goes to {found.outcome}: {found.why}", place, "essential")


def _stop(said: str, place: Place, importance: str) -> _Json:
    location = {"physicalLocation": _location(place), "message": {"text": _text(said)}}
    return {"location": location, "importance": importance}


_BRACES = str.maketrans({"{": "{{", "}": "}}"})


def _text(text: str) -> str:
    """The text in a SARIF message: no placeholder and no embedded link can be read into it."""
    return visible(text).translate(_BRACES).replace("](", "]\u200b(")
