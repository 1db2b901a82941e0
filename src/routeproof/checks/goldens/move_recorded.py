"""No id changes payer, and none becomes unroutable, unless `checks/moves.yaml` records it.

With a base (`routeproof check --base REF`) the registry is compared with the one at that revision, over every
possible id and every set of credentials. A move from a customer's key to the platform or back, and a loss of
every provider, must be recorded with from, to, ids, reason and ticket; a record covers exactly its ids.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.markup import with_keys
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer

if TYPE_CHECKING:
    from routeproof.compare import RouteChange


def _run(subject: GoldensSubject) -> Iterator[Finding]:
    for change in subject.moves.unrecorded if subject.moves else ():
        keys = with_keys(change.auth_env)
        like = "" if change.size == 1 else f", one of {change.size or 'infinitely many'} ids"
        yield Finding(
            message=f"`{change.witness}` on `{change.runtime}`{keys} moves from `{change.before}` "
            f"to `{change.after}`{like}",
            hint="if this is meant, record it in `checks/moves.yaml` with its reason and ticket",
            at=Location(subject.registry_file, _where(subject, change)),
            about=about(
                runtime=change.runtime,
                arm=change.after.provider or change.before.provider,
                model=change.witness,
            ),
            present=change.auth_env,
            expected=str(change.before),
            actual=str(change.after),
        )


def _where(subject: GoldensSubject, change: "RouteChange") -> str:
    """The claim that serves the id now, or the first of those that tie, else where the lost arm stood."""
    runtime = subject.registry.runtimes.get(change.runtime)
    claimants = (change.after.provider,) if change.after.provider else change.head_arms
    for arm in runtime.arms if runtime else ():
        if runtime and arm.name in claimants:
            return claim_pointer(subject.registry, runtime, arm, change.witness)
    return pointer("runtimes", change.runtime, "providers") if runtime else pointer("runtimes")


CHECK = Check(
    id="move-recorded",
    title="no id changes payer or becomes unroutable unrecorded",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.runtimes) if subject.moves else 0,
    proof=True,
)
