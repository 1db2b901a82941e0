"""A template asks for a key that the serving provider accepts.

A template that asks for a key of another name collects one that the provider never reads: the customer has
paid for it, entered it, and still gets no answer. Any one accepted name suffices; an offer that asks for
nothing is not judged.
"""

from routeproof.checks.subjects.offers import drift_reporter, offered_ids
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-key-accepted",
    title="a template asks for a key that the provider accepts",
    level=Level.ERROR,
    doc=__doc__,
    run=drift_reporter(
        Category.WRONG_KEY,
        message="`{model}` on `{runtime}` asks for `{actual}`, which `{arm}` does not accept",
        hint="ask for one of `{expected}`",
    ),
    size=offered_ids,
)
