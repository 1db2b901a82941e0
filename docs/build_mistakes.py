"""Write docs/watch-it-fail.md: every mistake that is made on purpose, and the test that turns red.

Mistakes are read by what the tests share: run as `PYTHONPATH=tests python docs/build_mistakes.py`.
"""

from pathlib import Path

from routeproof.markup import code, table
from support.mistakes import FOLDER, ROOT, Family, families

PAGE = ROOT / "docs" / "watch-it-fail.md"
NOTICE = f"<!-- Written by docs/build_mistakes.py from {FOLDER}: edit that. -->"
HEAD = f"""\
A test that has never been red proves nothing. Each mistake below is a small edit of the code, and one test is
there to notice it.

The page does not have to be believed: `{FOLDER}/` holds each edit, and `tests/test_mistakes.py` imports
the project with it and sees to it that the named test is green without it and fails in an assertion with it.
An edit that no longer fits the code is a failure.

```console
$ pytest tests/test_mistakes.py
```

To see one by hand, copy the project elsewhere, make the edit there, and run the test in the last column. More
tests than the named one may turn red; the named one has to."""


def page() -> str:
    """The whole page, every family in its section."""
    return "\n\n".join(("# Watch it fail", NOTICE, HEAD, *map(_section, families()))) + "\n"


def _section(family: Family) -> str:
    rows = [
        (mistake.means, code(mistake.file), code(mistake.test.rpartition("::")[2]))
        for mistake in family.mistakes
    ]
    listed = table(("mistake", "in", "the test that turns red"), rows)
    head = f"## {family.name.capitalize()}: {family.title}"
    return "\n\n".join((head, family.about.strip(), listed, "What each costs:", family.costs.strip()))


def main(page_file: Path = PAGE) -> None:
    """Write the page."""
    page_file.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
