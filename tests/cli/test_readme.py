"""The README shows real runs: each `console` block is run again and must say the same."""

import os
import re
import shlex
from pathlib import Path

import pytest

from support.cli_command import ROOT, TODAY, call, scrubbed
from support.registry_edits import EDITS

pytestmark = pytest.mark.golden

README = ROOT / "README.md"
BLOCK = re.compile(r"^```console\n\$ (?P<line>.*)\n(?P<shown>(?:.*\n)*?)```$", re.MULTILINE)


def said(line: str, folder: Path) -> tuple[int, str]:
    """What a command line of the README says in a folder; `make check` is `routeproof check`."""
    args = shlex.split(line.replace("make check", "routeproof check"))
    assert args[0] == "routeproof"
    done = call(*args[1:], folder=folder, ROUTEPROOF_TODAY=TODAY)
    assert done.err == ""
    return done.code, done.out


def assert_shown(number: int, line: str, out: str) -> None:
    """Compare a block with the run; one that starts with `...` leaves out all but the last lines."""
    text = README.read_text(encoding="utf-8")
    block = list(BLOCK.finditer(text))[number]
    assert block["line"] == line
    shown = block["shown"].splitlines(keepends=True)
    lines = out.splitlines(keepends=True)
    expected = ["...\n", *lines[1 - len(shown) :]] if shown[:1] == ["...\n"] else lines
    if os.environ.get("UPDATE_GOLDEN"):
        start, end = block.span("shown")
        README.write_text(text[:start] + "".join(expected) + text[end:], encoding="utf-8")
        shown = expected
    assert shown == expected


def test_the_failing_run_is_real(workspace: Path) -> None:
    edit = EDITS["platform-gains-an-id"].text
    (workspace / "manifest/providers.yaml").write_text(edit, encoding="utf-8")
    line = "routeproof check --select golden-matrix --select pin-holds"
    code, out = said(line, workspace)
    assert code == 1
    assert_shown(0, line, out)


def test_the_passing_run_is_real(reference: Path) -> None:
    code, out = said("make check", reference)
    assert code == 0
    assert_shown(1, "make check", scrubbed(out, "..."))


def test_the_readme_is_short_and_names_the_two_commands() -> None:
    text = README.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 80
    assert len(BLOCK.findall(text)) == 2
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("check", "test"):
        assert re.search(rf"^make {target} ", text, re.MULTILINE)
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_path_and_link_of_the_readme_exists() -> None:
    text = README.read_text(encoding="utf-8")
    paths = re.findall(r"\]\(([^):]+)\)", text) + re.findall(r"`([a-z/]+/)`", text)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists() and path not in ("resolve/", "prove/")] == []
