"""Two recorded versions of a resolver: which answers changed, grouped by what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from routeproof.conform.resolver.expected import DECIDES
from routeproof.conform.resolver.question import Op, Question
from routeproof.conform.resolver.recording import Recording
from routeproof.harness import Exit
from routeproof.markup import more
from routeproof.transport import Reply, quote


@dataclass(frozen=True, slots=True)
class Changed:
    """Questions of one operation and runtime whose answer changed alike, with the shortest of them."""

    example: Question
    before: str
    after: str
    count: int

    @property
    def message(self) -> str:
        """The one-line witness."""
        return f"{self.example} was {self.before}, is {self.after}{more(self.count)}"


@dataclass(frozen=True, slots=True)
class Versions:
    """The difference of two recordings; `common` counts the questions that both hold."""

    common: int
    only_old: int
    only_new: int
    changed: tuple[Changed, ...]

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


def compare_recordings(old: Recording, new: Recording) -> Versions:
    """Compare the answers to the questions that both recordings hold; the last answer to one counts."""
    before = {each.question: each.reply for each in old.exchanges}
    after = {each.question: each.reply for each in new.exchanges}
    common = [question for question in before if question in after]
    alike: dict[tuple[Op, str, str, str], list[Question]] = {}
    for question in common:
        was, now = before[question], after[question]
        if was != now:
            way = _describe_outcome(question.op, was), _describe_outcome(question.op, now)
            # Where the field that decides is the same, the whole answers show what is not.
            told = way if way[0] != way[1] else (_describe_all(was), _describe_all(now))
            alike.setdefault((question.op, question.runtime, *told), []).append(question)
    changed = tuple(
        Changed(min(questions, key=lambda question: question.size), was_told, now_told, len(questions))
        for (_, _, was_told, now_told), questions in alike.items()
    )
    return Versions(len(common), len(before) - len(common), len(after) - len(common), changed)


def _describe_outcome(op: Op, reply: Reply | None) -> str:
    if reply is None:
        return "unanswered"
    value = reply.get(DECIDES[op])
    if value is None:
        return quote(reply["error"]) if reply.get("error") else f"no {DECIDES[op]}"
    return quote(value)


def _describe_all(reply: Reply | None) -> str:
    fields: Mapping[str, object] = reply or {}
    return quote(", ".join(f"{name}={fields[name]!r}" for name in sorted(fields)))
