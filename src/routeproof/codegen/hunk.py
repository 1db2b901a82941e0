"""Where two texts differ, in linear time: everything between their common head and their common tail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hunk:
    """The differing lines; `line` (from 1) is where they start in both texts."""

    line: int
    removed: tuple[str, ...]
    added: tuple[str, ...]

    def unified(self, most: int) -> str:
        """The hunk as a unified difference with at most so many lines of each side."""
        lines = [f"@@ -{self.line},{len(self.removed)} +{self.line},{len(self.added)} @@"]
        for sign, side in (("-", self.removed), ("+", self.added)):
            lines += [f"{sign}{line}" for line in side[:most]]
            if len(side) > most:
                lines.append(f"{sign} ... and {len(side) - most} more lines")
        return "\n".join(lines)


def first_hunk(found: str, wanted: str) -> Hunk | None:
    """What has to be removed from `found`, and what added, to make it `wanted`; None when they are equal."""
    if found == wanted:
        return None
    one, other = found.splitlines(keepends=True), wanted.splitlines(keepends=True)
    shorter = min(len(one), len(other))
    head = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    left = range(shorter - head)
    tail = next((at for at in left if one[-1 - at] != other[-1 - at]), len(left))
    return Hunk(
        head + 1,
        _mark_line_ends(one[head : len(one) - tail]),
        _mark_line_ends(other[head : len(other) - tail]),
    )


def _mark_line_ends(lines: list[str]) -> tuple[str, ...]:
    """The lines without their line ends; an unusual or missing one is said, it may be all that differs."""
    return tuple(line[:-1] if line.endswith("\n") else f"{line!r} without a line end" for line in lines)
