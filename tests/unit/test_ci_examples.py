"""What users copy into their CI: it parses, injects nothing into a script, and is a sound lane itself."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from routeproof import schema
from routeproof.lane import judge_lane
from routeproof.manifest import Document, read_document
from routeproof.manifest.workflow import lane_of, workflow_of
from routeproof.manifest.yaml import YamlDialect
from routeproof.model.workflow import Forge

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/how-to/use-in-ci.md"
BLOCK = re.compile(r"^```yaml\n# (?P<file>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
EXAMPLES = {found["file"]: found["text"] for found in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))}
GITHUB, GITEA = ".github/workflows/routing.yml", ".gitea/workflows/routing.yml"
OWN = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob(".github/workflows/*.yml"))]
DECLARED = ("checks/lane.yaml", "checks/sync.yaml", "checks/artefacts.yaml")


def read(file: str, text: str | None = None, kind: str | None = None) -> Document:
    written = (ROOT / file).read_text(encoding="utf-8") if text is None else text
    return read_document(written.encode(), file, kind, YamlDialect.STRICT if kind else YamlDialect.WORKFLOW)


def scripts(data: Any) -> list[str]:
    """Every script under `run` or `script`, wherever it stands."""
    if isinstance(data, list):
        return [script for each in data for script in scripts(each)]
    if not isinstance(data, dict):
        return []
    own = [data[key] for key in ("run", "script") if isinstance(data.get(key), str | list)]
    below = [script for value in data.values() for script in scripts(value)]
    return [line for each in own for line in ([each] if isinstance(each, str) else each)] + below


def test_the_page_holds_every_example() -> None:
    assert set(EXAMPLES) == {GITHUB, GITEA, ".gitlab-ci.yml", ".pre-commit-config.yaml", *DECLARED}


@pytest.mark.parametrize("file", [*EXAMPLES, "action.yml", *OWN])
def test_no_expression_is_part_of_a_script(file: str) -> None:
    data = read(file, EXAMPLES.get(file)).data
    if file.endswith("yml") and "pre-commit" not in file:
        assert scripts(data)
    assert [script for script in scripts(data) if "${{" in script] == []


def test_an_expression_in_a_script_would_be_seen() -> None:
    data = read("x", "jobs: {a: {steps: [{run: 'echo ${{ inputs.x }}'}]}}").data
    assert scripts(data) == ["echo ${{ inputs.x }}"]


@pytest.mark.parametrize(
    "script", [each for text in EXAMPLES.values() for each in scripts(read("x", text).data)]
)
def test_a_script_is_one_that_bash_reads(script: str) -> None:
    assert subprocess.run(["bash", "-n", "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("file", DECLARED)
def test_what_is_to_be_declared_fits_its_schema(file: str) -> None:
    kind = Path(file).stem
    assert kind in schema.names()
    assert read(file, EXAMPLES[file], kind).data


@pytest.mark.parametrize(
    ("file", "forge", "context"),
    [
        (GITHUB, Forge.GITHUB, "all-required"),
        (GITEA, Forge.GITEA, "routing / all-required (pull_request)"),
    ],
)
def test_the_workflow_is_a_sound_lane(file: str, forge: Forge, context: str) -> None:
    text = EXAMPLES["checks/lane.yaml"].replace("required: [all-required]", f"required: ['{context}']")
    declared = lane_of(read("checks/lane.yaml", text, "lane"))
    workflow = workflow_of(read(file, EXAMPLES[file]), file, forge)
    assert judge_lane([workflow], declared).gaps == ()
    runs = [step for job in workflow.jobs for step in job.steps if job.id == "gate"]
    assert any("routeproof check" in step.run or "/routeproof@" in step.uses for step in runs)


def test_the_sentinel_of_the_page_refuses_everything_but_success() -> None:
    [script] = [each for each in scripts(read(GITHUB, EXAMPLES[GITHUB]).data) if "RESULTS" in each]
    for results, code in (("success", 0), ("success success", 0), ("success skipped", 1), ("cancelled", 1)):
        done = subprocess.run(["bash", "-e", "-c", script], env={"RESULTS": results}, check=False)
        assert done.returncode == code


def test_the_hook_is_as_pre_commit_wants_it() -> None:
    [hook] = read(".pre-commit-hooks.yaml").data
    assert hook["id"] == "routeproof-check"
    assert hook["entry"] == "routeproof check"
    assert (hook["language"], hook["types_or"]) == ("python", ["yaml"])
    assert (hook["pass_filenames"], hook["require_serial"]) == (False, True)
    [used] = read("x", EXAMPLES[".pre-commit-config.yaml"]).data["repos"]
    assert [each["id"] for each in used["hooks"]] == [hook["id"]]


def test_the_action_takes_its_inputs_through_the_environment() -> None:
    action = read("action.yml").data
    steps = action["runs"]["steps"]
    assert action["runs"]["using"] == "composite"
    assert {step["shell"] for step in steps} == {"bash"}
    handed = [value for step in steps for value in step.get("env", {}).values()]
    assert sorted(handed) == sorted(f"${{{{ inputs.{name} }}}}" for name in action["inputs"])
    assert all(each["default"] == "" and each["description"] for each in action["inputs"].values())
