"""Every template's runtime is in the registry.

A runtime that the registry does not know fails open: each of its ids is accepted unchecked. That is meant
for federated and third-party runtimes, so it is a note; a misspelt runtime looks the same.
"""

from routeproof.checks.subjects.offers import drift_reporter, offers
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="offered-runtime-known",
    title="every template's runtime is in the registry",
    level=Level.NOTE,
    doc=__doc__,
    run=drift_reporter(
        Category.UNKNOWN_RUNTIME,
        message="runtime `{runtime}` is {actual}",
        hint="correct it where it is misspelt: the registry has `{expected}`",
    ),
    size=offers,
)
