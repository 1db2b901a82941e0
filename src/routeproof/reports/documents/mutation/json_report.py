"""The JSON report of a mutation run, after the schema that mutation-testing tools share (version 2).

What that schema does not know stands beside it: `guards`, the planned count, the remedies of survivors.
"""

import json
from collections.abc import Iterable
from typing import Any

from routeproof.errors import InputError, Place
from routeproof.mutate import JudgedMutant, Report, Status, ordered_entries

FORMAT = "routeproof/mutation-1"
_LANGUAGES = {"yaml": "yaml", "yml": "yaml", "json": "json"}
_TESTS = "routeproof/checks"


def render(report: Report) -> str:
    """Render as JSON, keys in a fixed order, one final line end."""
    setup, baseline, mutants = report.milliseconds
    data = {
        "$schema": "https://json.schemastore.org/mutation-testing-report.json",
        "schemaVersion": "2",
        "thresholds": {"high": 100, "low": 100},
        "framework": {"name": "routeproof"},
        "config": {
            "format": FORMAT,
            "workspace": report.fingerprint,
            "planned": report.planned,
            "seed": report.seed,
            "minimum": report.minimum,
            "shards": report.shards,
        },
        "files": _files(report, report.entries),
        "guards": _files(report, report.guards),
        "testFiles": {
            _TESTS: {"tests": [{"id": check, "name": title} for check, title in report.checks.items()]}
        },
        "performance": {"setup": setup, "initialRun": baseline, "mutation": mutants},
    }
    return json.dumps(data, indent=1) + "\n"


def _files(report: Report, entries: Iterable[JudgedMutant]) -> dict[str, Any]:
    files: dict[str, Any] = {}
    for each in entries:
        file = each.place.file
        language = _LANGUAGES.get(file.rpartition(".")[2], "csv")
        source = {"language": language, "source": report.sources[file]}
        files.setdefault(file, source | {"mutants": []})["mutants"].append(_mutant(each))
    return files


def _mutant(each: JudgedMutant) -> dict[str, Any]:
    place = each.place
    mutant = {
        "id": each.id,
        "mutatorName": each.operator,
        "location": {
            "start": {"line": place.line or 1, "column": place.column or 1},
            "end": {"line": place.end_line or 1, "column": place.end_column or 1},
        },
        "status": each.status,
        "description": each.description,
        "replacement": each.replacement,
        "statusReason": each.reason,
        "killedBy": each.killed_by,
        "coveredBy": each.covered_by,
    }
    return mutant | ({"remedy": each.remedy} if each.remedy else {})


def parse(text: str, file: str) -> Report:
    """Read a report that `render` wrote; InputError, naming `file`, for anything else."""
    try:
        return _report(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"is no {FORMAT} report: {error}", place=Place(file)) from None


def _report(data: dict[str, Any]) -> Report:
    config, performance = data["config"], data["performance"]
    if config["format"] != FORMAT:
        raise ValueError(config["format"])
    return Report(
        fingerprint=config["workspace"],
        planned=config["planned"],
        seed=config["seed"],
        minimum=config["minimum"],
        checks={each["id"]: each["name"] for each in data["testFiles"][_TESTS]["tests"]},
        sources={name: each["source"] for part in ("files", "guards") for name, each in data[part].items()},
        entries=_entries(data["files"]),
        guards=_entries(data["guards"]),
        shards=tuple(config["shards"]),
        milliseconds=(performance["setup"], performance["initialRun"], performance["mutation"]),
    )


def _entries(files: dict[str, Any]) -> tuple[JudgedMutant, ...]:
    return ordered_entries(_entry(file, mutant) for file, part in files.items() for mutant in part["mutants"])


def _entry(file: str, mutant: dict[str, Any]) -> JudgedMutant:
    start, end = mutant["location"]["start"], mutant["location"]["end"]
    return JudgedMutant(
        id=mutant["id"],
        operator=mutant["mutatorName"],
        place=Place(file, start["line"], start["column"], end["line"], end["column"]),
        status=Status(mutant["status"]),
        description=mutant["description"],
        replacement=mutant["replacement"],
        reason=mutant["statusReason"],
        killed_by=tuple(mutant["killedBy"]),
        covered_by=tuple(mutant["coveredBy"]),
        remedy=mutant.get("remedy", ""),
    )
