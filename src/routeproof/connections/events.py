"""What happens to connections, as log records: one for each event, its fields as attributes of the record.

No field holds a secret: a credential is told by its reference.
"""

import logging
from contextlib import suppress
from typing import Literal

Event = Literal[
    "backfill_failed",
    "backfill_row_created",
    "backfill_skipped",
    "backfill_stamped",
    "connection_created",
    "connection_deleted",
    "connection_fallback",
    "connection_miss",
    "connection_payer_changed",
    "connection_row_invalid",
    "connection_seed_kept",
    "connection_updated",
]

_WARNINGS = frozenset(
    {
        "backfill_failed",
        "connection_fallback",
        "connection_miss",
        "connection_payer_changed",
        "connection_row_invalid",
    }
)

_LOGGER = logging.getLogger("routeproof.connections")
_LOGGER.addHandler(logging.NullHandler())  # where nobody listens, nothing is printed


def emit(event: Event, **fields: object) -> None:
    """Log one record with `event` and the fields; the name of a row is the field `connection`.

    The message is the event alone: a row may have any text for a name, line ends included. What a listener
    raises changes nothing of what has happened.
    """
    level = logging.WARNING if event in _WARNINGS else logging.INFO
    with suppress(Exception):
        _LOGGER.log(level, event, extra={"event": event, **fields})
