"""Every pinned id goes exactly where its pin says, "unroutable" included.

Pins hold the tricky ids: the spelling that must not be the platform's, the alias that must stay on the
subscription, the id that must be refused. An upstream pin says where the operator's proxy sends an id.
"""

from collections.abc import Iterator

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.markup import with_keys
from routeproof.model.about import about
from routeproof.model.declared import Pin, UpstreamPin
from routeproof.resolve import Upstream, derive, upstream

_REPAIR = "repair the registry, or change the pin in the same review"


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for pin in subject.pins:
        for runtime in pin.runtimes:
            for model in pin.models:
                yield from _derived(subject, pin, runtime, model)
    for upstream_pin in subject.upstream_pins:
        for model in upstream_pin.models:
            yield from _dialled(subject, upstream_pin, model)


def _derived(subject: RegistrySubject, pin: Pin, runtime: str, model: str) -> Iterator[Finding]:
    outcome = derive(subject.registry, runtime, model, pin.auth_env)
    if (outcome.provider, outcome.error) == (pin.provider, pin.error):
        return
    expected = str(pin.provider or pin.error)
    keys = with_keys(pin.auth_env)
    yield Finding(
        message=f"pin broken: `{model}` on `{runtime}`{keys} is pinned to `{expected}`, goes to `{outcome}`",
        hint=_REPAIR + (f"; the pin says: {pin.why}" if pin.why else ""),
        at=Location(subject.pins.file, pin.pointer),
        about=about(runtime=runtime, arm=outcome.provider, model=model),
        present=pin.auth_env,
        expected=expected,
        actual=str(outcome),
        key=",".join(pin.auth_env),
    )


def _format_outcome(found: Upstream) -> str:
    return f"`{found.vendor}` with rest `{found.model}`" if found.vendor else f"`{found.error}`"


def _dialled(subject: RegistrySubject, pin: UpstreamPin, model: str) -> Iterator[Finding]:
    found = upstream(subject.registry, model)
    rest_differs = pin.rest is not None and found.model != pin.rest
    if (found.vendor, found.error) == (pin.vendor, pin.error) and not rest_differs:
        return
    expected = f"`{pin.vendor or pin.error}`" + (f" with rest `{pin.rest}`" if pin.rest is not None else "")
    yield Finding(
        message=f"upstream pin broken: `{model}` is pinned to {expected}, goes to {_format_outcome(found)}",
        hint=_REPAIR + (f"; the pin says: {pin.why}" if pin.why else ""),
        at=Location(subject.pins.file, pin.pointer),
        about=about(arm=found.provider, model=model),
        expected=expected,
        actual=_format_outcome(found),
        key="upstream",
    )


CHECK = Check(
    id="pin-holds",
    title="every pinned id goes where its pin says",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: (
        sum(len(pin.runtimes) * len(pin.models) for pin in subject.pins)
        + sum(len(pin.models) for pin in subject.upstream_pins)
    ),
)
