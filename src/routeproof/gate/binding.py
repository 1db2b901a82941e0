"""The subject of the checks on provider connections: an export read by the one reading that all share."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from routeproof.bindings.catalogue import canonical, catalogue_of
from routeproof.bindings.config import effective_mode, entries, places, referred, text_at
from routeproof.bindings.decide import Route, decide
from routeproof.bindings.export import Export, FiledRow, read_export
from routeproof.bindings.references import delivered_env, is_well_formed
from routeproof.bindings.urls import base_url_fault
from routeproof.checks.subjects.connections import ConnectionsSubject, JudgedEntry, JudgedRow
from routeproof.harness import Filed
from routeproof.manifest.files import HOSTS
from routeproof.model.connection import Catalogue, Entry
from routeproof.model.declared import FiledConnections, Hosts
from routeproof.model.registry import Payer, Registry


def subject_of(
    filed: FiledConnections, registry: Registry, registry_file: str, hosts: tuple[Hosts, ...] = ()
) -> ConnectionsSubject:
    """What a workspace files, under its own catalogue or that of its registry."""
    export = read_export(filed.document, catalogue_of(registry), filed.config)
    return judge_rows(
        export,
        listed="catalogue" in filed.document,
        file=filed.file,
        config_file=filed.config_file,
        registry=registry,
        registry_file=registry_file,
        hosts=Filed(HOSTS, hosts),
    )


def rebound(subject: ConnectionsSubject, before: Registry, after: Registry) -> ConnectionsSubject | None:
    """The subject over an edited registry, where the edit is none of the catalogue's; None where it is."""
    if before is after:
        return subject
    return replace(subject, registry=after) if catalogue_of(before) == catalogue_of(after) else None


def judge_rows(export: Export, *, listed: bool, **rest: Any) -> ConnectionsSubject:
    """An export as it was read, for checks; `listed` says that its catalogue is its own.

    `rest` are the fields that say where things are filed, and what else they are held to.
    """
    catalogue, mode = export.catalogue, effective_mode(export.config, export.platform)
    rows = tuple(_row(each, export) for each in export.rows)
    by_name = {row.name: row for row in reversed(rows)}
    return ConnectionsSubject(
        export=export,
        mode=mode,
        catalogue=catalogue,
        listed=catalogue.entries if listed else None,
        canonical=canonical(catalogue),
        rows=rows,
        entries=tuple(_entry(each, by_name, mode, catalogue) for each in entries(export.config)),
        places=tuple(at for at, _ in places(export.config)),
        references=referred(export.config),
        **rest,
    )


def _row(filed: FiledRow, export: Export) -> JudgedRow:
    stored, connection = filed.stored, filed.connection
    known = export.catalogue.get(stored.provider)
    fault = None if known is None else base_url_fault(known, stored.base_url, hosted=export.hosted)
    reference = connection.auth.credential if connection is not None else None
    paid = connection is not None and connection.payer is Payer.BYOK
    carried = paid and reference is not None and is_well_formed(reference)
    return JudgedRow(
        name=stored.name,
        provider=stored.provider,
        base_url=stored.base_url,
        pointer=filed.pointer,
        connection=connection,
        faults=filed.read.faults,
        base_url_fault=fault,
        delivered=delivered_env(reference, stored.provider) if carried and reference is not None else None,
    )


def _entry(entry: Entry, rows: Mapping[str, JudgedRow], mode: str, catalogue: Catalogue) -> JudgedEntry:
    runtime, model = (text_at(entry.raw, key) for key in ("runtime", "model"))
    if entry.connection is None:
        return JudgedEntry(entry, None, _legacy_payer(entry, mode, catalogue), runtime, model)
    row = rows.get(entry.connection)
    connection = row.connection if row is not None else None
    payer = connection.payer if connection is not None else None
    return JudgedEntry(entry, row, payer, runtime, model)


def _legacy_payer(entry: Entry, mode: str, catalogue: Catalogue) -> Payer | None:
    """Who pays for an entry without a connection when all is well, by the rule itself."""
    healthy = {
        "entry": {"provider": entry.provider},
        "credential": "present",
        "platform": "available",
        "adapter": "built",
        "legacy": {"mode": mode, "credential": "present"},
    }
    route = decide(healthy, catalogue)
    return route.payer if isinstance(route, Route) else None
