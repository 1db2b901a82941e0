"""Provider connections: which credential goes with a provider, in every state, and who pays.

The names load when they are asked for: what judges a file pays for no database.
"""

from importlib import import_module

_HOMES = {
    "routeproof.model.connection": (
        "Auth",
        "Catalogue",
        "Connection",
        "Deleted",
        "Entry",
        "Err",
        "Ok",
        "ProviderEntry",
        "RowFault",
        "Seeded",
    ),
    "routeproof.model.secret": ("Absent", "Down", "Found", "Malformed", "Secret"),
    "routeproof.bindings.auth": ("dump_auth", "parse_auth", "read_auth"),
    "routeproof.bindings.references": ("default_ref", "delivered_env", "env_name", "normalize_ref"),
    "routeproof.bindings.catalogue": ("BUILTIN", "catalogue_of"),
    "routeproof.bindings.urls": ("check_base_url",),
    "routeproof.bindings.config": ("effective_mode", "entries", "is_platform", "references", "select"),
    "routeproof.bindings.refusals": ("Refusal",),
    "routeproof.bindings.decide": ("Route", "decide"),
    "routeproof.bindings.backfill": ("Plan", "plan_backfill"),
    "routeproof.bindings.prove": ("prove",),
    "routeproof.bindings.replay": ("replay",),
    "routeproof.bindings.risk": ("Gap", "risk_gaps"),
    "routeproof.conform.connections": ("answer",),
    "routeproof.connections.store": ("Store", "StoreUnavailable", "open_store"),
    "routeproof.connections.vault": ("ChainVault", "DirVault", "EnvVault", "KeyringVault"),
    "routeproof.connections.adapter": (
        "Adapter",
        "Miss",
        "PlatformAccess",
        "Resolved",
        "build_adapter",
        "resolve_auth",
    ),
    "routeproof.connections.resolver": ("Resolver",),
    "routeproof.connections.dispatch": ("Dispatcher", "Session"),
    "routeproof.connections.boot": ("BackfillReport", "run_backfill"),
    "routeproof.connections.source": ("connection_source",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # noqa: PLE0605 - the table above is the one list


def __getattr__(name: str) -> object:
    """Import what is asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    found: object = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found
