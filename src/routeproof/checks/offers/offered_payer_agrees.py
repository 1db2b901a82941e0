"""A template that labels an id names the payer that the registry bills.

An id labelled `platform` that derives to a customer's provider asks customers for a key they were told they
do not need; the reverse bills the operator for what the customer expects to pay.
"""

from routeproof.checks.subjects.offers import drift_reporter, offered_ids
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-payer-agrees",
    title="a template names the payer that the registry bills",
    level=Level.ERROR,
    doc=__doc__,
    run=drift_reporter(
        Category.WRONG_PAYER,
        message="`{model}` on `{runtime}` is labelled `{actual}` and goes to `{expected}`",
        hint="correct the label, or move the id to the arm that is meant",
    ),
    size=offered_ids,
)
