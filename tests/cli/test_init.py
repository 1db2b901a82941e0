"""`routeproof init` by the real command: around every kind of registry, and into no other folder."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from support.cli_command import ROOT, TODAY, Run, call, run

Command = Callable[..., Run]

HISTORY = ROOT / "tests" / "cases" / "history"

PLATFORM = "platform: {auth_env: [TOKEN], model_prefix_match: '^$', arm: [acme/one]}"
ACME = "acme: {auth_env: [ACME_KEY], model_prefix_match: '^acme:'}"
REGISTRIES = {
    "no-platform": f"{ACME}",
    "ties": "a: {auth_env: [A], model_prefix_match: '^t', arm: [twin]}\n"
    "b: {auth_env: [B], model_prefix_match: '^t', arm: [twin]}",
    "unanchored": f"{PLATFORM}\nloose: {{auth_env: [K], model_prefix_match: 'gpt'}}\n"
    "everything: {auth_env: [E], model_prefix_match: '.'}",
    "no-name-only": f"{PLATFORM}\nlisted: {{auth_env: [L], model_prefix_match: '^l-', arm: [l-1, l-2]}}",
    "bills-the-wrong-one": "platform: {auth_env: [TOKEN], model_prefix_match: '^acme', arm: ['acme:one']}\n"
    f"{ACME}",
}


def manifest(short: str) -> str:
    """A registry of one runtime: each provider with the ids of its arm, the rest filled in."""
    entries = yaml.safe_load(short)
    arms = [
        {"name": name, **({"models": each.pop("arm")} if "arm" in each else {})}
        for name, each in entries.items()
    ]
    filled = {"display_name": "x", "protocol": "openai", "auth_mode": "x"}
    providers = [{"name": name, **filled, **each} for name, each in entries.items()]
    return yaml.safe_dump(
        {"schema_version": 1, "providers": providers, "runtimes": {"desk": {"providers": arms}}}
    )


def files_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def said_by(command: Command, *args: str, folder: Path) -> tuple[str, int]:
    """All that was said, on one day for all tests, and the exit code."""
    done = command(*args, folder=folder, ROUTEPROOF_TODAY=TODAY)
    return done.out + done.err, done.code


def adopt(folder: Path, *args: str, by: Command = call) -> str:
    said, code = said_by(by, "init", *args, folder=folder)
    assert code == 0, said
    return said


def assert_passes(folder: Path, by: Command = call) -> None:
    said, code = said_by(by, "check", folder=folder)
    assert code == 0, said


def test_the_reference_registry_is_adopted_and_a_second_time_refused(tmp_path: Path) -> None:
    original = (ROOT / "manifest/providers.yaml").read_bytes()
    (tmp_path / "providers.yaml").write_bytes(original)
    said = adopt(tmp_path, by=run)
    assert "adopted   providers.yaml: 5 runtimes, 43 arms" in said
    assert "copied    it to manifest/providers.yaml; the original stays" in said
    before = files_of(tmp_path)
    assert before["providers.yaml"] == before["manifest/providers.yaml"] == original
    assert_passes(tmp_path, by=run)
    again, code = said_by(run, "init", folder=tmp_path)
    assert (code, "a file of the workspace already exists, so nothing was written" in again) == (2, True)
    assert files_of(tmp_path) == before


def test_the_copy_and_the_original_cannot_come_apart(tmp_path: Path) -> None:
    (tmp_path / "providers.yaml").write_text(manifest(PLATFORM), encoding="utf-8")
    adopt(tmp_path)
    (tmp_path / "providers.yaml").write_text(manifest(f"{PLATFORM}\n{ACME}"), encoding="utf-8")
    said, code = said_by(call, "check", "--select", "copies-in-sync", folder=tmp_path)
    assert (code, "copy `providers.yaml` differs: " in said) == (1, True)


@pytest.mark.parametrize("stage", ["a", "b", "c"])
def test_a_registry_of_the_past_is_adopted_with_what_its_templates_offered(
    tmp_path: Path, stage: str
) -> None:
    """The counts of unroutable ids are those of the day, found and accepted for now."""
    unroutable = {"a": 9 + 34 + 1 + 9 + 2, "b": 12 + 1 + 7 + 2, "c": 2}[stage]
    (tmp_path / "manifest").mkdir()
    shutil.copy(HISTORY / f"{stage}.yaml", tmp_path / "manifest/providers.yaml")
    shutil.copytree(HISTORY / "offered", tmp_path / "manifest/offered")
    offered = files_of(tmp_path / "manifest")
    adopt(tmp_path)
    assert files_of(tmp_path / "manifest") == offered, "what was there is kept, and no example is added"
    assert_passes(tmp_path)
    (tmp_path / "checks/waivers.yaml").write_text("waivers: []\n", encoding="utf-8")
    said, _ = said_by(call, "check", "--select", "offered-id-routes", "--format", "json", folder=tmp_path)
    assert len(yaml.safe_load(said)["findings"]) == unroutable


@pytest.mark.parametrize("name", ["no-platform", "ties", "unanchored", "no-name-only"])
def test_a_registry_with_gaps_is_adopted(tmp_path: Path, name: str) -> None:
    (tmp_path / "providers.yaml").write_text(manifest(REGISTRIES[name]), encoding="utf-8")
    said = adopt(tmp_path)
    assert ("lowered   one-platform-provider to a note" in said) == (name in ("no-platform", "ties"))
    assert_passes(tmp_path)


def test_what_nothing_can_accept_is_said_and_stays_red(tmp_path: Path) -> None:
    (tmp_path / "providers.yaml").write_text(manifest(REGISTRIES["bills-the-wrong-one"]), encoding="utf-8")
    said = adopt(tmp_path)
    assert "excepted  1 id, in checks/platform-exceptions.yaml" in said
    assert "open      byok-never-platform: `acme:" in said
    assert "nothing in a workspace can accept that: the gate exits 1 until then" in said
    assert said_by(call, "check", folder=tmp_path)[1] == 1


def test_a_registry_elsewhere_is_copied_and_its_folder_left_alone(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config/registry.yaml").write_text(manifest(PLATFORM), encoding="utf-8")
    adopt(tmp_path, "gate", "--manifest", "config/registry.yaml")
    assert files_of(tmp_path / "config") == {
        "registry.yaml": (tmp_path / "gate/manifest/providers.yaml").read_bytes()
    }
    assert not (tmp_path / "gate/checks/sync.yaml").exists()
    assert_passes(tmp_path / "gate")


def test_a_registry_that_does_not_load_is_located_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "providers.yaml").write_text(
        manifest(PLATFORM).replace("schema_version: 1", "schema_version: 2"), encoding="utf-8"
    )
    before = files_of(tmp_path)
    done = call("init", folder=tmp_path)
    assert (done.code, done.err.startswith("error: providers.yaml:")) == (2, True), done.err
    assert files_of(tmp_path) == before


def test_a_folder_with_something_else_is_not_filled(tmp_path: Path) -> None:
    (tmp_path / "main.go").touch()
    said, code = said_by(call, "init", folder=tmp_path)
    assert (code, files_of(tmp_path)) == (2, {"main.go": b""})
    assert "name the registry to adopt with --manifest" in said


def test_an_empty_folder_gets_the_small_workspace(tmp_path: Path) -> None:
    adopt(tmp_path)
    assert_passes(tmp_path)


@pytest.mark.parametrize("blocked", ["matrix", "schema"])
def test_a_workspace_that_cannot_be_finished_is_taken_back(tmp_path: Path, blocked: str) -> None:
    """A file stands where a folder has to be: what was written before it goes again, folders included."""
    (tmp_path / "providers.yaml").write_text(manifest(PLATFORM), encoding="utf-8")
    (tmp_path / blocked).write_text("in the way", encoding="utf-8")
    done = call("init", folder=tmp_path)
    assert (done.code, "wrote" in done.err) == (2, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([blocked, "providers.yaml"])


@pytest.mark.parametrize(("forge", "job"), [("", ".github"), (".gitea", ".gitea")])
def test_a_repository_gets_the_ci_job(tmp_path: Path, forge: str, job: str) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / forge).mkdir(exist_ok=True)
    (tmp_path / "providers.yaml").write_text(manifest(PLATFORM), encoding="utf-8")
    adopt(tmp_path)
    steps = yaml.safe_load((tmp_path / job / "workflows/routeproof.yml").read_text(encoding="utf-8"))
    assert steps["jobs"]["routeproof"]["steps"][-1] == {"run": "routeproof check --root ."}


def test_a_job_that_is_there_is_kept_and_below_the_top_it_is_shown(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    inner = tmp_path / "routing"
    inner.mkdir()
    (inner / "providers.yaml").write_text(manifest(PLATFORM), encoding="utf-8")
    done = call("init", folder=inner)
    assert "save what follows there as .github/workflows/routeproof.yml" in done.err
    assert yaml.safe_load(done.out)["jobs"]["routeproof"]["steps"][-1]["run"].endswith("--root routing")
    job = tmp_path / ".github/workflows/routeproof.yml"
    job.parent.mkdir(parents=True)
    job.write_text("theirs", encoding="utf-8")
    (tmp_path / "providers.yaml").write_text(manifest(PLATFORM), encoding="utf-8")
    assert "routeproof.yml" not in adopt(tmp_path)
    assert job.read_text(encoding="utf-8") == "theirs"
