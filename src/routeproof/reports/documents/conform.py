"""What came of holding answers to the specification, and the difference of two recorded versions."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from routeproof.conform import kit
from routeproof.harness import Exit
from routeproof.markup import more, visible
from routeproof.reports.summary import plural

FORMAT = "routeproof/conform-1"
VERSIONS_FORMAT = "routeproof/conform-versions-1"
_SHOWN = 50
"""How many disagreements the text report lists."""

Conformance: TypeAlias = kit.Conformance[Any, Any]
Covered: TypeAlias = kit.Covered[Any]
Disagreement: TypeAlias = kit.Disagreement[Any, Any]
Versions: TypeAlias = kit.Versions[Any]


def format_conformance(result: Conformance, *, ledger: bool = False) -> str:
    """What is wrong first, then what was asked; with `ledger` every class on a line."""
    return "".join(f"{visible(line)}\n" for line in _lines(result, ledger))


def _lines(result: Conformance, ledger: bool) -> Iterator[str]:
    shown: dict[str, list[Disagreement]] = {}
    for each in result.disagreements[:_SHOWN]:
        shown.setdefault(each.group.where, []).append(each)
    for where, disagreements in shown.items():
        yield where
        for each in disagreements:
            yield f"  error   {each.message}"
            yield f"          class: {each.group}"
    if len(result.disagreements) > _SHOWN:
        yield f"and {len(result.disagreements) - _SHOWN} more disagreements (the json format lists them all)"
    for fault in result.faults:
        yield f"error   {fault.kind}: {fault.message}{more(fault.count)}"
    if result.first_unanswered is not None:
        yield f"first question without an answer: {result.first_unanswered}"
    for group in result.uncovered[:_SHOWN]:
        yield f"not covered: {_name(group, ' on ')}: {group}"
    yield from (_class_line(each) for each in result.ledger if ledger)
    yield from _coverage(result)
    wrong = sum(each.wrong for each in result.ledger)
    yield f"{result.answered:,} of {plural(result.asked, 'question')} answered, {wrong or 'none'} wrong"
    yield _headline(result.exit_code, result.role)


def _headline(code: Exit, role: str) -> str:
    if code is Exit.CLEAN:
        return "PASS"
    meaning = f"answers differ, or {role} misbehaves" if code is Exit.FINDINGS else code.meaning
    return f"FAIL (exit {int(code)}): {meaning}"


def _name(group: kit.AnyGroup, between: str = " ") -> str:
    return group.op if group.where == group.op else f"{group.op}{between}{group.where}"


def _class_line(each: Covered) -> str:
    wrong = f", {each.wrong} wrong" if each.wrong else ""
    asked = f"{each.answered} of {plural(each.asked, 'question')} answered{wrong}"
    return f"  {_name(each.group)}: {each.group}: {asked}"


def _coverage(result: Conformance) -> Iterator[str]:
    """One line an operation: how many of its classes an answer speaks of."""
    classes = Counter(each.group.op for each in result.ledger)
    missing = Counter(group.op for group in result.uncovered)
    for op, number in classes.items():
        yield f"{op}: {number - missing[op]} of {number} classes covered"


def data(result: Conformance) -> str:
    """The run as JSON, described by `schema/conform.schema.json`; one final line end."""
    report = {
        "format": FORMAT,
        "exit_code": int(result.exit_code),
        "asked": result.asked,
        "answered": result.answered,
        "first_unanswered": _question(result.first_unanswered),
        "ledger": [
            _name_group(each) | {"asked": each.asked, "answered": each.answered, "wrong": each.wrong}
            for each in result.ledger
        ],
        "disagreements": [
            _name_group(each)
            | {
                "question": dict(each.example.fields),
                "expected": each.expected,
                "said": each.said,
                "count": each.count,
            }
            for each in result.disagreements
        ],
        "faults": [
            {"kind": fault.kind, "message": fault.message, "count": fault.count} for fault in result.faults
        ],
    }
    return json.dumps(report, indent=2) + "\n"


def _name_group(each: Covered | Disagreement) -> dict[str, object]:
    group = each.group
    return {"op": group.op, "runtime": group.runtime, "class": str(group)}


def _question(question: kit.AnyQuestion | None) -> dict[str, object] | None:
    return None if question is None else dict(question.fields)


def versions_text(versions: Versions) -> str:
    """Which answers two recorded versions give differently."""
    lines = [each.message for each in versions.changed]
    for number, which in ((versions.only_old, "old"), (versions.only_new, "new")):
        if number:
            lines.append(f"{plural(number, 'question')} only in the {which} recording")
    lines.append(f"{plural(versions.common, 'question')} in both, {len(versions.changed) or 'no'} changes")
    lines.append(_headline(versions.exit_code, versions.role))
    return "".join(f"{visible(line)}\n" for line in lines)


def versions_data(versions: Versions) -> str:
    """The same as JSON."""
    report = {
        "format": VERSIONS_FORMAT,
        "exit_code": int(versions.exit_code),
        "common": versions.common,
        "only_old": versions.only_old,
        "only_new": versions.only_new,
        "changed": [
            {
                "question": dict(each.example.fields),
                "before": each.before,
                "after": each.after,
                "count": each.count,
            }
            for each in versions.changed
        ],
    }
    return json.dumps(report, indent=2) + "\n"
