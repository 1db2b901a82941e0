"""The suite `connections` alone: over the export of a workspace, and over one that is filed nowhere."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from routeproof.bindings import prove
from routeproof.bindings.export import FiledRow
from routeproof.bindings.rows import StoredRow, read_row
from routeproof.checks import BY_ID, FAMILIES
from routeproof.checks.entries import payer_preserved
from routeproof.gate import Subjects, check
from routeproof.gate.connections import CONNECTION_CHECKS, LooseExport, check_export, examine_connections
from routeproof.harness import Exit, Level, Verdict
from routeproof.manifest.configuration import read_configuration
from routeproof.workspace import open_workspace
from support.case_files import dumped, edit, write_base
from support.connection_makers import EXPORT, SEEDS, export_of, key_row, loose

TODAY = datetime.date(2026, 1, 1)
ENTRY = {"provider": "anthropic", "provider_connection": "work"}


def told(verdict: Verdict) -> list[tuple[str, str, str]]:
    return [(each.check, each.document, each.pointer) for each in verdict.findings]


def test_the_suite_holds_both_families() -> None:
    both = {check.id for family in ("connections", "entries") for check in FAMILIES[family]}
    assert set(CONNECTION_CHECKS) == both
    assert len(CONNECTION_CHECKS) == 16


def test_a_store_and_a_configuration_that_fit_are_clean() -> None:
    judged = loose(*SEEDS, key_row("work", "anthropic", "anthropic-work"), llm={"default": ENTRY})
    verdict = check_export(judged, today=TODAY)
    assert (told(verdict), verdict.exit_code) == ([], Exit.CLEAN)
    # What is said of a registry is not judged where there is none.
    assert set(verdict.ledger.empty) == {
        "connection-registry-agrees",
        "entry-payer-agrees",
        "entry-route-agrees",
    }
    assert {each.name: each.number for each in verdict.counts} == {"connections": 5, "entries": 1}


def test_a_finding_stands_where_the_configuration_says_so() -> None:
    text = b'{"llm": {"default":\n  {"provider": "openai", "provider_connection": "work"}}}'
    config = read_configuration(text, "config.json")
    judged = loose(*SEEDS, key_row("work", "anthropic"), **config.data)
    [finding] = check_export(replace(judged, places={"config.json": config}), today=TODAY).findings
    assert (finding.check, str(finding.place)) == ("entry-provider-agrees", "config.json:2:16")
    assert [(each.document, each.place) for each in finding.related] == [("the store", None)]


CORRUPT = {
    "[": "malformed_json",
    "[]": "not_an_object",
    '{"type": "x"}': "unknown_type",
    '{"type": "none", "a": 1}': "stray_key",
    '{"type": "api_key"}': "missing_credential",
}


@pytest.mark.parametrize("auth", CORRUPT)
def test_a_corrupt_row_of_a_store_is_a_finding_and_hides_itself_alone(auth: str) -> None:
    clean = export_of(*SEEDS, key_row("work", "anthropic"), llm={"default": ENTRY, "profiles": {"a": ENTRY}})
    stored = StoredRow("broken", "anthropic", auth)
    read = read_row(stored, clean.catalogue)
    assert read.faults == (CORRUPT[auth],)
    rows = (*clean.rows, FiledRow("/connections/5", stored, read))
    judged = LooseExport(replace(clean, rows=rows), file="the store", config_file="config.json")
    found = check_export(judged, today=TODAY)
    assert told(found) == [
        ("connection-auth-valid", "the store", found.findings[0].pointer),
        ("connection-used", "the store", "/connections/5"),
    ]
    assert found.findings[0].pointer.startswith("/connections/5/auth")


NOTHING: dict[str, Mapping[str, Any]] = {
    "nothing at all": {},
    "a configuration without an entry": {"llm": {"profiles": {"a": {"temperature": 1}}, "default": None}},
}


@pytest.mark.parametrize("what", NOTHING)
def test_nothing_judged_is_no_pass(what: str) -> None:
    verdict = check_export(loose(**NOTHING[what]), today=TODAY)
    assert verdict.exit_code is Exit.NOTHING_CHECKED
    # Of one check alone too, and also where nothing is wrong.
    assert check_export(loose(**NOTHING[what]), select=["connection-used"]).exit_code is Exit.NOTHING_CHECKED


def test_one_connection_or_one_entry_is_something() -> None:
    assert check_export(loose(*SEEDS), today=TODAY).exit_code is Exit.CLEAN
    entry = check_export(loose(llm={"default": {"provider": "anthropic"}}), today=TODAY)
    assert entry.exit_code is Exit.FINDINGS


def test_a_run_is_narrowed_and_its_level_set() -> None:
    judged = loose(*SEEDS, key_row("unused", "anthropic"))
    [note] = check_export(judged, today=TODAY, select=["connection-used", "connection-auth-valid"]).findings
    assert (note.check, note.level) == ("connection-used", Level.NOTE)
    closed = check_export(judged, today=TODAY, ignore=["connection-auth-valid"], fail_level=Level.NOTE)
    assert closed.exit_code is Exit.FINDINGS
    assert "connection-auth-valid" not in closed.ledger.planned


def test_with_a_workspace_its_registry_its_policy_and_its_waivers_count(tmp_path: Path) -> None:
    write_base(tmp_path)
    waiver = {"reason": "r", "owner": "o", "ticket": "t", "expires": "2026-06-01"}
    entries = [{"check": "connection-provider-known", "connection": "work", **waiver}]
    edit(tmp_path, "checks/waivers.yaml", "/waivers", set=entries)
    edit(tmp_path, "checks/policy.yaml", "/levels", set={"connection-seeds-complete": "off"})
    # The base calls the provider otherwise.
    judged = loose(key_row("work", "anthropic"), key_row("other", "fireworks"), llm={"default": ENTRY})
    workspace = open_workspace(tmp_path)
    verdict = check_export(judged, workspace, today=TODAY)
    assert [(each.finding.check, each.finding.pointer) for each in verdict.waived] == [
        ("connection-provider-known", "/connections/0/provider")
    ]
    assert told(verdict)[0] == ("connection-provider-known", "the store", "/connections/1/provider")
    assert verdict.ledger.off == ("connection-seeds-complete",)
    late = check_export(judged, workspace, today=datetime.date(2026, 6, 2))
    assert "waiver-expired" in {each.check for each in late.findings}


def test_of_a_workspace_the_suite_alone_is_run(tmp_path: Path) -> None:
    write_base(tmp_path)
    edit(tmp_path, "checks/pins.yaml", "/pins/0/provider", set="groq")
    assert check(tmp_path).exit_code is Exit.FINDINGS
    examined = examine_connections(tmp_path, today=TODAY)
    assert (examined.verdict.exit_code, examined.verdict.findings) == (Exit.CLEAN, ())
    assert set(examined.verdict.ledger.planned) == set(CONNECTION_CHECKS)
    narrowed = examine_connections(tmp_path, select=["connection-used"], today=TODAY)
    assert narrowed.verdict.ledger.planned == ("connection-used",)


def test_of_a_workspace_nothing_filed_is_no_pass(tmp_path: Path) -> None:
    write_base(tmp_path)
    edit(tmp_path, EXPORT, "/connections", set=[])
    edit(tmp_path, EXPORT, "/llm", set={})
    assert examine_connections(tmp_path).verdict.exit_code is Exit.NOTHING_CHECKED
    (tmp_path / EXPORT).unlink()
    assert examine_connections(tmp_path).verdict.exit_code is Exit.NOTHING_CHECKED
    (tmp_path / EXPORT).write_text(dumped({"format": "routeproof/connections-1"}), encoding="utf-8")
    assert examine_connections(tmp_path).verdict.exit_code is Exit.INPUT


@pytest.mark.parametrize("missing", [1, 1152])
def test_a_proof_that_passes_over_states_is_no_pass(tmp_path: Path, missing: int) -> None:
    write_base(tmp_path)
    subject = Subjects(open_workspace(tmp_path)).connections
    assert subject is not None
    assert BY_ID["payer-preserved"].size(subject) == 4

    def lazy(export: Any) -> Any:
        from routeproof.bindings.prove import Proof, prove_export  # noqa: PLC0415 - what is put in its place

        whole = prove_export(export)
        return Proof(whole.entries, whole.states - missing, ())

    said = [each.message.partition(":")[0] for each in payer_preserved.run(subject, lazy)]
    assert said == [f"{4 * 1152 - missing} states were judged where 4608 are owed"]
    assert not [*payer_preserved.run(subject)]


def test_every_part_of_a_state_is_told_as_a_team_meets_it() -> None:
    told = {text.format(value) for text, values in prove._PARTS for value in values[1:]}
    assert told - payer_preserved._WORDS.keys() == {"there is no default instance"}
    assert payer_preserved._WORDS.keys() <= told
