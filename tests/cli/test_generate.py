"""`routeproof generate`: declared artefacts, single ones, and the difference of a hand-edited one."""

import json
from pathlib import Path

import pytest

from support.cli_command import ROOT, call


def test_what_is_declared_is_written_and_then_current(workspace: Path) -> None:
    declared = "artefacts: [{lang: json, path: out/a.json}, {lang: go, path: out/b.go, package: routes}]\n"
    (workspace / "checks/artefacts.yaml").write_text(declared, encoding="utf-8")
    assert call("check", "--select", "artefacts-current", folder=workspace).code == 1
    written = call("generate", folder=workspace)
    assert (written.code, written.err) == (0, "wrote out/a.json\nwrote out/b.go\n")
    assert "\npackage routes\n" in (workspace / "out/b.go").read_text(encoding="utf-8")
    assert call("generate", folder=workspace).err == "unchanged out/a.json\nunchanged out/b.go\n"
    assert call("check", "--select", "artefacts-current", folder=workspace).code == 0

    edited = (workspace / "out/a.json").read_text(encoding="utf-8").replace('"GROQ_API_KEY"', '"GROQ_KEY"')
    (workspace / "out/a.json").write_text(edited, encoding="utf-8")
    done = call("generate", "--check", folder=workspace)
    assert (done.code, done.err) == (1, "2 artefacts, 1 differ\n")
    assert done.out.splitlines()[:2] == ["--- out/a.json", "+++ out/a.json (generated)"]
    assert '-        "GROQ_KEY"\n+        "GROQ_API_KEY"\n' in done.out
    found = call("check", "--select", "artefacts-current", folder=workspace)
    assert '`-        "GROQ_KEY"` `+        "GROQ_API_KEY"`' in found.out


def test_one_artefact_to_standard_output_or_to_a_file(tmp_path: Path) -> None:
    manifest = str(ROOT / "manifest/providers.yaml")
    shown = call("generate", "--lang", "json", "--manifest", manifest, "--root", str(ROOT), folder=tmp_path)
    assert (shown.code, shown.err, json.loads(shown.out)["platform"]) == (0, "", "platform")
    args = ("generate", "--lang", "json", "--out", "x/y.json", "--root", str(ROOT))
    assert call(*args, folder=tmp_path).err == "wrote x/y.json\n"
    assert (tmp_path / "x/y.json").read_text(encoding="utf-8") == shown.out
    assert call(*args, "--check", folder=tmp_path).code == 0
    (tmp_path / "x/y.json").write_text("{}\n", encoding="utf-8")
    assert call(*args, "--check", folder=tmp_path).code == 1


WRONG = [
    ("--out", "x.json"),
    ("--lang", "rust"),
    ("--lang", "go", "--package", "Registry"),
    ("--lang", "go", "--package", "a b"),
    ("--lang", "json", "--check"),
]


@pytest.mark.parametrize("args", WRONG)
def test_what_cannot_be_meant_is_a_usage_error(args: tuple[str, ...], tmp_path: Path) -> None:
    done = call("generate", *args, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_nothing_declared_is_nothing_done(reference: Path) -> None:
    assert call("generate", folder=reference).code == 3
    assert call("generate", "--check", folder=reference).code == 3
