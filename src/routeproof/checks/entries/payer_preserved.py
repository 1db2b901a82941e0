"""Whatever fails, nobody else pays for an entry than the one who was meant to.

Every entry is put through every state that its row, its credential, the operator's proxy, the adapter, the
key of the mode and the default instance can be in, each with each, by the very rule that dispatches. Meant
is whom the entry declares, else who pays for its connection as it is filed, also where that is gone. The
state that is shown is the one with the fewest parts that are not well.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from routeproof.checks.subjects.connections import ConnectionsSubject, count_entries, related_row
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about_connection

if TYPE_CHECKING:
    from routeproof.bindings.export import Export
    from routeproof.bindings.prove import PayerMoved, Proof

_WORDS = {
    "the row is absent": "the connection is gone",
    "the row is invalid": "nobody can read the connection's row",
    "the row is error": "the store does not answer",
    "the credential is absent": "its key is missing",
    "the credential is down": "its vault does not answer",
    "the credential is malformed": "its key cannot be sent",
    "the platform is unavailable": "the operator's proxy is not to be had",
    "the platform is down": "the operator's vault does not answer",
    "the adapter is none": "nothing can be built to call the provider with",
    "the adapter is raises": "what calls the provider fails to start",
    "the legacy credential is absent": "the key of the mode is missing",
    "the legacy credential is down": "the vault of the mode's key does not answer",
    "the legacy credential is malformed": "the key of the mode cannot be sent",
}
"""The parts of a state that are not well, as a team meets them."""

STATES = 4 * 4 * 3 * 3 * 4 * 2
"""States of one entry: of its row, credential, proxy, adapter, the mode's credential, a default or none."""


def run(subject: ConnectionsSubject, prove: "Callable[[Export], Proof] | None" = None) -> Iterator[Finding]:
    """Look for bills that move; `prove` is the engine that is held, ours by default."""
    proof = (prove or _engine())(subject.export)
    owed = STATES * len(subject.entries)
    if proof.states != owed:
        yield Finding(
            message=f"{proof.states} states were judged where {owed} are owed: entries were passed over",
            hint="this is a defect of the proof: nothing that it says of the others counts",
            at=Location(subject.config_file, ""),
            about=about_connection(),
            key="states",
        )
    for each in proof.violations:
        yield _moved(subject, each)


def _engine() -> "Callable[[Export], Proof]":
    from routeproof.bindings.prove import prove_export  # noqa: PLC0415 - who files none does not pay for it

    return prove_export


def _moved(subject: ConnectionsSubject, found: "PayerMoved") -> Finding:
    judged = next((each for each in subject.entries if each.entry.pointer == found.pointer), None)
    meant = "nobody can say who was meant" if found.expected is None else f"`{found.expected}` was meant"
    state = ", and ".join(_WORDS.get(each, each) for each in found.deviations) or "all is well"
    return Finding(
        message=f"where {state}, `{found.actual}` pays for the entry, and {meant}",
        hint="keep the policy at `same_payer` or `forbid`, and declare who pays",
        at=Location(subject.config_file, found.pointer),
        related=related_row(subject, judged.row) if judged is not None else (),
        about=about_connection(judged.entry.connection if judged is not None else None, found.pointer),
        expected=found.expected,
        actual=f"{found.actual} ({found.via})",
    )


CHECK = Check(
    id="payer-preserved",
    title="whatever fails, nobody else pays than the one who was meant to",
    level=Level.ERROR,
    doc=__doc__,
    run=run,
    size=count_entries,
    waivable=False,
    lowerable=False,
)
