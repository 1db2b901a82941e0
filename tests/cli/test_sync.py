"""Copies that have to hold the same data, seen by the gate; and the fingerprint that stands for the data."""

from pathlib import Path

from support.cli_command import ROOT, call

REGISTRY = "manifest/providers.yaml"


def test_the_fingerprint_is_that_of_the_data(tmp_path: Path) -> None:
    text = (ROOT / REGISTRY).read_text(encoding="utf-8")
    (tmp_path / "same.yaml").write_text(f"# another comment\n{text}", encoding="utf-8")
    (tmp_path / "other.yaml").write_text(text.replace("[GROQ_API_KEY]", "[GROQ_KEY]"), encoding="utf-8")
    own = call("fingerprint", folder=ROOT)
    same, other = (call("fingerprint", f"{name}.yaml", folder=tmp_path) for name in ("same", "other"))
    assert (own.code, own.out, own.err) == (0, same.out, "")
    assert len(own.out) == 65
    assert (other.code, other.out != own.out) == (0, True)
    refused = call("fingerprint", "same.yaml", "--root", "nowhere", folder=tmp_path)
    assert refused.code == 2


def test_a_copy_that_differs_closes_the_gate_and_says_which_id_moves(workspace: Path) -> None:
    text = (workspace / REGISTRY).read_text(encoding="utf-8")
    moved = text.replace("          - moonshot/kimi-k2.5\n", "", 1)
    assert moved != text
    (workspace / "copy.yaml").write_text(moved, encoding="utf-8")
    (workspace / "checks/sync.yaml").write_text("copies: [{copy: copy.yaml}]\n", encoding="utf-8")
    done = call("check", "--select", "copies-in-sync", folder=workspace)
    assert done.code == 1
    assert "  error   copies-in-sync  checks/sync.yaml:1:10\n" in done.out
    assert "copy `copy.yaml` differs: `moonshot/kimi-k2.5` on `" in done.out
    assert "goes to `unregistered` there and to `platform (platform)` here" in done.out
    (workspace / "copy.yaml").write_text(f"# a comment\n{text}", encoding="utf-8")
    assert call("check", "--select", "copies-in-sync", folder=workspace).code == 0
