"""Every pattern is anchored at the start of the id, and none finds everything.

A pattern is searched for anywhere in the id. Without an anchor `groq` also claims `my-groq-clone`, and one
that finds everything claims every id of every runtime it stands on. The proof compares the pattern with
itself held to the start, so an anchor that a branch of an alternation escapes is found as well.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Provider
from routeproof.prove import anchored_form, finds_everything, found_inside


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for place, provider in enumerate(subject.registry.providers):
        wrong = _wrong(provider)
        if wrong is not None:
            message, hint, witness = wrong
            yield Finding(
                message=message,
                hint=hint,
                at=Location(subject.registry_file, pointer("providers", place, "model_prefix_match")),
                about=about(arm=provider.name, model=witness),
            )


def _wrong(provider: Provider) -> tuple[str, str, str | None] | None:
    """Message, hint and witness of what is wrong with the pattern."""
    pattern = provider.model_prefix_match
    if finds_everything(pattern):
        return (
            f"the pattern `{pattern}` of `{provider.name}` finds every id",
            "name the ids it is meant for",
            None,
        )
    loose = found_inside(pattern)
    if loose is None:
        return None
    message = f"the pattern `{pattern}` of `{provider.name}` is not anchored: it finds `{loose}`"
    return message, f"write `{anchored_form(pattern)}`, or an anchor in every branch", loose


CHECK = Check(
    id="pattern-anchored",
    title="every pattern is anchored, and none finds everything",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.providers),
    proof=True,
)
