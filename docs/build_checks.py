"""Write docs/checks/: a page for each check, from its docstring and its cases, and the table of them all.

Cases are read by what the tests share: run as `PYTHONPATH=tests python docs/build_checks.py`.
"""

import argparse
import atexit
import difflib
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from routeproof.checks import ALL
from routeproof.harness import RULES
from routeproof.harness.finding import Rule
from routeproof.markup import table
from support.case_files import TODAY, Case, base_files, dumped, edit, folder_of, parsed, read_case, write_base

PAGES = Path(__file__).resolve().parent / "checks"
NOTICE = "<!-- Written by docs/build_checks.py from the check and its cases: edit those. -->"
WAIVE = """\
A finding that has to stay for a while is accepted by an entry in `checks/waivers.yaml`, with a reason, an
owner, a ticket and the last day on which it holds."""
LOWER = "This cannot be waived. A team that judges it otherwise sets its level in `checks/policy.yaml`."
FIXED = "This can be neither waived nor lowered."


@cache
def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"index.md": _index()} | {f"{rule.id}.md": page(rule) for rule in (*ALL, *RULES)}


def page(rule: Rule) -> str:
    """The page of one check: what it holds and why, a run that fails, what to do, a near miss."""
    bad, good = (read_case(folder_of(rule.id) / f"{kind}.yaml") for kind in ("bad", "good"))
    hints = dict.fromkeys(finding["hint"] for finding in bad.expect)
    parts = [
        f"# {rule.id}",
        NOTICE,
        rule.explanation,
        f"Level: **{rule.level}**.",
        "## A workspace that fails",
        _sentence(bad.why),
        *_edits(bad),
        "`routeproof check` then reports:",
        _fenced("text", "\n".join(_reported(bad))),
        "## What to do",
        "\n".join(f"- {_sentence(hint)}" for hint in hints),
        _acceptance(rule, bad),
        "## A near miss that passes",
        _sentence(good.why),
        *_edits(good),
    ]
    return "\n\n".join(parts) + "\n"


def _index() -> str:
    rows = [(f"[{rule.id}]({rule.id}.md)", rule.level, _sentence(rule.title)) for rule in (*ALL, *RULES)]
    head = "What `routeproof check` judges. `routeproof explain CHECK` prints the same explanation."
    return "\n\n".join(("# Checks", NOTICE, head, table(("check", "level", "what must hold"), rows))) + "\n"


def _sentence(text: str) -> str:
    """A message or a hint as a sentence of its own; one that starts with a value stays as it is."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('?') else '.'}"


def _fenced(language: str, text: str) -> str:
    return f"```{language}\n{text}\n```"


def _reported(case: Case) -> Iterator[str]:
    for finding in case.expect:
        yield f"{finding['file']}: {finding['level']}: {finding['message']}"


def _acceptance(rule: Rule, bad: Case) -> str:
    """How to live with a finding; a waiver names what they are about, and some are about nothing."""
    if not rule.lowerable:
        return FIXED
    parts = {"runtime", "arm", "model", "connection", "entry"}
    narrowed = any(parts & finding.keys() for finding in bad.expect)
    return WAIVE if narrowed and rule.waivable else LOWER


def _edits(case: Case) -> Iterator[str]:
    """Each edit of the case as a difference of the file that it changes, applied in order."""
    root = _workspace()
    try:
        for change in case.patch:
            path = root / change["file"]
            before = _lines(path)
            edit(root, **change)
            yield _fenced("diff", "\n".join(_difference(change, before, _lines(path))))
    finally:
        _restore(root, {change["file"] for change in case.patch})
    if case.today != TODAY:
        yield f"The gate is run on {case.today}."


@cache
def _workspace() -> Path:
    """The clean workspace in a folder of its own, which goes when the program ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    write_base(Path(folder.name))
    return Path(folder.name)


def _restore(root: Path, files: set[str]) -> None:
    for file in files:
        if file in base_files():
            (root / file).write_bytes(base_files()[file])
        else:
            (root / file).unlink(missing_ok=True)


def _difference(change: dict[str, str], before: list[str], after: list[str]) -> Iterator[str]:
    """What the edit does, under the file and the pointer in place of line numbers."""
    pointer = change.get("at", "")
    if not after:
        yield f"deleted: {change['file']}"
        return
    if before == after:
        yield f"laid out anew, without its comments: {change['file']}"
        return
    yield f"{'edited' if before else 'new'}: {change['file']}"
    if pointer:
        yield f"@@ {pointer} @@"
    yield from list(difflib.unified_diff(before, after, n=3, lineterm=""))[3:]


def _lines(path: Path) -> list[str]:
    """The file in one layout, so that a difference shows the edit alone; nothing when there is no file."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        text = dumped(parsed(text))
    if path.suffix == ".json":
        text = json.dumps(json.loads(text), indent=2)
    return text.splitlines()


def stale(folder: Path) -> list[str]:
    """The names of the pages that are missing, surplus or different in the folder."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    made = pages()
    return sorted(name for name in {*committed, *made} if committed.get(name) != made.get(name))


def write(folder: Path) -> None:
    """Write every page into the folder and remove those that stand for no check."""
    folder.mkdir(exist_ok=True)
    made = pages()
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with `--check` only say which of them differ; 1 when some do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page differs")
    if not parser.parse_args(arguments).check:
        write(PAGES)
        return 0
    different = stale(PAGES)
    for name in different:
        sys.stderr.write(f"docs/checks/{name} is not what docs/build_checks.py writes\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
