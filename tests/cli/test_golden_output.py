"""What each command says, word for word."""

from pathlib import Path

import pytest
import yaml

from support.cli_command import TODAY, assert_golden, call, copy_workspace

pytestmark = pytest.mark.golden

READING = {
    "derive-listed": ("derive", "claude-code", "minimax/MiniMax-M2.7", "--auth-env", "ANTHROPIC_API_KEY"),
    "derive-pattern": ("derive", "openclaw", " groq:llama-3.3-70b\n"),
    "derive-exact-tie": ("derive", "codex", "gpt-5.5"),
    "derive-exact-tie-key": ("derive", "codex", "gpt-5.5", "--auth-env", "OPENAI_API_KEY"),
    "derive-unregistered": ("derive", "claude-code", "minimax:MiniMax-M2.7"),
    "derive-unknown-runtime": ("derive", "Codex", "gpt-5.5"),
    "derive-model-required": ("derive", "no-such-runtime", " \u3000"),
    "matrix-check": ("matrix", "--check"),
    "explain-check": ("explain", "golden-matrix"),
    "explain-waiver-rule": ("explain", "waiver-expired"),
    "schema-names": ("schema",),
}


@pytest.mark.parametrize("name", READING)
def test_reading_commands(reference: Path, name: str) -> None:
    assert_golden(name, call(*READING[name], folder=reference).shown(reference))


def test_every_check_is_listed_with_its_level_and_title_and_explained(reference: Path) -> None:
    listed = [line.split(maxsplit=2) for line in call("check", "--list", folder=reference).out.splitlines()]
    explained = [line.split(maxsplit=1) for line in call("explain", folder=reference).out.splitlines()]
    names = [name for name, _, _ in listed]
    assert names == sorted(names)
    assert {level for _, level, _ in listed} <= {"error", "warning", "note"}
    titles = {name: title.removesuffix(" (not waivable)") for name, _, title in listed}
    waiver_rules = {"waiver-expired", "waiver-expiring", "waiver-unused"}
    assert {name: title for name, title in explained if name not in waiver_rules} == titles
    assert waiver_rules <= dict(explained).keys()


TIED = """
schema_version: 1
providers:
  - &entry {name: acme, display_name: A, protocol: openai, auth_mode: x, auth_env: [ACME_KEY],
      model_prefix_match: ^acme/}
  - {<<: *entry, name: globex, auth_env: [GLOBEX_KEY], model_prefix_match: /fast$}
runtimes: {desk: {providers: [{name: acme}, {name: globex}]}}
"""


@pytest.mark.parametrize("name", ["derive-pattern-tie", "derive-pattern-tie-key"])
def test_a_tie_of_patterns(tmp_path: Path, name: str) -> None:
    (tmp_path / "tied.yaml").write_text(TIED, encoding="utf-8")
    keys = ("--auth-env", "GLOBEX_KEY") if name.endswith("key") else ()
    done = call("derive", "desk", "acme/fast", *keys, "--manifest", "tied.yaml", folder=tmp_path)
    assert_golden(name, done.shown(tmp_path))


def test_the_matrix_names_what_moved(workspace: Path) -> None:
    manifest = workspace / "manifest/providers.yaml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(
        text.replace("- google_genai:gemini-2.5-pro", "- vertex:gemini-2.5-pro"), encoding="utf-8"
    )
    assert_golden("matrix-check-differs", call("matrix", "--check", folder=workspace).shown(workspace))


def test_the_matrix_is_printed_as_it_is_committed(reference: Path) -> None:
    done = call("matrix", folder=reference)
    assert done.out == (reference / "matrix/routing.csv").read_text(encoding="utf-8")
    assert done.err == "5 runtimes, 43 arms (29 name-only), 58 listed pairs, 87 cells\n"


def test_drift_with_and_without_waivers(workspace: Path) -> None:
    waivers = workspace / "checks/waivers.yaml"
    entries = yaml.safe_load(waivers.read_text(encoding="utf-8"))["waivers"]
    forever = [{**entry, "expires": "9999-12-31"} for entry in entries]
    waivers.write_text(yaml.safe_dump({"waivers": forever}), encoding="utf-8")
    assert_golden("drift-pass", call("drift", folder=workspace).shown(workspace))
    waivers.write_text("waivers: []\n", encoding="utf-8")
    assert_golden("drift-fail", call("drift", folder=workspace).shown(workspace))


def test_init_writes_a_workspace_that_passes(tmp_path: Path) -> None:
    written = call("init", "routing", folder=tmp_path)
    checked = call("check", "--today", TODAY, folder=tmp_path / "routing")
    again = call("init", "routing", folder=tmp_path)
    assert_golden("init", "".join(each.shown(tmp_path) for each in (written, checked, again)))


def test_schemas_are_copied_once(tmp_path: Path) -> None:
    root = copy_workspace(tmp_path / "workspace")
    stale, foreign = root / "schema/pins.schema.json", root / "schema/registry.schema.json"
    shipped = stale.read_bytes()
    stale.write_bytes(b"{}")
    foreign.unlink()
    done = call("schema", "--write", folder=root)
    assert stale.read_bytes() == shipped
    said = {file: what for what, file in map(str.split, done.err.splitlines())}
    assert {file for file, what in said.items() if what == "wrote"} >= {
        "schema/pins.schema.json",
        "schema/registry.schema.json",
    }
    assert foreign.read_text(encoding="utf-8") == call("schema", "registry", folder=root).out


def test_make_goldens_runs_every_module_that_has_a_golden() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")}
    renewing = ("assert_golden(", "UPDATE_GOLDEN", "page_runs import")
    having = {name for name, text in texts.items() if any(word in text for word in renewing)}
    assert having == {name for name, text in texts.items() if "\npytestmark = pytest.mark.golden\n" in text}
