"""The judgement of a resolver: its answers against the specification of its registry."""

from typing import TypeAlias

from routeproof.conform import kit
from routeproof.conform.resolver.expected import describe_difference, expected_answer
from routeproof.conform.resolver.groups import QuestionGroup
from routeproof.conform.resolver.plan import ResolverPlan
from routeproof.conform.resolver.question import Question
from routeproof.model.registry import Payer, Registry
from routeproof.resolve.billing import BillingMode
from routeproof.transport import Reply, Transcript

ResolverConformance: TypeAlias = kit.Conformance[Question, QuestionGroup]


def judge_answers(registry: Registry, plan: ResolverPlan, transcript: Transcript) -> ResolverConformance:
    """Hold every answer against the specification. A group without an answer is no pass."""

    def compare(question: Question, wanted: kit.Answer, reply: Reply) -> kit.WrongAnswer | None:
        told = describe_difference(question, wanted, reply)
        if told is None:
            return None
        return kit.WrongAnswer(*told, any(_bills_operator(registry, answer) for answer in told))

    asked = kit.Kit(kit.ROLE, lambda question: expected_answer(registry, question), compare)
    return kit.hold_answers(asked, plan, transcript)


def _bills_operator(registry: Registry, answer: str) -> bool:
    """Whether the operator pays by an answer, as it is told: the name of a provider, or a mode."""
    name = answer.strip("`")
    return name == BillingMode.PLATFORM_MANAGED or registry.payer_of(name) is Payer.PLATFORM
