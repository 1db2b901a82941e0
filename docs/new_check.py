"""Start a check: its module, its line in the family, and two cases; what is left open says TODO.

Run as `make new-check ID=some-thing-holds FAMILY=arms`.
"""

import argparse
import keyword
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import Any, get_origin, get_type_hints

import routeproof
from routeproof.checks import BY_ID, FAMILIES
from routeproof.harness import RULES
from routeproof.harness.filed import Filed
from routeproof.markup import nearest

ROOT = Path(routeproof.__file__).resolve().parents[2]
CHECKS = Path("src/routeproof/checks")
CASES = Path("tests/cases")

ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
IMPORTS = re.compile(r"^from routeproof\.checks\.\w+ import \(\n(?P<lines>.*?)^\)", re.MULTILINE | re.DOTALL)
ALONE = re.compile(r"^(CHECKS = |from routeproof\.checks\.\w+ import )\(?(\w+(?:\.CHECK)?),?\)?$", re.M)
"""The list of a family that has one check so far, which the formatter puts on one line."""
ENTRIES = re.compile(r"^CHECKS = \(\n(?P<lines>.*?)^\)", re.MULTILINE | re.DOTALL)

IMPORTED = (
    "from routeproof.harness.check import Check",
    "from routeproof.harness.finding import Finding, Level, Location",
    "from routeproof.model.about import about",
)
MODULE = '''\
"""TODO: what must hold, as one sentence.

TODO: why, and what goes wrong where it does not. `routeproof explain` prints this, and the page of the check
starts with it.
"""

from collections.abc import Iterator

{imports}


def _run(subject: {subject}) -> Iterator[Finding]:
    for each in subject.{field}:  # TODO: what there is to judge
        if not each:  # TODO: what is wrong with it
            yield Finding(
                message="TODO: what is wrong, with the user's values in `backticks`",
                hint="TODO: what to do about it",
                at=Location("manifest/providers.yaml", "/TODO"),
                about=about(),
            )


CHECK = Check(
    id="{id}",
    title="TODO: what must hold, in a few words",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.{field}),
)
'''
EDIT = "  - {file: manifest/providers.yaml, at: /providers/0/display_name, set: TODO}\n"
GOOD = f"why: 'TODO: a near miss, and why it passes'\npatch:\n{EDIT}"
BAD = f"""\
why: 'TODO: the smallest edit that breaks it'
patch:
{EDIT}\
expect:
  - message: 'TODO: written from what the check promises, before the check is run'
    hint: TODO
    file: manifest/providers.yaml
    pointer: /TODO
    level: error
"""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """The new files by their paths below the root, and the new text of the family's list."""

    made: dict[Path, str]
    listed: tuple[Path, str]


def fault_of(name: str, family: str) -> str:
    """What is wrong with the id or the family of a new check; nothing when it can be made."""
    if family not in FAMILIES:
        near = nearest(family, FAMILIES)
        hint = f"did you mean `{near}`?" if near else f"there are {', '.join(FAMILIES)}"
        return f"there is no family `{family}`: {hint}"
    if not ID.fullmatch(name) or keyword.iskeyword(name):
        return f"`{name}` is no id: lower-case words with hyphens between them, such as `pin-holds`"
    if name in BY_ID or name in {rule.id for rule in RULES}:
        return f"there is a rule `{name}` already: `routeproof explain {name}`"
    return ""


def scaffold(root: Path, name: str, family: str) -> Scaffold:
    """Everything that a new check needs. FileExistsError when one of its files is there."""
    stem = name.replace("-", "_")
    subject = subject_of(family)
    imported = f"from {home_of(subject)} import {subject.__name__}"
    values = {
        "id": name,
        "imports": "\n".join(sorted([*IMPORTED, imported])),
        "subject": subject.__name__,
        "field": first_items(subject),
    }
    made = {
        CHECKS / family / f"{stem}.py": MODULE.format(**values),
        CASES / family / name / "good.yaml": GOOD,
        CASES / family / name / "bad.yaml": BAD,
    }
    for file in made:
        if (root / file).exists():
            raise FileExistsError(f"{file.as_posix()} exists already")
    listing = CHECKS / family / "__init__.py"
    return Scaffold(made, (listing, with_check((root / listing).read_text(encoding="utf-8"), stem)))


def with_check(listing: str, stem: str) -> str:
    """The text of a family's `__init__` with one more module in its import and in `CHECKS`, both in order."""
    listing = ALONE.sub(r"\1(\n    \2,\n)", listing)
    return _with_line(_with_line(listing, IMPORTS, f"    {stem},\n"), ENTRIES, f"    {stem}.CHECK,\n")


def _with_line(text: str, block: re.Pattern[str], line: str) -> str:
    found = block.search(text)
    if found is None:
        raise ValueError(f"the list of the family has another form than {block.pattern}")
    lines = sorted([*found["lines"].splitlines(keepends=True), line], key=lambda each: each.strip(" ,\n"))
    return text[: found.start("lines")] + "".join(lines) + text[found.end("lines") :]


def subject_of(family: str) -> type:
    """What the checks of a family are given: the type that the first of them takes."""
    run: Callable[..., Any] = FAMILIES[family][0].run
    parameter: type = next(iter(get_type_hints(run).values()))
    return parameter


def home_of(subject: type) -> str:
    """The module to import a subject from: the package that shows it as its own, else where it is defined."""
    package = subject.__module__.rpartition(".")[0]
    shown = getattr(import_module(package), subject.__name__, None) is subject
    return package if shown else subject.__module__


def first_items(subject: type) -> str:
    """The first field of a subject that holds many things: it stands in for what there is to judge."""
    return next(each.name for each in fields(subject) if get_origin(each.type) in (tuple, Filed))


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write a scaffold and say what is left to do; 2, with nothing written, where it cannot be made."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("id", help="what the check will be called, such as `pin-holds`")
    parser.add_argument("family", help=f"one of {', '.join(FAMILIES)}")
    wanted = parser.parse_args(arguments)
    if fault := fault_of(wanted.id, wanted.family):
        parser.error(fault)
    try:
        made = scaffold(root, wanted.id, wanted.family)
    except FileExistsError as error:
        parser.error(str(error))
    for file, text in made.made.items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    listing, text = made.listed
    (root / listing).write_text(text, encoding="utf-8")
    for file in made.made:
        sys.stdout.write(f"wrote {file.as_posix()}\n")
    sys.stdout.write(f"added it to {listing.as_posix()}\n")
    sys.stdout.write("next: fill in what says TODO, then `make goldens` and `make pages`\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
