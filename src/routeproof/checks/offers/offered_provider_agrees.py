"""A template that labels an id with a provider names the one that serves it.

The payer may be the same, the vendor is not: another endpoint, another key, another model behind the id.
"""

from routeproof.checks.subjects.offers import drift_reporter, offered_ids
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-provider-agrees",
    title="a template names the provider that serves the id",
    level=Level.ERROR,
    doc=__doc__,
    run=drift_reporter(
        Category.WRONG_PROVIDER,
        message="`{model}` on `{runtime}` is labelled `{actual}` and goes to `{expected}`",
        hint="correct the label, or move the id to the arm that is meant",
    ),
    size=offered_ids,
)
