"""A run about connections as a verdict, so that every format of the gate can show it."""

from typing import TypeAlias

from routeproof.conform.connections.question import ConnectionQuestion, Situation
from routeproof.conform.kit import Conformance, Disagreement, judge_run
from routeproof.harness import Count, Verdict
from routeproof.harness.finding import Finding, Level, Location, Rule

ConnectionConformance: TypeAlias = Conformance[ConnectionQuestion, Situation]

AGREES = Rule(
    id="implementation-agrees",
    title="the implementation answers about connections what the reference says",
    level=Level.ERROR,
    doc="""The implementation answers about connections what the reference says.

Which auth is one, who serves an entry in every state and who pays, what a backfill stamps: what was proved
of a configuration holds only as far as the code that reads it in production decides in the same way.""",
    waivable=False,
    lowerable=False,
)
ANSWERS = Rule(
    id="implementation-answers",
    title="the implementation answers every question about connections once",
    level=Level.ERROR,
    doc="""The implementation answers every question about connections once.

One that hangs, crashes or answers something else is not judged on the rest, and that is no pass.""",
    waivable=False,
    lowerable=False,
)
RULES = (AGREES, ANSWERS)
EXPORT = "manifest/connections.yaml"
"""Where findings stand: the file whose connections the implementation serves."""
_HINT = "`routeproof.connections.answer` gives the right answer to the question"


def judge_implementation(result: ConnectionConformance) -> Verdict:
    """The verdict on an implementation."""
    return judge_run(
        result,
        map(_disagreement, result.disagreements),
        agrees=AGREES,
        answers=ANSWERS,
        document=EXPORT,
        who="an implementation",
        counts=(Count("questions", result.asked, f"{result.asked:,} questions"),),
    )


def _disagreement(each: Disagreement[ConnectionQuestion, Situation]) -> Finding:
    return Finding(
        check=AGREES.id,
        level=AGREES.level,
        message=each.message,
        hint=_HINT,
        at=Location(EXPORT),
        expected=each.expected,
        actual=each.said,
        key=f"{each.group.op} {each.group} {each.expected} {each.said}",
    )
