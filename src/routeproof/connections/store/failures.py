"""Why a store cannot be used. No message and no chained exception shows a password."""

from routeproof.errors import RouteproofError


class StoreUnavailable(RouteproofError):
    """What the store would say is not known now: locked, away, unreadable, no database."""

    code = "store_unavailable"
    exit_code = 5


class StoreOutdated(RouteproofError):
    """The tables are not those that this version works on, and were not made so."""

    code = "store_outdated"


class BadStoreUrl(RouteproofError):
    """The URL of a store cannot be read, or names what no store is kept in."""

    code = "bad_store_url"
