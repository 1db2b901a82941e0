"""The rules of the house that no linter knows; each is shown a text that breaks it before it is trusted."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.budgets import FUNCTION_LINES, MODULE_LINES

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "routeproof"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PYTHON = SOURCES + sorted((ROOT / "tests").rglob("*.py"))
DATA_FOLDERS = ("schema", "manifest", "checks", "matrix", "reports")
CORE = (
    "bindings",
    "checks",
    "codegen",
    "compare",
    "decision",
    "drift",
    "harness",
    "lane",
    "markup",
    "match",
    "matrix",
    "model",
    "propose",
    "prove",
    "relay",
    "resolve",
    "strict_json",
)
CATCH_ALL_NAMES = ("utils.py", "util.py", "helpers.py", "common.py", "misc.py")


EXEMPTION = re.compile(r"#\s*(type:\s*ignore|noqa)", re.IGNORECASE)
CODED = re.compile(r"# (type: ignore\[[a-z-]+(, ?[a-z-]+)*\]|noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*)")
REASON = re.compile(r"\s+[#-]+ \w")
MACHINE_PATH = re.compile(r"(?<![\w.*])/(tmp|work|home|root)/\w")

Rule = Callable[[str], Iterator[str]]
"""Takes the text of a file, yields each violation as `line: what`."""


def long_function(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{node.lineno}: {node.name} has {lines} lines"


def long_module(source: str) -> Iterator[str]:
    lines = len(source.splitlines())
    if lines > MODULE_LINES:
        yield f"{lines}: the module ends only here"


def module_without_purpose(source: str) -> Iterator[str]:
    """A module says on its first line what it is for; an empty file has nothing to say."""
    purpose = ast.get_docstring(ast.parse(source), clean=False) or ""
    if source.strip() and not purpose.partition("\n")[0].strip():
        yield "1: the docstring has no first line"


def unexplained_exemption(source: str) -> Iterator[str]:
    if not EXEMPTION.search(source):
        return  # to take a text apart is slow
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and EXEMPTION.match(token.string):
            coded = CODED.match(token.string)
            if not (coded and REASON.match(token.string, coded.end())):
                yield f"{token.start[0]}: {token.string}"


def loose_dataclass(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        for decorator in node.decorator_list if isinstance(node, ast.ClassDef) else ():
            text = ast.unparse(decorator)
            is_dataclass = re.match(r"(dataclasses\.)?dataclass\b", text)
            if is_dataclass and not ("frozen=True" in text and "slots=True" in text):
                yield f"{decorator.lineno}: {text}"


def machine_path(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield f"{number}: {line.strip()}"


BREAKING = [
    (long_function, "def f():\n" + "    x = 1\n" * 40),
    (long_function, "class C:\n    async def f():\n" + "        x = 1\n" * 40),
    (long_module, "x = 1\n" * 301),
    (module_without_purpose, "x = 1\n"),
    (module_without_purpose, '"""\nToo late.\n"""\n'),
    (unexplained_exemption, "x = 1  # noqa\n"),
    (unexplained_exemption, "x = 1  # noqa: E501\n"),
    (unexplained_exemption, "x = 1  # type: ignore\n"),
    (unexplained_exemption, "x = 1  # type: ignore # for a reason\n"),
    (unexplained_exemption, "x = 1  # type: ignore[assignment]\n"),
    (loose_dataclass, "@dataclass\nclass C: ...\n"),
    (loose_dataclass, "@dataclass(frozen=True)\nclass C: ...\n"),
    (loose_dataclass, "@dataclasses.dataclass(slots=True)\nclass C: ...\n"),
    (machine_path, "see /" + "work/there\n"),
    (machine_path, "file:///" + "tmp/there\n"),
]

KEEPING = [
    (long_function, "@once\ndef f():\n" + "    x = 1\n" * 39),
    (long_module, "x = 1\n" * 300),
    (module_without_purpose, '"""What it is for."""\n'),
    (module_without_purpose, ""),
    (unexplained_exemption, "x = 1  # noqa: S101, E501 - the reason why\n"),
    (unexplained_exemption, "x = 1  # type: ignore[arg-type]  # the reason why\n"),
    (unexplained_exemption, "x = 'no # noqa here'\n"),
    (loose_dataclass, "@dataclass(frozen=True, kw_only=True, slots=True)\nclass C: ...\n"),
    (machine_path, "docs/work/there, https://example.org/home/there\n"),
]


@pytest.mark.parametrize(("rule", "text"), BREAKING)
def test_a_rule_sees_what_breaks_it(rule: Rule, text: str) -> None:
    assert len(list(rule(text))) == 1


@pytest.mark.parametrize(("rule", "text"), KEEPING)
def test_a_rule_is_silent_where_it_is_kept(rule: Rule, text: str) -> None:
    assert list(rule(text)) == []


def violations(rule: Rule, files: list[Path]) -> list[str]:
    assert files, "there is nothing to judge"
    return [
        f"{file.relative_to(ROOT)}:{found}"
        for file in files
        for found in rule(file.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("rule", [long_function, long_module, module_without_purpose, unexplained_exemption])
def test_every_module_keeps_the_rule(rule: Rule) -> None:
    assert violations(rule, PYTHON) == []


def test_every_dataclass_is_frozen_and_slotted() -> None:
    assert violations(loose_dataclass, SOURCES) == []


def test_no_module_is_named_for_everything() -> None:
    assert [file for file in PYTHON if file.name in CATCH_ALL_NAMES] == []


def test_data_folders_are_no_packages() -> None:
    """A folder `schema/` with an `__init__.py` would shadow a package of that name."""
    assert [folder for folder in DATA_FOLDERS if (ROOT / folder / "__init__.py").exists()] == []


def committed_texts() -> list[Path]:
    """What the project commits: its visible folders, its CI, and the files at the top; binaries aside."""
    tops = [top for top in ROOT.iterdir() if not top.name.startswith(".")] + [ROOT / ".ci", ROOT / ".github"]
    files = [file for top in tops for file in (top.rglob("*") if top.is_dir() else [top]) if file.is_file()]
    left_out = {ROOT / "build", ROOT / "dist", ROOT / "htmlcov", ROOT / "reports" / "ci"}
    left_out.add(ROOT / "tests" / "schemas" / "node_modules")
    return [file for file in files if not left_out & {*file.parents} and _is_text(file)]


def _is_text(file: Path) -> bool:
    try:
        return "\0" not in file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return False


def test_no_committed_text_names_a_machine_path() -> None:
    assert violations(machine_path, committed_texts()) == []


def test_the_core_contract_names_every_module_of_the_core() -> None:
    """import-linter refuses a module that is missing, so the list grows with the package: it must not lag."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    named = next(contract for contract in contracts if contract["type"] == "forbidden")["source_modules"]
    present = {file.relative_to(PACKAGE).parts[0].removesuffix(".py") for file in SOURCES}
    assert sorted(named) == [f"routeproof.{name}" for name in CORE if name in present]
