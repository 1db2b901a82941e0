"""Every check, family by family: what must hold before the gate opens."""

from routeproof.checks import arms, credentials, delivery, goldens, lane, listing, offers, payer
from routeproof.checks.subjects.registry import Subject
from routeproof.harness.check import Check

FAMILIES: dict[str, tuple[Check[Subject], ...]] = {
    "arms": arms.CHECKS,
    "listing": listing.CHECKS,
    "payer": payer.CHECKS,
    "credentials": credentials.CHECKS,
    "goldens": goldens.CHECKS,
    "offers": offers.CHECKS,
    "lane": lane.CHECKS,
    "delivery": delivery.CHECKS,
}

ALL: tuple[Check[Subject], ...] = tuple(
    sorted((check for checks in FAMILIES.values() for check in checks), key=lambda check: check.id)
)
"""In the order of their ids, which is the order of reports."""

BY_ID = {check.id: check for check in ALL}

PROOFS = tuple(check.id for check in ALL if check.proof)
"""The checks that speak of every possible id."""
