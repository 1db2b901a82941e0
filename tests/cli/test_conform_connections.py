"""`routeproof conform --op auth|dispatch|backfill`: real children, right and wrong; no workspace anywhere."""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from routeproof import schema
from routeproof.conform.connections import answer
from support.cli_command import ROOT, Run, call
from support.faulty_connections import FAULTS

EVERY_OP = ("--op", "auth", "--op", "dispatch", "--op", "backfill")
EXAMPLE = ROOT / "examples" / "connections_child.py"
FEW = ("--op", "backfill", "--samples", "1")
"""What asks a thousand questions, and not fifty thousand."""

Conform = Callable[..., Run]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing of a workspace in it."""
    return tmp_path_factory.mktemp("connections")


@pytest.fixture
def conform(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Conform:
    """Run the command in that folder, with the faulty implementations within reach of its children."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "tests"))
    return partial(call, "conform", folder=folder)


def test_the_packages_own_answers_are_clean_on_every_question(conform: Conform) -> None:
    done = conform("--command", f"'{sys.executable}' '{EXAMPLE}'", *EVERY_OP, "--samples", "1")
    assert done.code == 0, done.out + done.err
    *coverage, counts, verdict = done.out.splitlines()
    assert [line.partition(":")[0] for line in coverage] == ["auth", "dispatch", "backfill"]
    assert counts.endswith("answered, none wrong")
    assert int(counts.split()[0].replace(",", "")) > 50_000
    assert verdict == "PASS"


SOME = sorted(FAULTS)[:1]


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[] if name in SOME else [pytest.mark.slow]) for name in sorted(FAULTS)]
)
def test_a_faulty_child_is_found_and_who_pays_comes_first(conform: Conform, name: str) -> None:
    done = conform(
        "--python",
        f"support.faulty_connections:{name}",
        "--op",
        "dispatch",
        "--samples",
        "0",
        "--format",
        "json",
    )
    report = json.loads(done.out)
    assert (done.code, report["exit_code"], report["faults"]) == (1, 1, [])
    assert [*schema.validate("conform", report)] == []
    first, *_ = report["disagreements"]
    about_payers = [each["expected"] in OUTCOMES for each in report["disagreements"]]
    assert about_payers == sorted(about_payers, reverse=True)
    assert (about_payers[0], about_payers[-1]) == (True, False)
    right = answer(first["question"])
    assert first["expected"] == ("refused" if right["payer"] is None else f"`{right['payer']}`")


OUTCOMES = ("refused", "`platform`", "`byok`", "`subscription`", "`local`")


def test_ten_mistakes_are_known() -> None:
    assert len(FAULTS) == 10


# ---- recordings ----

SHY = """
def shy(question):
    return {"stamps": {}}
"""


def test_a_run_is_kept_judged_again_and_compared(conform: Conform, folder: Path) -> None:
    (folder / "shy.py").write_text(SHY, encoding="utf-8")
    kept = conform("--python", "shy:shy", *FEW, "--record", "shy.jsonl")
    again = conform("--answers", "shy.jsonl", *FEW)
    assert (kept.code, again.code) == (1, 1)
    assert again.out == kept.out
    own = conform("--command", f"'{sys.executable}' '{EXAMPLE}'", *FEW, "--record", "own.jsonl")
    assert own.code == 0, own.out + own.err
    assert conform("--answers", "own.jsonl", "--op", "auth").code == 5
    same = conform("--compare", "own.jsonl", "own.jsonl")
    assert (same.code, same.out.splitlines()[-1]) == (0, "PASS")
    done = conform("--compare", "shy.jsonl", "own.jsonl")
    assert done.code == 1
    assert done.out.splitlines()[-1] == "FAIL (exit 1): answers differ, or the implementation misbehaves"
    assert "was `{}`, is `{'/llm/default': 'anthropic-managed'}`" in done.out


@pytest.mark.parametrize("format_name", ["markdown", "github", "sarif", "junit"])
def test_every_format_of_the_gate_shows_the_disagreement(
    conform: Conform, folder: Path, format_name: str
) -> None:
    question = {"op": "auth", "auth": {"type": "none"}}
    lines = [{"format": "routeproof/recording-1"}, {"question": question, "answer": {"valid": False}}]
    (folder / "one.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    done = conform("--answers", "one.jsonl", "--op", "auth", "--format", format_name)
    assert done.code == 5
    assert "implementation-agrees" in done.out
    assert "manifest/connections.yaml" in done.out or format_name == "junit"


# ---- exit codes ----


AUTH = ("--op", "auth")
DISPATCH = ("--op", "dispatch")


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (AUTH, 2, "give one of --command, --python, --answers and --compare"),
        (("--python", "m:f", "--op", "derive", *AUTH), 2, "run the two apart"),
        (("--python", "m:f", *AUTH, "--exhaustive"), 2, "--exhaustive goes with --op dispatch"),
        (("--python", "m:f", "--exhaustive"), 2, "--exhaustive goes with --op dispatch"),
        (("--python", "m:f", *DISPATCH, "--exhaustive", "--record", "x"), 2, "more than --record keeps"),
        (("--python", "no_such_module:f", *AUTH), 2, "ModuleNotFoundError"),
        (("--command", "no-such-program", *AUTH), 2, "the implementation `no-such-program` cannot be"),
        (("--answers", "derive.jsonl", *AUTH), 2, "its `op` is none of auth, dispatch, backfill"),
        (("--command", f"'{sys.executable}' -S -c 'import sys; sys.exit(3)'", *AUTH), 5, ""),
    ],
)
def test_exit_codes(conform: Conform, folder: Path, args: tuple[str, ...], code: int, said: str) -> None:
    question = {"op": "derive", "runtime": "r", "model": "m"}
    lines = [{"format": "routeproof/recording-1"}, {"question": question, "answer": {"provider": "x"}}]
    (folder / "derive.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    done = conform(*args)
    assert done.code == code, done.out + done.err
    assert said in done.err
    assert "Traceback" not in done.err


def test_without_a_child_that_lives_all_states_are_not_asked_batch_after_batch(conform: Conform) -> None:
    done = conform(
        "--command", f"'{sys.executable}' -S -c ''", "--op", "dispatch", "--exhaustive", "--format", "json"
    )
    report = json.loads(done.out)
    assert (done.code, report["answered"]) == (5, 0)
    assert [(each["kind"], each["count"]) for each in report["faults"]] == [("partial output", 1)]
