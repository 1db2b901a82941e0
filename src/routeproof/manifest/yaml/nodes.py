"""The parts of a YAML document while it is being read: finished nodes, and containers still open."""

from enum import Enum
from typing import Any, NamedTuple

from routeproof.manifest.yaml.document import Span


class Slot(Enum):
    """What becomes of the next node of a mapping, where it is not the value of a key."""

    KEY = "it is a key"
    MERGE = "its keys are merged"
    DROP = "it is the value of an unusable key"


class Open:
    """A list or mapping that is still being read, or, at the bottom, the stream."""

    __slots__ = ("anchor", "data", "end", "height", "keys", "merged", "size", "slot", "spans", "start")

    def __init__(self, span: Span, anchor: str | None, *, mapping: bool) -> None:
        self.start, self.end = span.start, span.end
        self.anchor = anchor
        self.data: Any = {} if mapping else []
        self.spans: Any = {} if mapping else []
        self.keys: dict[str, Span] = {}
        self.slot: str | Slot = Slot.KEY
        self.merged: list[YamlNode] = []
        self.size = 1
        self.height = 1

    def merge(self, source: "YamlNode") -> None:
        """Take over the keys of a mapping, or of a list of them, that are not set yet."""
        is_list = isinstance(source.value, list)
        pairs: Any = zip(source.value, source.span.children, strict=True) if is_list else [source[:2]]
        for value, span in pairs:
            for key in value:
                if key not in self.data:
                    self.data[key] = value[key]
                    self.spans[key] = span.children[key]
                    self.keys.setdefault(key, span.keys[key])


class YamlNode(NamedTuple):
    """A finished value with its size in nodes and its height in containers, aliases expanded."""

    value: Any
    span: Span
    size: int = 1
    height: int = 0


def span_of(event: Any) -> Span:
    """Take the marks of a parser's event."""
    return Span(event.start_mark, event.end_mark)
