"""The export: a deployment's rows, catalogue and configuration as one plain value."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from routeproof.bindings.catalogue import BUILTIN, format_catalogue, read_catalogue
from routeproof.bindings.config import text_at
from routeproof.bindings.rows import ReadRow, StoredRow, read_row
from routeproof.errors import InputError, Problem, pointer
from routeproof.model.connection import Catalogue, Connection

FORMAT = "routeproof/connections-1"
SAME_PAYER = "same_payer"
POLICIES = ("forbid", SAME_PAYER, "any")
"""Who may serve an entry whose connection cannot: nobody, who has the same payer, anybody of the owner's."""

_CONFIG = ("llm", "services")


@dataclass(frozen=True, slots=True)
class FiledRow:
    """A row of the export, where it stands, and what became of it when it was read."""

    pointer: str
    stored: StoredRow
    read: ReadRow

    @property
    def connection(self) -> Connection | None:
        """The connection; None when the row is invisible."""
        return self.read.connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What `manifest/connections.yaml` says; `config` holds `llm` and `services` as they are."""

    policy: str = SAME_PAYER
    platform: bool = False
    hosted: bool = False
    catalogue: Catalogue = BUILTIN
    rows: tuple[FiledRow, ...] = ()
    config: Mapping[str, Any]

    @property
    def connections(self) -> tuple[Connection, ...]:
        """The visible rows, as filed."""
        return tuple(row.connection for row in self.rows if row.connection is not None)

    def row(self, name: str) -> FiledRow | None:
        """The first row of that name."""
        return next((row for row in self.rows if row.stored.name == name), None)


def read_export(
    value: Mapping[str, Any],
    registry_catalogue: Catalogue | None = None,
    config: Mapping[str, Any] | None = None,
) -> Export:
    """Read an export; its rows are read as stored ones, so that a corrupt one hides itself alone.

    The catalogue is its own, else the registry's, else the built-in one; what a registry reserves stays
    reserved in each. `config` stands in for what `config_file` names. Raises InputError for what decides who
    pays and cannot be read: policy, deployment, catalogue, the list of rows.
    """
    catalogue = registry_catalogue or BUILTIN
    if value.get("catalogue") is not None:
        catalogue = read_catalogue(value["catalogue"], catalogue.reserved, catalogue.operators)
    policy = value.get("policy", SAME_PAYER)
    if policy not in POLICIES:
        raise _wrong("/policy", f"is none of {', '.join(f'`{each}`' for each in POLICIES)}")
    listed = value.get("connections", ())
    if not isinstance(listed, list | tuple):
        raise _wrong("/connections", "is no list")
    hosted = _deployed(value, "hosted")
    return Export(
        policy=policy,
        platform=_deployed(value, "platform"),
        hosted=hosted,
        catalogue=catalogue,
        rows=tuple(_filed(item, at, catalogue, hosted=hosted) for at, item in enumerate(listed)),
        config={key: value[key] for key in _CONFIG if key in value} if config is None else config,
    )


def _deployed(value: Mapping[str, Any], key: str) -> bool:
    deployment = value.get("deployment", {})
    found = deployment.get(key, False) if isinstance(deployment, Mapping) else None
    if not isinstance(found, bool):
        raise _wrong(pointer("deployment", key), "is no truth value")
    return found


def _filed(item: object, at: int, catalogue: Catalogue, *, hosted: bool) -> FiledRow:
    row = stored_row(item if isinstance(item, Mapping) else {})
    return FiledRow(pointer("connections", at), row, read_row(row, catalogue, hosted))


def stored_row(item: Mapping[str, Any]) -> StoredRow:
    """The row that a database would hold if it had been given what an export lists."""
    name, provider = text_at(item, "name") or "", text_at(item, "provider") or ""
    return StoredRow(name, provider, _auth_text(item.get("auth")), item.get("base_url"))


def _auth_text(auth: object) -> str:
    try:
        return json.dumps(auth)
    except (ValueError, TypeError, RecursionError):
        return ""  # as malformed here as it would be there


def format_export(
    connections: Iterable[Connection],
    catalogue: Catalogue,
    config: Mapping[str, Any],
    *,
    policy: str | None = None,
    deployment: Mapping[str, bool] | None = None,
) -> dict[str, Any]:
    """The value that `read_export` reads back: the same rows, times apart, and the same catalogue."""
    head: dict[str, Any] = {"format": FORMAT}
    if policy is not None:
        head["policy"] = policy
    if deployment is not None:
        head["deployment"] = dict(deployment)
    body = {"catalogue": format_catalogue(catalogue), "connections": [_listed(each) for each in connections]}
    return {**head, **body, **{key: config[key] for key in _CONFIG if key in config}}


def _listed(connection: Connection) -> dict[str, Any]:
    shown = {"name": connection.name, "provider": connection.provider, "auth": connection.auth.to_json()}
    return shown if connection.base_url is None else {**shown, "base_url": connection.base_url}


def _wrong(where: str, what: str) -> InputError:
    return InputError.of([Problem(f"`{where}` {what}", pointer=where)])
