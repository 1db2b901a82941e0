"""`routeproof mutate`, run for real on the small clean workspace: what it prints, writes and leaves with."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from support.case_files import write_base
from support.cli_command import COMMAND, Run, environment, git, run

TODAY = ("--today", "2026-01-01")
REGISTRY = "manifest/providers.yaml"


def mutate(folder: Path, *args: str, **variables: str) -> Run:
    done = run("mutate", *TODAY, *args, folder=folder, **variables)
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
    done = mutate(own, "--write", "--jobs", "2")
    assert done.code == 0
    assert "score 100.0 % (at least 100 %)" in done.out.splitlines()
    assert "wrote reports/mutation.md" in done.err
    first = (own / "reports/mutation.md").read_text("utf-8")
    assert "## Proved equal" in first
    assert str(own) not in first
    again = mutate(own, "--write", "--jobs", "1")
    assert "unchanged reports/mutation.md" in again.err


def test_a_check_that_is_taken_away_is_missed_by_name(clean: Path) -> None:
    done = mutate(clean, "--ignore", "golden-metadata")
    assert done.code == 1
    assert "flip-deprecated" in done.out
    assert "`deprecated` of provider groq: `false` becomes `true`" in done.out
    assert mutate(clean, "--ignore", "golden-metadata", "--min-score", "50").code == 0


def test_a_golden_that_is_taken_away_leaves_nothing_to_trust(own: Path) -> None:
    lines = (own / "matrix/routing.csv").read_text("utf-8").splitlines(keepends=True)
    (own / "matrix/routing.csv").write_text("".join(lines[:-1]), "utf-8")
    done = mutate(own)
    assert done.code == 4
    assert "not in the golden matrix" in done.out
    assert "no mutant was decided: the workspace fails without any mutation" in done.err


def test_checks_that_notice_nothing_are_not_trusted(clean: Path) -> None:
    every = [line.split()[0] for line in run("check", "--list", folder=clean).out.splitlines()]
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
    whole = mutate(clean, *some, "--format", "json")
    paths = [tmp_path / f"{number}.json" for number in (1, 2, 3)]
    for number, path in enumerate(paths, 1):
        assert mutate(clean, *some, "--shard", f"{number}/3", "--report", f"json={path}").code == 5
    together = mutate(clean, "--merge", *map(str, paths), "--format", "json")
    assert together.code == whole.code == 0
    assert untimed(together.out) == untimed(whole.out)
    shown = mutate(clean, "--merge", *map(str, paths), "--report", f"markdown={tmp_path / 'together.md'}")
    assert shown.out == mutate(clean, *some, "--report", f"markdown={tmp_path / 'whole.md'}").out
    assert (tmp_path / "together.md").read_bytes() == (tmp_path / "whole.md").read_bytes()
    missing = mutate(clean, "--merge", str(paths[0]), str(paths[2]))
    assert missing.code == 5
    assert "(only shard 1/3, 3/3 ran)" in missing.out


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
    checked = run("check", *TODAY, folder=own)
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
    run("matrix", "--write", folder=own)
    done = mutate(own, "--in-diff", "HEAD", "--format", "json")
    assert done.code == 0
    described = [each["description"] for each in json.loads(done.out)["files"][REGISTRY]["mutants"]]
    assert described
    assert all("groq" in text for text in described)


# ---- the repair ----


def test_the_repair_is_shown_written_and_kills(own: Path) -> None:
    every = [line.split()[0] for line in run("check", "--list", folder=own).out.splitlines()]
    few = [f"--ignore={check}" for check in every if check not in ("pin-holds", "listed-id-is-trimmed")]
    chosen = an_id(own, "drop-arm", "`chat` loses its `groq` arm")
    survived = mutate(own, *few, "--id", chosen, "--fix")
    assert survived.code == 1
    assert "+    models: ['groq:']" in survived.out
    assert "wrote checks/pins.yaml" in survived.err
    assert run("check", *TODAY, folder=own).code == 0
    assert mutate(own, *few, "--id", chosen).code == 0


# ---- interruptions ----


def test_a_time_limit_keeps_what_was_decided(clean: Path) -> None:
    done = mutate(clean, "--time-limit", "0")
    assert done.code == 5
    assert "undecided" in done.out


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_reports_what_was_decided(clean: Path, sent: signal.Signals) -> None:
    """The command is stopped as soon as it has begun; a run so short may be over before."""
    process = subprocess.Popen(
        [COMMAND, "mutate", *TODAY, "--jobs", "2"],
        cwd=clean,
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and children.exists() and len(children.read_text().split()) < 2:
        time.sleep(0.01)
    os.killpg(process.pid, sent)
    out, err = (text.decode() for text in process.communicate(timeout=60))
    assert "Traceback" not in err
    assert process.returncode == 5, err
    assert "undecided" in out


def test_no_progress_bar_where_nobody_looks(clean: Path) -> None:
    done = mutate(clean, "--sample", "3")
    assert "\r" not in done.err
    assert done.err.splitlines()[-1].startswith("3 mutants in ")


def test_options_can_be_set_by_the_environment(clean: Path) -> None:
    done = mutate(clean, ROUTEPROOF_SAMPLE="4", ROUTEPROOF_FORMAT="json")
    assert json.loads(done.out)["config"]["planned"] == 4
