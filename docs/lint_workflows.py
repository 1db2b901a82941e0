"""Run zizmor over every workflow: the project's own, the one that `init` writes, those that pages show."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from markdown_it import MarkdownIt

from routeproof import __version__
from routeproof.adopt.ci_job import job

ROOT = Path(__file__).resolve().parents[1]
ZIZMOR = Path(sys.executable).with_name("zizmor")
USES = re.compile(r"^[\s-]*uses:", re.MULTILINE)


class Block(NamedTuple):
    """A fenced block of a page: its text, and the line of the page that its fence stands on, from 1."""

    page: Path
    line: int
    text: str


def pages(root: Path) -> tuple[Path, ...]:
    """Every page that a person reads."""
    return (*root.glob("*.md"), *sorted(root.glob("docs/**/*.md")), *sorted(root.glob("examples/**/*.md")))


def blocks(page: Path) -> Iterator[Block]:
    """Yield every fenced block of the page, in a list or a quotation too."""
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        if token.type == "fence" and token.map:
            yield Block(page, token.map[0] + 1, token.content)


def is_workflow(text: str) -> bool:
    """Tell whether the text is a whole workflow, which zizmor can read."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError:
        return False
    return isinstance(data, dict) and "jobs" in data


def write_workflows(found: Iterable[Block], root: Path, folder: Path) -> tuple[Path, ...]:
    """Write each workflow to a file named after its page, on the lines that it has there.

    Raises ValueError for a block that uses an action and is no whole workflow: zizmor would pass it over.
    """
    written = []
    for block in found:
        name = block.page.relative_to(root).as_posix()
        if is_workflow(block.text):
            file = folder / f"{name}.{block.line}.yml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("\n" * block.line + block.text, encoding="utf-8")
            written.append(file)
        elif USES.search(block.text):
            raise ValueError(f"{name}:{block.line}: uses an action, but is no whole workflow: show all of it")
    return tuple(written)


def main(root: Path = ROOT) -> int:
    """Check them all; the exit code is that of zizmor, or 1 for a block that it cannot read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        adopted = folder / "routeproof-init.yml"
        adopted.write_text(job(__version__, "."), encoding="utf-8")
        try:
            shown = write_workflows((block for page in pages(root) for block in blocks(page)), root, folder)
        except ValueError as error:
            print(error, file=sys.stderr)  # noqa: T201 - a script that says what is wrong
            return 1
        own = (root / ".github", root / "action.yml")
        checked = [path for path in (*own, adopted, *shown) if path.exists()]
        command = [str(ZIZMOR), "--offline", "--quiet", "--strict-collection", *map(str, checked)]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - our own tool, our own paths


if __name__ == "__main__":
    sys.exit(main())
