"""The catalogue says of a provider what the registry says.

Both say whether the operator's proxy can dial it, and from which variables its client reads a key. Where they
differ, one of them sends a key, or a bill, where the other does not. A deprecated provider that the catalogue
still lists, or a connection still uses, is a warning.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from routeproof.checks.subjects.connections import ConnectionsSubject, registered
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about_connection
from routeproof.model.registry import Payer, Provider

if TYPE_CHECKING:
    from routeproof.model.connection import ProviderEntry


class _Pair(NamedTuple):
    """A provider as the catalogue has it and as the registry has it, and where the export names it."""

    at: str
    entry: "ProviderEntry"
    provider: Provider
    connection: str | None = None


def _pairs(subject: ConnectionsSubject) -> Iterator[_Pair]:
    """Every provider of the catalogue that the registry has.

    Without a catalogue of its own, what the rows use stands for it: there is nothing but the registry's.
    """
    places: list[tuple[str, str, str | None]]
    if subject.listed is not None:
        places = [(each.name, pointer("catalogue", at), None) for at, each in enumerate(subject.listed)]
    else:
        places = [(row.provider, f"{row.pointer}/provider", row.name) for row in subject.rows]
    for name, at, connection in places:
        entry, provider = subject.catalogue.get(name), registered(subject, name)
        if entry is not None and provider is not None:
            yield _Pair(at, entry, provider, connection)


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    for pair in _pairs(subject):
        name, provider = pair.entry.name, pair.provider
        if provider.payer is Payer.PLATFORM:
            message = f"`{name}` is `{provider.name}` in the registry, which the operator pays for"
            yield _finding(subject, pair, message, "name the provider behind it")
            continue
        for field, said, known in _fields(pair.entry, provider):
            if said != known:
                message = f"`{field}` of `{name}` is not what the registry has for `{provider.name}`"
                found = _finding(subject, pair, message, "write the same on both sides", field)
                yield replace(found, expected=known, actual=said)
        if provider.deprecated:
            message = f"`{name}` is deprecated in the registry"
            found = _finding(subject, pair, message, "move its connections to another provider", "deprecated")
            yield replace(found, level=Level.WARNING)


def _fields(entry: "ProviderEntry", provider: Provider) -> Iterator[tuple[str, str, str]]:
    """Each field with what the catalogue and what the registry says."""
    yield "managed", str(entry.managed).lower(), str(bool(provider.upstream_vendor)).lower()
    yield "auth_env", ", ".join(entry.auth_env) or "none", ", ".join(provider.auth_env) or "none"


def _finding(
    subject: ConnectionsSubject, pair: _Pair, message: str, hint: str, key: str = "operator"
) -> Finding:
    providers = subject.registry.providers if subject.registry is not None else ()
    place = next(at for at, each in enumerate(providers) if each is pair.provider)
    note = f"the provider `{pair.provider.name}`"
    return Finding(
        message=message,
        hint=hint,
        at=Location(subject.file, pair.at),
        related=(Location(subject.registry_file, pointer("providers", place), note),),
        about=about_connection(pair.connection, pair.at if pair.connection is None else None),
        key=f"{pair.entry.name} {key}",
    )


CHECK = Check(
    id="connection-registry-agrees",
    title="the catalogue says of a provider what the registry says",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _pairs(subject)),
)
