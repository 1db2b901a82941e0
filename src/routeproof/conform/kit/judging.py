"""The judgement: answers against what they are held to, disagreements by group, and the ledger of groups."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from routeproof.conform.kit.question import G, PlannedQuestion, Q, QuestionPlan
from routeproof.harness import Exit
from routeproof.markup import more
from routeproof.transport import Fault, Reply, Transcript, quote

ROLE = "the resolver"
"""What is asked where nothing else is said."""

Answer = Mapping[str, Any]
"""The fields of an answer by name: what decides first, then what may be left out."""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """What was expected and what was said instead, each in a few words, and whether that moves a bill."""

    expected: str
    said: str
    moves_the_bill: bool


@dataclass(frozen=True, slots=True)
class Kit(Generic[Q]):
    """What holds answers of one kind to what they should be.

    `role` is what is asked; `compare` is None where a reply agrees with the right answer.
    """

    role: str
    expect: Callable[[Q], Answer]
    compare: Callable[[Q, Answer, Reply], WrongAnswer | None]


@dataclass(frozen=True, slots=True)
class Disagreement(Generic[Q, G]):
    """Questions of one group that are all answered in the same wrong way, with the smallest of them."""

    group: G
    example: Q
    expected: str
    said: str
    count: int
    moves_the_bill: bool = False
    """Whether by one of the two answers somebody pays who does not by the other."""
    role: str = ROLE

    @property
    def message(self) -> str:
        """The one-line witness."""
        return f"{self.example} is {self.expected}, {self.role} says {self.said}{more(self.count)}"


@dataclass(frozen=True, slots=True)
class Covered(Generic[G]):
    """One line of the ledger: how many questions of a group were asked, answered, and answered wrongly."""

    group: G
    asked: int
    answered: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Conformance(Generic[Q, G]):
    """What came of holding somebody's answers to what they should be.

    The disagreements that move a bill come first. `first_unanswered` is None when everything is answered.
    """

    ledger: tuple[Covered[G], ...]
    disagreements: tuple[Disagreement[Q, G], ...]
    faults: tuple[Fault, ...]
    first_unanswered: Q | None
    role: str = ROLE

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return sum(each.asked for each in self.ledger)

    @property
    def answered(self) -> int:
        """How many of them have an answer, right or wrong."""
        return sum(each.answered for each in self.ledger)

    @property
    def uncovered(self) -> tuple[G, ...]:
        """The groups about which nothing is known."""
        return tuple(each.group for each in self.ledger if not each.answered)

    @property
    def undecided(self) -> str:
        """What is left open, in words; empty when everything is answered."""
        if self.exit_code is not Exit.UNDECIDED and self.answered == self.asked:
            return ""
        return f"{self.asked - self.answered:,} of {self.asked:,} questions have no answer"

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


def hold_answers(kit: Kit[Q], plan: QuestionPlan[Q, G], transcript: Transcript) -> Conformance[Q, G]:
    """Hold every answer to what it should be. A group without an answer is no pass."""
    replies = transcript.replies
    found = list(_wrong(kit, plan, replies))
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
        tuple(sorted(_gather(kit, found), key=lambda each: not each.moves_the_bill)),
        transcript.faults,
        next(unanswered, None),
        kit.role,
    )


def add_up(results: Sequence[Conformance[Q, G]]) -> Conformance[Q, G]:
    """Several runs as one, of at least one: alike disagreements are told once, and faults of one kind too."""
    counts: dict[G, tuple[int, int, int]] = {}
    alike: dict[tuple[object, ...], Disagreement[Q, G]] = {}
    faults: dict[str, Fault] = {}
    for result in results:
        for line in result.ledger:
            asked, answered, wrong = counts.get(line.group, (0, 0, 0))
            counts[line.group] = asked + line.asked, answered + line.answered, wrong + line.wrong
        for each in result.disagreements:
            way = each.group, each.expected, each.said, each.moves_the_bill
            known = alike.get(way)
            alike[way] = each if known is None else replace(known, count=known.count + each.count)
        for fault in result.faults:
            seen = faults.get(fault.kind)
            faults[fault.kind] = fault if seen is None else replace(seen, count=seen.count + fault.count)
    return Conformance(
        tuple(Covered(group, *count) for group, count in counts.items()),
        tuple(sorted(alike.values(), key=lambda each: not each.moves_the_bill)),
        tuple(faults.values()),
        next((each.first_unanswered for each in results if each.first_unanswered is not None), None),
        results[0].role,
    )


def _wrong(
    kit: Kit[Q], plan: QuestionPlan[Q, G], replies: Mapping[int, Reply]
) -> Iterator[tuple[PlannedQuestion[Q, G], WrongAnswer]]:
    for number, each in enumerate(plan.asked):
        if number in replies:
            difference = kit.compare(each.question, kit.expect(each.question), replies[number])
            if difference is not None:
                yield each, difference


def _gather(
    kit: Kit[Q], found: list[tuple[PlannedQuestion[Q, G], WrongAnswer]]
) -> Iterator[Disagreement[Q, G]]:
    alike: dict[tuple[G, WrongAnswer], list[Q]] = {}
    for each, difference in found:
        alike.setdefault((each.group, difference), []).append(each.question)
    for (group, how), questions in alike.items():
        example = min(questions, key=lambda question: question.size)
        yield Disagreement(
            group, example, how.expected, how.said, len(questions), how.moves_the_bill, kit.role
        )


def find_flaw(reply: Reply, decides: str, *, fits: Callable[[object], bool]) -> str:
    """Why a reply is no answer at all, in a few words; empty when it is one."""
    if "raised" in reply:
        return f"raised {quote(reply['raised'])}"
    if decides not in reply:
        return f"no `{decides}` in the answer"
    return "" if fits(reply[decides]) else f"a `{decides}` that is {quote(reply[decides])}"
