"""The golden of the guards: how many entries each list in the files of `checks/` holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from routeproof.manifest.table import GUARDS, Line, written

COLUMNS = GUARDS.columns


@dataclass(frozen=True, slots=True)
class GuardChange:
    """A file, or a list in it, that has not the entries that were accepted.

    `was` and `now` count them; None stands for a file that was not there, or is not. A file that came or
    went is one change, with an empty `pointer` and the entries of all its lists together.
    """

    file: str
    pointer: str
    was: int | None
    now: int | None


def render_guards(lines: Iterable[Line]) -> str:
    """The golden file."""
    return written(COLUMNS, lines)


def compare_guards(golden: Sequence[Line], lines: Sequence[Line]) -> tuple[GuardChange, ...]:
    """Every file that came or went, and every list with another number of entries, sorted."""
    before, now = _counts(golden), _counts(lines)
    return tuple(sorted(_changes(before, now), key=lambda change: (change.file, change.pointer)))


def _counts(lines: Sequence[Line]) -> dict[str, dict[str, int]]:
    """File, list, number of entries; a golden that is no number counts as one that nothing equals."""
    counts: dict[str, dict[str, int]] = {}
    for file, name, entries in lines:
        counts.setdefault(file, {})[name] = int(entries) if entries.isdecimal() else -1
    return counts


def _changes(before: dict[str, dict[str, int]], now: dict[str, dict[str, int]]) -> Iterator[GuardChange]:
    for file in before.keys() | now.keys():
        if file not in before or file not in now:
            was, is_now = (sum(side[file].values()) if file in side else None for side in (before, now))
            yield GuardChange(file, "", was, is_now)
            continue
        for name in before[file].keys() | now[file].keys():
            was, is_now = before[file].get(name, 0), now[file].get(name, 0)
            if was != is_now:
                yield GuardChange(file, f"/{name}", was, is_now)
