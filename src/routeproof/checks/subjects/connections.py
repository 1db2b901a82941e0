"""What the checks on provider connections are given: rows and entries as they were read, and who pays."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from routeproof.errors import pointer
from routeproof.harness.filed import Filed
from routeproof.harness.finding import Location
from routeproof.model.declared import Hosts
from routeproof.model.registry import Payer, Provider, Registry
from routeproof.resolve.endpoints import endpoint_of

if TYPE_CHECKING:
    # The types alone: who files no connections does not pay for them.
    from routeproof.bindings.export import Export
    from routeproof.model.connection import Catalogue, Connection, Entry, ProviderEntry


class JudgedRow(NamedTuple):
    """One row: what it says, the connection that it is (None: nobody sees it), and what is wrong with it.

    `faults` are the kinds that a store's doctor names; `base_url_fault` says why the address is refused.
    `delivered` is the variable under which its key reaches the client, of rows that have such a key.
    """

    name: str
    provider: str
    base_url: str | None
    pointer: str
    connection: "Connection | None" = None
    faults: tuple[str, ...] = ()
    base_url_fault: str | None = None
    delivered: str | None = None


class JudgedEntry(NamedTuple):
    """One entry with the row that it names, be it seen or not, and who pays when all is well.

    Where nobody can say who pays, `payer` is None: a row that is not seen, a mode that cannot be read.
    `runtime` and `model` are what it says of the registry, where it does.
    """

    entry: "Entry"
    row: JudgedRow | None = None
    payer: Payer | None = None
    runtime: str | None = None
    model: str | None = None

    @property
    def connection(self) -> "Connection | None":
        """The connection that it names; None where it names none that is seen."""
        return self.row.connection if self.row is not None else None

    @property
    def provider(self) -> str | None:
        """The provider of its row, else the one that it names itself."""
        return self.connection.provider if self.connection is not None else self.entry.provider


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionsSubject:
    """An export with its configuration, under the catalogue that is in force.

    `export` is what an engine reads for itself, `mode` who pays where no connection does. `places` are the
    pointers of everything that may be an entry, be it one or not, `references` the pointer and the name of
    everything that names a connection. `listed` is the catalogue that the file has of its own; without one
    the registry's is in force. There is no registry where an export is judged by itself.
    """

    file: str = "manifest/connections.yaml"
    config_file: str = "manifest/connections.yaml"
    export: "Export"
    mode: str
    catalogue: "Catalogue"
    listed: "tuple[ProviderEntry, ...] | None" = None
    canonical: "tuple[Connection, ...]" = ()
    rows: tuple[JudgedRow, ...] = ()
    entries: tuple[JudgedEntry, ...] = ()
    places: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    registry: Registry | None = None
    registry_file: str = "manifest/providers.yaml"
    hosts: Filed[Hosts] = Filed("checks/hosts.yaml")


def row_at(subject: ConnectionsSubject, row: JudgedRow, *steps: str) -> Location:
    """Where a row, or something in it, is filed."""
    return Location(subject.file, row.pointer + pointer(*steps))


def entry_at(subject: ConnectionsSubject, entry: "Entry", *steps: str) -> Location:
    """Where an entry, or something in it, is filed."""
    return Location(subject.config_file, entry.pointer + pointer(*steps))


def related_row(subject: ConnectionsSubject, row: JudgedRow | None, *steps: str) -> tuple[Location, ...]:
    """The row that an entry names, as a related place."""
    if row is None:
        return ()
    return (Location(subject.file, row.pointer + pointer(*steps), f"the connection `{row.name}`"),)


def registered(subject: ConnectionsSubject, provider: str) -> Provider | None:
    """The provider of the registry that a provider of the catalogue is; None where there is none."""
    known = subject.catalogue.get(provider)
    name = registry_name(known) if known is not None else provider
    providers = subject.registry.providers if subject.registry is not None else ()
    return next((each for each in providers if each.name == name), None)


def registry_name(entry: "ProviderEntry") -> str:
    """What the registry calls a provider of the catalogue."""
    return entry.registry or entry.name


def dialled(subject: ConnectionsSubject) -> frozenset[tuple[str, str]]:
    """Provider, as the registry calls it, and host of every base URL that a connection has."""
    urls = ((row.provider, endpoint_of(row.base_url)) for row in subject.rows if row.base_url is not None)
    known = ((subject.catalogue.get(name), endpoint) for name, endpoint in urls)
    return frozenset(
        (registry_name(entry), to.host) for entry, to in known if entry is not None and to is not None
    )


def count_rows(subject: ConnectionsSubject) -> int:
    """How many rows there are."""
    return len(subject.rows)


def count_entries(subject: ConnectionsSubject) -> int:
    """How many entries there are."""
    return len(subject.entries)
