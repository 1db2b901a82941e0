"""The judgement: answers against the specification, disagreements by class, and the ledger of classes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from routeproof.conform.resolver.expected import describe_difference, expected_answer
from routeproof.conform.resolver.groups import QuestionGroup
from routeproof.conform.resolver.plan import PlannedQuestion, QuestionPlan
from routeproof.conform.resolver.question import Question
from routeproof.harness import Exit
from routeproof.markup import more
from routeproof.model.registry import Payer, Registry
from routeproof.resolve.billing import BillingMode
from routeproof.transport import Fault, Reply, Transcript


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Questions of one group that are all answered in the same wrong way, with the shortest of them."""

    group: QuestionGroup
    example: Question
    expected: str
    said: str
    count: int
    moves_the_bill: bool = False
    """Whether the operator pays by one of the two answers and not by the other."""

    @property
    def message(self) -> str:
        """The one-line witness."""
        return f"{self.example} is {self.expected}, the resolver says {self.said}{more(self.count)}"


@dataclass(frozen=True, slots=True)
class Covered:
    """One line of the ledger: how many questions of a group were asked, answered, and answered wrongly."""

    group: QuestionGroup
    asked: int
    answered: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Conformance:
    """What came of holding a resolver to the specification.

    The disagreements that move a bill come first. `first_unanswered` is None when everything is answered.
    """

    ledger: tuple[Covered, ...]
    disagreements: tuple[Disagreement, ...]
    faults: tuple[Fault, ...]
    first_unanswered: Question | None

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return sum(each.asked for each in self.ledger)

    @property
    def answered(self) -> int:
        """How many of them have an answer, right or wrong."""
        return sum(each.answered for each in self.ledger)

    @property
    def uncovered(self) -> tuple[QuestionGroup, ...]:
        """The groups about which nothing is known."""
        return tuple(each.group for each in self.ledger if not each.answered)

    @property
    def exit_code(self) -> Exit:
        """Nothing asked, something unanswered, something wrong, or clean."""
        return Exit.worst(
            (
                Exit.CLEAN if self.asked else Exit.NOTHING_CHECKED,
                Exit.UNDECIDED
                if self.asked and (self.answered < self.asked or self.uncovered)
                else Exit.CLEAN,
                Exit.FINDINGS if self.disagreements or self.faults else Exit.CLEAN,
            )
        )


def judge_answers(registry: Registry, plan: QuestionPlan, transcript: Transcript) -> Conformance:
    """Hold every answer against the specification. A group without an answer is no pass."""
    replies = transcript.replies
    found = list(_wrong(registry, plan.asked, replies))
    groups = dict.fromkeys([*plan.groups, *(each.group for each in plan.asked)])
    counts = {group: [0, 0, 0] for group in groups}
    for number, each in enumerate(plan.asked):
        counts[each.group][0] += 1
        counts[each.group][1] += number in replies
    for each, _ in found:
        counts[each.group][2] += 1
    unanswered = (each.question for number, each in enumerate(plan.asked) if number not in replies)
    return Conformance(
        tuple(Covered(group, *count) for group, count in counts.items()),
        tuple(sorted(_gather_disagreements(registry, found), key=lambda each: not each.moves_the_bill)),
        transcript.faults,
        next(unanswered, None),
    )


def _wrong(
    registry: Registry, asked: Sequence[PlannedQuestion], replies: Mapping[int, Reply]
) -> Iterator[tuple[PlannedQuestion, tuple[str, str]]]:
    for number, each in enumerate(asked):
        if number in replies:
            wanted = expected_answer(registry, each.question)
            difference = describe_difference(each.question, wanted, replies[number])
            if difference is not None:
                yield each, difference


def _gather_disagreements(
    registry: Registry, found: Sequence[tuple[PlannedQuestion, tuple[str, str]]]
) -> Iterator[Disagreement]:
    alike: dict[tuple[QuestionGroup, tuple[str, str]], list[Question]] = {}
    for each, difference in found:
        alike.setdefault((each.group, difference), []).append(each.question)
    for (group, (wanted, said)), questions in alike.items():
        example = min(questions, key=lambda question: question.size)
        billed = any(_bills_operator(registry, answer) for answer in (wanted, said))
        yield Disagreement(group, example, wanted, said, len(questions), billed)


def _bills_operator(registry: Registry, answer: str) -> bool:
    """Whether the operator pays by an answer, as it is told: the name of a provider, or a mode."""
    name = answer.strip("`")
    return name == BillingMode.PLATFORM_MANAGED or registry.payer_of(name) is Payer.PLATFORM
