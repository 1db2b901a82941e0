"""What the command takes from its surroundings: variables, the current folder, a terminal or none."""

import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from support.cli_command import COMMAND, TODAY, call, environment, run

ESCAPE = "\x1b["
QUICK = ("check", "--select", "golden-matrix")


def test_every_option_can_be_set_by_a_variable(reference: Path, tmp_path: Path) -> None:
    done = call(
        "check",
        folder=tmp_path,
        ROUTEPROOF_ROOT=str(reference),
        ROUTEPROOF_FORMAT="json",
        ROUTEPROOF_REPORT=f"markdown={tmp_path}/report.md",
        ROUTEPROOF_SELECT="offered-covers-menu offered-runtime-known provider-is-used",
        ROUTEPROOF_IGNORE="provider-is-used",
        ROUTEPROOF_FAIL_LEVEL="note",
        ROUTEPROOF_TODAY=TODAY,
    )
    report = json.loads(done.out)
    assert (done.code, report["exit_code"], report["fail_level"]) == (1, 1, "note")
    assert report["ledger"]["done"] == ["offered-covers-menu", "offered-runtime-known"]
    assert (tmp_path / "report.md").read_text(encoding="utf-8").startswith("## routeproof: FAIL (exit 1)")


def test_an_option_wins_over_its_variable(reference: Path) -> None:
    done = call(
        *QUICK, "--format", "text", folder=reference, ROUTEPROOF_FORMAT="json", ROUTEPROOF_SELECT="pin-holds"
    )
    assert done.out.endswith("1 of 1 check done\nno findings\nPASS\n")


@pytest.mark.parametrize(
    ("args", "variables"),
    [
        (
            ("derive", "desk", "acme/x"),
            {"ROUTEPROOF_MANIFEST": "acme.yaml", "ROUTEPROOF_AUTH_ENV": "ACME_KEY OTHER"},
        ),
        (("derive", "desk", "acme/x", "--manifest", "acme.yaml", "--auth-env", "ACME_KEY"), {}),
    ],
)
def test_derive_listens_to_its_variables(
    tmp_path: Path, args: tuple[str, ...], variables: dict[str, str]
) -> None:
    (tmp_path / "acme.yaml").write_text(ACME, encoding="utf-8")
    done = call(*args, folder=tmp_path, **variables)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("  acme  finds it  ^acme/  key present: ACME_KEY\n")


ACME = """
schema_version: 1
providers:
  - {name: acme, display_name: A, protocol: openai, auth_mode: x, auth_env: [ACME_KEY],
      model_prefix_match: ^acme/}
runtimes: {desk: {providers: [{name: acme}]}}
"""


@pytest.mark.parametrize("variable", ["ROUTEPROOF_FORMAT", "ROUTEPROOF_FAIL_LEVEL", "ROUTEPROOF_TODAY"])
def test_a_bad_variable_is_as_wrong_as_a_bad_option(reference: Path, variable: str) -> None:
    done = call(*QUICK, folder=reference, **{variable: "nonsense"})
    assert (done.code, done.out) == (2, "")
    assert "nonsense" in done.err


def test_the_workspace_is_found_from_a_folder_inside_it(reference: Path) -> None:
    done = call(*QUICK, folder=reference / "manifest" / "offered")
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    ("args", "variables", "colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color",), {"NO_COLOR": "1"}, True),
        (("--no-color",), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colors_in_a_pipe(
    reference: Path, args: tuple[str, ...], variables: dict[str, str], colored: bool
) -> None:
    assert (ESCAPE in call(*QUICK, *args, folder=reference, **variables).out) is colored


@pytest.mark.parametrize(("variables", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colors_on_a_terminal(reference: Path, variables: dict[str, str], colored: bool) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [COMMAND, *QUICK],
        cwd=reference,
        env=environment(TERM="xterm", **variables),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        said = _read_all(ours)
    os.close(ours)
    assert b"PASS" in said
    assert (ESCAPE.encode() in said) is colored


def _read_all(terminal: int) -> bytes:
    """What was written until the other side closed, which Linux reports as an error."""
    parts = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:
        pass
    return b"".join(parts)


def test_a_terminal_that_cannot_show_a_letter_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(ACME, encoding="utf-8")
    args = ("derive", "desk", "acme/λ", "--manifest", "acme.yaml")
    done = run(*args, folder=tmp_path, PYTHONIOENCODING="latin-1")
    assert (done.code, done.err) == (0, "")
    assert "outcome   acme\n" in done.out
