"""Which connection each entry without one is to name, so that whoever paid for it goes on to pay.

The answer for one entry depends on that entry, the mode and the rows alone: entries may stand in any order,
and a broken one changes nothing for the others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from routeproof.bindings.auth import parse_auth
from routeproof.bindings.catalogue import BUILTIN, canonical
from routeproof.bindings.config import MANAGED, UNREADABLE, effective_mode, places
from routeproof.bindings.references import default_ref
from routeproof.model.connection import Auth, AuthType, BaseUrl, Catalogue, Connection, Err, ProviderEntry
from routeproof.model.dispatch import CredentialState
from routeproof.model.registry import Payer


class Skip(StrEnum):
    """Why an entry is left as it is."""

    MALFORMED_ENTRY = "malformed_entry"
    ROUTING_IDENTITY = "routing_identity"
    UNKNOWN_PROVIDER = "unknown_provider"
    NEEDS_BASE_URL = "needs_base_url"
    PAYER_UNAVAILABLE = "payer_unavailable"
    MODE_UNREADABLE = "mode_unreadable"
    NAME_TAKEN = "name_taken"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a backfill would do, whatever the order of the configuration.

    `create` are the rows to insert, by name, their times 0. `stamp` and `skipped` are pairs, sorted: the
    pointer of the entry, and the name that it gets or why it gets none.
    """

    create: tuple[Connection, ...] = ()
    stamp: tuple[tuple[str, str], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a store and a vault hold when a backfill is planned.

    `rows` are the visible ones by name, `invisible` the names of the others. `credentials` says of references
    whether they are `present`, `absent` or `down`; one that is left out is unknown.
    """

    catalogue: Catalogue
    rows: Mapping[str, Connection]
    invisible: frozenset[str] = frozenset()
    credentials: Mapping[str, str] = field(default_factory=dict)
    canonical: Mapping[tuple[str, Payer], Connection] = field(init=False, repr=False, compare=False)
    """The connection that every store has for a provider and a payer."""
    keys: Mapping[str, tuple[Connection, ...]] = field(init=False, repr=False, compare=False)
    """The visible rows with a key of the owner's, by name, for each provider that has any."""

    def __post_init__(self) -> None:
        usual = {(row.provider, row.payer): row for row in canonical(self.catalogue)}
        object.__setattr__(self, "canonical", MappingProxyType(usual))
        keys: dict[str, tuple[Connection, ...]] = {}
        for _, row in sorted(self.rows.items()):
            if row.auth.type is AuthType.API_KEY:
                keys[row.provider] = (*keys.get(row.provider, ()), row)
        object.__setattr__(self, "keys", MappingProxyType(keys))


def plan_backfill(
    config: object,
    rows: Iterable[Connection],
    catalogue: Catalogue = BUILTIN,
    *,
    platform: bool,
    invisible: Iterable[str] = (),
    credentials: Mapping[str, str] | None = None,
) -> Plan:
    """What to create and to write so that every entry with a provider names a connection.

    `rows` are the visible connections of a seeded store and `invisible` the names of its other rows;
    `platform` says that the operator deployed this; `credentials` maps references to `present`, `absent` or
    `down`. An entry that names a connection stays as it is.
    """
    by_name = {row.name: row for row in rows}
    held = Holdings(catalogue, by_name, frozenset(invisible), credentials or {})
    mode = effective_mode(config, platform)
    return plan_choices({where: plan_entry(raw, mode, held) for where, raw in places(config)}, held)


def plan_choices(choices: Mapping[str, Connection | Skip | None], held: Holdings) -> Plan:
    """The plan that the choices for all entries, by pointer, come to."""
    chosen = {where: each for where, each in choices.items() if isinstance(each, Connection)}
    create = {row.name: row for row in chosen.values() if row.name not in held.rows}
    return Plan(
        create=tuple(sorted(create.values(), key=_name_of)),
        stamp=tuple(sorted((where, row.name) for where, row in chosen.items())),
        skipped=tuple(
            sorted((where, str(each)) for where, each in choices.items() if isinstance(each, Skip))
        ),
    )


OwnKey = Callable[[ProviderEntry, Holdings], Connection]
"""Chooses among the keys of an owner that a provider has, or names the one to create."""


def own_key(entry: ProviderEntry, held: Holdings) -> Connection:
    """The row that holds an owner's key for the provider, or the one that is to.

    The first of: `<provider>-personal`; a row with the reference that is looked up by default; the only row,
    when it is known that there is no such credential. A row that is there is given as it is.
    """
    name, ref = f"{entry.name}-personal", default_ref(entry)
    if name in held.rows:
        return held.rows[name]
    new = Connection(name, entry.name, Auth(AuthType.API_KEY, ref))
    if name in held.invisible:
        return new
    keys = held.keys.get(entry.name, ())
    usual = next((row for row in keys if row.auth.credential == ref), None)
    if usual is not None:
        return usual
    return keys[0] if len(keys) == 1 and held.credentials.get(ref) == CredentialState.ABSENT else new


def plan_entry(
    raw: object, mode: str, held: Holdings, choose_key: OwnKey = own_key
) -> Connection | Skip | None:
    """The connection for what stands at one place; None where nothing is to do, and why it gets none.

    The connection is one of the rows held, or one to create.
    """
    if not isinstance(raw, Mapping):
        return Skip.MALFORMED_ENTRY
    if _is_absent(raw.get("provider_connection")) and _is_absent(raw.get("provider")):
        return None
    wanted = _wanted(raw, mode, held.catalogue)
    if wanted is None or isinstance(wanted, Skip):
        return wanted
    entry, payer = wanted
    if payer is Payer.BYOK:
        return _settled(choose_key(entry, held), entry, AuthType.API_KEY, held)
    usual = held.canonical[entry.name, payer]
    return _settled(held.rows.get(usual.name, usual), entry, usual.auth.type, held)


def _is_absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _wanted(
    raw: Mapping[str, Any], mode: str, catalogue: Catalogue
) -> tuple[ProviderEntry, Payer] | Skip | None:
    """The provider of the entry and who pays for it; None when it names a connection already."""
    connection, provider, payer = (raw.get(key) for key in ("provider_connection", "provider", "payer"))
    if not _is_absent(connection):
        return None if isinstance(connection, str) else Skip.MALFORMED_ENTRY
    if not isinstance(provider, str) or not isinstance(payer, str | None):
        return Skip.MALFORMED_ENTRY
    if catalogue.is_operator(provider):
        return Skip.ROUTING_IDENTITY
    entry = catalogue.get(provider)
    if entry is None:
        return Skip.UNKNOWN_PROVIDER
    found = _payer(entry, None if _is_absent(payer) else payer, mode)
    return found if isinstance(found, Skip) else (entry, found)


def _payer(entry: ProviderEntry, declared: str | None, mode: str) -> Payer | Skip:
    """Who pays: whom the entry declares, else whom the mode says, where the provider can have that payer."""
    if entry.base_url == BaseUrl.REQUIRED:
        return Skip.NEEDS_BASE_URL
    if entry.keyless and declared in {None, Payer.LOCAL}:
        return Payer.LOCAL
    if declared is None:
        if mode == UNREADABLE:
            return Skip.MODE_UNREADABLE
        return Payer.PLATFORM if mode == MANAGED and entry.managed else Payer.BYOK
    if declared == Payer.PLATFORM and entry.managed:
        return Payer.PLATFORM
    return Payer.BYOK if declared == Payer.BYOK else Skip.PAYER_UNAVAILABLE


def _settled(row: Connection, entry: ProviderEntry, auth: AuthType, held: Holdings) -> Connection | Skip:
    """The row, when it is of the provider and of that auth, and visible or about to be."""
    if row.provider != entry.name or row.auth.type is not auth:
        return Skip.NAME_TAKEN
    if row.name in held.rows:
        return row
    refused = parse_auth(row.auth.to_json(), reserved=held.catalogue.reserved)
    return Skip.NAME_TAKEN if row.name in held.invisible or isinstance(refused, Err) else row


def _name_of(row: Connection) -> str:
    return row.name
