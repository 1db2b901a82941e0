"""What the checks on offered ids share: one drift category becomes one check's findings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from routeproof.drift import Category, Drift
from routeproof.harness.finding import Finding, Location
from routeproof.model.about import about
from routeproof.model.declared import Offered
from routeproof.model.registry import Registry

_FIELDS = tuple(each.name for each in fields(Drift))


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersSubject:
    """A registry, what templates offer of it, and where the two disagree."""

    registry: Registry
    registry_file: str = "manifest/providers.yaml"
    offers: tuple[Offered, ...] = ()
    drifts: tuple[Drift, ...] = ()


def reporter(category: Category, *, message: str, hint: str) -> Callable[[OffersSubject], Iterator[Finding]]:
    """A check's `run` over the drift of one category; the templates are filled from the Drift's fields."""

    def run(subject: OffersSubject) -> Iterator[Finding]:
        for drift in subject.drifts:
            if drift.category is category:
                values = {name: getattr(drift, name) for name in _FIELDS}
                yield Finding(
                    message=message.format(**values),
                    hint=hint.format(**values),
                    at=Location(drift.document or subject.registry_file, drift.pointer),
                    about=about(runtime=drift.runtime, arm=drift.arm, model=drift.model or None),
                    expected=drift.expected,
                    actual=drift.actual,
                )

    return run


def offers(subject: OffersSubject) -> int:
    """How many offered lists there are."""
    return len(subject.offers)


def offered_ids(subject: OffersSubject) -> int:
    """How many ids are offered on runtimes that the registry has."""
    return sum(
        len(offered.models) for offered in subject.offers if offered.runtime in subject.registry.runtimes
    )


def defaults(subject: OffersSubject) -> int:
    """How many default models are named for runtimes that the registry has."""
    known = subject.registry.runtimes
    return sum(offered.default_model is not None for offered in subject.offers if offered.runtime in known)


def menu_ids(subject: OffersSubject) -> int:
    """How many ids the menus hold, when anything is offered at all."""
    return (
        sum(len(runtime.listers) for runtime in subject.registry.runtimes.values()) if subject.offers else 0
    )
