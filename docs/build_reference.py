"""Write docs/reference/cli.md and exit-codes.md from the commands themselves."""

import argparse
import sys
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from itertools import combinations
from pathlib import Path

import click

from routeproof.cli import cli
from routeproof.harness import Exit
from routeproof.markup import code, table

PAGES = Path(__file__).resolve().parent / "reference"
NOTICE = "<!-- Written by docs/build_reference.py from the code: edit that. -->"

CLI_HEAD = """\
Reports go to standard output, everything else to standard error. Every option can be set by the environment
variable that stands beside it. The [exit code](exit-codes.md) does not depend on the format of a report."""

EXIT_HEAD = """\
The gate *is* its exit code, the same for every format. Anything but 0 closes it."""

TO_DO = {
    Exit.CLEAN: "nothing",
    Exit.FINDINGS: "read the findings, the worst first; `routeproof explain CHECK` says what each holds",
    Exit.INPUT: "correct the file or the option that the message names; nothing was judged",
    Exit.NOTHING_CHECKED: "look at what was selected, and whether the registry has any runtime left",
    Exit.CONTROL_FAILED: "make `routeproof check` pass first: edits of a workspace that fails prove nothing",
    Exit.UNDECIDED: "anchor the patterns that are named, or give the run more time or its missing part",
    Exit.INTERNAL: "report it, with the output under `ROUTEPROOF_DEBUG=1`",
}


@cache
def pages() -> dict[str, str]:
    """Every page by its file name."""
    return {"cli.md": _cli_page(), "exit-codes.md": _exit_page()}


def _cli_page() -> str:
    context = click.Context(cli, info_name="routeproof", **cli.context_settings)
    names = cli.list_commands(context)
    commands = [(name, cli.get_command(context, name)) for name in names]
    index = table(
        ("command", "does"),
        [(f"[{name}](#routeproof-{name})", _first(each.help or "")) for name, each in commands if each],
    )
    parts = ["# Commands", NOTICE, CLI_HEAD, index]
    parts += [part for name, each in commands if each for part in _command(name, each, context)]
    return "\n\n".join(parts) + "\n"


def _command(name: str, command: click.Command, parent: click.Context, heading: str = "##") -> Iterator[str]:
    """The section of one command: its call, its help, its examples, its options; of a group its verbs too."""
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"{heading} {context.command_path}"
    yield f"```text\n{context.command_path} {usage}\n```"
    for paragraph in cleandoc(command.help or "").split("\n\n"):
        yield from _paragraph(paragraph)
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    if options:
        yield table(("option", "environment variable", "meaning"), [_option(each) for each in options])
    if isinstance(command, click.Group):
        for verb in command.list_commands(context):
            found = command.get_command(context, verb)
            if found is not None:
                yield from _command(verb, found, context, f"{heading}#")


def _paragraph(text: str) -> Iterator[str]:
    """A paragraph as prose; where click has to leave the lines alone, verbatim under the first of them."""
    if not text.startswith("\b"):
        yield " ".join(text.split())
        return
    head, *lines = text.removeprefix("\b").strip("\n").splitlines()
    yield head
    yield "```sh\n" + "\n".join(line.removeprefix("  ") for line in lines) + "\n```"


def _option(option: click.Option) -> tuple[str, str, str]:
    """The row of an option: its names with what it takes, its variable, its meaning with its default."""
    names = ", ".join(code(name) for name in (*option.opts, *option.secondary_opts))
    takes = "" if option.is_flag else " " + code(_takes(option))
    variables = [option.envvar] if isinstance(option.envvar, str) else list(option.envvar or ())
    said = " Required." if option.required else ""
    if isinstance(option.type, click.IntRange | click.FloatRange):
        said += f" {_range(option.type)}"
    if option.show_default:
        default = option.default if isinstance(option.default, tuple) else (option.default,)
        said += f" [default: {', '.join(map(str, default))}]"
    return (
        names + takes,
        ", ".join(map(code, variables)) or "-",
        _cell(" ".join((option.help or "").split()) + said),
    )


def _takes(option: click.Option) -> str:
    """What stands for the value; click's own words for it change from version to version."""
    kind = option.type
    if option.metavar:
        return option.metavar
    if isinstance(kind, click.Choice):
        return "|".join(map(str, kind.choices))
    if isinstance(kind, click.Path):
        return {(True, False): "FILE", (False, True): "DIRECTORY"}.get(
            (kind.file_okay, kind.dir_okay), "PATH"
        )
    if isinstance(kind, click.DateTime):
        return "YYYY-MM-DD"
    return {"integer range": "INTEGER", "integer": "INTEGER", "float range": "NUMBER", "float": "NUMBER"}.get(
        kind.name, kind.name.upper()
    )


def _range(kind: click.IntRange | click.FloatRange) -> str:
    if kind.max is None:
        return f"More than {kind.min}." if kind.min_open else f"At least {kind.min}."
    return f"From {kind.min} to {kind.max}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _first(text: str) -> str:
    """The first sentence of a help text."""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return _cell(paragraph.partition(". ")[0].rstrip(".") + ".")


def _exit_page() -> str:
    rows = [(str(int(each)), each.meaning, TO_DO[each]) for each in Exit]
    parts = [
        "# Exit codes",
        NOTICE,
        EXIT_HEAD,
        table(("code", "meaning", "what to do"), rows),
        f"When several apply, the first of these counts: {' > '.join(map(str, _order()))}.",
        "A run that was interrupted leaves with 130. A report that cannot be written gives 2: a verdict\n"
        "that nobody can read is none.",
    ]
    return "\n\n".join(parts) + "\n"


def _order() -> list[int]:
    """The codes by precedence, asked of the very function that decides."""
    beaten = dict.fromkeys(map(int, Exit), 0)
    for pair in combinations(Exit, 2):
        beaten[int(Exit.worst(pair))] += 1
    return sorted(beaten, key=lambda each: -beaten[each])


def stale(folder: Path) -> list[str]:
    """The names of the pages that are missing or different in the folder."""
    return sorted(
        name
        for name, text in pages().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    )


def write(folder: Path) -> None:
    """Write every page into the folder; what else is there was written by hand."""
    folder.mkdir(exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def main() -> int:
    """Write the pages, or with `--check` only say which of them differ; 1 when some do."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page differs")
    if not parser.parse_args().check:
        write(PAGES)
        return 0
    different = stale(PAGES)
    for name in different:
        sys.stderr.write(f"docs/reference/{name} is not what docs/build_reference.py writes\n")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
