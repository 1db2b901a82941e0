"""Operators on entries of the catalogue: dropped, deprecated, with another vendor upstream."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from routeproof.model.registry import Provider
from routeproof.mutate.edit import Change, put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal, catalogue, sites


def copied(provider: Provider) -> dict[str, Any]:
    """The provider as an entry of its file; what is absent stays absent."""
    entry = {key: value for key, value in asdict(provider).items() if value not in (None, False, ())}
    del entry["payer"]  # decided where the file is read, and no key of it
    variables = {
        each.placeholder: {"env": each.env, "default": each.default} for each in provider.endpoint_vars
    }
    return entry | ({"endpoint_vars": variables} if variables else {})


def field(at: str, provider: Provider, name: str, new: object, description: str) -> Proposal:
    """The edit that gives one field of a provider another value; None removes its key."""
    change: Change = remove(f"{at}/{name}") if new is None else put(f"{at}/{name}", new)
    return Proposal(
        changes=(change,),
        locus=f"{provider.name} / {name}",
        description=f"`{provider.name}` {description}",
        replacement="" if new is None else str(new),
        provider=provider.name,
    )


def _drop(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        yield Proposal(
            changes=(remove(at),),
            locus=provider.name,
            description=f"`{provider.name}` leaves the catalogue",
            provider=provider.name,
        )


def _drop_everywhere(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        arms = [site for site in sites(material.registry) if site.arm.name == provider.name]
        if len(arms) > 1:  # the loss of its only arm is an edit of its own
            yield Proposal(
                changes=(remove(at), *(remove(site.at()) for site in arms)),
                locus=provider.name,
                description=f"`{provider.name}` leaves the catalogue and every runtime",
                provider=provider.name,
            )


def _deprecate(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        new = not provider.deprecated
        yield field(at, provider, "deprecated", new, f"is {'' if new else 'no longer '}deprecated")


def _upstream_drop(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        if provider.upstream_vendor:
            yield field(at, provider, "upstream_vendor", None, "can no longer be dialled by the proxy")


def _upstream_rename(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        if vendor := provider.upstream_vendor:
            for new in (f"{vendor}-ai", vendor.upper()):
                yield field(at, provider, "upstream_vendor", new, f"is dialled as `{new}`, was `{vendor}`")


def _upstream_add(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        if not provider.upstream_vendor:
            new = provider.name
            yield field(at, provider, "upstream_vendor", new, f"can be dialled by the proxy as `{new}`")


def _provider(fields: str) -> str:
    return f"providers: [{{name: p{', ' if fields else ''}{fields}}}]"


_ON_TWO = (
    "runtimes: {r: {providers: [{name: q}, {name: p}]}, s: {providers: [{name: p}, {name: q}, {name: o}]}}"
)

OPERATORS = (
    Operator(
        name="drop-provider",
        description="a provider is removed from the catalogue",
        touches="/providers/PROVIDER",
        propose=_drop,
        examples=(
            Example(
                "providers: [{name: p}, {name: q}]", ("providers: [{name: q}]", "providers: [{name: p}]")
            ),
        ),
    ),
    Operator(
        name="drop-provider-everywhere",
        description="a provider is removed, from the catalogue and from several runtimes",
        touches="/providers/PROVIDER",
        propose=_drop_everywhere,
        examples=(
            Example(
                f"providers: [{{name: p}}, {{name: q}}, {{name: o}}]\n{_ON_TWO}",
                (
                    "providers: [{name: q}, {name: o}]\n"
                    "runtimes: {r: {providers: [{name: q}]}, s: {providers: [{name: q}, {name: o}]}}",
                    "providers: [{name: p}, {name: o}]\n"
                    "runtimes: {r: {providers: [{name: p}]}, s: {providers: [{name: p}, {name: o}]}}",
                ),
            ),
        ),
    ),
    Operator(
        name="flip-deprecated",
        description="a provider is marked as deprecated, or no longer",
        touches="/providers/PROVIDER/deprecated",
        propose=_deprecate,
        examples=(
            Example(_provider(""), (_provider("deprecated: true"),)),
            Example(_provider("deprecated: true"), (_provider("deprecated: false"),)),
        ),
    ),
    Operator(
        name="upstream-vendor-drop",
        description="a provider loses the name under which the proxy dials it",
        touches="/providers/PROVIDER/upstream_vendor",
        propose=_upstream_drop,
        examples=(Example(_provider("upstream_vendor: v"), (_provider(""),)),),
    ),
    Operator(
        name="upstream-vendor-rename",
        description="the name under which the proxy dials a provider changes",
        touches="/providers/PROVIDER/upstream_vendor",
        propose=_upstream_rename,
        examples=(
            Example(
                _provider("upstream_vendor: v"),
                (_provider("upstream_vendor: v-ai"), _provider("upstream_vendor: V")),
            ),
        ),
    ),
    Operator(
        name="upstream-vendor-add",
        description="a provider that the proxy must not dial gets a name to be dialled by",
        touches="/providers/PROVIDER/upstream_vendor",
        propose=_upstream_add,
        examples=(Example(_provider(""), (_provider("upstream_vendor: p"),)),),
    ),
)
