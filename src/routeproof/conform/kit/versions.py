"""Two recorded versions of a product: which answers changed, grouped by what became of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from routeproof.conform.kit.judging import ROLE
from routeproof.conform.kit.question import AnyQuestion, Q
from routeproof.conform.kit.recording import Recording
from routeproof.harness import Exit
from routeproof.markup import more
from routeproof.transport import Reply, quote

_UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Changed(Generic[Q]):
    """Questions of one operation and runtime whose answer changed alike, with the smallest of them."""

    example: Q
    before: str
    after: str
    count: int

    @property
    def message(self) -> str:
        """The one-line witness."""
        return f"{self.example} was {self.before}, is {self.after}{more(self.count)}"


@dataclass(frozen=True, slots=True)
class Versions(Generic[Q]):
    """The difference of two recordings; `common` counts the questions that both hold."""

    common: int
    only_old: int
    only_new: int
    changed: tuple[Changed[Q], ...]
    role: str = ROLE

    @property
    def exit_code(self) -> Exit:
        """Nothing in common, a question that only one was asked, a changed answer, or clean."""
        return Exit.worst(
            (
                Exit.CLEAN if self.common else Exit.NOTHING_CHECKED,
                Exit.UNDECIDED if self.common and (self.only_old or self.only_new) else Exit.CLEAN,
                Exit.FINDINGS if self.changed else Exit.CLEAN,
            )
        )


def compare_exchanges(
    old: Recording[Q], new: Recording[Q], describe: Callable[[Q, Reply], str], *, role: str = ROLE
) -> Versions[Q]:
    """Compare the answers to the questions that both recordings hold; the last answer to one counts.

    `describe` gives the outcome of an answer in a few words, `role` is whose they are.
    """
    before = {each.question: each.reply for each in old.exchanges}
    after = {each.question: each.reply for each in new.exchanges}
    common = [question for question in before if question in after]
    alike: dict[tuple[str, object, str, str], list[Q]] = {}
    for question in common:
        was, now = before[question], after[question]
        if was != now:
            way = [_UNANSWERED if each is None else describe(question, each) for each in (was, now)]
            # Where the outcome is the same, the whole answers show what is not.
            told = way if way[0] != way[1] else (_describe_all(was), _describe_all(now))
            alike.setdefault((question.op, question.fields.get("runtime"), told[0], told[1]), []).append(
                question
            )
    changed = tuple(
        Changed(min(questions, key=_size), was_told, now_told, len(questions))
        for (_, _, was_told, now_told), questions in alike.items()
    )
    return Versions(len(common), len(before) - len(common), len(after) - len(common), changed, role)


def _size(question: AnyQuestion) -> tuple[object, ...]:
    return question.size


def _describe_all(reply: Reply | None) -> str:
    fields: Mapping[str, object] = reply or {}
    return quote(", ".join(f"{name}={fields[name]!r}" for name in sorted(fields)))
