"""The groups of questions: one for each behavioural class, and for what is decided before any class."""

from dataclasses import dataclass

from routeproof.conform.resolver.question import Op, Question
from routeproof.match import trim
from routeproof.model.registry import Registry, Runtime
from routeproof.prove import Partition, partition
from routeproof.resolve.billing import BillingMode


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Questions that one reason decides: the ids of one behavioural class, or one of the special cases.

    `exact` and `pattern` name the arms that list the ids, and whose patterns find them; `special` names
    what decides before any arm is looked at, or for `upstream` the vendor and its separator.
    """

    op: Op
    runtime: str
    exact: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    special: str = ""

    @property
    def where(self) -> str:
        """What a report puts them under: the runtime."""
        return self.runtime or "whatever the runtime"

    def __str__(self) -> str:
        if self.special:
            return self.special
        listed = f"listed by {' and '.join(self.exact)}" if self.exact else ""
        found = f"found by {' and '.join(self.pattern)}" if self.pattern else ""
        return ", ".join(filter(None, (listed, found))) or "claimed by no arm"


def vendors(registry: Registry) -> tuple[str, ...]:
    """The namespaces that the proxy can dial, in declared order."""
    return tuple(provider.upstream_vendor for provider in registry.providers if provider.upstream_vendor)


class Groups:
    """Tells to which group a question of one registry belongs, in time that its patterns do not multiply.

    Raises UndecidedError when the ids of a runtime cannot be divided into classes.
    """

    def __init__(self, registry: Registry) -> None:
        self._vendors = vendors(registry)
        self._runtimes = {
            name: (runtime, partition([arm.provider.model_prefix_match for arm in runtime.arms]))
            for name, runtime in registry.runtimes.items()
        }

    def of(self, question: Question) -> QuestionGroup:
        """The group of a question whose id is valid Unicode."""
        op = question.op
        if op is Op.UPSTREAM:
            return QuestionGroup(op, "", special=self._namespace(question.model))
        if op is Op.BILLING and question.override in tuple(BillingMode):
            return QuestionGroup(op, "", special=f"override {question.override}")
        model = trim(question.model)
        known = self._runtimes.get(question.runtime)
        # Registration lets an empty id pass as it came, and judges a blank one like any other.
        if not (question.model if op is Op.REGISTER else model):
            return QuestionGroup(op, question.runtime if known else "", special="no id")
        if known is None:
            return QuestionGroup(op, "", special="unknown runtime")
        if not model:
            return QuestionGroup(op, question.runtime, special="blank id")
        return QuestionGroup(op, question.runtime, *claims(*known, model))

    def claims(self, runtime: str, model: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The arms of a known runtime that list a trimmed id, and those whose patterns find it, by name."""
        return claims(*self._runtimes[runtime], model)

    def _namespace(self, model: str) -> str:
        for separator in "/:":
            vendor, found, _ = model.partition(separator)
            if found and vendor in self._vendors:
                return f"{vendor}{separator}"
        return "no vendor" if model else "no id"


def claims(runtime: Runtime, ids: Partition, model: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The arms that list the trimmed id and those whose patterns find it, by name, in declared order."""
    exact = tuple(arm.name for arm in runtime.listers.get(model, ()))
    return exact, tuple(runtime.arms[hit].name for hit in ids.classify(model))
