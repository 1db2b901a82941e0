"""The default model of every template is registered on its runtime.

The default is what a customer gets who chooses nothing. When it goes nowhere, every such agent dies at boot.
"""

from routeproof.checks.subjects.offers import defaults, drift_reporter
from routeproof.drift import Category
from routeproof.harness.check import Check
from routeproof.harness.finding import Level

CHECK = Check(
    id="default-model-registers",
    title="a runtime's default model is registered",
    level=Level.ERROR,
    doc=__doc__,
    run=drift_reporter(
        Category.UNREGISTERED_DEFAULT,
        message="the default model `{model}` of `{runtime}` goes nowhere: {actual}",
        hint="choose a default that some arm serves",
    ),
    size=defaults,
)
