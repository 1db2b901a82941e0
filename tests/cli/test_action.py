"""The composite action's own script, run as a runner would, against the installed command."""

import os
import subprocess
from pathlib import Path

import yaml

from support.cli_command import COMMAND, ROOT, environment


def judged(folder: Path, runner: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """Run the step that checks, with these inputs and the defaults of the others."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    step = action["runs"]["steps"][-1]
    given = {
        name: inputs.get(name.replace("-", "_"), each["default"]) for name, each in action["inputs"].items()
    }
    handed = {key: given[value.removeprefix("${{ inputs.")[:-3]] for key, value in step["env"].items()}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder,
        env=environment(RUNNER_TEMP=str(runner), **handed),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_action_judges_and_leaves_with_the_exit_code(workspace: Path, tmp_path: Path) -> None:
    installed = tmp_path / "routeproof/bin"
    installed.mkdir(parents=True)
    os.symlink(COMMAND, installed / "routeproof")
    passed = judged(workspace, tmp_path)
    assert (passed.returncode, "PASS" in passed.stdout) == (0, True)
    failed = judged(
        tmp_path, tmp_path, root=str(workspace), fail_level="note", report="json=a.json junit=b.xml"
    )
    assert failed.returncode == 1
    assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {"a.json", "b.xml"}
    hostile = judged(workspace, tmp_path, root='$(touch injected); "')
    assert hostile.returncode == 2
    assert not (workspace / "injected").exists()
