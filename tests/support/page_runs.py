"""The runs that a page of the documentation shows, made again in a folder of their own.

A page is read from top to bottom. A `yaml` or `python` block that starts with `# FILE` is saved as that
file, a `json` block as the file that stands behind that word; a `diff` block that starts with `edited: FILE`
is applied to it, and every `$` line of a `console` block is run; what stands below it is what the command
says. A line `...` stands for any number of lines. `exit=N` after `console` is the exit code of the last
command of the block; without it, that is 0.
"""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from support.cli_command import ROOT, TODAY, call, environment

DOCS = ROOT / "docs"
TUTORIAL = DOCS / "tutorial.md"
_BLOCK = re.compile(
    r"^```(?P<kind>yaml|python|json|diff|console)(?P<info>[^\n]*)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_SAVED = re.compile(r"# (?P<file>[\w./-]+\.(ya?ml|py))\n")
_EDITED = re.compile(r"edited: (?P<file>[\w./-]+)\n")
_IDENTITY = ("-c", "user.name=Team", "-c", "user.email=team@example.com", "-c", "init.defaultBranch=main")
ELISION = "..."


@dataclass(frozen=True, slots=True)
class Shown:
    """One command of a page: what is shown for it, where that stands, and what it really said."""

    line: str
    start: int
    end: int
    shown: str
    said: str
    code: int
    meant: int | None


def play(page: Path, folder: Path) -> Iterator[Shown]:
    """Do in the folder what the page says, and yield every command that it shows."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        text = block["text"]
        if block["kind"] == "console":
            yield from _console(block, folder)
        elif block["kind"] == "json" and block["info"].strip():
            (folder / block["info"].strip()).write_text(text, encoding="utf-8")
        elif block["kind"] in ("yaml", "python") and (saved := _SAVED.match(text)):
            file = folder / saved["file"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif block["kind"] == "diff" and (edited := _EDITED.match(text)):
            _edit(folder / edited["file"], text[edited.end() :])


def _console(block: re.Match[str], folder: Path) -> Iterator[Shown]:
    meant = int(block["info"].partition("exit=")[2] or 0)
    commands = list(re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block["text"], re.MULTILINE))
    for number, command in enumerate(commands, 1):
        said, code = _said(shlex.split(command[1]), folder)
        start, end = (block.start("text") + place for place in command.span(2))
        last = number == len(commands)
        yield Shown(command[1], start, end, command[2], said, code, meant if last else None)


def _said(args: list[str], folder: Path) -> tuple[str, int]:
    """Standard output and then standard error, and the exit code."""
    if args[0] == "routeproof":
        done = call(*args[1:], folder=folder, ROUTEPROOF_TODAY=TODAY)
        return done.out + done.err, done.code
    assert args[0] in {"git", "rm", "mv"}, args
    program = ["git", *_IDENTITY, *args[1:]] if args[0] == "git" else args
    made = subprocess.run(program, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    return made.stdout + made.stderr, made.returncode


def _edit(file: Path, diff: str) -> None:
    """Apply the hunks of a difference without line numbers; each must fit in exactly one place."""
    lines = diff.splitlines(keepends=True)
    for apart, hunk in groupby(lines, key=lambda line: line.startswith("@@")):
        if apart:
            continue
        changes = list(hunk)
        old = "".join(line[1:] for line in changes if line[0] in " -")
        new = "".join(line[1:] for line in changes if line[0] in " +")
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file.name} has {text.count(old)} places for\n{old}"
        file.write_text(text.replace(old, new), encoding="utf-8")


def fits(shown: str, said: str) -> bool:
    """Whether what is shown is what was said, elisions allowed for."""
    parts = [re.escape(part) for part in re.split(rf"^{re.escape(ELISION)}\n", shown, flags=re.MULTILINE)]
    return re.fullmatch("(?:.*\n)*".join(parts), said) is not None


def update(page: Path, runs: list[Shown]) -> list[Shown]:
    """Write into the page what was said, if UPDATE_GOLDEN asks for it; the runs that have to fit as they are.

    What is left out of a run only its author knows: a run with an elision is never written.
    """
    if not os.environ.get("UPDATE_GOLDEN"):
        return runs
    text = page.read_text(encoding="utf-8")
    for each in reversed(runs):
        if f"{ELISION}\n" not in each.shown:
            text = text[: each.start] + each.said + text[each.end :]
    page.write_text(text, encoding="utf-8")
    return [each for each in runs if f"{ELISION}\n" in each.shown]
