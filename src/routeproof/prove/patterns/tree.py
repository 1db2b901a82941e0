"""The syntax tree of a pattern: six kinds of node, and how deep and how often they nest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from routeproof.prove.patterns.charset import CharSet
from routeproof.prove.patterns.pieces import Piece

EDGE, NEWLINE, WORD, OTHER = 1, 2, 4, 8
"""What can stand beside a position: an end of the text, a newline, an ASCII word character, any other."""

ANYTHING = EDGE | NEWLINE | WORD | OTHER

_SIMPLE = ((0, None), (1, None), (0, 1))


@dataclass(frozen=True, slots=True)
class Node:
    """What all nodes have: their height as Go counts it, and the product of the counted repeats inside.

    A tree may be far deeper than its height (`(?:` adds none), so walk it without recursion.
    """

    height: int = field(default=1, kw_only=True)
    copies: int = field(default=1, kw_only=True)


@dataclass(frozen=True, slots=True)
class Chars(Node):
    """One character of a piece; a piece without any matches nothing."""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Look(Node):
    """An empty match between two neighbours of these kinds."""

    before: int = ANYTHING
    after: int = ANYTHING


@dataclass(frozen=True, slots=True)
class Concat(Node):
    """All parts in order; without parts it matches the empty text."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Alternate(Node):
    """Any one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """The child, `least` to `most` times; None for no upper bound."""

    child: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Group(Node):
    """A capturing group: it changes no language, but it counts for the height."""

    child: Node


def concat(parts: Sequence[Node]) -> Node:
    """The parts in a row; a run of single characters counts as one literal."""
    if len(parts) == 1:
        return parts[0]
    literal = all(isinstance(part, Chars) and _single(part.piece) for part in parts)
    return Concat(tuple(parts), height=1 if literal else _height(parts, Concat), copies=_copies(parts))


def alternate(parts: Sequence[Node]) -> Node:
    """Any of the parts; single characters count as one class."""
    if len(parts) == 1:
        return parts[0]
    one = all(isinstance(part, Chars) for part in parts)
    return Alternate(tuple(parts), height=1 if one else _height(parts, Alternate), copies=_copies(parts))


def repeat(child: Node, least: int, most: int | None) -> Node:
    """A `*`, `+` or `?`; one right upon another is squashed into one, as RE2 does."""
    if isinstance(child, Repeat) and (child.least, child.most) in _SIMPLE:
        if (child.least, child.most) != (least, most):
            least, most = 0, None
        child = child.child
    return Repeat(child, least, most, height=1 + child.height, copies=child.copies)


def repeat_counted(child: Node, least: int, most: int | None) -> Node:
    """A `{least,most}`: the product of such repeats inside each other is limited."""
    factor = least if most is None else most
    return Repeat(child, least, most, height=1 + child.height, copies=child.copies * max(1, factor))


def group(child: Node) -> Node:
    """A capturing group."""
    return Group(child, height=1 + child.height, copies=child.copies)


def _single(piece: Piece) -> bool:
    return isinstance(piece, CharSet) and len(piece) == 1


def _height(parts: Sequence[Node], kind: type[Node]) -> int:
    # A part of the same kind is merged into its parent by Go, and adds no level of its own.
    return 1 + max((max(1, part.height - isinstance(part, kind)) for part in parts), default=0)


def _copies(parts: Sequence[Node]) -> int:
    return max((part.copies for part in parts), default=1)
