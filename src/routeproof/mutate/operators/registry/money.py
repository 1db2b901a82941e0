"""Operators where money moves: ids and arms between the platform and the customers' own keys."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from routeproof.errors import pointer
from routeproof.model.registry import Payer
from routeproof.mutate.edit import insert, put, remove
from routeproof.mutate.operators.frame import (
    Example,
    Material,
    Operator,
    Proposal,
    Site,
    catalogue,
    per_arm,
    per_id,
    platform_of,
    sites,
)
from routeproof.mutate.operators.registry.arms import plain
from routeproof.mutate.operators.registry.catalogue import copied


@per_id
def _to_platform(material: Material, site: Site, index: int, model: str) -> Iterator[Proposal]:
    platform = platform_of(material.registry, site.runtime)
    if platform and site.arm.payer is Payer.BYOK:
        name = platform.arm.name
        description = f"`{model}` on `{site.runtime}` moves from `{site.arm.name}` to `{name}`"
        changes = (remove(site.at("models", index)), platform.listing(model))
        yield site.edit(description, *changes, model=model, replacement=f"{name} / {model}")


@per_id
def _to_byok(material: Material, site: Site, index: int, model: str) -> Iterator[Proposal]:
    others = (other for other in sites(material.registry) if other.runtime == site.runtime)
    own = (other for other in others if other.arm.payer is Payer.BYOK and other.arm.models)
    for other in islice(own, 1 if site.arm.payer is Payer.PLATFORM else 0):
        if model not in other.arm.models:
            was, name = site.arm.name, other.arm.name
            description = f"`{model}` on `{site.runtime}` moves from `{was}` to `{name}`"
            changes = (remove(site.at("models", index)), other.listing(model))
            yield site.edit(description, *changes, model=model, replacement=f"{name} / {model}")


@per_id
def _also_on_platform(material: Material, site: Site, _index: int, model: str) -> Iterator[Proposal]:
    platform = platform_of(material.registry, site.runtime)
    if platform and site.arm.payer is Payer.BYOK:
        name = platform.arm.name
        first = {**plain(platform.arm), "models": [*platform.arm.models, model]}
        change = insert(pointer("runtimes", site.runtime, "providers", 0), first)
        description = f"`{name}` comes first on `{site.runtime}` and lists `{model}` as well"
        proposal = site.edit(
            description, remove(platform.at()), change, model=model, replacement=f"{name} / {model}"
        )
        yield replace(proposal, provider=name)


@per_arm
def _new_platform_id(material: Material, site: Site) -> Iterator[Proposal]:
    vendors = [provider.upstream_vendor for _, provider in catalogue(material.registry)]
    for vendor in vendors if site.arm.payer is Payer.PLATFORM else ():
        if vendor and f"{vendor}/new-model" not in site.arm.models:
            model = f"{vendor}/new-model"
            description = f"`{site.arm.name}` on `{site.runtime}` lists the new id `{model}`"
            yield site.edit(description, site.listing(model), model=model, replacement=model)


def _vendor_arm(material: Material) -> Iterator[Proposal]:
    for name, runtime in material.registry.runtimes.items():
        platform = platform_of(material.registry, name)
        vendors = {re.split("[/:]", model)[0] for model in platform.arm.models} if platform else set()
        present = {arm.name for arm in runtime.arms}
        end = pointer("runtimes", name, "providers", len(runtime.arms))
        for _, provider in catalogue(material.registry):
            shared = provider.upstream_vendor in vendors or provider.name.removeprefix("byok-") in vendors
            if shared and provider.name not in present:
                yield Proposal(
                    changes=(insert(end, {"name": provider.name}),),
                    locus=f"{name} / {provider.name}",
                    description=f"`{name}` gains a name-only `{provider.name}` arm beside the platform",
                    replacement=provider.name,
                    runtime=name,
                    provider=provider.name,
                )


def _second_platform(material: Material) -> Iterator[Proposal]:
    providers = material.registry.providers
    for _, provider in catalogue(material.registry):
        if provider.payer is Payer.PLATFORM:
            for name in _others(provider.name, f"{provider.name}-2", provider.name.capitalize()):
                entry = copied(provider) | {"name": name, "model_prefix_match": f"^{name}/"}
                yield Proposal(
                    changes=(insert(pointer("providers", len(providers)), entry),),
                    locus=name,
                    description=f"a second platform-like provider `{name}` joins the catalogue",
                    replacement=name,
                    provider=name,
                )


def _platform_renamed(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        if provider.payer is Payer.PLATFORM:
            for name in _others(provider.name, provider.name.capitalize(), provider.name.upper()):
                arms = (
                    put(site.at("name"), name)
                    for site in sites(material.registry)
                    if site.arm.name == provider.name
                )
                yield Proposal(
                    changes=(put(f"{at}/name", name), *arms),
                    locus=provider.name,
                    description=f"the platform is named `{name}` everywhere, so its ids count as BYOK",
                    replacement=name,
                    provider=provider.name,
                )


def _others(name: str, *variants: str) -> Iterator[str]:
    """The variants that are not the name itself, each once."""
    return (variant for variant in dict.fromkeys(variants) if variant != name)


def _r(arms: str) -> str:
    return f"runtimes: {{r: {{providers: [{arms}]}}}}"


_BOTH = _r("{name: a, models: [x, y]}, {name: platform, models: [v/x]}")

OPERATORS = (
    Operator(
        name="byok-id-to-platform",
        description="a BYOK id moves to the platform's arm: the operator pays",
        touches="/runtimes/RUNTIME/providers/ARM/models/ID",
        propose=_to_platform,
        examples=(
            Example(
                _BOTH,
                (
                    _r("{name: a, models: [y]}, {name: platform, models: [v/x, x]}"),
                    _r("{name: a, models: [x]}, {name: platform, models: [v/x, y]}"),
                ),
            ),
        ),
    ),
    Operator(
        name="platform-id-to-byok",
        description="a platform id moves to the first listed BYOK arm: the customer pays",
        touches="/runtimes/RUNTIME/providers/ARM/models/ID",
        propose=_to_byok,
        examples=(Example(_BOTH, (_r("{name: a, models: [x, y, v/x]}, {name: platform, models: []}"),)),),
    ),
    Operator(
        name="byok-id-also-on-platform",
        description="a BYOK id is listed on the platform as well, and the platform's arm comes first",
        touches="/runtimes/RUNTIME/providers/ARM/models/ID",
        propose=_also_on_platform,
        examples=(
            Example(
                _BOTH,
                (
                    _r("{name: platform, models: [v/x, x]}, {name: a, models: [x, y]}"),
                    _r("{name: platform, models: [v/x, y]}, {name: a, models: [x, y]}"),
                ),
            ),
        ),
    ),
    Operator(
        name="new-platform-id",
        description="the platform's arm lists a new id of a vendor that the proxy can dial",
        touches="/runtimes/RUNTIME/providers/ARM/models",
        propose=_new_platform_id,
        examples=(
            Example(
                "providers: [{name: v-api, upstream_vendor: v}, {name: platform}]\n" + _r("{name: platform}"),
                (
                    "providers: [{name: v-api, upstream_vendor: v}, {name: platform}]\n"
                    + _r("{name: platform, models: [v/new-model]}"),
                ),
            ),
        ),
    ),
    Operator(
        name="vendor-as-name-only-arm",
        description="a vendor that the platform shares becomes a name-only arm beside it",
        touches="/runtimes/RUNTIME/providers",
        propose=_vendor_arm,
        examples=(
            Example(
                "providers: [{name: byok-v}, {name: byok-w}, {name: platform}]\n"
                + _r("{name: platform, models: [v/x]}"),
                (
                    "providers: [{name: byok-v}, {name: byok-w}, {name: platform}]\n"
                    + _r("{name: platform, models: [v/x]}, {name: byok-v}"),
                ),
            ),
        ),
    ),
    Operator(
        name="second-platform",
        description="a provider that looks like the platform joins the catalogue",
        touches="/providers",
        propose=_second_platform,
        examples=(
            Example(
                "providers: [{name: platform}]",
                (
                    "providers: [{name: platform}, {name: platform-2, model_prefix_match: ^platform-2/}]",
                    "providers: [{name: platform}, {name: Platform, model_prefix_match: ^Platform/}]",
                ),
            ),
        ),
    ),
    Operator(
        name="platform-renamed",
        description="the platform changes its letter case, in the catalogue and in every arm",
        touches="/providers/PROVIDER/name",
        propose=_platform_renamed,
        examples=(
            Example(
                "providers: [{name: platform}]\n" + _r("{name: platform, models: [x]}"),
                (
                    "providers: [{name: Platform}]\n" + _r("{name: Platform, models: [x]}"),
                    "providers: [{name: PLATFORM}]\n" + _r("{name: PLATFORM, models: [x]}"),
                ),
            ),
        ),
    ),
)
