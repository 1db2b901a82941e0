"""Reports from the real command: one exit code for all formats, GitHub Actions, and files written whole."""

import json
import os
import stat
import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from routeproof import schema
from routeproof.reports import REPORTERS, TO_FILES
from support.cli_command import TODAY, Run, call, run
from support.report_makers import TEXT
from support.workflow_commands import commands

QUICK = ("check", "--today", TODAY, "--select", "one-platform-provider")


def clean(folder: Path) -> tuple[str, ...]:
    return QUICK


def finding(folder: Path) -> tuple[str, ...]:
    path = folder / "manifest/providers.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("- name: platform\n", "- name: Platform\n"), "utf-8"
    )
    return QUICK


def unreadable(folder: Path) -> tuple[str, ...]:
    (folder / "manifest/providers.yaml").write_text("a: [", encoding="utf-8")
    return QUICK


def nothing(folder: Path) -> tuple[str, ...]:
    return ("check", "--select", "withdrawn-id-refused")


@pytest.mark.parametrize(
    ("edit", "code"),
    [(clean, 0), (finding, 1), (unreadable, 2), (nothing, 3)],
    ids=["clean", "finding", "input", "nothing"],
)
def test_the_exit_code_is_the_same_for_every_format(
    workspace: Path, edit: Callable[[Path], tuple[str, ...]], code: int
) -> None:
    args = edit(workspace)
    # One code is put through every format; the others through the one whose tools like to leave with 0.
    formats = REPORTERS if code == 1 else ("sarif",)
    assert {call(*args, "--format", name, folder=workspace).code for name in formats} == {code}
    reports = [part for name in TO_FILES for part in ("--report", f"{name}=out/{name}")]
    assert call(*args, *reports, folder=workspace).code == code
    assert {path.name for path in (workspace / "out").iterdir()} == set(TO_FILES)
    report = json.loads((workspace / "out/json").read_text(encoding="utf-8"))
    assert report["exit_code"] == code
    assert list(schema.validate("report", report)) == []


def test_a_report_is_the_same_in_a_file_and_on_a_second_run(reference: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in TO_FILES}
    args = (*QUICK, *(f"--report={name}={path}" for name, path in files.items()))
    code = call(*args, folder=reference).code
    first = {name: path.read_bytes() for name, path in files.items()}
    assert call(*args, folder=reference).code == code
    assert {name: path.read_bytes() for name, path in files.items()} == first
    for name in ("json", "sarif"):
        shown = call(*QUICK, "--format", name, folder=reference)
        assert shown.out.encode() == first[name]


def test_a_page_is_nothing_for_a_terminal(reference: Path) -> None:
    shown = call(*QUICK, "--format", "html", folder=reference)
    assert shown.code == 2
    assert "html" in shown.err


def in_actions(folder: Path, *args: str, **variables: str) -> Run:
    return call(*args, folder=folder, GITHUB_ACTIONS="true", **variables)


def test_a_step_of_github_actions_gets_text_annotations_and_a_summary(
    workspace: Path, tmp_path: Path
) -> None:
    args, summary = finding(workspace), tmp_path / "summary"
    summary.write_text("before\n", encoding="utf-8")
    alone = call(*args, folder=workspace)
    step = in_actions(workspace, *args, GITHUB_STEP_SUMMARY=str(summary))
    assert step.code == alone.code == 1
    assert alone.out in step.out
    said = commands(step.out)
    assert [each.name for each in said] == ["stop-commands", said[0].message, "error"]
    assert said[2].properties["file"] == "manifest/providers.yaml"
    written = summary.read_text(encoding="utf-8")
    assert written == "before\n" + call(*args, "--format", "markdown", folder=workspace).out


@pytest.mark.parametrize("name", ["json", "github"])
def test_a_format_that_was_asked_for_comes_alone(workspace: Path, name: str) -> None:
    args = (*finding(workspace), "--format", name)
    assert in_actions(workspace, *args).out == call(*args, folder=workspace).out


def test_text_that_was_asked_for_comes_guarded_and_without_annotations(workspace: Path) -> None:
    said = commands(in_actions(workspace, *finding(workspace), ROUTEPROOF_FORMAT="text").out)
    assert [each.name for each in said] == ["stop-commands", said[0].message]


def test_a_summary_that_is_full_is_not_made_longer(workspace: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary"
    summary.write_text("x" * 900_000, encoding="utf-8")
    in_actions(workspace, *finding(workspace), GITHUB_STEP_SUMMARY=str(summary))
    written = summary.read_text(encoding="utf-8")
    assert len(written) < 1_000_000
    assert "Cut here" in written[900_000:]


def test_a_summary_that_cannot_be_written_is_an_error(workspace: Path) -> None:
    step = in_actions(workspace, *QUICK, GITHUB_STEP_SUMMARY=str(workspace))
    assert step.code == 2
    assert step.err == f"error: is a directory: {workspace}\n"


def test_places_are_named_from_the_root_of_the_repository(tmp_path: Path) -> None:
    folder = tmp_path / "config/routing"
    (folder / "manifest").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (folder / "manifest/providers.yaml").write_text(TEXT.replace("p/$", "p/("), encoding="utf-8")
    (said,) = commands(call("check", "--format", "github", folder=folder).out)
    assert said.properties["file"] == "config/routing/manifest/providers.yaml"


def test_a_file_that_holds_the_report_already_is_left_alone(reference: Path, tmp_path: Path) -> None:
    path = tmp_path / "report"
    call(*QUICK, "--report", f"json={path}", folder=reference)
    before = path.stat()
    call(*QUICK, "--report", f"json={path}", folder=reference)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_link_stays_a_link_and_a_mode_stays(reference: Path, tmp_path: Path) -> None:
    path, link = tmp_path / "report", tmp_path / "link"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert call(*QUICK, "--report", f"json={link}", folder=reference).code == 0
    assert link.is_symlink()
    assert json.loads(path.read_text(encoding="utf-8"))["exit_code"] == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert {each.name for each in tmp_path.iterdir()} == {"report", "link"}


def test_a_new_file_obeys_the_umask(reference: Path, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        call(*QUICK, "--report", f"json={tmp_path / 'deep' / 'report'}", folder=reference)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "deep/report").stat().st_mode) == 0o640


def test_a_pipe_takes_the_report_and_stays_a_pipe(reference: Path, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    taken: list[str] = []
    reader = threading.Thread(target=lambda: taken.append(path.read_text(encoding="utf-8")))
    reader.start()
    assert call(*QUICK, "--report", f"json={path}", folder=reference).code == 0
    reader.join()
    assert json.loads(taken[0])["exit_code"] == 0
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_full_device_is_an_error_and_stays_a_device(reference: Path) -> None:
    ran = call(*QUICK, "--report", "json=/dev/full", folder=reference)
    assert (ran.code, ran.err) == (2, "error: no space left on device: /dev/full\n")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


def test_readers_never_see_half_of_a_report(reference: Path, tmp_path: Path) -> None:
    """Two runs write two different reports over each other while somebody keeps reading."""
    path = tmp_path / "report"
    path.write_text("{}\n", encoding="utf-8")
    runs = [
        threading.Thread(
            target=run, args=(*QUICK, "--report", f"json={path}", *more), kwargs={"folder": reference}
        )
        for more in ((), ("--ignore", "one-platform-provider"))
    ]
    for each in runs:
        each.start()
    seen = []
    while any(each.is_alive() for each in runs):
        seen.append(path.read_text(encoding="utf-8"))
    seen.append(path.read_text(encoding="utf-8"))
    changes = [after for before, after in pairwise(seen) if before != after]
    assert changes
    assert all(json.loads(each)["format"] == "routeproof/report-1" for each in changes)
    assert [each.name for each in tmp_path.iterdir()] == ["report"]
