"""The extra that connections run on: whoever needs it and has it not is told what to install."""

from importlib.util import find_spec

from routeproof.errors import RouteproofError

EXTRA = "routeproof[service]"

_MODULES = ("sqlalchemy", "alembic", "psycopg", "keyring")


class ExtraMissing(RouteproofError):
    """Something of the extra is not installed; the message is one line that says what to install."""

    code = "extra_missing"


def require_extra(*modules: str) -> None:
    """ExtraMissing unless the modules, where none is named all that the extra brings, can be imported."""
    for module in modules or _MODULES:
        if not _is_installed(module):
            raise ExtraMissing(f"`{module}` is missing: install `{EXTRA}`")


def _is_installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False
