"""Every connection has a name, an auth and a base URL that a store would take.

A row that a store refuses is seen by nobody, or cannot serve: whoever names it gets a miss, and a miss is
where a bill moves. A base URL is held to what its provider allows, and to `checks/hosts.yaml` where that
lists hosts for the provider: a key is sent there.
"""

from collections.abc import Iterator, Mapping

from routeproof.checks.subjects.connections import (
    ConnectionsSubject,
    JudgedRow,
    count_rows,
    registry_name,
    row_at,
)
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level
from routeproof.model.about import about_connection
from routeproof.resolve.endpoints import endpoint_of

_NAME = "a name is of letters, digits, `.`, `_` and `-`, a letter or a digit first, and at most 128 long"
_REFERENCE = "write the name of a secret: `credential/SERVICE/FIELD`"
_TYPES = "write an object with a `type`, and a `credential` where that has one"
_AUTH = {
    "malformed_json": ("is no JSON", _TYPES),
    "not_an_object": ("is no object", _TYPES),
    "unknown_type": ("has a type that is none of the five", _TYPES),
    "stray_key": ("has a key that its type does not have", _TYPES),
    "missing_credential": ("has no credential", _REFERENCE),
    "looks_like_a_key": ("has a key as its credential, not the name of one", _REFERENCE),
    "malformed_credential": ("has a credential that is no reference", _REFERENCE),
    "operator_credential": ("has the operator's secret as its credential", _REFERENCE),
}
"""What is wrong with an auth and what to do, by the kind of fault. No credential shows: it may be secret."""
_BASE_URL = {
    "not_allowed": "is of no use: its provider has one address for all",
    "missing": "is missing, and its provider has no other",
    "not_a_url": "is no URL",
    "scheme": "is neither `http` nor `https`",
    "userinfo": "carries a user name",
    "query_or_fragment": "has a query or a fragment",
    "private_host": "leads to a host that is not to be dialled from here",
}


def _run(subject: ConnectionsSubject) -> Iterator[Finding]:
    allowed = {each.provider: each.hosts for each in subject.hosts}
    for row in subject.rows:
        if "invalid_name" in row.faults:
            yield _finding(subject, row, ("name",), f"`{row.name}` is no name of a connection", _NAME)
        for kind in (each for each in row.faults if each in _AUTH):
            what, hint = _AUTH[kind]
            place = ("auth",) if hint is _TYPES else ("auth", "credential")
            yield _finding(subject, row, place, f"the auth of `{row.name}` {what}", hint, kind)
        yield from _base_url(subject, row, allowed)


def _base_url(
    subject: ConnectionsSubject, row: JudgedRow, allowed: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    place = () if row.base_url is None else ("base_url",)
    if row.base_url_fault is not None:
        what = _BASE_URL.get(row.base_url_fault, f"is refused: `{row.base_url_fault}`")
        message = f"the base URL of `{row.name}` {what}"
        yield _finding(subject, row, place, message, "correct it, or leave it out", row.base_url_fault)
        return
    known = subject.catalogue.get(row.provider)
    listed = allowed.get(registry_name(known)) if known is not None else None
    if row.base_url is None or listed is None:
        return
    endpoint = endpoint_of(row.base_url)
    if endpoint is None or endpoint.host not in {host.lower() for host in listed}:
        shown = endpoint.host if endpoint is not None else row.base_url
        message = (
            f"the base URL of `{row.name}` leads to `{shown}`, which is not allowed for `{row.provider}`"
        )
        hint = "if this is meant, add it to `checks/hosts.yaml`"
        yield _finding(subject, row, place, message, hint, "host", ", ".join(listed))


def _finding(
    subject: ConnectionsSubject,
    row: JudgedRow,
    place: tuple[str, ...],
    message: str,
    hint: str,
    key: str = "name",
    expected: str | None = None,
) -> Finding:
    return Finding(
        message=message,
        hint=hint,
        at=row_at(subject, row, *place),
        about=about_connection(row.name),
        expected=expected,
        key=key,
    )


CHECK = Check(
    id="connection-auth-valid",
    title="every connection has a name, an auth and a base URL that a store takes",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=count_rows,
)
