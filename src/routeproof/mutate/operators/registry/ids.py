"""Operators on the ids that arms list or have withdrawn."""

from collections.abc import Iterator

from routeproof.mutate.edit import Change, insert, put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal, Site, per_arm, per_id

_TOUCHES = "/runtimes/RUNTIME/providers/ARM/models/ID"
_SEPARATORS = str.maketrans("/:", ":/")


@per_id
def _drop(_material: Material, site: Site, index: int, model: str) -> Iterator[Proposal]:
    description = f"`{site.arm.name}` on `{site.runtime}` no longer lists `{model}`"
    yield site.edit(description, remove(site.at("models", index)), model=model)


@per_id
def _separator(_material: Material, site: Site, index: int, model: str) -> Iterator[Proposal]:
    spelling = model.translate(_SEPARATORS)
    if spelling != model:
        description = f"`{site.arm.name}` on `{site.runtime}` lists `{spelling}` in place of `{model}`"
        change = put(site.at("models", index), spelling)
        yield site.edit(description, change, model=model, replacement=spelling)


@per_arm
def _double(_material: Material, site: Site) -> Iterator[Proposal]:
    for model in site.arm.models[:1]:
        description = f"`{site.arm.name}` on `{site.runtime}` lists `{model}` twice"
        yield site.edit(description, site.listing(model), model=model, replacement=model)


@per_arm
def _withdraw(_material: Material, site: Site) -> Iterator[Proposal]:
    for model in site.arm.models[:1]:
        description = f"`{site.arm.name}` on `{site.runtime}` withdraws `{model}`"
        changes = (remove(site.at("models", 0)), _more(site, "withdrawn_models", model))
        yield site.edit(description, *changes, model=model)


@per_arm
def _offer(_material: Material, site: Site) -> Iterator[Proposal]:
    for index, model in enumerate(site.arm.withdrawn_models):
        description = f"`{site.arm.name}` on `{site.runtime}` offers the withdrawn `{model}` again"
        changes = (remove(site.at("withdrawn_models", index)), _more(site, "models", model))
        yield site.edit(description, *changes, model=model)


@per_arm
def _forget(_material: Material, site: Site) -> Iterator[Proposal]:
    for index, model in enumerate(site.arm.withdrawn_models):
        description = f"`{site.arm.name}` on `{site.runtime}` forgets that `{model}` was withdrawn"
        yield site.edit(description, remove(site.at("withdrawn_models", index)), model=model)


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
        touches=_TOUCHES,
        propose=_drop,
        examples=(Example(_arm("models: [x, y]"), (_arm("models: [y]"), _arm("models: [x]"))),),
    ),
    Operator(
        name="respell-id",
        description="a listed id swaps `/` and `:`",
        touches=_TOUCHES,
        propose=_separator,
        examples=(Example(_arm("models: [v/x, y]"), (_arm("models: ['v:x', y]"),)),),
    ),
    Operator(
        name="duplicate-id",
        description="an arm lists an id twice",
        touches=_TOUCHES,
        propose=_double,
        examples=(Example(_arm("models: [x, y]"), (_arm("models: [x, y, x]"),)),),
    ),
    Operator(
        name="withdraw-id",
        description="the first id of a list is withdrawn",
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
