"""Mistakes as data: an edit of one source file, and the test that has to turn red with it.

A family is a file `tests/mistakes/<family>.yaml`; what it may hold is said by `Family` and `Mistake`. Nothing
of the project is imported here, so that whoever seeds a mistake decides which text of the project is.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "tests/mistakes"
SOURCES = "src"

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TEST = re.compile(r"(tests/[\w/.-]+\.py)(::\w+)+")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One edit of one file; files and tests are named from the top of the repository."""

    id: str
    means: str
    """What is wrong then, in one line."""
    file: str
    old: str
    """Stands exactly once in the file."""
    new: str
    """Takes its place; empty where the mistake is to leave something out."""
    test: str
    """The id that pytest gives it, without parameters: any of its cases may be the one that turns red."""


@dataclass(frozen=True, slots=True)
class Family:
    """The mistakes of one part of the product."""

    name: str
    title: str
    about: str
    """A paragraph on all of them."""
    costs: str
    """What each costs whoever meets it: a list."""
    mistakes: tuple[Mistake, ...]


class WrongMistakes(ValueError):
    """Every problem of a file of mistakes, a line each."""


def families(root: Path = ROOT) -> tuple[Family, ...]:
    """Every family, by name. WrongMistakes when any has a problem, or when there is none."""
    files = sorted((root / FOLDER).glob("*.yaml"))
    problems = [] if files else [f"{FOLDER} holds no family"]
    found = []
    for file in files:
        try:
            found.append(_family(file))
        except WrongMistakes as error:
            problems.append(str(error))
        else:
            problems += [f"{file.name}: {problem}" for problem in _problems(found[-1], root)]
    if problems:
        raise WrongMistakes("\n".join(problems))
    return tuple(found)


def seeded(mistake: Mistake, root: Path) -> str:
    """The text of the file with the mistake in it."""
    return (root / mistake.file).read_text(encoding="utf-8").replace(mistake.old, mistake.new)


def _family(file: Path) -> Family:
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    keys = {field.name for field in fields(Family)} - {"name"}
    _require_keys(f"{file.name}", data, keys)
    entries = data.pop("mistakes")
    if not isinstance(entries, list) or not entries:
        raise WrongMistakes(f"{file.name}: there is no mistake")
    for number, entry in enumerate(entries):
        _require_keys(f"{file.name}: entry {number}", entry, {field.name for field in fields(Mistake)})
    return Family(name=file.stem, mistakes=tuple(Mistake(**entry) for entry in entries), **data)


def _require_keys(where: str, data: object, keys: set[str]) -> None:
    """Exactly these keys; every value but that of `mistakes` is a text, and only `new` may be empty."""
    if not isinstance(data, dict):
        raise WrongMistakes(f"{where}: is no mapping")
    if data.keys() != keys:
        unknown, missing = sorted(map(str, data.keys() - keys)), sorted(keys - data.keys())
        raise WrongMistakes(f"{where}: unknown keys {unknown}, missing keys {missing}")
    for key in sorted(keys - {"mistakes"}):
        if not isinstance(data[key], str) or not (data[key].strip() or key == "new"):
            raise WrongMistakes(f"{where}: `{key}` is no text, or an empty one")


def _problems(family: Family, root: Path) -> Iterator[str]:
    for name, number in Counter(mistake.id for mistake in family.mistakes).items():
        if number > 1:
            yield f"{name}: {number} mistakes have this id"
    for mistake in family.mistakes:
        yield from (f"{mistake.id}: {problem}" for problem in _problems_of(mistake, root))


def _problems_of(mistake: Mistake, root: Path) -> Iterator[str]:
    file, test = root / mistake.file, _TEST.fullmatch(mistake.test)
    if not _ID.fullmatch(mistake.id):
        yield "an id is made of lower case words with hyphens between them"
    if "\n" in mistake.means.strip():
        yield "`means` has more than one line"
    if test is None or not (root / test[1]).is_file():
        yield f"`{mistake.test}` names no test"
    if not file.is_file() or (root / SOURCES).resolve() not in file.resolve().parents:
        yield f"`{mistake.file}` is no file of {SOURCES}/"
        return
    count = file.read_text(encoding="utf-8").count(mistake.old)
    if count != 1:
        yield f"`old` stands {count} times in {mistake.file}"
    elif mistake.old == mistake.new:
        yield "`new` is `old`"
    elif problem := _syntax_problem(seeded(mistake, root)):
        yield f"the edited file is no Python: {problem}"


def _syntax_problem(text: str) -> str:
    """Why the text cannot be compiled; a file that cannot is noticed by everything, which proves nothing."""
    try:
        compile(text, "edited", "exec")
    except SyntaxError as error:
        return str(error)
    return ""
