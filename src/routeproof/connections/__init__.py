"""Provider connections: which credential goes with a provider, in every state, and who pays.

The names load when they are asked for: what judges a file pays for no database.
"""

from typing import TYPE_CHECKING

from routeproof.lazy import lazy_face

if TYPE_CHECKING:
    from routeproof.bindings.auth import dump_auth, parse_auth, read_auth
    from routeproof.bindings.backfill import Plan, plan_backfill
    from routeproof.bindings.catalogue import BUILTIN, catalogue_of
    from routeproof.bindings.config import effective_mode, entries, is_platform, references, select
    from routeproof.bindings.decide import Route, decide
    from routeproof.bindings.prove import prove
    from routeproof.bindings.references import default_ref, delivered_env, env_name, normalize_ref
    from routeproof.bindings.refusals import Refusal
    from routeproof.bindings.replay import replay
    from routeproof.bindings.risk import Gap, risk_gaps
    from routeproof.bindings.urls import check_base_url
    from routeproof.conform.connections import answer
    from routeproof.connections.adapter import (
        Adapter,
        Miss,
        PlatformAccess,
        Resolved,
        build_adapter,
        resolve_auth,
    )
    from routeproof.connections.boot import BackfillReport, run_backfill
    from routeproof.connections.dispatch import Dispatcher, Session
    from routeproof.connections.resolver import Resolver
    from routeproof.connections.source import connection_source
    from routeproof.connections.store import Store, StoreUnavailable, open_store
    from routeproof.connections.vault import ChainVault, DirVault, EnvVault, KeyringVault
    from routeproof.model.connection import (
        Auth,
        Catalogue,
        Connection,
        Deleted,
        Entry,
        Err,
        Ok,
        ProviderEntry,
        RowFault,
        Seeded,
    )
    from routeproof.model.secret import Absent, Down, Found, Malformed, Secret

__all__ = [
    "Absent",
    "Adapter",
    "Auth",
    "BUILTIN",
    "BackfillReport",
    "Catalogue",
    "ChainVault",
    "Connection",
    "Deleted",
    "DirVault",
    "Dispatcher",
    "Down",
    "Entry",
    "EnvVault",
    "Err",
    "Found",
    "Gap",
    "KeyringVault",
    "Malformed",
    "Miss",
    "Ok",
    "Plan",
    "PlatformAccess",
    "ProviderEntry",
    "Refusal",
    "Resolved",
    "Resolver",
    "Route",
    "RowFault",
    "Secret",
    "Seeded",
    "Session",
    "Store",
    "StoreUnavailable",
    "answer",
    "build_adapter",
    "catalogue_of",
    "check_base_url",
    "connection_source",
    "decide",
    "default_ref",
    "delivered_env",
    "dump_auth",
    "effective_mode",
    "entries",
    "env_name",
    "is_platform",
    "normalize_ref",
    "open_store",
    "parse_auth",
    "plan_backfill",
    "prove",
    "read_auth",
    "references",
    "replay",
    "resolve_auth",
    "risk_gaps",
    "run_backfill",
    "select",
]

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
__getattr__ = lazy_face(__name__, _HOMES)
