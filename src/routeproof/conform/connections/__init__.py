"""A team's own connections, held to the reference: what is an auth, who serves and who pays, what is stamped.

`plan_batches` says what to ask, a transport carries it, and `KIT` holds what came back to what `answer` says.
It needs no registry: everything is asked over the built-in catalogue.
"""

from routeproof.conform.connections.answers import answer
from routeproof.conform.connections.compare import KIT, ROLE, describe_answer, situation_of
from routeproof.conform.connections.findings import (
    EXPORT,
    RULES,
    ConnectionConformance,
    judge_implementation,
)
from routeproof.conform.connections.plan import ConnectionPlan, plan_batches
from routeproof.conform.connections.question import (
    ConnectionOp,
    ConnectionQuestion,
    Situation,
    read_connection_question,
)

__all__ = [
    # what is asked
    "ConnectionOp",
    "ConnectionPlan",
    "ConnectionQuestion",
    "Situation",
    "plan_batches",
    "read_connection_question",
    "situation_of",
    # what is answered
    "EXPORT",
    "KIT",
    "ROLE",
    "RULES",
    "ConnectionConformance",
    "answer",
    "describe_answer",
    "judge_implementation",
]
