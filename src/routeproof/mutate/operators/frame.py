"""The frame every operator stands in: what it is given, what it proposes, and its own examples."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from routeproof.checks.subjects.connections import ConnectionsSubject
from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.finding import Rule
from routeproof.model.declared import Declared
from routeproof.model.registry import Arm, Payer, Provider, Registry
from routeproof.model.workflow import Workflow
from routeproof.mutate.edit import Change, insert, put


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything an operator may look at: what the checks are given, and what the verdict is made with.

    `files` maps every file that can be edited and is there to its plain data.
    """

    subject: RegistrySubject
    goldens: GoldensSubject
    connections: ConnectionsSubject | None = None
    declared: Declared = field(default_factory=Declared)
    rules: tuple[Rule, ...] = ()
    """Everything that findings are reported under, the verdict's own rules included."""
    workflows: tuple[Workflow, ...] = ()
    files: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

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
    guard: bool = False
    """Whether it edits what others are judged by, in a file that is judged itself."""


Propose = Callable[[Material], Iterator[Proposal]]
"""Every edit that an operator makes of a workspace."""


@dataclass(frozen=True, slots=True)
class Example:
    """A small file before, and what it is after each edit that the operator proposes, in order.

    Nothing stands for a file that is gone. `file` is named where the operator edits more than one.
    """

    before: str
    after: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A way in which a person plausibly gets it wrong. `touches` says which part of which file is edited."""

    name: str
    description: str
    touches: str
    propose: Propose
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

    def edit(self, description: str, *changes: Change, model: str = "", replacement: str = "") -> Proposal:
        """Propose an edit of the arm, or of one id in it."""
        return Proposal(
            changes=changes,
            locus=self.locus(*([model] if model else ())),
            description=description,
            replacement=replacement,
            runtime=self.runtime,
            provider=self.arm.name,
        )


def sites(registry: Registry) -> Iterator[Site]:
    """Every arm, runtimes sorted, arms as declared."""
    for name, runtime in registry.runtimes.items():
        for place, arm in enumerate(runtime.arms):
            yield Site(name, place, arm)


def per_arm(edits: Callable[[Material, Site], Iterator[Proposal]]) -> Propose:
    """Propose what `edits` makes of each arm."""

    def propose(material: Material) -> Iterator[Proposal]:
        for site in sites(material.registry):
            yield from edits(material, site)

    return propose


def per_id(edits: Callable[[Material, Site, int, str], Iterator[Proposal]]) -> Propose:
    """Propose what `edits` makes of each listed id, given its arm and its position there."""

    def propose(material: Material) -> Iterator[Proposal]:
        for site in sites(material.registry):
            for index, model in enumerate(site.arm.models):
                yield from edits(material, site, index, model)

    return propose


def platform_of(registry: Registry, runtime: str) -> Site | None:
    """The first arm of a runtime that the operator pays for."""
    own = (site for site in sites(registry) if site.runtime == runtime)
    return next((site for site in own if site.arm.payer is Payer.PLATFORM), None)


def catalogue(registry: Registry) -> Iterator[tuple[str, Provider]]:
    """Every provider with its pointer."""
    for place, provider in enumerate(registry.providers):
        yield pointer("providers", place), provider
