"""Every base URL is encrypted and leads to a host that is allowed for its provider.

The key of a customer, or of the operator, is sent to this host. `checks/hosts.yaml` names for each provider
the hosts it may be reached at, ports and placeholders included; without that file only the encryption is
looked at. Plain `http` is for this machine alone. A host that is allowed and used by no URL, of a provider
or of a connection, is an error too: it is a door that stands open.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Provider
from routeproof.resolve.endpoints import FIELDS, Endpoint, endpoint_of


def _urls(subject: RegistrySubject) -> Iterator[tuple[int, Provider, str, str]]:
    """Every base URL as (position of the provider, provider, field, URL)."""
    for place, provider in enumerate(subject.registry.providers):
        for field in FIELDS:
            url = getattr(provider, field)
            if url is not None:
                yield place, provider, field, url


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    allowed = {each.provider: each.hosts for each in subject.hosts}
    used = set(subject.dialled)
    for place, provider, field, url in _urls(subject):
        endpoint = endpoint_of(url)
        used.add((provider.name, endpoint.host if endpoint else ""))
        wrong = _wrong(endpoint, allowed.get(provider.name, ()), enforced=bool(subject.hosts))
        if wrong:
            yield Finding(
                message=f"`{field}` of `{provider.name}` {wrong[0]}",
                hint=wrong[1],
                at=Location(subject.registry_file, pointer("providers", place, field)),
                about=about(arm=provider.name),
                expected=", ".join(allowed.get(provider.name, ())) or "https",
                actual=url,
                key=field,
            )
    yield from _unused(subject, used)


def _wrong(endpoint: Endpoint | None, allowed: tuple[str, ...], *, enforced: bool) -> tuple[str, str] | None:
    """Message and hint of what is wrong with a URL."""
    if endpoint is None:
        return (
            "is no plain `https` URL",
            "write `https://host/path`, without user name or escapes in the host",
        )
    host = endpoint.host
    if not endpoint.encrypted and not endpoint.loopback:
        return f"reaches `{host}` without encryption", "write `https`; plain `http` is for this machine alone"
    if enforced and host not in allowed:
        return (
            f"leads to `{host}`, which is not allowed for it",
            "if this is meant, add it to `checks/hosts.yaml`",
        )
    return None


def _unused(subject: RegistrySubject, used: set[tuple[str, str]]) -> Iterator[Finding]:
    for each in subject.hosts:
        for index, host in enumerate(each.hosts):
            if (each.provider, host.lower()) not in used:
                yield Finding(
                    message=f"host `{host}` is allowed for `{each.provider}`, and no base URL leads there",
                    hint="remove the entry",
                    at=Location(subject.hosts.file, f"{each.pointer}/{index}"),
                    about=about(arm=each.provider),
                    key=host,
                )


CHECK = Check(
    id="base-url-host-allowed",
    title="every base URL is encrypted and leads to an allowed host",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(1 for _ in _urls(subject)),
)
