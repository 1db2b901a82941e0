"""Recorded runs of resolvers, read and judged again."""

from pathlib import Path
from typing import TypeAlias

from routeproof.conform import kit
from routeproof.conform.resolver.expected import DECIDES
from routeproof.conform.resolver.groups import Groups
from routeproof.conform.resolver.plan import ResolverPlan
from routeproof.conform.resolver.question import Question, read_question
from routeproof.model.registry import Registry
from routeproof.transport import Reply, Transcript, quote

ResolverRecording: TypeAlias = kit.Recording[Question]


def read_recording(path: Path) -> ResolverRecording:
    """Read a recording of a resolver; InputError with every line that is wrong, up to a hundred."""
    return kit.read_exchanges(path, read_question)


def replay(
    registry: Registry, recording: ResolverRecording, plan: ResolverPlan
) -> tuple[ResolverPlan, Transcript]:
    """The recorded questions in the place of the planned ones, and the answers; every class is still owed."""
    return kit.plan_again(recording, plan.groups, Groups(registry).of)


def describe_outcome(question: Question, reply: Reply) -> str:
    """What decides in an answer, in a few words."""
    decides = DECIDES[question.op]
    value = reply.get(decides)
    if value is None:
        return quote(reply["error"]) if reply.get("error") else f"no {decides}"
    return quote(value)
