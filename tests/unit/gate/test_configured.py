"""A configuration beside the export: found inside the workspace, read as what it is, or refused."""

from pathlib import Path
from typing import Any

import pytest

from routeproof.errors import InputError
from routeproof.gate import check
from routeproof.harness import Exit
from routeproof.manifest.configuration import read_configuration
from routeproof.workspace import open_workspace
from support.case_files import accept_guards, dumped, edit, parsed, write_base

EXPORT = "manifest/connections.yaml"


def elsewhere(root: Path, name: str, text: str | None = None) -> None:
    """The clean workspace with its configuration in another file, or with that text there."""
    write_base(root)
    data = parsed((root / EXPORT).read_text(encoding="utf-8"))
    config = {key: data.pop(key) for key in ("llm", "services")}
    (root / EXPORT).write_text(dumped(data | {"config_file": name}), encoding="utf-8")
    path = root / "manifest" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumped(config) if text is None else text, encoding="utf-8")


def problems(root: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        open_workspace(root)
    return [str(each) for each in caught.value.problems]


@pytest.mark.parametrize("name", ["config.yaml", "../config/llm.yml", "team/./config.yaml"])
def test_the_same_configuration_means_the_same_wherever_it_stands(tmp_path: Path, name: str) -> None:
    elsewhere(tmp_path, name)
    assert check(tmp_path).exit_code is Exit.CLEAN
    filed = open_workspace(tmp_path).declared.connections
    assert filed is not None
    assert filed.config_file == (tmp_path / "manifest" / name).resolve().relative_to(tmp_path).as_posix()
    write_base(base := tmp_path / "base")
    inside = open_workspace(base).declared.connections
    assert inside is not None
    assert filed.export == inside.export


def test_findings_on_entries_point_into_the_file_that_holds_them(tmp_path: Path) -> None:
    text = """{
  "llm": {
    "default": {"provider": "anthropic", "provider_connection": "anthropic-managed"},
    "profiles": {
      "a/b": {
        "provider": "openai",
        "provider_connection": "anthropic-work"
      }
    },
    "callSites": {"summarize": {"provider_connection": "groq-personal"}}
  }
}
"""
    elsewhere(tmp_path, "../config.json", text)
    [finding] = check(tmp_path, select=["entry-provider-agrees"]).findings
    assert (finding.document, finding.pointer) == ("config.json", "/llm/profiles/a~1b/provider")
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (6, 21)
    [row] = finding.related
    assert (row.document, row.pointer) == (EXPORT, "/connections/3/provider")
    assert row.place is not None
    assert row.place.line > 1


REFUSED = {
    "nothing.json": "configuration `nothing.json` cannot be read: no such file or directory",
    "../../outside.json": "configuration `../../outside.json` is not inside the workspace",
    "/etc/hostname": "configuration `/etc/hostname` is not inside the workspace",
    "link.json": "configuration `link.json` is not inside the workspace",
    "loop.json": "configuration `loop.json` ",
    "a\0b": "configuration `a\\x00b` is not inside the workspace",
    ".": "configuration `.` is a directory, not a file",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_there_or_not_inside_is_refused_where_it_is_named(
    tmp_path: Path, name: str
) -> None:
    root = tmp_path / "inside"
    write_base(root)
    (tmp_path / "outside.json").write_text("{}", encoding="utf-8")
    (root / "manifest/link.json").symlink_to(tmp_path / "outside.json")
    (root / "manifest/loop.json").symlink_to("loop.json")
    for key in ("llm", "services"):
        edit(root, EXPORT, f"/{key}", remove=True)
    edit(root, EXPORT, "/config_file", set=name)
    [problem] = problems(root)
    assert problem.startswith(f"{EXPORT}:")
    assert REFUSED[name] in problem


READ: dict[str, tuple[str, Any]] = {
    "a character as two escapes, which YAML refuses": (r'{"a": "\ud83d\ude00"}', {"a": "\N{GRINNING FACE}"}),
    "a key on its own line": ('{"a"\n:\n1}', {"a": 1}),
    "a key of more than a thousand letters": ('{"' + "k" * 2000 + '": {"llm": 1}}', {"k" * 2000: {"llm": 1}}),
    "numbers": ('{"a": 1E5, "b": -0, "c": 1.0}', {"a": 100000.0, "b": 0, "c": 1.0}),
    "words that YAML 1.1 reads as truth": ('{"a": "yes", "on": "no"}', {"a": "yes", "on": "no"}),
}


@pytest.mark.parametrize("what", READ)
def test_json_is_read_as_json(what: str) -> None:
    text, data = READ[what]
    assert read_configuration(text.encode(), "config.json").data == data


BROKEN = {
    '{"a": 1, "a": 2}': "config.json: not valid JSON: duplicate key `a`",
    '{"a": NaN}': "config.json: not valid JSON: `NaN` is no number",
    '{"a": [1,}': "config.json:1:10: not valid JSON: expecting value",
    "[1]": "config.json: holds no mapping",
    '"text"': "config.json: holds no mapping",
    "[" * 100_000: "config.json: not valid JSON: nested too deeply",
    '{"format": "routeproof/report-1"}': "config.json:1:12: is no configuration but `routeproof/report-1`",
    "": "config.json:1:1: not valid JSON: expecting value",
}


@pytest.mark.parametrize("text", BROKEN, ids=[each[:12] for each in BROKEN])
def test_what_is_no_configuration_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_configuration(text.encode(), "config.json")
    assert str(caught.value.problems[0]).partition("\n")[0] == BROKEN[text]


def test_an_export_is_no_configuration_of_itself(tmp_path: Path) -> None:
    write_base(tmp_path)
    for key in ("llm", "services"):
        edit(tmp_path, EXPORT, f"/{key}", remove=True)
    edit(tmp_path, EXPORT, "/config_file", set="connections.yaml")
    [problem] = problems(tmp_path)
    assert "is no configuration but `routeproof/connections-1`" in problem


def test_a_workspace_may_be_without_connections_and_may_require_them(tmp_path: Path) -> None:
    write_base(tmp_path)
    (tmp_path / EXPORT).unlink()
    accept_guards(tmp_path)
    verdict = check(tmp_path)
    assert verdict.exit_code is Exit.CLEAN
    assert "payer-preserved" in verdict.ledger.empty
    edit(tmp_path, "checks/policy.yaml", "/require", set=["connections"])
    verdict = check(tmp_path)
    assert [each.check for each in verdict.findings] == ["golden-guards", "required-guard-present"]
