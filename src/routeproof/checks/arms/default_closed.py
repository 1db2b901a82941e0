"""What no arm serves is refused, and costs what the deployment's default says.

On every runtime some id must be refused: arms that together claim every possible id have no typo left to
catch. What goes nowhere, ties included, does not register, is stopped at creation, and is billed to the
operator exactly where the operator runs a proxy: a failure never moves a bill to the customer.
"""

from collections.abc import Callable, Iterator

from routeproof.checks.classes import classes
from routeproof.checks.subjects.registry import RegistrySubject, Scope
from routeproof.checks.tenants import claimants
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Runtime
from routeproof.prove import RouteClass, route_classes
from routeproof.resolve import hits
from routeproof.resolve.billing import BillingDecision, BillingMode, BillingSource, resolve_billing
from routeproof.resolve.registration import CreateDecision, CreateMode, decide_create

_NONSENSE = "no-such-model"
_DEFAULTS = {True: BillingMode.PLATFORM_MANAGED, False: BillingMode.BYOK}


def run(
    subject: RegistrySubject,
    bill: Callable[..., BillingDecision] = resolve_billing,
    create: Callable[..., CreateDecision] = decide_create,
) -> Iterator[Finding]:
    """Look for doors that stand open; `bill` and `create` are the decisions that are held."""
    for runtime in subject.runtimes():
        if all(claimants(one) for one in route_classes(runtime)):
            yield _open(subject, runtime)
    for runtime, one in classes(subject):
        if one.decision(()).arm is None:
            yield from _served(subject, runtime, one, bill, create)


def _open(subject: RegistrySubject, runtime: Runtime) -> Finding:
    exact, pattern = hits(runtime, _NONSENSE)
    arm = (*exact, *pattern)[0]
    return Finding(
        message=f"no id is refused on `{runtime.name}`: even `{_NONSENSE}` is claimed by `{arm.name}`",
        hint="anchor the patterns to what each vendor's ids start with",
        at=Location(subject.registry_file, claim_pointer(subject.registry, runtime, arm, _NONSENSE)),
        about=about(runtime=runtime.name, arm=arm.name),
        expected="some id is unregistered",
        actual="every id is claimed",
    )


def _served(
    subject: RegistrySubject,
    runtime: Runtime,
    one: RouteClass,
    bill: Callable[..., BillingDecision],
    create: Callable[..., CreateDecision],
) -> Iterator[Finding]:
    """What is wrong with an id that goes nowhere."""
    said = []
    if create(subject.registry, runtime.name, one.witness, mode=CreateMode.ENFORCE).status != 422:
        said.append("it may be created")
    for proxy, mode in _DEFAULTS.items():
        billed = bill(subject.registry, runtime.name, one.witness, proxy_configured=proxy)
        if (billed.mode, billed.source) != (mode, BillingSource.DERIVED_DEFAULT):
            said.append(f"{'with' if proxy else 'without'} a proxy it is {billed.mode} by {billed.source}")
    for what in said:
        yield Finding(
            message=f"`{one.witness}` on `{runtime.name}` goes nowhere, and {what}",
            hint="report it: this is a defect of the decision, not of the registry",
            at=Location(subject.registry_file, pointer("runtimes", runtime.name)),
            about=about(runtime=runtime.name, model=one.witness),
            expected="refused, and the deployment's default",
            actual=what,
            key=what,
        )


CHECK = Check(
    id="default-closed",
    title="what no arm serves is refused, and billed by default",
    level=Level.ERROR,
    doc=__doc__,
    run=run,
    size=lambda subject: len(subject.registry.runtimes),
    reuse=Scope.RUNTIME,
)
