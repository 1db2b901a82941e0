"""The patterns of one automaton as one small program of characters, branches, looks and matches."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from routeproof.errors import UndecidedError
from routeproof.prove.automata.budget import Budget
from routeproof.prove.patterns.charset import CharSet
from routeproof.prove.patterns.pieces import CharQuestion, Piece, meaning
from routeproof.prove.patterns.syntax import parse_pattern, quote_pattern
from routeproof.prove.patterns.tree import Alternate, Chars, Concat, Group, Look, Node, Repeat


@dataclass(frozen=True, slots=True)
class Char:
    """Take one character of a set, then go on."""

    chars: CharSet
    then: int


@dataclass(frozen=True, slots=True)
class Split:
    """Go on at every one of these places."""

    then: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LookAround:
    """Go on if the neighbours are of these kinds."""

    look: Look
    then: int


@dataclass(frozen=True, slots=True)
class Match:
    """The pattern has been found."""


Instruction: TypeAlias = Char | Split | LookAround | Match


@dataclass(frozen=True, slots=True)
class Program:
    """All patterns compiled: pattern i begins at `starts[i]`; `owners[pc]` is an instruction's."""

    code: tuple[Instruction, ...]
    owners: tuple[int, ...]
    starts: tuple[int, ...]


def compile_program(patterns: Sequence[str], budget: Budget) -> Program:
    """Compile patterns; raises PatternError for a refused one, and UndecidedError beyond the budget."""
    compiler = _Compiler(budget)
    owners: list[int] = []
    starts = []
    for owner, pattern in enumerate(patterns):
        try:
            starts.append(compiler.emit(parse_pattern(pattern)))
        except _TooMuch as much:
            message = f"pattern {quote_pattern(pattern)} takes the program beyond {much.limit}"
            raise UndecidedError(message, hint=much.hint) from None
        owners += [owner] * (len(compiler.code) - len(owners))
    return Program(tuple(compiler.code), tuple(owners), tuple(starts))


class _TooMuch(Exception):
    def __init__(self, limit: str, hint: str) -> None:
        super().__init__(limit)
        self.limit = limit
        self.hint = hint


_Steps: TypeAlias = Generator[tuple[Node, int], int, int]


class _Compiler:
    """Writes a tree from its end to its start, so that each instruction knows what follows it."""

    def __init__(self, budget: Budget) -> None:
        self.code: list[Instruction] = []
        self._budget = budget
        self._visits = 0
        self._asked: set[CharQuestion] = set()

    def emit(self, tree: Node) -> int:
        """Append the instructions of one pattern; return where it begins."""
        steps = [self._node(tree, self._add(Match()))]
        begin = -1
        # A tree can be deeper than Python's stack, so the recursion of `_node` runs on this list.
        while steps:
            try:
                child, then = steps[-1].send(begin) if begin >= 0 else next(steps[-1])
            except StopIteration as done:
                steps.pop()
                begin = done.value
            else:
                steps.append(self._node(child, then))
                begin = -1
        return begin

    def _add(self, instruction: Instruction) -> int:
        self._limit(len(self.code))
        self.code.append(instruction)
        return len(self.code) - 1

    def _char(self, piece: Piece, then: int) -> int:
        if isinstance(piece, CharQuestion):
            self._asked.add(piece)
            if len(self._asked) > self._budget.questions:
                limit = f"{self._budget.questions:,} different character classes that only RE2 can tell"
                raise _TooMuch(
                    limit, "write ranges of characters, outside of `(?i)` where they are not ASCII"
                )
        return self._add(Char(meaning(piece), then))

    def _limit(self, count: int) -> None:
        if count >= self._budget.instructions:
            limit = f"{self._budget.instructions:,} instructions"
            raise _TooMuch(limit, "write smaller counted repeats: each is written out as often as it counts")

    def _node(self, node: Node, then: int) -> _Steps:
        # Repeats of the empty text write no instruction, but they take time all the same.
        self._limit(self._visits)
        self._visits += 1
        match node:
            case Chars(piece):
                return self._char(piece, then)
            case Look():
                return self._add(LookAround(node, then))
            case Group(child):
                return (yield child, then)
            case Concat(parts):
                for part in reversed(parts):
                    then = self._char(part.piece, then) if isinstance(part, Chars) else (yield part, then)
                return then
            case Alternate(parts):
                begins = []
                for part in parts:
                    begin = yield part, then
                    begins.append(begin)
                return self._add(Split(tuple(begins)))
            case Repeat(child, least, most):
                return (yield from self._repeat(child, least, most, then))
        raise TypeError(node)

    def _repeat(self, child: Node, least: int, most: int | None, then: int) -> _Steps:
        if most is None:
            loop = self._add(Match())  # a place to jump back to; its branches follow
            begin = yield child, loop
            self.code[loop] = Split((begin, then))
            then, least = (begin, least - 1) if least else (loop, 0)
        else:
            end = then
            for _ in range(most - least):
                begin = yield child, then
                then = self._add(Split((begin, end)))
        for _ in range(least):
            then = yield child, then
        return then
