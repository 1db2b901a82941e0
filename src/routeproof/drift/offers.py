"""Compare every offered id with the registry, category by category."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from routeproof.errors import pointer
from routeproof.match import trim
from routeproof.model.declared import Offered, OfferedModel
from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Registry, Runtime
from routeproof.resolve import derive, menu


class Category(StrEnum):
    """The ways in which an offer and the registry disagree."""

    UNROUTABLE = "unroutable"
    AMBIGUOUS = "ambiguous"
    WRONG_PAYER = "wrong payer"
    WRONG_PROVIDER = "wrong provider"
    WRONG_KEY = "wrong key"
    WITHDRAWN = "withdrawn"
    UNOFFERED = "unoffered"
    UNKNOWN_RUNTIME = "unknown runtime"
    UNREGISTERED_DEFAULT = "unregistered default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One disagreement; `pointer` is into `document`, or into the registry where that is None.

    `model` is empty where the disagreement is about a whole runtime; `arm` is the arm that serves it.
    """

    category: Category
    runtime: str
    model: str
    expected: str
    actual: str
    document: str | None
    pointer: str
    arm: str | None = None


def drift_of(registry: Registry, offers: Sequence[Offered]) -> tuple[Drift, ...]:
    """Every disagreement, in the order of the offered lists and then of the menus."""
    found = [drift for offered in offers for drift in _of_list(registry, offered)]
    return (*found, *_missing_offers(registry, offers))


def _of_list(registry: Registry, offered: Offered) -> Iterator[Drift]:
    runtime = registry.runtimes.get(offered.runtime)
    if runtime is None:
        yield Drift(
            category=Category.UNKNOWN_RUNTIME,
            runtime=offered.runtime,
            model="",
            expected=", ".join(registry.runtimes),
            actual="not in the registry, so every id of it passes unchecked",
            document=offered.document,
            pointer="/runtime",
        )
        return
    for offer in offered.models:
        outcome = derive(registry, runtime.name, offer.id)
        for category, expected, actual in _judge_offer(registry, offer, outcome, runtime):
            yield Drift(
                category=category,
                runtime=runtime.name,
                model=offer.id,
                expected=expected,
                actual=actual,
                document=offered.document,
                pointer=offer.pointer,
                arm=outcome.provider,
            )
    yield from _default(registry, offered)


def _judge_offer(
    registry: Registry, offer: OfferedModel, outcome: Destination, runtime: Runtime
) -> Iterator[tuple[Category, str, str]]:
    """Each category the offer falls into, with what was expected and what is."""
    withdrawn = {trim(model) for arm in runtime.arms for model in arm.withdrawn_models}
    if trim(offer.id) in withdrawn:
        yield Category.WITHDRAWN, "refused", "still offered"
    if outcome.error is DeriveError.AMBIGUOUS:
        yield Category.AMBIGUOUS, "one arm", ", ".join(outcome.tied)
        return
    served = next((arm.provider for arm in runtime.arms if arm.name == outcome.provider), None)
    if served is None:
        yield Category.UNROUTABLE, "registered", str(outcome.error)
        return
    if offer.provider is not None and offer.provider != served.name:
        labelled = registry.payer_of(offer.provider)
        category = Category.WRONG_PROVIDER if labelled is served.payer else Category.WRONG_PAYER
        yield category, str(outcome), f"{offer.provider} ({labelled})"
    # An empty list asks for no key at all: a template may leave the question to a form of its own.
    if offer.required_env and not set(offer.required_env) & set(served.auth_env):
        yield Category.WRONG_KEY, ", ".join(served.auth_env), ", ".join(offer.required_env)


def _default(registry: Registry, offered: Offered) -> Iterator[Drift]:
    if offered.default_model is None:
        return
    outcome = derive(registry, offered.runtime, offered.default_model)
    if outcome.error is not None:
        yield Drift(
            category=Category.UNREGISTERED_DEFAULT,
            runtime=offered.runtime,
            model=offered.default_model,
            expected="registered",
            actual=str(outcome.error),
            document=offered.document,
            pointer=offered.default_pointer,
        )


def _missing_offers(registry: Registry, offers: Sequence[Offered]) -> Iterator[Drift]:
    offered = {(each.runtime, trim(offer.id)) for each in offers for offer in each.models}
    for name, runtime in registry.runtimes.items() if offers else ():
        for model in menu(registry, name):
            if (name, model) in offered:
                continue
            lister = runtime.listers[model][0]
            place = (runtime.arms.index(lister), "models", lister.models.index(model))
            yield Drift(
                category=Category.UNOFFERED,
                runtime=name,
                model=model,
                expected="offered",
                actual="offered by no template",
                document=None,
                pointer=pointer("runtimes", name, "providers", *place),
                arm=lister.name,
            )
