"""Operators on the entries: another connection, provider, payer or model, or one of them left out."""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import ConnectionsSubject, JudgedEntry, registry_name
from routeproof.errors import pointer
from routeproof.manifest.files import CONNECTIONS
from routeproof.model.registry import Payer, Registry
from routeproof.mutate.edit import put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal

_CONNECTION = "provider_connection"


def _entries(material: Material) -> Iterator[tuple[ConnectionsSubject, JudgedEntry]]:
    """Every entry that stands in the export itself, not in a configuration elsewhere."""
    subject = material.connections
    if subject is not None and subject.config_file == subject.file:
        yield from ((subject, each) for each in subject.entries)


def _edit(subject: ConnectionsSubject, judged: JudgedEntry, key: str, new: str, description: str) -> Proposal:
    """Give a key of an entry another value."""
    at = judged.entry.pointer
    return Proposal(
        changes=(put(at + pointer(key), new),),
        locus=f"{at} / {key}",
        description=f"the entry `{at}` {description}",
        replacement=new,
        file=CONNECTIONS,
        provider=_registered(subject, judged),
    )


def _drop(
    subject: ConnectionsSubject, judged: JudgedEntry, key: str, description: str, *, guard: bool = False
) -> Proposal:
    """Leave a key of an entry out; a guard where it only says again what something else decides."""
    at = judged.entry.pointer
    return Proposal(
        changes=(remove(at + pointer(key)),),
        locus=f"{at} / {key}",
        description=f"the entry `{at}` {description}",
        file=CONNECTIONS,
        provider=_registered(subject, judged),
        guard=guard,
    )


def _registered(subject: ConnectionsSubject, judged: JudgedEntry) -> str | None:
    entry = subject.catalogue.get(judged.provider or "")
    return registry_name(entry) if entry is not None else None


def _other_connection(material: Material) -> Iterator[Proposal]:
    """One connection of each kind: of the same provider or another, paid by the same or another."""
    for subject, judged in _entries(material):
        if judged.connection is None:
            continue
        kinds: dict[tuple[bool, bool], str] = {}
        for row in subject.rows:
            other = row.connection
            if other is not None and row.name != judged.entry.connection:
                kind = (other.provider == judged.provider, other.payer is judged.payer)
                kinds.setdefault(kind, row.name)
        for name in kinds.values():
            yield _edit(subject, judged, _CONNECTION, name, f"names the connection `{name}`")


def _no_connection(material: Material) -> Iterator[Proposal]:
    for subject, judged in _entries(material):
        if judged.entry.connection is not None:
            yield _drop(subject, judged, _CONNECTION, "names no connection")


def _other_provider(material: Material) -> Iterator[Proposal]:
    for subject, judged in _entries(material):
        said = judged.entry.provider
        new = next((name for name in subject.catalogue.names if name != said), None)
        if said is not None and new is not None:
            yield _edit(subject, judged, "provider", new, f"is of `{new}`")


def _no_provider(material: Material) -> Iterator[Proposal]:
    for subject, judged in _entries(material):
        if judged.entry.provider is not None and judged.entry.connection is not None:
            yield _drop(subject, judged, "provider", "says no provider", guard=True)


def _other_payer(material: Material) -> Iterator[Proposal]:
    for subject, judged in _entries(material):
        if judged.entry.payer is not None:
            new = Payer.BYOK if judged.entry.payer == Payer.PLATFORM else Payer.PLATFORM
            yield _edit(subject, judged, "payer", str(new), f"declares that `{new}` pays")


def _no_payer(material: Material) -> Iterator[Proposal]:
    for subject, judged in _entries(material):
        if judged.entry.payer is not None:
            yield _drop(subject, judged, "payer", "declares no payer", guard=True)


def _other_model(material: Material) -> Iterator[Proposal]:
    for subject, judged in _entries(material):
        registry, runtime = subject.registry, judged.runtime
        if registry is None or runtime is None or judged.model is None:
            continue
        new = _of_another_payer(registry, runtime, judged.payer)
        if new is not None:
            yield _edit(subject, judged, "model", new, f"is for `{new}`, which another pays for")


def _of_another_payer(registry: Registry, runtime: str, payer: Payer | None) -> str | None:
    """The first id that an arm of another payer lists there."""
    known = registry.runtimes.get(runtime)
    wanted = Payer.BYOK if payer is Payer.PLATFORM else Payer.PLATFORM
    arms = (arm for arm in known.arms if arm.payer is wanted) if known is not None else ()
    return next((model for arm in arms for model in arm.models), None)


_ROWS = (
    "{name: w, provider: a, auth: {type: api_key, credential: credential/a/api_key}}, "
    "{name: m, provider: a, auth: {type: platform}}, {name: x, provider: b, auth: {type: platform}}"
)
_HEAD = f"catalogue: [{{name: a, managed: true}}, {{name: b, managed: true}}]\nconnections: [{_ROWS}]"


def _file(entry: str) -> str:
    return f"{_HEAD}\nllm: {{default: {{{entry}}}}}"


_BOTH = "provider: a, provider_connection: w"

OPERATORS = (
    Operator(
        name="entry-other-connection",
        description="an entry names another connection: another account, another payer, another provider",
        touches=CONNECTIONS,
        propose=_other_connection,
        examples=(
            Example(
                _file(_BOTH),
                (_file("provider: a, provider_connection: m"), _file("provider: a, provider_connection: x")),
            ),
            Example(_file("provider: a"), ()),
        ),
    ),
    Operator(
        name="entry-no-connection",
        description="an entry names no connection any more",
        touches=CONNECTIONS,
        propose=_no_connection,
        examples=(Example(_file(_BOTH), (_file("provider: a"),)), Example(_file("provider: a"), ())),
    ),
    Operator(
        name="entry-other-provider",
        description="an entry is of another provider than its connection",
        touches=CONNECTIONS,
        propose=_other_provider,
        examples=(
            Example(_file(_BOTH), (_file("provider: b, provider_connection: w"),)),
            Example(_file("provider_connection: w"), ()),
        ),
    ),
    Operator(
        name="entry-no-provider",
        description="an entry does not say any more of which provider its connection is to be",
        touches=CONNECTIONS,
        propose=_no_provider,
        examples=(
            Example(_file(_BOTH), (_file("provider_connection: w"),)),
            Example(_file("provider: a"), ()),
        ),
    ),
    Operator(
        name="entry-other-payer",
        description="an entry declares another payer",
        touches=CONNECTIONS,
        propose=_other_payer,
        examples=(
            Example(_file(f"{_BOTH}, payer: byok"), (_file(f"{_BOTH}, payer: platform"),)),
            Example(_file(f"{_BOTH}, payer: platform"), (_file(f"{_BOTH}, payer: byok"),)),
            Example(_file(_BOTH), ()),
        ),
    ),
    Operator(
        name="entry-no-payer",
        description="an entry does not declare any more who is to pay",
        touches=CONNECTIONS,
        propose=_no_payer,
        examples=(Example(_file(f"{_BOTH}, payer: byok"), (_file(_BOTH),)), Example(_file(_BOTH), ())),
    ),
    Operator(
        name="entry-other-model",
        description="an entry is for a model that another pays for",
        touches=CONNECTIONS,
        propose=_other_model,
        examples=(
            Example(_file(f"{_BOTH}, runtime: r, model: y"), (_file(f"{_BOTH}, runtime: r, model: p/y"),)),
            Example(_file(f"{_BOTH}, model: y"), ()),
        ),
    ),
)
