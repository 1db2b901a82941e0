"""No template offers an id that the registry has withdrawn.

The registry refuses the id from now on; a template that still shows it sends customers into that refusal.
"""

from routeproof.checks.subjects.offers import drift_reporter, offered_ids
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-id-not-withdrawn",
    title="no template offers a withdrawn id",
    level=Level.ERROR,
    doc=__doc__,
    run=drift_reporter(
        Category.WITHDRAWN,
        message="`{model}` is withdrawn on `{runtime}` and {actual}",
        hint="remove it from the template, then from `withdrawn_models`",
    ),
    size=offered_ids,
)
