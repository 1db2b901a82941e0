"""The frame every operator stands in: what it is given, what it proposes, and its own examples."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.finding import Rule
from routeproof.model.declared import Declared
from routeproof.model.registry import Arm, Payer, Provider, Registry
from routeproof.mutate.edit import Change, insert, put
from routeproof.mutate.mutant import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything an operator may look at: what the checks are given, and what the verdict is made with."""

    subject: RegistrySubject
    goldens: GoldensSubject
    declared: Declared = field(default_factory=Declared)
    rules: tuple[Rule, ...] = ()
    """Everything that findings are reported under, the verdict's own rules included."""

    @property
    def registry(self) -> Registry:
        """The registry that is judged."""
        return self.subject.registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One edit that an operator proposes; the fields are those of the mutant that it becomes."""

    changes: tuple[Change, ...]
    locus: str
    description: str
    replacement: str = ""
    file: str = ""
    """Empty for the operator's own file."""
    runtime: str | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A small file before, and what it is after each edit that the operator proposes, in order."""

    before: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A way in which a person plausibly gets it wrong. `touches` says which part of which file is edited."""

    name: str
    description: str
    kind: Kind
    touches: str
    propose: Callable[[Material], Iterator[Proposal]]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One arm with its place in the registry file."""

    runtime: str
    place: int
    arm: Arm

    def at(self, *steps: str | int) -> str:
        """The pointer of the arm, or of something in it."""
        return pointer("runtimes", self.runtime, "providers", self.place, *steps)

    def locus(self, *parts: str) -> str:
        """Runtime, arm and, where given, id in words."""
        return " / ".join((self.runtime, self.arm.name, *parts))

    def listing(self, model: str) -> Change:
        """The change that lists one more id at the end of the arm."""
        models = self.arm.models
        return insert(self.at("models", len(models)), model) if models else put(self.at("models"), [model])


def sites(registry: Registry) -> Iterator[Site]:
    """Every arm, runtimes sorted, arms as declared."""
    for name, runtime in registry.runtimes.items():
        for place, arm in enumerate(runtime.arms):
            yield Site(name, place, arm)


def platform_of(registry: Registry, runtime: str) -> Site | None:
    """The first arm of a runtime that the operator pays for."""
    own = (site for site in sites(registry) if site.runtime == runtime)
    return next((site for site in own if site.arm.payer is Payer.PLATFORM), None)


def catalogue(registry: Registry) -> Iterator[tuple[str, Provider]]:
    """Every provider with its pointer."""
    for place, provider in enumerate(registry.providers):
        yield pointer("providers", place), provider
