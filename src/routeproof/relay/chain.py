"""The chain of a ledger, followed: lines as they were read, and where one does not go on from the last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from routeproof.harness.finding import Level
from routeproof.relay.ledger import START, TORN, BadLine, Chained, digest, read_line
from routeproof.relay.model import LedgerLine


@dataclass(frozen=True, slots=True)
class Read:
    """One line of a file: its number from 1, its bytes, what it is, and what is wrong with it."""

    number: int
    raw: bytes
    chained: Chained | None = None
    fault: str = ""
    torn: bool = False

    @property
    def line(self) -> LedgerLine | None:
        """What the line says; None where it is none."""
        return self.chained.line if self.chained is not None else None

    @property
    def known(self) -> LedgerLine:
        """What the line says, of one that was read."""
        if self.chained is None:
            raise ValueError("this is no line of a ledger")
        return self.chained.line

    def fact(self, name: str) -> str:
        """A text among the fields of its event."""
        return str(self.known.facts[name])


@dataclass(frozen=True, slots=True)
class Followed:
    """Something that is wrong at a line, before it is a finding."""

    read: Read
    message: str
    expected: str | None = None
    actual: str | None = None
    level: Level = Level.ERROR


def read_lines(lines: Iterable[bytes | str]) -> Iterator[Read]:
    """Each line of a ledger. The last one is torn where it alone does not end, or cannot be read so."""
    given = [each.encode() if isinstance(each, str) else each for each in lines]
    ends = any(each.endswith(b"\n") for each in given)
    for number, raw in enumerate(given, 1):
        open_ = number == len(given) and not raw.endswith(b"\n")
        yield _read(number, raw.removesuffix(b"\n"), alone=open_ and ends, last=open_)


def _read(number: int, raw: bytes, *, alone: bool, last: bool) -> Read:
    if raw.endswith(TORN):
        return Read(number, raw, fault="the line is torn: its process died while it wrote", torn=True)
    try:
        found = read_line(raw)
    except BadLine as error:
        if last:
            return Read(number, raw, fault="the last line is torn, and not yet finished", torn=True)
        return Read(number, raw, fault=f"the line is none of a ledger: {error}")
    return Read(number, raw, found, "the last line does not end" if alone else "", torn=alone)


def follow(read: Iterable[Read]) -> Iterator[Followed]:
    """The lines that do not go on from the line before: by its bytes, or by its number."""
    prev, seq, skipped = START, 0, 0
    for each in read:
        if each.chained is not None:
            if each.chained.prev != prev:
                message = "the line does not name the hash of the line before"
                yield Followed(each, message, prev, each.chained.prev)
            if not seq <= each.chained.seq <= seq + skipped:
                yield Followed(each, "the line is not the next one", str(seq), str(each.chained.seq))
            seq, skipped = each.chained.seq + 1, 0
        else:
            skipped += 1
        prev = digest(each.raw)
