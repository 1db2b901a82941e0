"""Every id on a menu is offered by some template.

An id that nobody can pick is a note: it may serve running agents, or be an entry that was forgotten.
"""

from routeproof.checks.subjects.offers import drift_reporter, menu_ids
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-covers-menu",
    title="every menu id is offered by a template",
    level=Level.NOTE,
    doc=__doc__,
    run=drift_reporter(
        Category.UNOFFERED,
        message="`{model}` is on the menu of `{runtime}` and {actual}",
        hint="offer it, or withdraw it",
    ),
    size=menu_ids,
)
