"""Every check, family by family: what must hold before the gate opens."""

from typing import Any

from routeproof.checks import (
    arms,
    calls,
    commands,
    connections,
    credentials,
    delivery,
    entries,
    goldens,
    guards,
    lane,
    listing,
    offers,
    payer,
)
from routeproof.harness.check import Check

FAMILIES: dict[str, tuple[Check[Any], ...]] = {
    "arms": arms.CHECKS,
    "listing": listing.CHECKS,
    "payer": payer.CHECKS,
    "credentials": credentials.CHECKS,
    "goldens": goldens.CHECKS,
    "offers": offers.CHECKS,
    "lane": lane.CHECKS,
    "delivery": delivery.CHECKS,
    "commands": commands.CHECKS,
    "calls": calls.CHECKS,
    "guards": guards.CHECKS,
    "connections": connections.CHECKS,
    "entries": entries.CHECKS,
}

ALL: tuple[Check[Any], ...] = tuple(
    sorted((check for checks in FAMILIES.values() for check in checks), key=lambda check: check.id)
)
"""In the order of their ids, which is the order of reports."""

BY_ID = {check.id: check for check in ALL}

PROOFS = tuple(check.id for check in ALL if check.proof)
"""The checks that speak of every possible id."""
