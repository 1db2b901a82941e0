"""The questions of every operation about connections, each once; where all are wanted, in batches."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias

from routeproof.conform.connections.compare import situation_of
from routeproof.conform.connections.plan_auth import plan_auth
from routeproof.conform.connections.plan_backfill import plan_backfill_questions
from routeproof.conform.connections.plan_dispatch import every_state, plan_dispatch
from routeproof.conform.connections.question import ConnectionOp, ConnectionQuestion, Situation
from routeproof.conform.kit import Phase, PlannedQuestion, QuestionPlan

ConnectionPlan: TypeAlias = QuestionPlan[ConnectionQuestion, Situation]

BATCH = 100_000
"""How many questions are asked of one process."""

_PLANS = {
    ConnectionOp.AUTH: plan_auth,
    ConnectionOp.DISPATCH: plan_dispatch,
    ConnectionOp.BACKFILL: plan_backfill_questions,
}


def plan_batches(
    ops: Sequence[ConnectionOp], *, samples: int, seed: int, exhaustive: bool = False
) -> Iterator[ConnectionPlan]:
    """The plan; where it is to be exhaustive and asks of `dispatch`, all states behind it, in batches.

    The same numbers and operations give the same plan.
    """
    yield _planned(chain.from_iterable(_PLANS[op](samples, seed) for op in dict.fromkeys(ops)))
    states = every_state() if exhaustive and ConnectionOp.DISPATCH in ops else iter(())
    while batch := tuple(islice(states, BATCH)):
        yield _planned((Phase.SAMPLE, question) for question in batch)


def _planned(questions: Iterable[tuple[Phase, ConnectionQuestion]]) -> ConnectionPlan:
    asked: dict[ConnectionQuestion, PlannedQuestion[ConnectionQuestion, Situation]] = {}
    for phase, question in questions:
        if question not in asked:
            asked[question] = PlannedQuestion(question, phase, situation_of(question))
    groups = dict.fromkeys(each.group for each in asked.values())
    return QuestionPlan(tuple(groups), tuple(asked.values()))
