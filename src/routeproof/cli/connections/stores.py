"""The store that a verb works on: opened by its URL, and made where there is none yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from routeproof.cli.connections.answers import Refused
from routeproof.cli.connections.surroundings import Surroundings
from routeproof.cli.connections.verb import Common

if TYPE_CHECKING:
    from routeproof.connections.store import Store


@contextmanager
def opened(asked: Common, around: Surroundings, *, boot: bool = True) -> Iterator["Store"]:
    """The store; with `boot` one that does not exist yet is migrated and seeded, and no other.

    ExtraMissing, BadStoreUrl, StoreUnavailable, StoreOutdated.
    """
    from routeproof.connections.store import default_url, open_store  # noqa: PLC0415 - the extra

    if any("\ud800" <= letter <= "\udfff" for letter in asked.store or str(around.root)):
        raise Refused("bad_store_url", "the URL of the store is no Unicode")
    url = asked.store or default_url(around.root)
    with open_store(url, catalogue=around.catalogue, boot=False, hosted=around.hosted) as store:
        if boot and not store.exists():
            store.boot()
        yield store
