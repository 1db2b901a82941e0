"""What the house measures itself by: lengths of modules and functions, crowded rooms, names, faces.

Everything is read from source text, nothing is imported. To see the figures of any checkout, run
`python tests/support/budgets.py [FOLDER]`; `make budgets` does so for this one.
"""

import ast
import math
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MODULE_LINES = 300
MODULE_LINES_P90 = 180
FUNCTION_LINES = 40
FUNCTION_LINES_P90 = 20
MODULES_IN_A_ROOM = 15

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Source:
    """One module of the package: its path below the package, as POSIX, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The module as a syntax tree."""
        return ast.parse(self.text)


@dataclass(frozen=True, slots=True)
class Figure:
    """Lengths in lines, in the order measured, under what they are the lengths of."""

    what: str
    lengths: tuple[int, ...]

    @property
    def p90(self) -> int:
        """The length that nine of ten do not exceed."""
        return sorted(self.lengths)[math.ceil(len(self.lengths) * 0.9) - 1]

    def __str__(self) -> str:
        longest = max(self.lengths)
        middle = sorted(self.lengths)[len(self.lengths) // 2]
        return f"{len(self.lengths)} {self.what}: median {middle}, p90 {self.p90}, longest {longest} lines"


def sources_of(root: Path) -> tuple[Source, ...]:
    """Every module of the project in the folder, in the order of their paths."""
    package = root / "src" / "routeproof"
    return tuple(
        Source(file.relative_to(package).as_posix(), file.read_text(encoding="utf-8"))
        for file in sorted(package.rglob("*.py"))
    )


def modules(sources: Sequence[Source]) -> Figure:
    """How long the modules are."""
    return Figure("modules", tuple(len(source.text.splitlines()) for source in sources))


def functions(sources: Sequence[Source]) -> Figure:
    """How long the functions are, inner ones and methods too."""
    return Figure(
        "functions",
        tuple(
            (node.end_lineno or node.lineno) - node.lineno + 1
            for source in sources
            for node in ast.walk(source.tree)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ),
    )


def crowded(sources: Sequence[Source]) -> dict[str, int]:
    """The rooms with too many modules directly in them (`__init__` is one), and how many those are."""
    rooms: dict[str, int] = defaultdict(int)
    for source in sources:
        rooms[source.path.rpartition("/")[0] or "."] += 1
    return {room: number for room, number in sorted(rooms.items()) if number > MODULES_IN_A_ROOM}


def homonyms(sources: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    """The public classes and functions that more than one module defines, with the paths of those."""
    found: dict[str, list[str]] = defaultdict(list)
    for source in sources:
        names = {node.name for node in source.tree.body if isinstance(node, Definition)}
        for name in names:
            if not name.startswith("_"):
                found[name].append(source.path)
    return {name: tuple(paths) for name, paths in sorted(found.items()) if len(paths) > 1}


def protected(pyproject: str) -> tuple[str, ...]:
    """What the contracts say is reached through a face alone: `package.*` or one module, dotted."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    return tuple(each for one in contracts if one["type"] == "protected" for each in one["protected_modules"])


def trespasses(sources: Sequence[Source], hidden: Sequence[str]) -> Iterator[str]:
    """Imports of what is hidden from outside of its package, wherever in a module they stand."""
    known = {_dotted(source.path) for source in sources}
    for source in sources:
        for line, module in _imports(source.tree, known):
            for pattern in hidden:
                package = pattern.rpartition(".")[0]
                inner = module.startswith(f"{package}.") if pattern.endswith(".*") else module == pattern
                if inner and not f"{_dotted(source.path)}.".startswith(f"{package}."):
                    yield f"{source.path}:{line}: {module}"


def _dotted(path: str) -> str:
    steps = path.removesuffix(".py").removesuffix("__init__").split("/")
    return ".".join(("routeproof", *filter(None, steps)))


def _imports(tree: ast.Module, known: set[str]) -> Iterator[tuple[int, str]]:
    """The modules that are imported, with the line; `from package import module` counts as its module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((node.lineno, module) for module in (node.module, *inner) if module in known)


def figures(sources: Sequence[Source]) -> Iterator[str]:
    """The figures as lines."""
    yield str(modules(sources))
    yield str(functions(sources))
    yield f"rooms with more than {MODULES_IN_A_ROOM} modules: {_counted(crowded(sources))}"
    shared = {name: len(paths) for name, paths in homonyms(sources).items()}
    yield f"{len(shared)} names with more than one home: {_counted(shared)}"


def _counted(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items()) or "none"


def main(arguments: Sequence[str]) -> None:
    """Print the figures of the project in a folder, this one where none is named."""
    root = Path(arguments[0]) if arguments else Path(__file__).parents[2]
    sys.stdout.write("".join(f"{line}\n" for line in figures(sources_of(root))))


if __name__ == "__main__":
    main(sys.argv[1:])
