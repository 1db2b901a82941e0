"""How lane, copies and artefacts are read from a workspace: which files, which clone, and what is refused."""

import datetime
import subprocess
from pathlib import Path

import pytest

from routeproof.errors import InputError, Place
from routeproof.gate import check
from routeproof.harness.finding import Finding
from routeproof.reports.context import Context
from routeproof.trial import WorkspaceTrial
from routeproof.workspace import open_workspace
from routeproof.workspace.git import file_at
from support.case_files import write_base

REGISTRY = "manifest/providers.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The clean workspace of the cases, inside of a folder that is the test's own."""
    root = tmp_path / "workspace"
    root.mkdir()
    write_base(root)
    return root


def found(root: Path, name: str) -> list[Finding]:
    return [finding for finding in check(root, select=[name]).findings if finding.check == name]


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    command = ["git", *identity, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def clone(tmp_path: Path, workspace: Path) -> Path:
    """Another repository, with the registry below a folder, and a later commit that changes it."""
    folder = tmp_path / "deployment"
    (folder / "config").mkdir(parents=True)
    copy = folder / "config" / "providers.yaml"
    copy.write_bytes((workspace / REGISTRY).read_bytes())
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    git(folder, "tag", "v1")
    copy.write_text(
        copy.read_text(encoding="utf-8").replace("[GROQ_API_KEY]", "[GROQ_KEY]"), encoding="utf-8"
    )
    git(folder, "commit", "-qam", "second")
    return folder


def declare(root: Path, copy: str, *more: str) -> None:
    lines = [f"  - copy: {copy}", *(f"    {line}" for line in more)]
    (root / "checks/sync.yaml").write_text("copies:\n" + "\n".join(lines) + "\n", encoding="utf-8")


def test_a_copy_in_another_clone_at_a_revision(workspace: Path, clone: Path) -> None:
    declare(workspace, "git:v1:config/providers.yaml", "repo: ../deployment", "bytes: true")
    assert found(workspace, "copies-in-sync") == []
    declare(workspace, "git:main:config/providers.yaml", "repo: ../deployment")
    [finding] = found(workspace, "copies-in-sync")
    assert finding.message == (
        "copy `git:main:config/providers.yaml` differs: `auth_env` of `provider groq` is `GROQ_KEY` there"
        " and `GROQ_API_KEY` here"
    )


def test_paths_in_git_are_relative_to_the_named_folder(workspace: Path, clone: Path) -> None:
    declare(workspace, "git:v1:providers.yaml", "repo: ../deployment/config")
    assert found(workspace, "copies-in-sync") == []


def test_a_clone_is_not_mistaken_for_that_of_a_hook(
    workspace: Path, clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(workspace, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(workspace / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(workspace / ".git/index"))
    declare(workspace, "git:v1:config/providers.yaml", "repo: ../deployment")
    assert found(workspace, "copies-in-sync") == []


NOWHERE = ["git:v9:config/providers.yaml", "git:v1:gone.yaml", "git:v1:config", "git:v1:../workspace/x"]


@pytest.mark.parametrize("copy", NOWHERE)
def test_what_git_does_not_have_is_a_finding(workspace: Path, clone: Path, copy: str) -> None:
    declare(workspace, copy, "repo: ../deployment")
    [finding] = found(workspace, "copies-in-sync")
    assert finding.message.startswith(f"copy `{copy}` cannot be compared: ")
    assert "\n" not in finding.message
    assert finding.place is not None


def test_no_clone_and_no_registry_are_findings_too(workspace: Path) -> None:
    declare(workspace, "git:main:providers.yaml", "repo: ../nowhere")
    [finding] = found(workspace, "copies-in-sync")
    assert "cannot be compared" in finding.message
    (workspace / "mirror/providers.yaml").write_text("schema_version: 2\n", encoding="utf-8")
    declare(workspace, "mirror/providers.yaml")
    [finding] = found(workspace, "copies-in-sync")
    assert "cannot be compared: mirror/providers.yaml:1:" in finding.message


@pytest.mark.parametrize("ref", ["--output=x", "-p", "a:b", ""])
def test_a_revision_is_never_an_option(clone: Path, ref: str) -> None:
    with pytest.raises(InputError):
        file_at(clone, ref, "config/providers.yaml")
    assert [path.name for path in clone.iterdir() if path.name != ".git"] == ["config"]


def test_bytes_are_compared_without_a_byte_order_mark(workspace: Path) -> None:
    declare(workspace, "mirror/providers.yaml", "bytes: true")
    copy = workspace / "mirror/providers.yaml"
    copy.write_bytes(b"\xef\xbb\xbf" + copy.read_bytes())
    assert found(workspace, "copies-in-sync") == []
    copy.write_bytes(copy.read_bytes() + b"\n# a comment\n")
    assert len(found(workspace, "copies-in-sync")) == 1


def lane(root: Path, text: str) -> None:
    head = "sentinel: all-required\nrouteproof_job: gate\nrequired: [all-required]\n"
    (root / "checks/lane.yaml").write_text(head + text, encoding="utf-8")


def test_workflows_above_the_workspace(workspace: Path) -> None:
    (workspace / ".github").rename(workspace.parent / ".github")
    lane(workspace, "")
    assert [each.pointer for each in found(workspace, "lane-sentinel-strict")] == ["/sentinel"]
    lane(workspace, "repository: ..\n")
    assert found(workspace, "lane-sentinel-strict") == []
    assert "../.github/workflows/gate.yaml" in open_workspace(workspace).documents


def test_a_report_names_a_workflow_above_the_workspace_from_the_root_of_the_repository() -> None:
    place = Place("../.github/workflows/gate.yaml", 1, 1, 1, 2)
    assert Context(prefix="policy").in_repository(place).file == ".github/workflows/gate.yaml"


FORGES = [
    ("", "github", []),
    ("", "gitea", ["/required/0"]),
    ("forge: gitea\n", "github", ["/required/0"]),
    ("forge: gitea\n", "gitea", ["/required/0"]),
    ("forge: github\n", "github", []),
    ("forge: github\n", "gitea", ["/sentinel"]),
]


@pytest.mark.parametrize(("declared", "folder", "places"), FORGES)
def test_the_forge_decides_on_folder_and_names(
    workspace: Path, declared: str, folder: str, places: list[str]
) -> None:
    """On Gitea the sentinel's context has another name; GitHub does not look into Gitea's folder."""
    lane(workspace, declared)
    if folder == "gitea":
        (workspace / ".github").rename(workspace / ".gitea")
    gaps = found(workspace, "lane-context-emitted") if "/sentinel" not in places else []
    assert [each.pointer for each in gaps or found(workspace, "lane-sentinel-strict")] == places


def test_gitea_prefers_its_own_folder(workspace: Path) -> None:
    lane(workspace, "forge: gitea\n")
    own = workspace / ".gitea/workflows"
    own.mkdir(parents=True)
    (own / "ci.yml").write_text("on: push\njobs: {other: {}}\n", encoding="utf-8")
    assert [each.pointer for each in found(workspace, "lane-sentinel-strict")] == ["/sentinel"]


def test_a_workflow_that_cannot_be_read_is_a_located_problem(workspace: Path) -> None:
    (workspace / ".github/workflows/odd.yml").write_text("on: push\njobs: []\n", encoding="utf-8")
    (workspace / ".github/workflows/notes.txt").write_text("no workflow", encoding="utf-8")
    (workspace / "checks/sync.yaml").write_text("copy: x\n", encoding="utf-8")
    verdict = check(workspace)
    assert verdict.exit_code == 2
    assert [str(each.place) for each in verdict.findings] == [
        "checks/sync.yaml:1:1",
        "checks/sync.yaml:1:1",
        ".github/workflows/odd.yml:2:7",
        ".github/workflows/odd.yml:1:1",
    ]


def test_without_a_declaration_no_workflow_is_opened(workspace: Path) -> None:
    (workspace / "checks/lane.yaml").unlink()
    (workspace / ".github/workflows/odd.yml").write_text("]", encoding="utf-8")
    verdict = check(workspace, select=["lane-job-needed", "golden-matrix"])
    assert (verdict.exit_code, verdict.ledger.empty) == (0, ("lane-job-needed",))


def test_an_artefact_that_is_no_text_is_a_finding(workspace: Path) -> None:
    (workspace / "generated/registry.json").write_bytes(b"\x80")
    [finding] = found(workspace, "artefacts-current")
    assert finding.message.startswith("artefact `generated/registry.json` is not UTF-8")
    (workspace / "generated/registry.json").unlink()
    (workspace / "generated/registry.json").mkdir()
    [finding] = found(workspace, "artefacts-current")
    assert finding.message == "artefact `generated/registry.json` is a directory, not a file"


def test_checks_that_no_edit_survives_are_set_aside_from_mutation(workspace: Path) -> None:
    """An edit of the registry always differs from its copies: that kills every mutant, and proves nothing."""
    judged, today = open_workspace(workspace), datetime.date(2026, 1, 1)
    pins = {"copies-in-sync", "artefacts-current"}
    assert pins.isdisjoint(WorkspaceTrial(judged, today).checks)
    assert set(WorkspaceTrial(judged, today, select=pins).checks) == pins
