"""The history, run again: each stage breaks what it did break, and each flag alone what it is bad for."""

from dataclasses import fields, replace
from typing import Any

import pytest

from routeproof.bindings.backfill import plan_backfill
from routeproof.bindings.decide import decide_state
from routeproof.bindings.replay import JUDGES, REFERENCE, STAGES, Stage, replay, witnesses
from routeproof.bindings.replay.judges.scenarios import scenarios
from routeproof.bindings.replay.judges.states import states
from routeproof.bindings.replay.machines import backfill, dispatching
from routeproof.bindings.replay.machines.cache import HeldRow, ResolveRequest, World, begun, ended, resolved
from routeproof.bindings.replay.stages import (
    AfterMiss,
    CacheFlags,
    DispatchFlags,
    EntryGroup,
    ReadingFlags,
    Writer,
)
from routeproof.model.registry import Payer

HISTORY = """
first-push        07 08 09 10 12 15 16 19 22 23 24 25 26 28 29 30 38 39
merged            07 08 09 10 12 19 22 24 25 26 28 29 30 39
wired-draft       07 08 09 10 12 19 24 27 28 29 30 31
wired             07 08 09 10 12 19 24 28 29 30
fallback-removed  07 08 09 10 12 19 22
newest            07 08 09 10 12 19 28 29 30 38
reference
"""
JUDGED = "07 08 09 10 12 15 16 19 22 23 24 25 26 27 28 29 30 31 38 39"


def numbered(text: str) -> tuple[str, ...]:
    """The invariants of those numbers."""
    return tuple(f"CN-{number}" for number in text.split())


def test_every_stage_breaks_what_the_history_says_and_nothing_else() -> None:
    told = [line.partition(" ")[::2] for line in HISTORY.strip().splitlines()]
    assert [*replay().items()] == [(name, numbered(text)) for name, text in told]


def test_judged_are_these() -> None:
    assert sorted(JUDGES) == sorted(numbered(JUDGED))
    assert all(judge.__doc__ for judge in JUDGES.values())


# ---- one flag alone, on the reference ----

PROFILES = frozenset({EntryGroup.PROFILES})
NO_CALL_SITES = PROFILES | {EntryGroup.DEFAULT}

FLIPS: list[tuple[str, str, Any, str]] = [
    ("reading", "strips_unknown_keys", True, "12"),
    ("reading", "list_breaks", True, "07"),
    # What an entry cannot say, nobody meant.
    ("reading", "ignores_payer", True, ""),
    ("reading", "connection_read_at", NO_CALL_SITES, "22"),
    # A cache that is told nothing of a change serves what was before, overtaken resolves and payers included.
    ("cache", "told_of", frozenset({Writer.OWN}), "08 09 10"),
    ("cache", "told_of", frozenset({Writer.FOREIGN}), "08 09 10"),
    ("cache", "keeps_overtaken", True, "09"),
    ("cache", "key", ("name", "provider"), "10"),
    ("cache", "key", ("name", "model"), "10"),
    ("cache", "key", ("provider", "model"), "10 26"),
    # It is changes that end an entry; age is for secrets that are rotated, which no row tells.
    ("cache", "max_age_s", None, ""),
    # An entry that changes its payer was stamped with a row of another payer.
    ("backfill", "source_first", True, "16 19 23"),
    # Where the mode is unreadable nobody paid; where it is silent somebody else did.
    ("backfill", "ignores_deployment", True, "15 19 23"),
    ("backfill", "walked", PROFILES, "24"),
    ("backfill", "walked", NO_CALL_SITES, "24"),
    ("backfill", "personal_by_name_alone", True, "19"),
    # An entry that goes by the mode goes to whom the mode names, whatever its row says.
    ("dispatch", "ignores_connections", True, "22 25 26 29 30"),
    ("dispatch", "serves_mismatch", True, "27 28"),
    ("dispatch", "factory_escapes", True, "31"),
    # A key that flips moves the bill both ways.
    ("dispatch", "flips", True, "29 30"),
    ("dispatch", "any_default", True, "28"),
    ("dispatch", "ignores_policy", True, "29 30"),
    ("dispatch", "unmarked", True, "30"),
    # Whoever refuses more bills nobody else.
    ("dispatch", "after_miss", AfterMiss.REFUSE, ""),
    ("dispatch", "after_miss", AfterMiss.SOFT_DEFAULT, ""),
    ("dispatch", "refuses_unconnected", True, ""),
    ("program", "commands_unlisted", True, "38"),
    ("program", "stale_reason", True, "38"),
    ("program", "called", ("decide", "clear"), "39"),
    ("program", "called", ("resolve", "clear"), "39"),
    ("program", "called", ("decide", "resolve"), "39"),
]


def flipped(part: str, flag: str, value: object) -> Stage:
    reference = STAGES[REFERENCE]
    return replace(reference, **{part: replace(getattr(reference, part), **{flag: value})})


@pytest.mark.parametrize(("part", "flag", "value", "breaks"), FLIPS)
def test_a_flag_alone_breaks_what_it_is_bad_for(part: str, flag: str, value: object, breaks: str) -> None:
    assert tuple(witnesses(flipped(part, flag, value))) == numbered(breaks)


def test_every_flag_is_flipped_and_every_invariant_has_a_fault_of_one_flag() -> None:
    flags = {
        (part.name, flag.name)
        for part in fields(Stage)
        if part.name not in {"name", "about"}
        for flag in fields(getattr(STAGES[REFERENCE], part.name))
    }
    assert {(part, flag) for part, flag, _, _ in FLIPS} == flags
    assert {number for *_, breaks in FLIPS for number in breaks.split()} == {*JUDGED.split()}


# ---- without a flag, what is put together is what production runs ----


def test_the_dispatch_that_is_put_together_decides_as_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "_RULE", None)
    judged = [state for _, state in states(ReadingFlags())]
    assert len(judged) > 4000
    for state in judged:
        assert dispatching.dispatch(state, DispatchFlags()).answer == decide_state(state), state


def test_the_backfill_that_is_put_together_plans_as_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill, "_PLAN", None)
    planned = 0
    for each in scenarios(STAGES[REFERENCE]):
        asked, held = each.situation, each.situation.held
        rows, invisible = held.rows.values(), held.invisible
        whole = plan_backfill(asked.config, rows, platform=asked.platform, invisible=invisible)
        assert each.plan == whole, each.words
        planned += bool(whole.stamp)
    assert planned > 300


# ---- the model of the cache, by hand ----

ROW = HeldRow("anthropic", Payer.BYOK, "credential/a/b")
NEW = HeldRow("anthropic", Payer.PLATFORM)
WORK = ResolveRequest("work")


@pytest.mark.parametrize(("keeps", "served"), [(True, ROW), (False, NEW)])
def test_a_resolve_that_a_change_overtakes_leaves_what_the_flag_says(keeps: bool, served: HeldRow) -> None:
    flags = CacheFlags(keeps_overtaken=keeps)
    before = World({"work": ROW})
    changed = before.changed(Writer.OWN, "work", NEW)
    found = resolved(ended(changed, begun(before, WORK, flags), flags), WORK, flags)[1]
    assert found is not None
    assert found.row == served


def test_what_is_kept_is_served_until_it_is_too_old() -> None:
    flags = CacheFlags(told_of=frozenset())
    kept, _ = resolved(World({"work": ROW}), WORK, flags)
    deleted = kept.changed(Writer.FOREIGN, "work", None)
    found = [resolved(deleted.later(seconds), WORK, flags)[1] for seconds in (0, 59, 60)]
    assert [None if each is None else each.row for each in found] == [ROW, ROW, None]


# ---- what the witnesses say ----

SAID = """
first-push CN-16 all is well: the source of an entry decides what it gets
first-push CN-23 the source is `managed`: byok paid, and `anthropic-managed` is stamped
first-push CN-39 nothing but tests calls `resolve`
merged CN-08 another program deletes the row: what was read before is served without an end
merged CN-25 all is well: a connection that can serve is passed over
wired-draft CN-27 the row is another provider's: an adapter of `openai` is built
wired-draft CN-31 the factory raises: an exception escapes
wired CN-29 the row's credential is absent, the mode is `managed`: byok is meant, and the operator pays
fallback-removed CN-22 the entry is a call site's: `anthropic-personal` is stamped, and dispatch asks for none
newest CN-08 another program deletes the row: what was read before is served for 60 s
newest CN-38 `connections delete` lacks a flag that the reason of its risk names
"""


@pytest.mark.parametrize("line", SAID.strip().splitlines())
def test_the_first_witness_is_told_in_words(line: str) -> None:
    stage, invariant, words = line.split(" ", 2)
    assert witnesses(STAGES[stage])[invariant] == words


def test_a_witness_is_one_line_and_the_stages_are_told_in_a_sentence_or_two() -> None:
    said = [text for stage in STAGES.values() for text in (stage.about, *witnesses(stage).values())]
    assert [text for text in said if "\n" in text or not text.strip()] == []
