"""The JSON report, `routeproof/report-1`: everything the verdict holds, described by a JSON Schema."""

import json

from routeproof.harness import Verdict, Waived
from routeproof.harness.finding import Finding, Location

FORMAT = "routeproof/report-1"
_REGISTRY = ("runtime", "arm", "model")
"""The coordinates that every finding shows; those of another family it shows beside them."""


def render(verdict: Verdict) -> str:
    """Render as JSON, keys in a fixed order, one final line end."""
    ledger = verdict.ledger
    report = {
        "format": FORMAT,
        "exit_code": int(verdict.exit_code),
        "fail_level": verdict.fail_level,
        "counts": {each.name: each.number for each in verdict.counts},
        "ledger": {
            "planned": ledger.planned,
            "done": ledger.done,
            "empty": ledger.empty,
            "off": ledger.off,
            "undecided": [{"check": each.check, "why": each.why} for each in ledger.undecided],
        },
        "findings": [_finding(finding) for finding in verdict.findings],
        "waived": [_waived_fields(each) for each in verdict.waived],
        "platform_exceptions": [
            {**dict(each.about), "reason": each.reason, "ticket": each.ticket} for each in verdict.exemptions
        ],
    }
    return json.dumps(report, indent=2) + "\n"


def _finding(finding: Finding) -> dict[str, object]:
    others = {name: value for name, value in finding.about if name not in _REGISTRY}
    related = [{**_location(each), "note": each.note} for each in finding.related]
    return {
        "check": finding.check,
        "level": finding.level,
        "message": finding.message,
        "hint": finding.hint,
        **_location(finding.at),
        **{name: finding.coordinate(name) for name in _REGISTRY},
        **others,
        **({"related": related} if related else {}),
        "auth_env": finding.present,
        "expected": finding.expected,
        "actual": finding.actual,
        "fingerprint": finding.fingerprint,
    }


def _location(location: Location) -> dict[str, object]:
    place = location.place
    return {
        "file": location.document,
        "line": place.line if place else 0,
        "column": place.column if place else 0,
        "end_line": place.end_line if place else 0,
        "end_column": place.end_column if place else 0,
        "pointer": location.pointer,
    }


def _waived_fields(each: Waived) -> dict[str, object]:
    waiver = each.waiver
    accepted = {
        "reason": waiver.reason,
        "owner": waiver.owner,
        "ticket": waiver.ticket,
        "expires": waiver.expires.isoformat(),
    }
    return {"finding": _finding(each.finding), "waiver": accepted}
