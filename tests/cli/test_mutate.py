"""`routeproof mutate` on the small clean workspace: what it prints, writes and leaves with."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.case_files import write_base
from support.cli_command import Run, call, environment, git, run

TODAY = ("--today", "2026-01-01")
REGISTRY = "manifest/providers.yaml"


def mutate(folder: Path, *args: str, by: Callable[..., Run] = call, **variables: str) -> Run:
    """The command on one process, so that none is forked from that of the tests; `--jobs` says otherwise."""
    done = by("mutate", *TODAY, *args, folder=folder, **{"ROUTEPROOF_JOBS": "1", **variables})
    assert "Traceback" not in done.err
    return done


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small workspace; no test changes it."""
    folder = tmp_path_factory.mktemp("clean")
    write_base(folder)
    return folder


@pytest.fixture
def own(clean: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    shutil.copytree(clean, folder)
    return folder


def edit(folder: Path, old: str, new: str, file: str = REGISTRY) -> None:
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")


def listed(folder: Path, *args: str) -> list[list[str]]:
    return [line.split("  ") for line in mutate(folder, "--list", *args).out.splitlines()]


def an_id(folder: Path, operator: str, words: str) -> str:
    return next(row[0] for row in listed(folder) if row[1] == operator and words in row[3])


def untimed(text: str) -> str:
    data = json.loads(text)
    assert set(data.pop("performance")) == {"setup", "initialRun", "mutation"}
    return json.dumps(data)


# ---- a whole run ----


def test_the_clean_workspace_scores_100_and_writes_its_report(own: Path) -> None:
    done = mutate(own, "--write", "--jobs", "2", by=run)
    assert done.code == 0
    assert "score 100.0 % (at least 100 %)" in done.out.splitlines()
    assert "wrote reports/mutation.md" in done.err
    first = (own / "reports/mutation.md").read_text("utf-8")
    assert "## Proved equal" in first
    assert str(own) not in first
    again = mutate(own, "--write", "--jobs", "1")
    assert "unchanged reports/mutation.md" in again.err


def test_a_check_that_is_taken_away_is_missed_by_name(clean: Path) -> None:
    missed = an_id(clean, "flip-deprecated", "`groq` is deprecated")
    noticed = an_id(clean, "drop-arm", "`chat` loses its `groq` arm")
    without = ("--ignore", "golden-metadata", "--id", missed, "--id", noticed)
    done = mutate(clean, *without)
    assert done.code == 1
    assert "flip-deprecated" in done.out
    assert "`deprecated` of provider groq: `false` becomes `true`" in done.out
    assert "score 50.0 %" in done.out
    assert mutate(clean, *without, "--min-score", "50").code == 0
    assert mutate(clean, *without, "--min-score", "50.1").code == 1
    assert mutate(clean, *without[2:]).code == 0


def test_a_golden_that_is_taken_away_leaves_nothing_to_trust(own: Path) -> None:
    lines = (own / "matrix/routing.csv").read_text("utf-8").splitlines(keepends=True)
    (own / "matrix/routing.csv").write_text("".join(lines[:-1]), "utf-8")
    done = mutate(own)
    assert done.code == 4
    assert "not in the golden matrix" in done.out
    assert "no mutant was decided: the workspace fails without any mutation" in done.err


def test_checks_that_notice_nothing_are_not_trusted(clean: Path) -> None:
    every = [line.split()[0] for line in call("check", "--list", folder=clean).out.splitlines()]
    blind = [f"--ignore={check}" for check in every if check != "schema-copy-equal"]
    done = mutate(clean, *blind)
    assert done.code == 4
    assert "a forced failure" in done.err


def test_a_workspace_that_does_not_load_is_exit_2(own: Path) -> None:
    edit(own, "schema_version: 1", "schema_version: 2")
    assert mutate(own).code == 2


# ---- shards ----


def test_three_shards_put_together_equal_the_whole_run(clean: Path, tmp_path: Path) -> None:
    some = ("--sample", "90")
    whole = mutate(clean, *some, *reports(tmp_path / "whole"))
    paths = [tmp_path / f"{number}.json" for number in (1, 2, 3)]
    for number, path in enumerate(paths, 1):
        assert mutate(clean, *some, "--shard", f"{number}/3", "--report", f"json={path}").code == 5
    together = mutate(clean, "--merge", *map(str, paths), *reports(tmp_path / "together"))
    assert together.code == whole.code == 0
    assert together.out == whole.out
    one, other = (tmp_path / name for name in ("whole", "together"))
    assert untimed((other / "json").read_text("utf-8")) == untimed((one / "json").read_text("utf-8"))
    assert (other / "markdown").read_bytes() == (one / "markdown").read_bytes()
    missing = mutate(clean, "--merge", str(paths[0]), str(paths[2]))
    assert missing.code == 5
    assert "(only shard 1/3, 3/3 ran)" in missing.out


def reports(folder: Path) -> list[str]:
    return [f"--report={name}={folder / name}" for name in ("json", "markdown")]


@pytest.mark.parametrize("value", ["0/3", "4/3", "1", "a/b", "1/0", "1/" + "9" * 50])
def test_a_shard_that_is_none_is_a_usage_error(clean: Path, value: str) -> None:
    assert mutate(clean, "--shard", value).code == 2


def test_merging_without_reports_and_reports_without_merging_are_usage_errors(clean: Path) -> None:
    assert mutate(clean, "--merge").code == 2
    assert mutate(clean, REGISTRY).code == 2
    assert mutate(clean, "--merge", REGISTRY).code == 2


# ---- one mutant ----


def test_watch_one_fail_and_take_it_back(own: Path) -> None:
    chosen = an_id(own, "byok-id-to-platform", "`sonnet`")
    done = mutate(own, "--show", chosen)
    assert done.code == 0
    _, diff, revert = (f"--- {part}" for part in done.out.split("--- "))
    diff, told = diff.split("`routeproof check`")
    assert "byok-never-platform" in told
    assert "FAIL (exit 1)" in told
    before = (own / REGISTRY).read_bytes()
    git(own, "init", "--quiet")
    (own / "edit.diff").write_text(diff.rstrip() + "\n", "utf-8")
    git(own, "apply", "edit.diff")
    checked = call("check", *TODAY, folder=own)
    assert checked.code == 1
    assert "byok-never-platform" in checked.out
    (own / "revert.diff").write_text(revert, "utf-8")
    git(own, "apply", "revert.diff")
    assert (own / REGISTRY).read_bytes() == before


def test_one_mutant_alone_by_the_start_of_its_id(clean: Path) -> None:
    chosen = an_id(clean, "drop-arm", "`chat` loses its `groq` arm")
    done = mutate(clean, "--id", chosen[:8])
    assert done.code == 0
    assert "1 mutants: 1 killed" in done.out
    unknown = mutate(clean, "--id", "nonsense")
    assert unknown.code == 2
    assert "no mutant 'nonsense'" in unknown.err


def test_a_sample_is_drawn_by_its_seed(clean: Path) -> None:
    one, same, other = (mutate(clean, "--sample", "9", "--seed", seed, "--format", "json") for seed in "112")
    assert untimed(one.out) == untimed(same.out) != untimed(other.out)
    assert json.loads(one.out)["config"]["planned"] == 9


# ---- a change ----


def test_only_the_mutants_that_meet_a_change_are_decided(own: Path) -> None:
    git(own, "init", "--quiet")
    git(own, "add", ".")
    git(own, "commit", "--quiet", "--message", "base")
    nothing = mutate(own, "--in-diff", "HEAD")
    assert nothing.code == 3
    assert "there is no mutant to decide" in nothing.err
    edit(own, "display_name: Groq", "display_name: GroqCloud")
    call("matrix", "--write", folder=own)
    done = mutate(own, "--in-diff", "HEAD", "--format", "json")
    assert done.code == 0
    described = [each["description"] for each in json.loads(done.out)["files"][REGISTRY]["mutants"]]
    assert described
    assert all("groq" in text for text in described)


# ---- the repair ----


def test_the_repair_is_shown_written_and_kills(own: Path) -> None:
    every = [line.split()[0] for line in call("check", "--list", folder=own).out.splitlines()]
    few = [f"--ignore={check}" for check in every if check not in ("pin-holds", "listed-id-is-trimmed")]
    chosen = an_id(own, "drop-arm", "`chat` loses its `groq` arm")
    survived = mutate(own, *few, "--id", chosen, "--fix")
    assert survived.code == 1
    assert "+    models: ['groq:']" in survived.out
    assert "wrote checks/pins.yaml" in survived.err
    assert "`routeproof matrix --write`" in survived.err
    assert call("check", *TODAY, folder=own).code == 1
    assert call("matrix", "--write", folder=own).code == 0
    assert call("check", *TODAY, folder=own).code == 0
    assert mutate(own, *few, "--id", chosen).code == 0


# ---- interruptions ----


def test_a_time_limit_keeps_what_was_decided(clean: Path) -> None:
    done = mutate(clean, "--time-limit", "0")
    assert done.code == 5
    assert "undecided" in done.out


HELD = """
import os, signal, sys
from routeproof.cli import main
from routeproof.mutate.decide import Judge
decide, told, answered = Judge.decide, int(sys.argv.pop(1)), []
def held(judge, mutant):
    if len(answered) == 5:
        os.write(told, b"!")
        while True:
            signal.pause()
    answered.append(mutant)
    return decide(judge, mutant)
Judge.decide = held
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""The command with workers that tell when they have answered five mutants, and answer no more.

They are sent four ahead: the sixth shows that the command has taken in the first. It listens to Ctrl-C even
where whoever started it does not, as a shell in the background.
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reports_what_was_decided(clean: Path, tmp_path: Path, sent: signal.Signals) -> None:
    """It goes to the whole group, as from a terminal or a runner, when both workers are at it."""
    report = tmp_path / "report"
    ours, theirs = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", HELD, str(theirs), "mutate", *TODAY, "--jobs=2", f"--report=json={report}"],
        cwd=clean,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(theirs,),
        start_new_session=True,
    )
    os.close(theirs)
    never = threading.Timer(60, os.killpg, (process.pid, signal.SIGKILL))
    never.start()
    with open(ours, "rb", buffering=0) as workers:
        told = workers.read(1) + workers.read(1)
    never.cancel()
    os.killpg(process.pid, sent)
    out, err = (text.decode() for text in process.communicate(timeout=60))
    assert (process.returncode, told) == (5, b"!!"), err
    assert "Traceback" not in err
    assert "undecided" in out
    states = {each["status"] for file in files_of(report) for each in file["mutants"]}
    assert {"Killed", "Pending"} <= states


def files_of(report: Path) -> list[dict[str, Any]]:
    return list(json.loads(report.read_text("utf-8"))["files"].values())


def test_no_progress_bar_where_nobody_looks(clean: Path) -> None:
    done = mutate(clean, "--sample", "3")
    assert "\r" not in done.err
    assert done.err.splitlines()[-1].startswith("3 mutants in ")


def test_options_can_be_set_by_the_environment(clean: Path) -> None:
    done = mutate(clean, ROUTEPROOF_SAMPLE="4", ROUTEPROOF_FORMAT="json")
    assert json.loads(done.out)["config"]["planned"] == 4
