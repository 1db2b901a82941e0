"""What kits have in common: questions and why they are asked, the judgement, recordings and their versions.

A kit says what is asked and what the right answers are; here is everything that does not depend on that.
"""

from routeproof.conform.kit.judging import (
    ROLE,
    Answer,
    Conformance,
    Covered,
    Disagreement,
    Kit,
    WrongAnswer,
    add_up,
    find_flaw,
    hold_answers,
)
from routeproof.conform.kit.question import (
    AnyGroup,
    AnyQuestion,
    Phase,
    PlannedQuestion,
    QuestionPlan,
    encode_questions,
)
from routeproof.conform.kit.recording import (
    FORMAT,
    Exchange,
    Recording,
    format_recording,
    plan_again,
    read_exchanges,
)
from routeproof.conform.kit.verdict import judge_run
from routeproof.conform.kit.versions import Changed, Versions, compare_exchanges

__all__ = [
    # what is asked
    "AnyGroup",
    "AnyQuestion",
    "Phase",
    "PlannedQuestion",
    "QuestionPlan",
    "encode_questions",
    # what is answered
    "ROLE",
    "Answer",
    "Conformance",
    "Covered",
    "WrongAnswer",
    "Disagreement",
    "Kit",
    "add_up",
    "find_flaw",
    "hold_answers",
    "judge_run",
    # what is kept
    "FORMAT",
    "Changed",
    "Exchange",
    "Recording",
    "Versions",
    "compare_exchanges",
    "format_recording",
    "plan_again",
    "read_exchanges",
]
