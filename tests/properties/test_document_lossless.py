"""A stamp changes nothing but what it adds or heals: another JSON reader compares."""

import json
import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.bindings.document import read_config, stamped
from routeproof.bindings.json_layout import layouts
from routeproof.errors import InputError, pointer

KEY = "provider_connection"
SPACES = ("", "", " ", "\n", "\n    ", "\r\n\t", "\n\n  ", "  ")
NUMBERS = ("0", "-0", "1.0", "1e400", "-1E-400", "12.50", "9" * 30, "0." + "1" * 30, "9" * 5000)
TEXTS = ('""', '"x"', '"\\u00e9\\/\\n"', '"é☃"', '"\\ud83d\\ude00"', '"{[,:"', '"\\\\\\""')
KEYS = ('"a"', '"a/b~c"', '"\\u0062"', '"é"', '""', '"~1"', '"deep"', '"main Agent"', '"0"')
BLANKS = ("null", '""', '" "', '"\\t\\u0020"')


@dataclass(slots=True, frozen=True)
class Writer:
    """Writes a configuration at random, and remembers which entries may be stamped."""

    random: Random
    entries: list[str] = field(default_factory=list)

    def space(self) -> str:
        return self.random.choice(SPACES)

    def object(self, members: list[tuple[str, str]]) -> str:
        comma_first = self.random.random() < 0.2
        parts = [f"{key}{self.space()}:{self.space()}{value}" for key, value in members]
        between = f"{self.space()},{self.space()}" if comma_first else f",{self.space()}"
        return f"{{{self.space()}{between.join(parts)}{self.space()}}}"

    def value(self, depth: int = 0) -> str:
        kind = self.random.randrange(4 if depth < 3 else 2)
        if kind == 0:
            return self.random.choice((*NUMBERS, "true", "false", "null"))
        if kind == 1:
            return self.random.choice(TEXTS)
        items = [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        if kind == 2:
            return f"[{self.space()}{f',{self.space()}'.join(items)}{self.space()}]"
        return self.object([*zip(self.random.sample(KEYS, len(items)), items, strict=True)])

    def entry(self, where: str) -> str:
        members = [('"provider"', '"x"')]
        members += [(key, self.value()) for key in self.random.sample(KEYS, self.random.randrange(3))]
        if self.random.random() < 0.5:
            members.append((f'"{KEY}"', self.random.choice(BLANKS)))
        self.random.shuffle(members)
        self.entries.append(where)
        return self.object(members)

    def group(self, name: str) -> tuple[str, str]:
        keys = self.random.sample(KEYS, self.random.randrange(4))
        members = [(key, self.entry(pointer("llm", name, json.loads(key)))) for key in keys]
        return f'"{name}"', self.object(members)

    def config(self) -> str:
        llm = [self.group("profiles"), self.group("callSites"), ('"default"', self.entry("/llm/default"))]
        llm += [('"extra"', self.value())]
        self.random.shuffle(llm)
        top = [('"llm"', self.object(llm)), ('"services"', self.value()), ('"z"', self.value())]
        self.random.shuffle(top)
        return f"{self.space()}{self.object(top)}{self.space()}"


Pairs = list[tuple[str, Any]]


def literal(text: str) -> Any:
    """The value with every object as its pairs in order and every number as it is written."""
    return json.loads(text, object_pairs_hook=Object, parse_int=number, parse_float=number)


class Object:
    """An object as a JSON reader hands it over."""

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Object) and self.pairs == other.pairs

    __hash__ = None  # type: ignore[assignment]  # it changes

    def at(self, where: str) -> "Object":
        found: Any = self
        for step in where.split("/")[1:]:
            found = dict(found.pairs)[step.replace("~1", "/").replace("~0", "~")]
        assert isinstance(found, Object)
        return found

    def put(self, name: str) -> None:
        kept = [(key, name if key == KEY else value) for key, value in self.pairs]
        self.pairs = kept if KEY in dict(kept) else [*kept, (KEY, name)]


def number(text: str) -> tuple[str, str]:
    """A number as it is written, which equals no text."""
    return "number", text


def without(text: str, old: str, name: str) -> str:
    """The text before the name was put in, told by the text alone."""
    at = text.index(f'"{name}"')
    head, tail = text[:at], text[at + len(name) + 2 :]
    for blank in BLANKS:
        if old.startswith(head + blank) and old[len(head) + len(blank) :][:20] == tail[:20]:
            return head + blank + tail
    added = re.search(rf'\s*,\s*"{KEY}"\s*:\s*\Z', head)
    assert added
    return head[: added.start()] + tail


@given(st.randoms(use_true_random=False))
def test_nothing_but_the_connections_is_different(random: Random) -> None:
    writer = Writer(random)
    before = writer.config()
    chosen = random.sample(writer.entries, random.randrange(len(writer.entries) + 1))
    stamps = [(where, f"@@{number}@@") for number, where in enumerate(chosen)]
    after = stamped(read_config(before.encode(), "config.json"), stamps)
    expected = literal(before)
    for where, name in stamps:
        expected.at(where).put(name)
    assert literal(after) == expected


@given(st.randoms(use_true_random=False))
def test_taken_out_again_the_text_is_the_same_to_the_letter(random: Random) -> None:
    writer = Writer(random)
    before = writer.config()
    where = random.choice(writer.entries)
    after = stamped(read_config(before.encode(), "config.json"), [(where, "@@")])
    assert len(after) > len(before) - max(map(len, BLANKS))
    assert without(after, before, "@@") == before
    again = read_config(after.encode(), "config.json")
    assert stamped(again, [(where, "@@")]) == after


PIECES = (
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"b"',
    '"\\u0061"',
    "1",
    "01",
    "1.",
    "-",
    "1e5",
    ".5",
    "NaN",
    "null",
)
MORE = (
    "true",
    "tru",
    " ",
    "\n",
    "\v",
    "\u00a0",
    '"',
    "\\",
    '"\\ud800"',
    '"\t"',
    "'a'",
    "//",
    "[1,]",
    '{"a":1}',
)


def is_strict_json(text: str) -> bool:
    """What another reader says, which is given the rules that it does not know."""

    def once(pairs: Pairs) -> None:
        if len(dict(pairs)) != len(pairs):
            raise ValueError(pairs)

    def refuse(_: str) -> None:
        raise ValueError

    try:
        json.loads(text, object_pairs_hook=once, parse_constant=refuse)
    except ValueError:
        return False
    return "\\ud800" not in text


@given(st.lists(st.sampled_from(PIECES + MORE), max_size=9).map("".join))
def test_what_is_json_is_what_another_reader_takes(text: str) -> None:
    if is_strict_json(text):
        assert layouts(text, "config.json") == {}
    else:
        with pytest.raises(InputError):
            layouts(text, "config.json")
