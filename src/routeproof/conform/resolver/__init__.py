"""A team's own resolver, held to the specification over every behavioural class.

`plan_questions` says what to ask, a transport carries it, `judge_answers` holds what came back against the
specification. A run can be kept as a recording, judged again, and compared with another.
"""

from routeproof.conform.resolver.edits import one_edit_away, padded
from routeproof.conform.resolver.expected import describe_difference, expected_answer
from routeproof.conform.resolver.findings import RULES, judge_conformance
from routeproof.conform.resolver.groups import Groups, QuestionGroup
from routeproof.conform.resolver.judge import ResolverConformance, judge_answers
from routeproof.conform.resolver.plan import SAMPLES, ResolverPlan, plan_questions
from routeproof.conform.resolver.question import Op, Question, read_question
from routeproof.conform.resolver.recording import (
    ResolverRecording,
    describe_outcome,
    read_recording,
    replay,
)
from routeproof.conform.resolver.secrets import secrets_of

__all__ = [
    # what is asked
    "SAMPLES",
    "Groups",
    "Op",
    "Question",
    "QuestionGroup",
    "ResolverPlan",
    "one_edit_away",
    "padded",
    "plan_questions",
    "read_question",
    "secrets_of",
    # what is answered
    "RULES",
    "ResolverConformance",
    "describe_difference",
    "expected_answer",
    "judge_answers",
    "judge_conformance",
    # what is kept
    "ResolverRecording",
    "describe_outcome",
    "read_recording",
    "replay",
]
