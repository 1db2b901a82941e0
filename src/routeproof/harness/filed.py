"""Entries with the file that declares them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Filed(Generic[T_co]):
    """What one workspace-relative file declares; nothing where it does not exist."""

    file: str
    items: tuple[T_co, ...] = ()

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)
