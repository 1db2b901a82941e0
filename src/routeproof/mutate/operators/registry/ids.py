"""Operators on the ids that arms list or have withdrawn."""

from collections.abc import Iterator

from routeproof.mutate.edit import Change, insert, put, remove
from routeproof.mutate.mutant import Kind
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal, Site, sites

_TOUCHES = "/runtimes/RUNTIME/providers/ARM/models/ID"
_SEPARATORS = str.maketrans("/:", ":/")


def listed(material: Material) -> Iterator[tuple[Site, int, str]]:
    """Every listed id with its arm and its position."""
    for site in sites(material.registry):
        for index, model in enumerate(site.arm.models):
            yield site, index, model


def _drop(material: Material) -> Iterator[Proposal]:
    for site, index, model in listed(material):
        yield Proposal(
            changes=(remove(site.at("models", index)),),
            locus=site.locus(model),
            description=f"`{site.arm.name}` on `{site.runtime}` no longer lists `{model}`",
            runtime=site.runtime,
            provider=site.arm.name,
        )


def _separator(material: Material) -> Iterator[Proposal]:
    for site, index, model in listed(material):
        spelling = model.translate(_SEPARATORS)
        if spelling != model:
            yield Proposal(
                changes=(put(site.at("models", index), spelling),),
                locus=site.locus(model),
                description=f"`{site.arm.name}` on `{site.runtime}` lists `{spelling}` in place of `{model}`",
                replacement=spelling,
                runtime=site.runtime,
                provider=site.arm.name,
            )


def _double(material: Material) -> Iterator[Proposal]:
    for site in sites(material.registry):
        if site.arm.models:
            model = site.arm.models[0]
            yield Proposal(
                changes=(insert(site.at("models", len(site.arm.models)), model),),
                locus=site.locus(model),
                description=f"`{site.arm.name}` on `{site.runtime}` lists `{model}` twice",
                replacement=model,
                runtime=site.runtime,
                provider=site.arm.name,
            )


def _withdraw(material: Material) -> Iterator[Proposal]:
    for site, index, model in listed(material):
        if index == 0:
            yield Proposal(
                changes=(remove(site.at("models", index)), _more(site, "withdrawn_models", model)),
                locus=site.locus(model),
                description=f"`{site.arm.name}` on `{site.runtime}` withdraws `{model}`",
                runtime=site.runtime,
                provider=site.arm.name,
            )


def _offer(material: Material) -> Iterator[Proposal]:
    for site in sites(material.registry):
        for index, model in enumerate(site.arm.withdrawn_models):
            yield Proposal(
                changes=(remove(site.at("withdrawn_models", index)), _more(site, "models", model)),
                locus=site.locus(model),
                description=f"`{site.arm.name}` on `{site.runtime}` offers the withdrawn `{model}` again",
                runtime=site.runtime,
                provider=site.arm.name,
            )


def _forget(material: Material) -> Iterator[Proposal]:
    for site in sites(material.registry):
        for index, model in enumerate(site.arm.withdrawn_models):
            yield Proposal(
                changes=(remove(site.at("withdrawn_models", index)),),
                locus=site.locus(model),
                description=f"`{site.arm.name}` on `{site.runtime}` forgets that `{model}` was withdrawn",
                runtime=site.runtime,
                provider=site.arm.name,
            )


def _more(site: Site, key: str, model: str) -> Change:
    """List the id under `models` or `withdrawn_models`, which may not be there yet."""
    present = site.arm.models if key == "models" else site.arm.withdrawn_models
    return insert(site.at(key, len(present)), model) if present else put(site.at(key), [model])


def _arm(fields: str) -> str:
    return f"runtimes: {{r: {{providers: [{{name: a, {fields}}}]}}}}"


OPERATORS = (
    Operator(
        name="drop-id",
        description="a listed id leaves the menu",
        kind=Kind.REGISTRY,
        touches=_TOUCHES,
        propose=_drop,
        examples=(Example(_arm("models: [x, y]"), (_arm("models: [y]"), _arm("models: [x]"))),),
    ),
    Operator(
        name="respell-id",
        description="a listed id swaps `/` and `:`",
        kind=Kind.REGISTRY,
        touches=_TOUCHES,
        propose=_separator,
        examples=(Example(_arm("models: [v/x, y]"), (_arm("models: ['v:x', y]"),)),),
    ),
    Operator(
        name="duplicate-id",
        description="an arm lists an id twice",
        kind=Kind.REGISTRY,
        touches=_TOUCHES,
        propose=_double,
        examples=(Example(_arm("models: [x, y]"), (_arm("models: [x, y, x]"),)),),
    ),
    Operator(
        name="withdraw-id",
        description="the first id of a list is withdrawn",
        kind=Kind.REGISTRY,
        touches="/runtimes/RUNTIME/providers/ARM/withdrawn_models",
        propose=_withdraw,
        examples=(
            Example(_arm("models: [x, y]"), (_arm("models: [y], withdrawn_models: [x]"),)),
            Example(
                _arm("models: [x], withdrawn_models: [w]"), (_arm("models: [], withdrawn_models: [w, x]"),)
            ),
        ),
    ),
    Operator(
        name="withdrawn-to-offered",
        description="a withdrawn id is put back on the menu",
        kind=Kind.REGISTRY,
        touches="/runtimes/RUNTIME/providers/ARM/withdrawn_models",
        propose=_offer,
        examples=(
            Example(
                _arm("models: [x], withdrawn_models: [w]"), (_arm("models: [x, w], withdrawn_models: []"),)
            ),
        ),
    ),
    Operator(
        name="forget-withdrawn",
        description="a withdrawn id is no longer remembered as refused",
        kind=Kind.REGISTRY,
        touches="/runtimes/RUNTIME/providers/ARM/withdrawn_models",
        propose=_forget,
        examples=(
            Example(
                _arm("withdrawn_models: [w, v]"),
                (_arm("withdrawn_models: [v]"), _arm("withdrawn_models: [w]")),
            ),
        ),
    ),
)
