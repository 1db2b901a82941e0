"""The questions: one for each behavioural class and decisive credentials, then borders, then samples."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from routeproof.conform.kit import Phase, PlannedQuestion, QuestionPlan
from routeproof.conform.resolver.edits import one_edit_away, padded
from routeproof.conform.resolver.groups import Groups, QuestionGroup, vendors
from routeproof.conform.resolver.question import Op, Question
from routeproof.decision import Dialect, dialect_of
from routeproof.match import trim
from routeproof.model.registry import Arm, Payer, Registry, Runtime
from routeproof.prove import Dice, RouteClass, decision_table, route_classes
from routeproof.resolve import hits
from routeproof.resolve.billing import BillingMode

SAMPLES = 8
"""How many ids of a class are drawn when nobody says otherwise."""

NOWHERE = "no-such-runtime"
_LISTED = 200
"""How many ids of one class of listed ids are asked for; the largest reference class has 8."""
_EDITED = 8
"""How many of them are edited in search of a border."""
_ALIKE = 2
"""How many edits of one kind are asked for that lead from one class into the same other one."""
_GARBLED = ("", " ", "byokk", "BYOK", "byok ", "Platform_Managed", "platform-managed", "null", "0", "true")
"""Stored overrides that name no mode, whatever they look like."""


ResolverPlan: TypeAlias = QuestionPlan[Question, QuestionGroup]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the proof engine knows of one runtime: its classes, and ids at the borders of each."""

    runtime: Runtime
    classes: tuple[RouteClass, ...]
    borders: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every credential that some arm accepts, once."""
        return tuple(dict.fromkeys(name for arm in self.runtime.arms for name in arm.provider.auth_env))


def plan_questions(
    registry: Registry, ops: Sequence[Op], *, samples: int = SAMPLES, seed: int = 0
) -> ResolverPlan:
    """Plan the questions of the operations; the same registry, numbers and operations give the same plan.

    Raises UndecidedError when the ids of a runtime cannot be divided into classes.
    """
    groups = Groups(registry)
    known = [_known(runtime, groups) for runtime in registry.runtimes.values()]
    steps: list[tuple[Phase, Callable[[Op], Iterator[Question]]]] = [
        (Phase.CLASS, lambda op: _class_questions(registry, op, known)),
        (Phase.BORDER, lambda op: _border_questions(registry, op, known)),
        (Phase.SAMPLE, lambda op: _samples(op, known, samples, seed)),
    ]
    asked: dict[Question, PlannedQuestion[Question, QuestionGroup]] = {}
    for phase, questions in steps:
        for op in ops:
            for question in questions(op):
                if question not in asked:
                    asked[question] = PlannedQuestion(question, phase, groups.of(question))
    planned = dict.fromkeys(each.group for each in asked.values() if each.phase is Phase.CLASS)
    return QuestionPlan(tuple(planned), tuple(asked.values()))


def _known(runtime: Runtime, groups: Groups) -> _Known:
    classes = route_classes(runtime)
    origins = [model for one in classes for model in (one.witness, *one.ids[:_EDITED])]
    return _Known(runtime, classes, tuple(_bordering(runtime, origins, groups)))


def _bordering(runtime: Runtime, origins: Iterable[str], groups: Groups) -> Iterator[str]:
    """Edits of the ids: a few of each kind that lead from one class to another, or stay just inside."""
    seen: Counter[tuple[object, ...]] = Counter()
    for origin in dict.fromkeys(origins):
        came_from = groups.claims(runtime.name, origin)
        for kind, edited in one_edit_away(origin):
            model = trim(edited)
            if model:
                way = (came_from, kind, groups.claims(runtime.name, model))
                seen[way] += 1
                if seen[way] <= _ALIKE:
                    yield edited


def decisive(
    dialect: Dialect, exact: Sequence[Arm], pattern: Sequence[Arm], names: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """The sets of credentials that can make a difference to ids with these hits, none of them first.

    Where no tie has to be broken, no credential and all of them must give one answer. In a tie each name
    of each arm that claims the id is tried alone, because any one name suffices.
    """
    claimants = dialect.claimants(exact, pattern)
    rows = [row.names for row in decision_table(dialect, exact, pattern)]
    alone = [(name,) for arm in claimants for name in arm.provider.auth_env] if len(claimants) > 1 else []
    return tuple(dict.fromkeys([(), *rows, *alone, tuple(names)]))


def _class_questions(registry: Registry, op: Op, known: Sequence[_Known]) -> Iterator[Question]:
    if op is Op.UPSTREAM:
        for vendor in vendors(registry):
            yield from (Question(op=op, runtime="", model=f"{vendor}{mark}m1") for mark in "/:")
        yield from (Question(op=op, runtime="", model=model) for model in ("m1", ""))
        return
    for each in known:
        name = each.runtime.name
        for one in each.classes:
            for auth_env in _credentials(op, each.runtime, one.exact, one.pattern, each.names):
                yield Question(op=op, runtime=name, model=one.witness, auth_env=auth_env)
        yield Question(op=op, runtime=name, model="")
        yield Question(op=op, runtime=name, model=" ")
    witness = next((one.witness for each in known for one in each.classes), "m1")
    yield Question(op=op, runtime=NOWHERE, model=witness)
    yield Question(op=op, runtime=NOWHERE, model="")
    if op is Op.BILLING:
        yield from (
            Question(op=op, runtime=NOWHERE, model=witness, override=str(mode)) for mode in BillingMode
        )


def _credentials(
    op: Op, runtime: Runtime, exact: Sequence[Arm], pattern: Sequence[Arm], names: Sequence[str]
) -> tuple[tuple[str, ...], ...]:
    """Registration knows no credential; everything else may."""
    if op is Op.REGISTER:
        return ((),)
    return decisive(dialect_of(runtime.dialect), exact, pattern, names)


def _border_questions(registry: Registry, op: Op, known: Sequence[_Known]) -> Iterator[Question]:
    if op is Op.UPSTREAM:
        namespaced = (model for vendor in vendors(registry) for model in _namespaced_ids(vendor))
        listed = (model for each in known for model in each.runtime.listers)
        yield from (Question(op=op, runtime="", model=model) for model in (*namespaced, *listed))
        return
    for each in known:
        runtime = each.runtime
        for one in each.classes:
            models = (*(one.members(_LISTED) if one.ids else ()), *padded(one.witness))
            yield from (Question(op=op, runtime=runtime.name, model=model) for model in models)
        for model in each.borders:
            for auth_env in _credentials(op, each.runtime, *hits(runtime, trim(model)), ()):
                yield Question(op=op, runtime=runtime.name, model=model, auth_env=auth_env)
        for name in (runtime.name.swapcase(), f" {runtime.name}", f"{runtime.name}\n", runtime.name[:-1]):
            yield Question(op=op, runtime=name, model=each.classes[0].witness)
        if op is Op.BILLING:
            yield from _billing_questions(each)


def _billing_questions(known: _Known) -> Iterator[Question]:
    """An id for each payer and one that goes nowhere, under every stored override, with and without proxy."""
    by_payer: dict[Payer | None, str] = {}
    for one in known.classes:
        arm = one.decision(()).arm
        by_payer.setdefault(arm.provider.payer if arm else None, one.witness)
    for model in by_payer.values():
        plain = Question(op=Op.BILLING, runtime=known.runtime.name, model=model)
        for override in (None, *BillingMode, *_GARBLED):
            stored = None if override is None else str(override)
            yield from (replace(plain, override=stored, proxy=proxy) for proxy in (True, False))


def _namespaced_ids(vendor: str) -> Iterator[str]:
    for mark, other in ("/:", ":/"):
        model = f"{vendor}{mark}m1"
        yield from (f"{vendor}{mark}", f"{vendor}{mark}a{other}b", f"a{other}{vendor}{mark}b")
        yield from padded(model)
        yield from (edited for _, edited in one_edit_away(model))


def _samples(op: Op, known: Sequence[_Known], samples: int, seed: int) -> Iterator[Question]:
    for each in known:
        pool = [*each.names, *(name.lower() for name in each.names), "UNKNOWN_KEY"]
        for number, one in enumerate(each.classes):
            dice = Dice(seed + number)
            for model in one.sample(seed + number, samples):
                auth_env = tuple(dice.choice(pool) for _ in range(dice.below(4)))
                if op is Op.UPSTREAM:
                    yield Question(op=op, runtime="", model=model)
                else:
                    named = () if op is Op.REGISTER else auth_env
                    yield Question(op=op, runtime=each.runtime.name, model=model, auth_env=named)
