"""An upstream vendor carries no separator and stands on no OAuth, platform or byok-* provider.

The proxy cuts an id at its first `/`, else at its first `:`, and compares the left part with the vendors:
a vendor that holds either character can never be dialled. The vendor says whose credential the operator
uses upstream, so it belongs on no provider that has none of the operator's: a subscription, the platform
itself, or a customer's own key.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Payer, Provider


def _wrong(provider: Provider) -> str:
    vendor = provider.upstream_vendor or ""
    if "/" in vendor or ":" in vendor:
        return "holds a separator, so no id can reach it"
    if provider.payer is Payer.PLATFORM:
        return "stands on the platform itself"
    if provider.auth_mode == "oauth":
        return "stands on a subscription, which the proxy cannot use"
    return "stands on a customer's own-key provider" if provider.name.startswith("byok-") else ""


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for place, provider in enumerate(subject.registry.providers):
        wrong = _wrong(provider) if provider.upstream_vendor else ""
        if wrong:
            yield Finding(
                message=f"upstream vendor `{provider.upstream_vendor}` of `{provider.name}` {wrong}",
                hint="declare one plain word, on the provider whose API key the operator holds",
                at=Location(subject.registry_file, pointer("providers", place, "upstream_vendor")),
                about=about(arm=provider.name),
            )


CHECK = Check(
    id="upstream-vendor-well-formed",
    title="an upstream vendor can be dialled and belongs to the operator",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: sum(bool(provider.upstream_vendor) for provider in subject.registry.providers),
)
