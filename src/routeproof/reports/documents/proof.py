"""The proof report: the partition of all ids of every runtime, and what was proved or refuted over it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from routeproof.harness import Verdict
from routeproof.harness.finding import Finding
from routeproof.markup import code, message, prose, table, visible
from routeproof.model.registry import Runtime
from routeproof.prove import RouteClass, extent, route_classes, routes


def summary_lines(runtimes: Sequence[Runtime], verdict: Verdict) -> Iterator[str]:
    """One line a runtime, then every refutation, then what the refutations are waived or open by."""
    refuted = Counter(finding.coordinate("runtime") for finding in _refutations(verdict))
    for runtime in runtimes:
        classes = route_classes(runtime)
        size = f"{len(runtime.arms)} arms, {len(classes)} classes, {len(_done(verdict))} proofs"
        yield visible(f"{runtime.name}: {size}, {refuted[runtime.name] or 'none'} refuted")
    waived = {each.finding for each in verdict.waived}
    for finding in _refutations(verdict):
        state = "waived" if finding in waived else finding.level
        yield visible(f"{state} {finding.check}: {finding.message}")


def class_lines(runtimes: Sequence[Runtime]) -> Iterator[str]:
    """The partition: a line a class, with its shortest id, its size, its claimants and where it goes."""
    for runtime in runtimes:
        yield visible(runtime.name)
        for each in route_classes(runtime):
            yield visible(f"  {each.witness}  ({extent(each)}, {_claim(each)}): {_goes(each)}")


def render(runtimes: Sequence[Runtime], verdict: Verdict) -> str:
    """Render `reports/proof.md`: deterministic Markdown, no dates, no timings."""
    return "\n".join(_document(runtimes, verdict)) + "\n"


def _document(runtimes: Sequence[Runtime], verdict: Verdict) -> Iterator[str]:
    yield "# Proofs over every possible id"
    yield ""
    yield "Every id of a runtime is in exactly one class; a proof over the classes is a proof over all ids."
    yield ""
    yield from _proofs(verdict)
    for runtime in runtimes:
        yield ""
        yield f"## {code(runtime.name)}"
        yield ""
        rows = [
            (code(each.witness), extent(each), prose(_claim(each)), code(_goes(each)))
            for each in route_classes(runtime)
        ]
        yield table(("shortest id", "how many", "claimed by", "goes to"), rows)


def _proofs(verdict: Verdict) -> Iterator[str]:
    found = Counter(finding.check for finding in _refutations(verdict))
    rows = [
        (code(check), f"{found[check]} refuted" if found[check] else "proved") for check in _done(verdict)
    ]
    yield table(("proof", "result"), rows)
    waived = {each.finding: each.waiver for each in verdict.waived}
    refuted = [
        (
            code(each.check),
            message(each.message),
            prose(waived[each].ticket) if each in waived else f"open {each.level}",
        )
        for each in _refutations(verdict)
    ]
    if refuted:
        yield ""
        yield "## Refuted"
        yield ""
        yield table(("proof", "shortest counterexample", "accepted by"), refuted)
    for exception in verdict.exemptions:
        yield ""
        what = f"{code(exception.coordinate('model'))} on {code(exception.coordinate('runtime'))}"
        yield f"Platform exception: {what}: {prose(exception.reason)}"


def _done(verdict: Verdict) -> list[str]:
    """The proofs that had something to prove: nothing that is empty counts as proved."""
    return [check for check in verdict.ledger.done if check not in verdict.ledger.empty]


def _refutations(verdict: Verdict) -> list[Finding]:
    """Open and waived findings of the proofs, in one order whatever is waived."""
    found = [*verdict.findings, *(each.finding for each in verdict.waived)]
    return sorted(
        (finding for finding in found if finding.check in verdict.ledger.planned),
        key=lambda finding: (finding.check, [value or "" for _, value in finding.about], finding.key),
    )


def _claim(each: RouteClass) -> str:
    listed = [arm.name for arm in each.exact]
    found = [arm.name for arm in each.pattern]
    parts = [f"listed by {' and '.join(listed)}"] if listed else []
    parts += [f"found by {' and '.join(found)}"] if found else []
    return ", ".join(parts) or "no arm"


def _goes(each: RouteClass) -> str:
    first, *others = routes(each)
    return "; ".join(map(str, (first, *others))) if others else first.goes
