"""The help: every verb with examples that can be called, and lists that come from where they are kept."""

import shlex
from pathlib import Path

import click
import pytest

from routeproof.bindings.catalogue import BUILTIN
from routeproof.cli.connections import command
from support.cli_command import call
from support.connection_commands import ask

VERBS = (
    *("list", "get", "create", "update", "delete", "migrate", "backfill"),
    *("resolve", "doctor", "export", "check", "prove", "replay"),
)
CANONICAL = ["anthropic-managed", "openai-managed", "gemini-managed", "ollama-local"]


def examples(text: str) -> list[list[str]]:
    """The words of every example of a help text, without the program's name."""
    below = text.partition("Examples:\n")[2].partition("\n\n")[0].replace("\\\n", " ")
    lines = [shlex.split(line) for line in below.splitlines()]
    assert lines
    return [words[words.index("routeproof") + 1 :] for words in lines]


def test_every_verb_is_listed() -> None:
    listed = call("connections", "--help", folder=Path.cwd()).out.partition("Commands:\n")[2]
    assert [line.split()[0] for line in listed.splitlines() if line[:3].strip()][: len(VERBS)] == [*VERBS]


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_the_examples_of_a_verb_can_be_called(tmp_path: Path, verb: str) -> None:
    done = call("connections", *filter(None, [verb]), "--help", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    context = click.Context(command, info_name="connections")
    for group, name, *rest in examples(done.out):
        assert (group, name) == ("connections", verb or name)
        found = command.get_command(context, name)
        assert found is not None
        found.make_context(name, rest, parent=context)


@pytest.mark.parametrize("verb", [None, "migrate", "backfill"])
def test_the_canonical_connections_are_told_as_the_catalogue_gives_them(
    tmp_path: Path, verb: str | None
) -> None:
    text = call("connections", *filter(None, [verb]), "--help", folder=tmp_path).out
    told = [line.split()[0] for line in text.splitlines() if line.strip().startswith(tuple(BUILTIN.names))]
    assert told == CANONICAL
    seeded = ask("migrate", folder=tmp_path)
    assert (seeded["inserted"], seeded["kept"]) == (CANONICAL, [])
    exported = call("connections", "export", folder=tmp_path).out
    assert [name for name in sorted(CANONICAL) if f"name: {name}\n" in exported] == sorted(CANONICAL)


def test_help_for_a_program_is_an_object(tmp_path: Path) -> None:
    for args in ((), ("get",)):
        text = call("connections", *args, "--help", folder=tmp_path).out
        assert ask(*args, "--help", folder=tmp_path) == {"ok": True, "help": text.rstrip("\n")}
