"""Operators on what holds for every connection: the policy, the deployment, the catalogue."""

from collections.abc import Iterator

from routeproof.checks.subjects.connections import registry_name
from routeproof.errors import pointer
from routeproof.manifest.files import CONNECTIONS
from routeproof.model.connection import ProviderEntry
from routeproof.mutate.edit import Change, put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal

_ANY = "any"
_STRANGER = "SOME_OTHER_API_KEY"


def _policy(material: Material) -> Iterator[Proposal]:
    """Towards less alone: a policy that refuses more lets nobody else pay."""
    subject = material.connections
    if subject is not None and subject.export.policy != _ANY:
        yield Proposal(
            changes=(put("/policy", _ANY),),
            locus="policy",
            description="whoever can pays, the operator's key apart, where a connection cannot serve",
            replacement=_ANY,
            file=CONNECTIONS,
        )


def _deployment(material: Material, key: str, description: str) -> Iterator[Proposal]:
    subject = material.connections
    if subject is not None:
        known = {"platform": subject.export.platform, "hosted": subject.export.hosted}
        new = not known[key]
        yield Proposal(
            changes=(put("/deployment", known | {key: new}),),
            locus=f"deployment / {key}",
            description=f"the deployment is {'' if new else 'not '}{description}",
            replacement=str(new).lower(),
            file=CONNECTIONS,
        )


def _platform(material: Material) -> Iterator[Proposal]:
    yield from _deployment(material, "platform", "the operator's")


def _hosted(material: Material) -> Iterator[Proposal]:
    yield from _deployment(material, "hosted", "on a network that others share")


def _listed(material: Material) -> Iterator[tuple[str, ProviderEntry]]:
    """Every provider that the export lists itself, with its pointer."""
    subject = material.connections
    for place, entry in enumerate((subject.listed or ()) if subject is not None else ()):
        yield pointer("catalogue", place), entry


def _edit(entry: ProviderEntry, key: str, change: Change, description: str, new: str = "") -> Proposal:
    return Proposal(
        changes=(change,),
        locus=f"{entry.name} / {key}",
        description=f"`{entry.name}` of the catalogue {description}",
        replacement=new,
        file=CONNECTIONS,
        provider=registry_name(entry),
    )


def _managed(material: Material) -> Iterator[Proposal]:
    for at, entry in _listed(material):
        new = not entry.managed
        said = "can be dialled by the proxy" if new else "cannot be dialled by the proxy"
        yield _edit(entry, "managed", put(f"{at}/managed", new), said, str(new).lower())


def _keyless(material: Material) -> Iterator[Proposal]:
    for at, entry in _listed(material):
        new = not entry.keyless
        said = "asks for no key" if new else "asks for a key"
        yield _edit(entry, "keyless", put(f"{at}/keyless", new), said, str(new).lower())


def _auth_env(material: Material) -> Iterator[Proposal]:
    for at, entry in _listed(material):
        if entry.auth_env:
            said = f"reads its key from `{_STRANGER}`"
            yield _edit(entry, "auth_env", put(f"{at}/auth_env", [_STRANGER]), said, _STRANGER)


def _registry(material: Material) -> Iterator[Proposal]:
    for at, entry in _listed(material):
        if entry.registry is not None:
            change = remove(f"{at}/registry")
            yield _edit(entry, "registry", change, "is called so in the registry as well")


def _renamed(material: Material) -> Iterator[Proposal]:
    for at, entry in _listed(material):
        new = f"{entry.name}-2"
        yield _edit(entry, "name", put(f"{at}/name", new), f"is called `{new}`", new)


def _file(catalogue: str, head: str = "") -> str:
    return f"{head}connections: []\ncatalogue: [{{{catalogue}}}]"


OPERATORS = (
    Operator(
        name="policy-any",
        description="where a connection cannot serve, whoever can may pay",
        touches=CONNECTIONS,
        propose=_policy,
        examples=(
            Example("connections: []", ("connections: []\npolicy: any",)),
            Example("policy: any\nconnections: []", ()),
        ),
    ),
    Operator(
        name="deployment-platform",
        description="the operator runs the deployment, or does not any more",
        touches=CONNECTIONS,
        propose=_platform,
        examples=(
            Example("connections: []", ("connections: []\ndeployment: {platform: true, hosted: false}",)),
            Example(
                "deployment: {platform: true, hosted: true}\nconnections: []",
                ("deployment: {platform: false, hosted: true}\nconnections: []",),
            ),
        ),
    ),
    Operator(
        name="deployment-hosted",
        description="base URLs are dialled from a network that others share, or not any more",
        touches=CONNECTIONS,
        propose=_hosted,
        examples=(
            Example("connections: []", ("connections: []\ndeployment: {platform: false, hosted: true}",)),
        ),
    ),
    Operator(
        name="catalogue-managed",
        description="the proxy can dial a provider, or cannot any more",
        touches=CONNECTIONS,
        propose=_managed,
        examples=(
            Example(_file("name: a"), (_file("name: a, managed: true"),)),
            Example(_file("name: a, managed: true"), (_file("name: a, managed: false"),)),
        ),
    ),
    Operator(
        name="catalogue-keyless",
        description="a provider asks for no key, or for one",
        touches=CONNECTIONS,
        propose=_keyless,
        examples=(Example(_file("name: a"), (_file("name: a, keyless: true"),)),),
    ),
    Operator(
        name="catalogue-other-key",
        description="a provider reads its key from another variable",
        touches=CONNECTIONS,
        propose=_auth_env,
        examples=(
            Example(_file("name: a, auth_env: [A, B]"), (_file(f"name: a, auth_env: [{_STRANGER}]"),)),
            Example(_file("name: a"), ()),
        ),
    ),
    Operator(
        name="catalogue-no-registry",
        description="a provider is no longer the one that the registry calls otherwise",
        touches=CONNECTIONS,
        propose=_registry,
        examples=(
            Example(_file("name: a, registry: a-api"), (_file("name: a"),)),
            Example(_file("name: a"), ()),
        ),
    ),
    Operator(
        name="rename-catalogue-provider",
        description="a provider of the catalogue gets another name",
        touches=CONNECTIONS,
        propose=_renamed,
        examples=(Example(_file("name: a, managed: true"), (_file("name: a-2, managed: true"),)),),
    ),
)
