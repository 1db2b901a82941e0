"""Invariants that are true of a registry today: drawn from its arms, and proved before they are proposed."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from routeproof.errors import InputError, UndecidedError
from routeproof.match import trim
from routeproof.model.declared import Condition, Invariant
from routeproof.model.registry import Payer, Provider, Registry, Runtime
from routeproof.propose.acceptance import exactly
from routeproof.propose.divisions import Divisions
from routeproof.prove import compare_patterns, judge_invariant

MOST = 100
"""Invariants that are proposed at most: every run of the gate proves each of them again."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was proved; `untried` counts the ideas beyond the limit."""

    invariants: tuple[Invariant, ...]
    untried: int = 0


@dataclass(frozen=True, slots=True)
class _Idea:
    """An invariant for the runtimes on which it holds; `weaker` is tried on those on which it does not."""

    invariant: Invariant
    runtimes: tuple[str, ...]
    weaker: Invariant | None = None


def invariants_for(registry: Registry, divisions: Divisions) -> Proposed:
    """Propose what holds for every id and every set of credentials, at most `MOST` invariants.

    Each says in its `why` that it was derived. Their names differ: none of the endings is the end of another.
    An idea that is refuted, says nothing or cannot be decided on a runtime is not proposed for it.
    """
    ideas = list(_ideas(registry))
    proved: list[Invariant] = []
    for idea in ideas[:MOST]:
        names = [name for name in idea.runtimes if name in divisions.decided]
        kept = tuple(name for name in names if _holds(registry, idea.invariant, name))
        proved += [replace(idea.invariant, runtimes=kept)] if kept else []
        rest = tuple(
            name for name in names if idea.weaker and name not in kept and _holds(registry, idea.weaker, name)
        )
        proved += [replace(idea.weaker, runtimes=rest)] if idea.weaker and rest else []
    return Proposed(tuple(proved), max(0, len(ideas) - MOST))


def _holds(registry: Registry, invariant: Invariant, runtime: str) -> bool:
    """Whether the invariant is proved on that runtime, as the gate would prove it."""
    with suppress(UndecidedError):
        return judge_invariant(invariant, [registry.runtimes[runtime]]).holds
    return False


def _ideas(registry: Registry) -> Iterator[_Idea]:
    """The dearest first: what is listed on each side, then the operator's namespaces, then the patterns."""
    for runtime in registry.runtimes.values():
        yield from _of_lists(runtime)
    yield from _of_namespaces(registry)
    for provider in registry.providers:
        yield from _of_pattern(registry, provider)


def _of_lists(runtime: Runtime) -> Iterator[_Idea]:
    """No credential moves a listed id to the other payer. A withdrawn id breaks neither of the two."""
    for payer, other in ((Payer.PLATFORM, Payer.BYOK), (Payer.BYOK, Payer.PLATFORM)):
        ids = tuple(
            model
            for model, arms in runtime.listers.items()
            if model and model == trim(model) and all(arm.provider.payer is payer for arm in arms)
        )
        who = "the operator" if payer is Payer.PLATFORM else "the customer"
        invariant = Invariant(
            id=f"{runtime.name}-listed-{payer}-ids",
            why=f"derived at adoption: {who} alone paid for these listed ids, whatever keys were present",
            runtimes=None,
            ids=ids,
            never=Condition(payer=other),
        )
        if ids:
            yield _Idea(invariant, (runtime.name,))


def _of_namespaces(registry: Registry) -> Iterator[_Idea]:
    """A namespace of platform ids is nobody else's, and its other spelling is refused."""
    by_namespace: dict[str, list[str]] = {}
    for runtime in registry.runtimes.values():
        for arm in runtime.arms:
            for model in map(trim, arm.models if arm.payer is Payer.PLATFORM else ()):
                at = min((model.index(each) for each in "/:" if each in model), default=-1)
                names = by_namespace.setdefault(model[: at + 1], []) if at > 0 else []
                names += [runtime.name] if runtime.name not in names else []
    for namespace, names in by_namespace.items():
        vendor, separator = namespace[:-1], namespace[-1]
        other, said = (":", "colon") if separator == "/" else ("/", "slash")
        yield _Idea(
            Invariant(
                id=f"{vendor}-{'slash' if separator == '/' else 'colon'}-is-never-byok",
                why=f"derived at adoption: no id of the operator's namespace {namespace} billed a customer",
                runtimes=None,
                ids=f"{exactly([namespace])}.*",
                never=Condition(payer=Payer.BYOK),
            ),
            tuple(names),
        )
        swapped = Invariant(
            id=f"{vendor}-{said}-is-refused",
            why=f"derived at adoption: {vendor}{other} was no other spelling of {namespace}, and refused",
            runtimes=None,
            ids=f"{exactly([vendor + other])}.*",
            must=Condition(error=("unregistered",)),
        )
        weaker = replace(
            swapped,
            id=f"{vendor}-{said}-is-never-platform",
            why=f"derived at adoption: no id of {vendor}{other} billed the operator",
            must=None,
            never=Condition(payer=Payer.PLATFORM),
        )
        yield _Idea(swapped, tuple(names), weaker)


def _of_pattern(registry: Registry, provider: Provider) -> Iterator[_Idea]:
    """What a customer's pattern finds is its own, or at least never the operator's to pay."""
    names = tuple(
        runtime.name
        for runtime in registry.runtimes.values()
        if any(arm.name == provider.name for arm in runtime.arms)
    )
    ids = found_by(provider.model_prefix_match) if provider.payer is Payer.BYOK and names else None
    if ids is None:
        return
    strong = Invariant(
        id=f"{provider.name}-owns-its-pattern",
        why=f"derived at adoption: every id that the pattern finds went to {provider.name}, a customer's key",
        runtimes=None,
        ids=ids,
        must=Condition(provider=(provider.name,), payer=Payer.BYOK),
    )
    weaker = replace(
        strong,
        id=f"{provider.name}-pattern-never-platform",
        why=f"derived at adoption: no id that the pattern of {provider.name} finds billed the operator",
        must=None,
        never=Condition(payer=Payer.PLATFORM),
    )
    yield _Idea(strong, names, weaker)


def found_by(pattern: str) -> str | None:
    """A pattern that an entire id matches if and only if `pattern` is found in it; None where unproved."""
    for whole in _wholes(pattern):
        # A form that does not fit may not even be a pattern.
        with suppress(InputError, UndecidedError):
            if compare_patterns(rf"(?s)\A(?:{whole})\z", pattern) == (None, None):
                return whole
    return None


def _wholes(pattern: str) -> Sequence[str]:
    """Readable forms first; the last one fits every pattern, whatever anchors and flags it holds."""
    core = pattern.removeprefix("(?i)").removeprefix("^").removesuffix("$")
    inner = f"(?i:{core})" if pattern.startswith("(?i)") else core
    return f"{inner}.*", inner, f".*(?-s:{pattern}).*", rf".*(?-s:{pattern}\E).*"
