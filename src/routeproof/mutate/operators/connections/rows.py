"""Operators on the rows: another provider, another payer, a key that is not the row's, another name."""

from collections.abc import Iterator

from routeproof.bindings.references import default_ref
from routeproof.checks.subjects.connections import ConnectionsSubject, JudgedRow, registry_name
from routeproof.errors import pointer
from routeproof.manifest.files import CONNECTIONS
from routeproof.model.connection import Connection, ProviderEntry
from routeproof.model.registry import Payer
from routeproof.mutate.edit import put
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal

_STRANGER = "https://api.example.net/v1"
_KEY = "sk-typed-where-its-name-belongs"


def _rows(material: Material) -> Iterator[tuple[ConnectionsSubject, JudgedRow, Connection, ProviderEntry]]:
    """Every row that is seen, with the connection that it is and the provider of the catalogue."""
    subject = material.connections
    for row in subject.rows if subject is not None else ():
        entry = subject.catalogue.get(row.provider) if subject is not None else None
        if subject is not None and row.connection is not None and entry is not None:
            yield subject, row, row.connection, entry


def _edit(
    row: JudgedRow, entry: ProviderEntry, steps: tuple[str, ...], new: object, description: str
) -> Proposal:
    return Proposal(
        changes=(put(row.pointer + pointer(*steps), new),),
        locus=f"{row.name} / {' / '.join(steps)}",
        description=f"the connection `{row.name}` {description}",
        replacement=new if isinstance(new, str) else description,
        file=CONNECTIONS,
        provider=registry_name(entry),
    )


def _other_provider(material: Material) -> Iterator[Proposal]:
    for subject, row, _, entry in _rows(material):
        new = next((name for name in subject.catalogue.names if name != row.provider), None)
        if new is not None:
            yield _edit(row, entry, ("provider",), new, f"is of `{new}`")


def _other_payer(material: Material) -> Iterator[Proposal]:
    for _, row, connection, entry in _rows(material):
        if connection.payer in (Payer.PLATFORM, Payer.LOCAL):
            auth = {"type": "api_key", "credential": default_ref(entry)}
            yield _edit(row, entry, ("auth",), auth, "brings its owner's key")
        elif entry.managed:
            yield _edit(row, entry, ("auth",), {"type": "platform"}, "is paid for by the operator")
        else:
            yield _edit(row, entry, ("auth",), {"type": "none"}, "brings no key")


def _other_key(material: Material) -> Iterator[Proposal]:
    for subject, row, connection, entry in _rows(material):
        others = (
            each for each in subject.catalogue.by_name.values() if not {*each.auth_env} & {*entry.auth_env}
        )
        other = next((each for each in others if each.auth_env), None)
        if connection.auth.credential is not None and other is not None:
            said = f"brings the key of `{other.name}`"
            yield _edit(row, entry, ("auth", "credential"), default_ref(other), said)


def _typed_key(material: Material) -> Iterator[Proposal]:
    for _, row, connection, entry in _rows(material):
        if connection.auth.credential is not None:
            yield _edit(row, entry, ("auth", "credential"), _KEY, "holds a key in place of its name")


def _operator_key(material: Material) -> Iterator[Proposal]:
    for subject, row, connection, entry in _rows(material):
        if connection.auth.credential is not None and subject.catalogue.reserved:
            new = f"credential/env/{subject.catalogue.reserved[0]}"
            yield _edit(row, entry, ("auth", "credential"), new, "names the operator's secret")


def _renamed(material: Material) -> Iterator[Proposal]:
    for _, row, _, entry in _rows(material):
        new = f"{row.name}-2"
        yield _edit(row, entry, ("name",), new, f"is called `{new}`")


def _other_host(material: Material) -> Iterator[Proposal]:
    for _, row, connection, entry in _rows(material):
        if connection.base_url is not None:
            yield _edit(row, entry, ("base_url",), _STRANGER, f"is dialled at `{_STRANGER}`")


_CATALOGUE = "{name: a, managed: true, auth_env: [A_KEY], base_url: optional}, {name: b, auth_env: [B_KEY]}"


def _file(*rows: str) -> str:
    return f"catalogue: [{_CATALOGUE}]\nconnections: [{', '.join(f'{{{row}}}' for row in rows)}]"


_OWN = "name: w, provider: a, auth: {type: api_key, credential: credential/a/api_key}"
_MANAGED = "name: m, provider: a, auth: {type: platform}"


def _keyed(credential: str) -> str:
    return f"name: w, provider: a, auth: {{type: api_key, credential: {credential}}}"


OPERATORS = (
    Operator(
        name="row-other-provider",
        description="a connection is of another provider",
        touches=CONNECTIONS,
        propose=_other_provider,
        examples=(Example(_file(_OWN), (_file(_OWN.replace("provider: a", "provider: b")),)),),
    ),
    Operator(
        name="row-other-payer",
        description="a connection is paid for by another: the operator, its owner, or nobody",
        touches=CONNECTIONS,
        propose=_other_payer,
        examples=(
            Example(
                _file(_OWN, _MANAGED),
                (
                    _file("name: w, provider: a, auth: {type: platform}", _MANAGED),
                    _file(_OWN, _keyed("credential/env/A_KEY").replace("name: w", "name: m")),
                ),
            ),
            Example(
                _file("name: w, provider: b, auth: {type: api_key, credential: credential/b/api_key}"),
                (_file("name: w, provider: b, auth: {type: none}"),),
            ),
        ),
    ),
    Operator(
        name="row-other-key",
        description="a connection brings the key of another provider",
        touches=CONNECTIONS,
        propose=_other_key,
        examples=(Example(_file(_OWN, _MANAGED), (_file(_keyed("credential/env/B_KEY"), _MANAGED),)),),
    ),
    Operator(
        name="row-typed-key",
        description="a connection holds a secret in place of its name",
        touches=CONNECTIONS,
        propose=_typed_key,
        examples=(Example(_file(_OWN, _MANAGED), (_file(_keyed(_KEY), _MANAGED),)),),
    ),
    Operator(
        name="row-operator-key",
        description="a connection of an owner's names the operator's secret",
        touches=CONNECTIONS,
        propose=_operator_key,
        examples=(Example(_file(_OWN, _MANAGED), (_file(_keyed("credential/env/KEY"), _MANAGED),)),),
    ),
    Operator(
        name="rename-row",
        description="a connection gets another name",
        touches=CONNECTIONS,
        propose=_renamed,
        examples=(Example(_file(_OWN), (_file(_OWN.replace("name: w", "name: w-2")),)),),
    ),
    Operator(
        name="row-other-host",
        description="a connection is dialled at another host",
        touches=CONNECTIONS,
        propose=_other_host,
        examples=(
            Example(
                _file(f"{_OWN}, base_url: 'https://a.example.org'", _MANAGED),
                (_file(f"{_OWN}, base_url: '{_STRANGER}'", _MANAGED),),
            ),
        ),
    ),
)
