"""How connections look to people: a line for each, or one in full."""

import datetime
from collections.abc import Iterable, Sequence

from routeproof.cli.connections.sentences import WARNINGS
from routeproof.markup import visible
from routeproof.model.connection import Connection

_HEAD = ("name", "provider", "auth", "payer", "credential")


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """Rows of as many cells each under one another, two spaces between; nothing in a cell breaks its line."""
    shown = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = ("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) for row in shown)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def connection_table(connections: Iterable[Connection]) -> str:
    """A line for each connection under a head; only the head where there is none."""
    return aligned([_HEAD, *map(_cells, connections)])


def _cells(connection: Connection) -> tuple[str, ...]:
    auth = connection.auth
    return (connection.name, connection.provider, auth.type, connection.payer, auth.credential or "-")


def connection_sheet(connection: Connection) -> str:
    """A connection in full, a field a line."""
    fields = zip(_HEAD, _cells(connection), strict=True)
    times = (("created", _time(connection.created_at)), ("updated", _time(connection.updated_at)))
    return aligned([*fields, ("base url", connection.base_url or "-"), *times])


def number_of(number: int, one: str, many: str) -> str:
    """`1 row`, `2,304 rows`."""
    return f"{number:,} {one if number == 1 else many}"


def left_out(hidden: int, where: str) -> str:
    """That so many rows are not there, because nobody could use them."""
    return f"{number_of(hidden, 'row is', 'rows are')} not {where}: `routeproof connections doctor` says why"


def warning_notes(warnings: Iterable[str]) -> tuple[str, ...]:
    """A line for each code of a warning."""
    return tuple(f"warning: {WARNINGS[code]}" for code in warnings)


def _time(millis: int) -> str:
    """The moment in UTC; the bare number where no calendar has it."""
    try:
        moment = datetime.datetime.fromtimestamp(millis / 1000, datetime.UTC)
    except (OverflowError, ValueError, OSError):
        return str(millis)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
