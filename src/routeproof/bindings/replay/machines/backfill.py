"""Backfill under the flags of a stage: what the plan is made of, put together as the stage had it.

Without a flag it is the plan itself.
"""

from collections.abc import Mapping
from typing import Any

from routeproof.bindings.backfill import (
    Holdings,
    OwnKey,
    Plan,
    own_key,
    plan_backfill,
    plan_choices,
    plan_entry,
)
from routeproof.bindings.config import MANAGED, UNREADABLE, YOUR_OWN, effective_mode, places
from routeproof.bindings.references import default_ref
from routeproof.bindings.replay.stages import BackfillFlags, EntryGroup, Stage
from routeproof.model.connection import Auth, AuthType, Connection, ProviderEntry

_PLAN = BackfillFlags()


def plan(stage: Stage, config: Mapping[str, Any], held: Holdings, *, platform: bool) -> Plan:
    """What the stage would create and stamp in this configuration."""
    flags = stage.backfill
    if flags == _PLAN and not stage.reading.ignores_payer:
        rows, invisible = held.rows.values(), held.invisible
        return plan_backfill(config, rows, held.catalogue, platform=platform, invisible=invisible)
    choose: OwnKey = own_key
    if flags.personal_by_name_alone:
        choose, held = _by_name_alone, _without_personal(held)
    mode = effective_mode(config, platform)
    choices = {}
    for where, raw in places(config):
        if group_of(where) not in flags.walked:
            continue
        entry, own_mode = raw, mode
        if isinstance(raw, Mapping):
            own_mode = _mode_of(raw, mode, config, flags)
            entry = {**raw, "payer": None} if stage.reading.ignores_payer else raw
        choices[where] = plan_entry(entry, own_mode, held, choose)
    return plan_choices(choices, held)


def group_of(where: str) -> EntryGroup:
    """Where in a configuration the entry at that pointer stands."""
    return EntryGroup(where.split("/")[2])


def _mode_of(raw: Mapping[str, Any], mode: str, config: Mapping[str, Any], flags: BackfillFlags) -> str:
    """The mode that an entry is taken to have."""
    source = raw.get("source")
    if flags.source_first and source is not None:
        return MANAGED if source == MANAGED else YOUR_OWN
    if flags.ignores_deployment:
        written = effective_mode(config, False)
        return YOUR_OWN if written == UNREADABLE else written
    return mode


def _by_name_alone(entry: ProviderEntry, _: Holdings) -> Connection:
    """The row that the name promises, whatever row bears it."""
    return Connection(f"{entry.name}-personal", entry.name, Auth(AuthType.API_KEY, default_ref(entry)))


def _without_personal(held: Holdings) -> Holdings:
    """The same, but that no row of an owner's is known to be corrupt."""
    promised = {f"{name}-personal" for name in held.catalogue.names}
    if promised.isdisjoint(held.invisible):
        return held
    return Holdings(held.catalogue, held.rows, held.invisible - promised, held.credentials)
