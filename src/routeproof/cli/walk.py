"""The walk of an id through the arms, as lines for a terminal."""

from collections.abc import Iterator

from routeproof.resolve.walk import Walk


def format_walk(runtime: str, found: Walk) -> Iterator[str]:
    """The outcome, the payer, the reason, and a line for each arm that was tried."""
    outcome = found.outcome
    yield f"runtime   {runtime}"
    yield f"id        {found.model}"
    yield f"outcome   {outcome.provider or outcome.error}"
    yield f"payer     {outcome.payer or 'nobody: the id is not served'}"
    yield f"because   {found.why}"
    if not found.steps:
        return
    yield ""
    width = max(len(step.arm) for step in found.steps)
    for step in found.steps:
        how = "lists it" if step.lists else "finds it" if step.found else "-"
        keys = f"  key present: {', '.join(step.keyed)}" if step.keyed else ""
        yield f"  {step.arm:{width}}  {how:8}  {step.pattern}{keys}"
