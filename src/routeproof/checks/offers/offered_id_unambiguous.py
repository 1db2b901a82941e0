"""No id that a template offers is claimed by several arms when no credential decides.

A tie between patterns is an error, so whether the agent starts depends on which keys happen to be present.
"""

from routeproof.checks.subjects.offers import drift_reporter, offered_ids
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-id-unambiguous",
    title="no offered id is claimed by several arms",
    level=Level.ERROR,
    doc=__doc__,
    run=drift_reporter(
        Category.AMBIGUOUS,
        message="`{model}` is offered on `{runtime}` and claimed by several arms: `{actual}`",
        hint="list the id on one arm, or make the patterns disjoint",
    ),
    size=offered_ids,
)
