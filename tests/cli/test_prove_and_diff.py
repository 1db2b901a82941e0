"""The commands that reason about every id, run for real: prove, diff, why, why-not, check --base."""

import json
from pathlib import Path

import pytest

from support.cli_command import assert_golden, call

pytestmark = pytest.mark.golden

REGISTRY = "manifest/providers.yaml"


def edit(folder: Path, old: str, new: str, file: str = REGISTRY) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_prove_decides_every_invariant(reference: Path) -> None:
    assert_golden("prove", call("prove", folder=reference).shown(reference))


def test_prove_lists_the_classes(reference: Path) -> None:
    assert_golden("prove-classes", call("prove", "--classes", folder=reference).shown(reference))


def test_the_committed_proof_report_is_what_prove_writes(workspace: Path) -> None:
    report = workspace / "reports/proof.md"
    before = report.read_bytes()
    report.unlink()
    done = call("prove", "--write", folder=workspace)
    assert (done.code, done.err) == (0, "wrote reports/proof.md\n")
    assert report.read_bytes() == before


def test_a_pattern_that_cannot_be_decided_is_exit_5(workspace: Path) -> None:
    words = "|".join(f"{letter}{letter}[^{letter}]*{letter}.*x{letter}" for letter in "abcdefghijklmnop")
    edit(workspace, "model_prefix_match: '^groq:'", f"model_prefix_match: '{words}'")
    done = call("check", "--select", "patterns-disjoint", "--today", "2026-12-01", folder=workspace)
    assert done.code == 5, done.out
    assert "undecided: patterns-disjoint" in done.out
    assert "Traceback" not in done.err


def test_diff_gives_the_exact_meaning_of_a_wider_pattern(reference: Path, tmp_path: Path) -> None:
    head = tmp_path / "head.yaml"
    head.write_text(
        (reference / REGISTRY).read_text("utf-8").replace("'^anthropic/'", "'^anthropic'"), "utf-8"
    )
    done = call("diff", REGISTRY, str(head), folder=reference)
    assert_golden("diff-wider-pattern", done.shown(tmp_path))
    data = json.loads(call("diff", "--format", "json", REGISTRY, str(head), folder=reference).out)
    assert [(each["runtime"], each["witness"], each["size"]) for each in data["routes"]] == [
        ("hermes", "anthropic", None)
    ]


def test_diff_of_another_layout_is_proved_equal(reference: Path, tmp_path: Path) -> None:
    head = tmp_path / "head.yaml"
    text = (reference / REGISTRY).read_text("utf-8")
    lines = [line for line in text.split("\n") if not line.lstrip().startswith("#")]
    head.write_text("# another comment\n" + "\n\n".join(lines), "utf-8")
    done = call("diff", REGISTRY, str(head), folder=reference)
    assert (done.code, done.out) == (
        0,
        "proved equal: no id, menu, credential or field means anything else\n",
    )


def test_diff_reads_the_base_from_git(committed: Path) -> None:
    assert call("diff", "--base", "HEAD", folder=committed).out.startswith("proved equal")
    edit(committed, "      - name: groq\n", "")
    done = call("diff", "--base", "HEAD", folder=committed)
    assert done.code == 1
    assert "openclaw: groq: (infinitely many ids): groq (byok) -> unregistered" in done.out
    unknown = call("diff", "--base", "no-such-revision", folder=committed)
    assert (unknown.code, "no-such-revision" in unknown.err) == (2, True)


@pytest.mark.parametrize(
    "args", [[], [REGISTRY], ["--base", "HEAD", REGISTRY, REGISTRY], ["--merge", REGISTRY, REGISTRY]]
)
def test_diff_without_two_sides_is_a_usage_error(reference: Path, args: list[str]) -> None:
    assert call("diff", *args, folder=reference).code == 2


def test_two_changes_that_are_fine_alone_and_wrong_together(reference: Path, tmp_path: Path) -> None:
    text = (reference / REGISTRY).read_text("utf-8")
    for name, old, new in (
        ("a.yaml", "'^groq:'", "'^(groq|ollama):'"),
        ("b.yaml", "'^openrouter[:/]'", "'^(openrouter[:/]|ollama:)'"),
        ("c.yaml", "'^groq:'", "'^groq-'"),
    ):
        assert text.count(old) == 1
        (tmp_path / name).write_text(text.replace(old, new), "utf-8")
    done = call(
        "diff", "--merge", REGISTRY, str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), folder=reference
    )
    assert_golden("diff-merge", done.shown(tmp_path))
    conflict = call(
        "diff", "--merge", REGISTRY, str(tmp_path / "a.yaml"), str(tmp_path / "c.yaml"), folder=reference
    )
    assert (conflict.code, "conflict" in conflict.out) == (1, True)


MOVE = """\
moves:
  - runtime: openclaw
    ids: groq:.*
    from: groq
    to: {to}
    reason: Groq is no longer offered
    ticket: T-1
"""


def test_check_against_a_base_wants_moves_recorded(committed: Path) -> None:
    edit(committed, "      - name: groq\n", "")
    options = ("check", "--base", "HEAD", "--today", "2026-12-01", "--select")
    assert_golden("check-base", call(*options, "move-recorded", folder=committed).shown(committed))
    (committed / "checks/moves.yaml").write_text(MOVE.format(to="unroutable"), "utf-8")
    assert call(*options, "move-recorded", "--select", "move-happened", folder=committed).code == 0
    (committed / "checks/moves.yaml").write_text(MOVE.format(to="byok-openai"), "utf-8")
    done = call(*options, "move-happened", folder=committed)
    assert (done.code, "did not happen" in done.out) == (1, True)


def test_why_and_why_not(reference: Path) -> None:
    shown = [
        call("why", "codex", "gpt-5.5", folder=reference),
        call(
            "why", "hermes", "platform/anything", "--auth-env", "MOLECULE_LLM_USAGE_TOKEN", folder=reference
        ),
        call("why-not", "claude-code", "minimax:MiniMax-M2.7", "platform", folder=reference),
        call("why-not", "codex", "gpt-5.5", "openai-api", "--auth-env", "OPENAI_API_KEY", folder=reference),
        call("why-not", "codex", "gpt-5.5", "groq", folder=reference),
        call("why-not", "nowhere", "gpt-5.5", "groq", folder=reference),
        call("why-not", "codex", "x" * 201, "platform", folder=reference),
    ]
    assert_golden("why", "\n".join(each.shown(reference) for each in shown))
