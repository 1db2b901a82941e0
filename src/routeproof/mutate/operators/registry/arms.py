"""Operators on the arms of a runtime: dropped, doubled, reordered, given a list or robbed of it."""

import json
from collections.abc import Iterator
from itertools import pairwise

from routeproof.errors import pointer
from routeproof.model.registry import Arm
from routeproof.mutate.edit import insert, put, remove, rename
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal, Site, per_arm, sites

_TOUCHES = "/runtimes/RUNTIME/providers/ARM"


def plain(arm: Arm) -> dict[str, object]:
    """The arm as its entry in the file."""
    entry: dict[str, object] = {"name": arm.name}
    if arm.models:
        entry["models"] = list(arm.models)
    if arm.withdrawn_models:
        entry["withdrawn_models"] = list(arm.withdrawn_models)
    return entry


@per_arm
def _drop(_material: Material, site: Site) -> Iterator[Proposal]:
    yield site.edit(f"`{site.runtime}` loses its `{site.arm.name}` arm", remove(site.at()))


@per_arm
def _duplicate(_material: Material, site: Site) -> Iterator[Proposal]:
    entry = plain(site.arm)
    description = f"`{site.runtime}` names `{site.arm.name}` twice"
    yield site.edit(description, insert(site.at(), entry), replacement=json.dumps(entry))


def _swap(material: Material) -> Iterator[Proposal]:
    for first, second in pairwise(sites(material.registry)):
        if first.runtime == second.runtime:
            yield Proposal(
                changes=(remove(second.at()), insert(first.at(), plain(second.arm))),
                locus=f"{first.locus()} <-> {second.arm.name}",
                description=f"on `{first.runtime}`, `{second.arm.name}` moves before `{first.arm.name}`",
                runtime=first.runtime,
                provider=second.arm.name,
            )


def _reverse(material: Material) -> Iterator[Proposal]:
    for name, runtime in material.registry.runtimes.items():
        if len(runtime.arms) > 2:  # two arms reversed are two arms swapped
            arms = [plain(arm) for arm in reversed(runtime.arms)]
            yield Proposal(
                changes=(put(pointer("runtimes", name, "providers"), arms),),
                locus=name,
                description=f"the arms of `{name}` are declared in reverse",
                runtime=name,
            )


@per_arm
def _unlist(_material: Material, site: Site) -> Iterator[Proposal]:
    if site.arm.models:
        description = f"`{site.arm.name}` on `{site.runtime}` loses its list and becomes name-only"
        yield site.edit(description, remove(site.at("models")))


@per_arm
def _list(material: Material, site: Site) -> Iterator[Proposal]:
    if site.arm.name_only:
        probes = {probe.provider: probe.model for probe in material.declared.probes}
        model = probes.get(site.arm.name, f"{site.arm.name}/new-model")
        description = f"name-only `{site.arm.name}` on `{site.runtime}` lists `{model}`"
        yield site.edit(description, put(site.at("models"), [model]), replacement=model)


def _drop_runtime(material: Material) -> Iterator[Proposal]:
    for name in material.registry.runtimes:
        yield Proposal(
            changes=(remove(pointer("runtimes", name)),),
            locus=name,
            description=f"the runtime `{name}` is gone",
            runtime=name,
        )


def _rename_runtime(material: Material) -> Iterator[Proposal]:
    for name in material.registry.runtimes:
        new = name.swapcase()
        if new != name and new not in material.registry.runtimes:
            yield Proposal(
                changes=(rename(pointer("runtimes", name), new),),
                locus=name,
                description=f"the runtime `{name}` is spelled `{new}`",
                replacement=new,
                runtime=name,
            )


def _two(site: str) -> str:
    return f"runtimes: {{r: {{providers: [{site}]}}}}"


OPERATORS = (
    Operator(
        name="drop-arm",
        description="an arm is removed from its runtime",
        touches=_TOUCHES,
        propose=_drop,
        examples=(Example(_two("{name: a}, {name: b}"), (_two("{name: b}"), _two("{name: a}"))),),
    ),
    Operator(
        name="duplicate-arm",
        description="an arm stands twice in its runtime",
        touches=_TOUCHES,
        propose=_duplicate,
        examples=(
            Example(
                _two("{name: a, models: [x]}"), (_two("{name: a, models: [x]}, {name: a, models: [x]}"),)
            ),
        ),
    ),
    Operator(
        name="swap-arms",
        description="two neighbouring arms change places",
        touches=_TOUCHES,
        propose=_swap,
        examples=(
            Example(
                _two("{name: a}, {name: b, models: [x]}, {name: c}"),
                (
                    _two("{name: b, models: [x]}, {name: a}, {name: c}"),
                    _two("{name: a}, {name: c}, {name: b, models: [x]}"),
                ),
            ),
        ),
    ),
    Operator(
        name="reverse-arms",
        description="the arms of a runtime are declared in reverse",
        touches="/runtimes/RUNTIME/providers",
        propose=_reverse,
        examples=(
            Example(_two("{name: a}, {name: b}, {name: c}"), (_two("{name: c}, {name: b}, {name: a}"),)),
            Example(_two("{name: a}, {name: b}"), ()),
        ),
    ),
    Operator(
        name="listed-to-name-only",
        description="a listed arm loses its list: the key is mistyped or removed",
        touches=f"{_TOUCHES}/models",
        propose=_unlist,
        examples=(Example(_two("{name: a, models: [x]}, {name: b}"), (_two("{name: a}, {name: b}"),)),),
    ),
    Operator(
        name="name-only-to-listed",
        description="a name-only arm puts an id on the menu",
        touches=f"{_TOUCHES}/models",
        propose=_list,
        examples=(Example(_two("{name: a}"), (_two("{name: a, models: [a/new-model]}"),)),),
    ),
    Operator(
        name="drop-runtime",
        description="a runtime is removed: registration of its ids then fails open",
        touches="/runtimes/RUNTIME",
        propose=_drop_runtime,
        examples=(
            Example(
                "runtimes: {r: {providers: [{name: a}]}, s: {providers: [{name: a}]}}",
                ("runtimes: {s: {providers: [{name: a}]}}", _two("{name: a}")),
            ),
        ),
    ),
    Operator(
        name="rename-runtime",
        description="the name of a runtime changes its letter case",
        touches="/runtimes/RUNTIME",
        propose=_rename_runtime,
        examples=(Example(_two("{name: a}"), ("runtimes: {R: {providers: [{name: a}]}}",)),),
    ),
)
