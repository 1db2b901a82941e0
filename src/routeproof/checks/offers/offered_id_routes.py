"""Every id that a template offers is registered on its runtime.

An offered id that no arm serves can be picked: the customer picks it, and the agent dies at boot.
"""

from routeproof.checks.subjects.offers import drift_reporter, offered_ids
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-id-routes",
    title="every offered id is registered",
    level=Level.ERROR,
    doc=__doc__,
    run=drift_reporter(
        Category.UNROUTABLE,
        message="`{model}` is offered on `{runtime}` and goes nowhere: {actual}",
        hint="add it to an arm, or stop offering it",
    ),
    size=offered_ids,
)
