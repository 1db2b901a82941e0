"""A second reading of the backfill's table, from the specification alone, over all that it tells apart."""

from itertools import product
from typing import Any

import pytest

from routeproof.bindings.backfill import plan_backfill
from routeproof.bindings.catalogue import read_catalogue
from routeproof.model.connection import Auth, AuthType, Connection

PROVIDERS: list[dict[str, Any]] = [
    {"name": "p", "managed": managed, "keyless": keyless, "base_url": base_url}
    for managed in (True, False)
    for keyless in (True, False)
    for base_url in ("never", "required")
]
NAMES = ("p", "platform", "operator", "unknown", None, "", 7)
PAYERS = (None, " ", "platform", "byok", "local", "subscription", "other", 7)
CONNECTIONS = (None, "", "named", 7)
MODES = ("managed", "your-own", None, "other", 7)

TYPES = {"platform": "platform", "none": "local", "api_key": "byok", "service_account": "byok"}
REF = "credential/p/api_key"

Row = dict[str, str]

USUAL: list[Row] = [
    {"name": "p-managed", "provider": "p", "type": "platform"},
    {"name": "p-local", "provider": "p", "type": "none"},
]
OWN: list[list[Row]] = [
    [],
    [{"name": "p-personal", "provider": "p", "type": "api_key", "ref": "credential/x/y"}],
    [{"name": "p-personal", "provider": "q", "type": "api_key", "ref": REF}],
    [{"name": "p-personal", "provider": "p", "type": "service_account", "ref": REF}],
    [{"name": "p-personal", "provider": "p", "type": "platform"}],
    [{"name": "p-personal", "hidden": "yes"}],
    [{"name": "p-personal", "hidden": "yes"}, {"name": "a", "provider": "p", "type": "api_key", "ref": REF}],
    [{"name": name, "provider": "p", "type": "api_key", "ref": REF} for name in ("c", "B", "b")],
    [{"name": "a", "provider": "p", "type": "api_key", "ref": "credential/x/y"}],
    [{"name": name, "provider": "p", "type": "api_key", "ref": "credential/x/y"} for name in ("a", "b")],
    [
        {"name": "a", "provider": "p", "type": "api_key", "ref": "credential/x/y"},
        {"name": "b", "provider": "q", "type": "api_key", "ref": "credential/x/y"},
        {"name": "c", "provider": "p", "type": "service_account", "ref": "credential/x/y"},
    ],
]
TAKEN: list[list[Row]] = [
    [{"name": "p-managed", "hidden": "yes"}, {"name": "p-local", "hidden": "yes"}],
    [
        {"name": "p-managed", "provider": "q", "type": "platform"},
        {"name": "p-local", "provider": "q", "type": "none"},
    ],
    [
        {"name": "p-managed", "provider": "p", "type": "none"},
        {"name": "p-local", "provider": "p", "type": "platform"},
    ],
]


def blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip() == "")


def reading(  # noqa: C901, PLR0911 - the table, row by row
    provider: dict[str, Any], entry: dict[str, Any], mode: str, rows: list[Row], known: str | None
) -> str | None:
    """The name that the entry gets, or why none, or None where nothing is said of it."""
    name, payer, connection = entry["provider"], entry["payer"], entry["provider_connection"]
    if isinstance(connection, str) and not blank(connection):
        return None
    if blank(name) and blank(connection):
        return None
    if not all(value is None or isinstance(value, str) for value in (name, payer, connection)):
        return "malformed_entry"
    if name in ("platform", "operator"):
        return "routing_identity"
    if name != provider["name"]:
        return "unknown_provider"
    if provider["base_url"] == "required":
        return "needs_base_url"
    declared = None if blank(payer) else payer
    if provider["keyless"] and declared in (None, "local"):
        return settled("p-local", "none", rows)
    if declared is not None and declared not in ("platform", "byok"):
        return "payer_unavailable"
    byok_by_mode = mode == "your-own" or (mode == "managed" and not provider["managed"])
    if declared == "byok" or (declared is None and byok_by_mode):
        return settled(byok(rows, known), "api_key", rows)
    if (declared == "platform" or (declared is None and mode == "managed")) and provider["managed"]:
        return settled("p-managed", "platform", rows)
    if declared == "platform":
        return "payer_unavailable"
    return "mode_unreadable"


def byok(rows: list[Row], known: str | None) -> str:
    if any(row["name"] == "p-personal" for row in rows):
        return "p-personal"
    keys = sorted(row["name"] for row in rows if row.get("provider") == "p" and row.get("type") == "api_key")
    default = [row["name"] for row in rows if row["name"] in keys and row["ref"] == REF]
    if default:
        return min(default)
    if known == "absent" and len(keys) == 1:
        return keys[0]
    return "p-personal"


def settled(name: str, kind: str, rows: list[Row]) -> str:
    for row in rows:
        if row["name"] == name and (row.get("provider") != "p" or row.get("type") != kind):
            return "name_taken"
    return name


def connection_of(row: Row) -> Connection:
    return Connection(row["name"], row["provider"], Auth(AuthType(row["type"]), row.get("ref")))


def effective(mode: object, deployed: bool) -> str:
    if mode is None:
        return "managed" if deployed else "your-own"
    return str(mode) if mode in ("managed", "your-own") else "unreadable"


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda each: "-".join(map(str, each.values())))
def test_both_readings_of_the_table_agree(provider: dict[str, Any]) -> None:
    catalogue = read_catalogue([provider, {"name": "q"}], (), ("operator",))
    stores = [*([*USUAL, *rows] for rows in OWN), *TAKEN]
    seen = set()
    for name, payer, connection in product(NAMES, PAYERS, CONNECTIONS):
        entry = {"provider": name, "payer": payer, "provider_connection": connection}
        # Which rows there are matters to an entry that is in order alone.
        full = name == "p" and connection is None
        for mode, deployed in product(MODES, (True, False)):
            config = {"llm": {"default": entry}, "services": {"inference": {"mode": mode}}}
            for rows, known in product(stores if full else stores[:1], (None, "absent") if full else (None,)):
                plan = plan_backfill(
                    config,
                    [connection_of(row) for row in rows if "hidden" not in row],
                    catalogue,
                    platform=deployed,
                    invisible=[row["name"] for row in rows if "hidden" in row],
                    credentials=None if known is None else {REF: known},
                )
                expected = reading(provider, entry, effective(mode, deployed), rows, known)
                assert dict(plan.stamp + plan.skipped) == (
                    {} if expected is None else {"/llm/default": expected}
                )
                names = {row["name"] for row in rows}
                assert [row.name for row in plan.create] == [
                    each for _, each in plan.stamp if each not in names
                ]
                seen.add(expected)
    assert len(seen) > 4
