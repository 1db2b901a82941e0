"""A run of any kit as a verdict, so that every format of the gate can show it."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from routeproof.conform.kit.judging import Conformance
from routeproof.harness import Count, Ran, Terms, Verdict, judge
from routeproof.harness.finding import Finding, Location, Rule
from routeproof.markup import more


def judge_run(
    result: Conformance[Any, Any],
    disagreements: Iterable[Finding],
    *,
    agrees: Rule,
    answers: Rule,
    document: str,
    who: str,
    counts: Sequence[Count],
) -> Verdict:
    """The verdict: what is answered otherwise, under `agrees`, and what is not answered, under `answers`.

    Findings that are of no answer stand at the whole `document`; `who` is asked, as in "a resolver".
    """
    faults = tuple(_faults(result, answers, document, who))
    return judge(
        [
            Ran(agrees, result.asked, tuple(disagreements)),
            Ran(answers, result.asked, faults, result.undecided),
        ],
        terms=Terms(),
        today=datetime.date.min,  # neither rule can be waived, so no day decides anything
        rules=(agrees, answers),
        counts=counts,
    )


def _faults(result: Conformance[Any, Any], rule: Rule, document: str, who: str) -> Iterator[Finding]:
    for fault in result.faults:
        yield Finding(
            check=rule.id,
            level=rule.level,
            message=f"{fault.kind}: {fault.message}{more(fault.count)}",
            hint=f"{who} answers each line with one line of JSON that bears the same id",
            at=Location(document),
            key=fault.kind,
        )
