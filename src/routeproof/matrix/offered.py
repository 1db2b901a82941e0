"""What templates offer, with the key that a customer is asked for and who pays: rows for the golden."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routeproof.manifest.table import OFFERED, Line, written
from routeproof.model.declared import Offered, OfferedModel
from routeproof.model.registry import Registry
from routeproof.resolve import derive

COLUMNS = OFFERED.columns
_LISTED, _BESIDE = "yes", "beside"
"""What a line says of a default that is on the list of its template, and of one that stands beside it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One offered id and what becomes of it; `pointer` is into `document`, the file that offers it."""

    line: Line
    document: str
    pointer: str


@dataclass(frozen=True, slots=True)
class OfferChange:
    """An offered id whose line differs; `was` is None for a new one, `now` for one that is gone."""

    runtime: str
    model: str
    was: Line | None
    now: Line | None
    document: str
    pointer: str


def offers_of(registry: Registry, offers: Sequence[Offered]) -> tuple[Offer, ...]:
    """Every offered id, and the default that is not on the list of its own template; sorted."""
    found = [
        Offer(_line(registry, offered, model), offered.document, model.pointer)
        for offered in offers
        for model in offered.models
    ]
    found += [
        Offer(
            _line(registry, offered, OfferedModel(offered.default_model), _BESIDE),
            offered.document,
            offered.default_pointer,
        )
        for offered in offers
        if offered.default_model and offered.default_model not in {model.id for model in offered.models}
    ]
    return tuple(sorted(found, key=lambda offer: (offer.line, offer.document, offer.pointer)))


def _line(registry: Registry, offered: Offered, model: OfferedModel, default: str = _LISTED) -> Line:
    outcome = derive(registry, offered.runtime, model.id)
    return (
        offered.runtime,
        model.id,
        default if model.id == offered.default_model else "",
        model.provider or "",
        " ".join(sorted(set(model.required_env))),
        outcome.provider or f"({outcome.error})",
        outcome.payer or "",
    )


def render_csv(offers: Iterable[Offer]) -> str:
    """The golden file, one line for each offered id."""
    return written(COLUMNS, (offer.line for offer in offers))


def compare(golden: Sequence[Line], offers: Sequence[Offer]) -> tuple[OfferChange, ...]:
    """Every offered id that is new, gone or different, sorted."""
    left = Counter(golden) - Counter(offer.line for offer in offers)
    gone: dict[Line, list[Line]] = {}
    for line in left.elements():
        gone.setdefault(line[:2], []).append(line)
    kept = Counter(golden)
    changes = []
    for offer in offers:
        kept[offer.line] -= 1
        if kept[offer.line] < 0:
            before = gone.get(offer.line[:2])
            was = before.pop(0) if before else None
            runtime, model, *_ = offer.line
            changes.append(OfferChange(runtime, model, was, offer.line, offer.document, offer.pointer))
    changes += [
        OfferChange(line[0], line[1], line, None, "", "") for lines in gone.values() for line in lines
    ]
    return tuple(sorted(changes, key=lambda change: (change.runtime, change.model, change.was or ())))
