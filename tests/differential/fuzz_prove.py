"""A long seeded comparison of the proof engine with google-re2: what it accepts, refuses and means.

Run as `python -m tests.differential.fuzz_prove [--cases N | --seconds S] [--seed SEED]`.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Protocol

import re2

from routeproof.errors import UndecidedError
from routeproof.prove.automata.budget import Budget
from routeproof.prove.automata.language import Partition, inside, partition
from routeproof.prove.patterns.syntax import PatternError, parse_pattern

SMALL = Budget(states=3_000, positions=200_000, instructions=20_000)

LETTERS = [
    *"abkKsSzZ019_-/:. \n\t#",
    "\u017f",
    "\u212a",
    "\u0130",
    "\u0131",
    "\u00e9",
    "\u03c3",
    "\u1e9e",
    "\x00",
]
ODD = ["\ud7ff", "\ue000", "\U0010ffff", "\u2028", "\x85", "\xa0", "\x1c", "\u01c5", "\u4e2d", "\x7f", "\x80"]

ATOMS = [
    *LETTERS[:16],
    *"abc",
    *("\u00e9", "\u017f", "\u212a", "."),
    *(r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\b", r"\A", r"\z", "^", "$"),
    *(r"\pL", r"\p{Greek}", r"\P{Lu}", r"\p{^Lu}", r"\x41", r"\x{17F}", r"\x{10FFFF}", r"\x{D800}"),
    *(r"\n", r"\t", r"\a", r"\f", r"\v", r"\r", r"\012", r"\0", r"\101", r"\.", r"\-", r"\/", r"\_"),
    *("[abc]", "[^a]", "[a-c]", "[k-s]", "[^k]", "[]a]", "[^]a]", "[a-]", "[-a]", "[a-c-e]", "[[:]", "[+-[]"),
    *(
        r"[\d.]",
        r"[\W]",
        r"[^\w]",
        "[[:alpha:]]",
        "[[:^digit:]]",
        "[[:word:]-]",
        r"[\pL]",
        r"[^\S]",
        r"[\x{e9}-z]",
    ),
    *(
        r"[\x{0}-\x{10FFFF}]",
        r"[^\x{0}-\x{10FFFF}]",
        r"[\-\]]",
        r"\Qa.b\E",
        r"\Q\E",
        r"\Qk",
        "()",
        "(?:)",
        "(|a)",
    ),
    *("(?i)", "(?s)", "(?m)", "(?-i)", "(?U)", "(?im-s)", "(?i)k", "{", "}", "{,3}", "{a", "]"),
]
SUFFIXES = [
    "*",
    "+",
    "?",
    "*?",
    "+?",
    "??",
    "{2}",
    "{0}",
    "{1,}",
    "{0,2}",
    "{2,3}?",
    "{,2}",
    "{01}",
    "**",
    "+*",
]
OPENERS = ["(", "(?:", "(?i:", "(?s:", "(?m:", "(?-s:", "(?ms-i:", "(?P<n>", "(?<m>", "(?U:"]
SOUP = [
    *"()[]{}|*+?^$.\\-,:=!<>#&~ab01kKsSiImMPpQEBCzZAdDwWbxn",
    "[:",
    ":]",
    "(?",
    "\u00e9",
    "\u212a",
    "\n",
    " ",
]


class Tally(Counter[str]):
    """What has been compared so far: patterns, how many were refused or undecided, texts, how many found."""


class Mismatch(AssertionError):
    """The engine and google-re2 disagree."""


class Compiled(Protocol):
    """What is used of a pattern of google-re2, which has no types of its own."""

    def search(self, text: str) -> object | None:
        """Where the pattern is found in the text, if it is."""


def google_re2(pattern: str) -> Compiled:
    """The pattern under google-re2, whose own error says that it is refused."""
    options = re2.Options()
    options.log_errors = False
    found: Compiled = re2.compile(pattern, options)
    return found


def compiled(pattern: str) -> Compiled | None:
    """The pattern under google-re2, None if it is refused."""
    try:
        return google_re2(pattern)
    except (re2.error, UnicodeEncodeError):
        return None


def structured(rng: random.Random, depth: int = 3) -> str:
    """A pattern that is valid more often than not."""
    branches = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        parts = []
        for _ in range(rng.choice((0, 1, 2, 2, 3))):
            if depth and rng.random() < 0.3:
                part = rng.choice(OPENERS) + structured(rng, depth - 1) + ")"
            else:
                part = rng.choice(ATOMS)
            parts.append(part + (rng.choice(SUFFIXES) if rng.random() < 0.3 else ""))
        branches.append("".join(parts))
    text = "|".join(branches)
    return ("^" + text) if rng.random() < 0.2 else text


def soup(rng: random.Random) -> str:
    """A text that is seldom a pattern."""
    return "".join(rng.choice(SOUP) for _ in range(rng.randint(0, 12)))


def texts_near(rng: random.Random, text: str) -> list[str]:
    """A text, and some that differ from it in one place."""
    near = [text]
    for _ in range(4):
        at, letter = rng.randint(0, len(text)), rng.choice(LETTERS if rng.random() < 0.8 else ODD)
        near += [
            text[:at] + letter + text[at:],
            text[:at] + text[at + 1 :],
            text[:at] + letter + text[at + 1 :],
        ]
    return near


def accepted(pattern: str) -> bool:
    """Whether both accept the pattern; raises Mismatch when only one does, but for what we refuse."""
    by_re2 = compiled(pattern) is not None
    try:
        parse_pattern(pattern)
    except PatternError as error:
        ours = by_re2 and ("\\B" in pattern or "\\C" in pattern) and "not supported" in str(error)
        if by_re2 and not ours:
            raise Mismatch(f"only google-re2 accepts {pattern!r}: {error}") from error
        if not by_re2 and not 0 < error.position <= max(1, len(pattern)):
            raise Mismatch(f"no place in {pattern!r}: {error}") from error
        return False
    if not by_re2:
        raise Mismatch(f"only routeproof accepts {pattern!r}")
    return True


def compare(whole: Partition, texts: Sequence[str]) -> int:
    """Compare both readings of the texts; the number that some pattern finds."""
    engines = [google_re2(pattern) for pattern in whole.patterns]
    found = 0
    for text in texts:
        expected = tuple(at for at, engine in enumerate(engines) if engine.search(text))
        if whole.classify(text) != expected:
            raise Mismatch(f"{whole.patterns!r} on {text!r}: {whole.classify(text)}, google-re2 {expected}")
        found += bool(expected)
    return found


def case(rng: random.Random, tally: Tally) -> None:
    """One group of one to three patterns, compared on texts drawn from its classes and near them."""
    make = soup if rng.random() < 0.4 else structured
    patterns = [make(rng) for _ in range(rng.choice((1, 1, 2, 3)))]
    valid = [pattern for pattern in patterns if accepted(pattern)]
    tally["patterns"] += len(patterns)
    tally["refused"] += len(patterns) - len(valid)
    if not valid:
        return
    try:
        whole = partition(valid, SMALL)
    except UndecidedError:
        tally["undecided"] += 1
        return
    bounded = {one.hits: (one.witness, one.size) for one in inside(valid[0], valid, SMALL)}
    if bounded != {one.hits: (one.witness, one.size) for one in whole.classes if 0 in one.hits}:
        raise Mismatch(f"{valid!r}: what is inside the first pattern depends on how it is asked")
    texts = ["", " ", "\n", "".join(rng.choice(LETTERS) for _ in range(rng.randint(0, 6)))]
    for one in whole.classes[:6]:
        for text in (one.witness, *one.sample(rng.randrange(1 << 30), 3)):
            if whole.classify(text) != one.hits:
                raise Mismatch(f"{valid!r}: {text!r} is not in the class {one.hits} that it was drawn from")
            texts += texts_near(rng, text)
    tally["texts"] += len(texts)
    tally["found"] += compare(whole, texts)


def main(cases: int | None = 1_000, seed: int = 1, seconds: float | None = None) -> Tally:
    """Run that many cases, or for a time; raises Mismatch on the first difference."""
    rng, tally, began = random.Random(seed), Tally(), time.monotonic()  # noqa: S311 - seeded on purpose
    done = 0
    while (cases is None or done < cases) and (seconds is None or time.monotonic() - began < seconds):
        try:
            case(rng, tally)
        except Mismatch as mismatch:
            raise Mismatch(f"seed {seed}, case {done}: {mismatch}") from mismatch
        done += 1
    return tally


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    limit = parser.add_mutually_exclusive_group()
    limit.add_argument("--cases", type=int)
    limit.add_argument("--seconds", type=float)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.cases is None and options.seconds is None:
        options.seconds = 60.0
    result = main(options.cases, options.seed, options.seconds)
    sys.stdout.write(f"seed {options.seed}: no difference; {result}\n")
