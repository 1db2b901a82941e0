"""What the checks on offered ids share: one drift category becomes one check's findings."""

from collections.abc import Callable, Iterator
from dataclasses import asdict

from routeproof.checks.subjects.registry import Subject
from routeproof.drift import Category
from routeproof.harness.finding import Finding, Location
from routeproof.model.about import about


def reporter(category: Category, *, message: str, hint: str) -> Callable[[Subject], Iterator[Finding]]:
    """A check's `run` over the drift of one category; the templates are filled from the Drift's fields."""

    def run(subject: Subject) -> Iterator[Finding]:
        for drift in subject.drifts:
            if drift.category is category:
                fields = asdict(drift)
                yield Finding(
                    message=message.format(**fields),
                    hint=hint.format(**fields),
                    at=Location(drift.document or subject.registry_file, drift.pointer),
                    about=about(runtime=drift.runtime, arm=drift.arm, model=drift.model or None),
                    expected=drift.expected,
                    actual=drift.actual,
                )

    return run


def offers(subject: Subject) -> int:
    """How many offered lists there are."""
    return len(subject.offers)


def offered_ids(subject: Subject) -> int:
    """How many ids are offered on runtimes that the registry has."""
    return sum(
        len(offered.models) for offered in subject.offers if offered.runtime in subject.registry.runtimes
    )


def defaults(subject: Subject) -> int:
    """How many default models are named for runtimes that the registry has."""
    known = subject.registry.runtimes
    return sum(offered.default_model is not None for offered in subject.offers if offered.runtime in known)


def menu_ids(subject: Subject) -> int:
    """How many ids the menus hold, when anything is offered at all."""
    return (
        sum(len(runtime.listers) for runtime in subject.registry.runtimes.values()) if subject.offers else 0
    )
