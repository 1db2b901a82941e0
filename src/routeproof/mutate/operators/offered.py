"""Operators on what templates offer: a wrong key, a wrong label, an id that goes nowhere."""

from collections.abc import Iterator

from routeproof.model.declared import Offered, OfferedModel
from routeproof.model.registry import PLATFORM, Payer
from routeproof.mutate.edit import put
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal

_STRANGER = "SOME_OTHER_API_KEY"


def _offers(material: Material) -> Iterator[tuple[Offered, OfferedModel]]:
    """Every offered id that stands in the workspace's own file, not in a template elsewhere."""
    for offered in material.goldens.offers:
        for model in offered.models:
            if model.pointer.startswith("/models/"):
                yield offered, model


def _field(offered: Offered, model: OfferedModel, name: str, new: object, description: str) -> Proposal:
    return Proposal(
        changes=(put(f"{model.pointer}/{name}", new),),
        locus=f"{offered.runtime} / {model.id} / {name}",
        description=f"the offered `{model.id}` of `{offered.runtime}` {description}",
        replacement=new
        if isinstance(new, str)
        else ", ".join(map(str, new if isinstance(new, list) else ())),
        file=offered.document,
        runtime=offered.runtime,
    )


def _wrong_key(material: Material) -> Iterator[Proposal]:
    for offered, model in _offers(material):
        yield _field(offered, model, "required_env", [_STRANGER], f"asks for `{_STRANGER}`")


def _no_key(material: Material) -> Iterator[Proposal]:
    for offered, model in _offers(material):
        if model.required_env:
            yield _field(offered, model, "required_env", [], "asks for no key")


def _wrong_label(material: Material) -> Iterator[Proposal]:
    providers = material.registry.providers
    others = [provider.name for provider in providers if provider.payer is Payer.BYOK]
    # A label may name what the catalogue lacks; a reader takes this name for the operator all the same.
    operator = next((provider.name for provider in material.registry.operators), PLATFORM)
    for offered, model in _offers(material):
        new = others[0] if model.provider == operator and others else operator
        yield _field(offered, model, "provider", new, f"is labelled `{new}`")


def _no_arm(material: Material) -> Iterator[Proposal]:
    for offered, model in _offers(material):
        new = f"no-such-vendor/{model.id}"
        yield _field(offered, model, "id", new, f"is offered as `{new}`, which no arm routes")


def _default(material: Material) -> Iterator[Proposal]:
    for offered in material.goldens.offers:
        if offered.default_model is not None and offered.default_pointer == "/default_model":
            new = next(
                (each.id for each in offered.models if each.id != offered.default_model), "no-such-model"
            )
            yield Proposal(
                changes=(put(offered.default_pointer, new),),
                locus=f"{offered.runtime} / default_model",
                description=f"the default of `{offered.runtime}` becomes `{new}`",
                replacement=new,
                file=offered.document,
                runtime=offered.runtime,
            )


def _models(entry: str) -> str:
    return f"runtime: r\nmodels: [{{{entry}}}]"


OPERATORS = (
    Operator(
        name="offered-wrong-key",
        description="an offered id asks for a credential that is not its provider's",
        touches="/models/ID/required_env",
        propose=_wrong_key,
        examples=(
            Example(_models("id: x, required_env: [A]"), (_models(f"id: x, required_env: [{_STRANGER}]"),)),
        ),
    ),
    Operator(
        name="offered-no-key",
        description="an offered id no longer asks for a credential",
        touches="/models/ID/required_env",
        propose=_no_key,
        examples=(
            Example(_models("id: x, required_env: [A]"), (_models("id: x, required_env: []"),)),
            Example(_models("id: x"), ()),
        ),
    ),
    Operator(
        name="offered-wrong-label",
        description="an offered id is labelled with another payer",
        touches="/models/ID/provider",
        propose=_wrong_label,
        examples=(Example(_models("id: x"), (_models("id: x, provider: platform"),)),),
    ),
    Operator(
        name="offered-no-arm",
        description="an id is offered that no arm routes",
        touches="/models/ID/id",
        propose=_no_arm,
        examples=(Example(_models("id: x"), (_models("id: no-such-vendor/x"),)),),
    ),
    Operator(
        name="offered-other-default",
        description="another id is the default",
        touches="/default_model",
        propose=_default,
        examples=(
            Example(
                "runtime: r\ndefault_model: x\nmodels: [{id: x}, {id: y}]",
                ("runtime: r\ndefault_model: y\nmodels: [{id: x}, {id: y}]",),
            ),
        ),
    ),
)
