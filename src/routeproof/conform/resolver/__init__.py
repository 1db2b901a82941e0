"""A team's own resolver, held to the specification over every behavioural class.

`plan_questions` says what to ask, a transport carries it, `judge_answers` holds what came back against the
specification. A run can be kept as a recording, judged again, and compared with another.
"""

from routeproof.conform.resolver.edits import one_edit_away, padded
from routeproof.conform.resolver.expected import describe_difference, expected_answer
from routeproof.conform.resolver.findings import RULES, verdict_of
from routeproof.conform.resolver.groups import Group, Groups
from routeproof.conform.resolver.judge import Conformance, Covered, Disagreement, judge_answers
from routeproof.conform.resolver.plan import SAMPLES, Asked, Plan, plan_questions
from routeproof.conform.resolver.question import Op, Phase, Question, encode_questions, fields_of
from routeproof.conform.resolver.recording import (
    FORMAT,
    Exchange,
    Recording,
    format_recording,
    read_recording,
    replay,
)
from routeproof.conform.resolver.secrets import secrets_of
from routeproof.conform.resolver.versions import Changed, Versions, compare_recordings

__all__ = [
    # what is asked
    "SAMPLES",
    "Asked",
    "Group",
    "Groups",
    "Op",
    "Phase",
    "Plan",
    "Question",
    "encode_questions",
    "fields_of",
    "one_edit_away",
    "padded",
    "plan_questions",
    "secrets_of",
    # what is answered
    "RULES",
    "Conformance",
    "Covered",
    "Disagreement",
    "describe_difference",
    "expected_answer",
    "judge_answers",
    "verdict_of",
    # what is kept
    "FORMAT",
    "Changed",
    "Exchange",
    "Recording",
    "Versions",
    "compare_recordings",
    "format_recording",
    "read_recording",
    "replay",
]
