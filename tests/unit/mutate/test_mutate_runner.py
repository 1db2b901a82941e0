"""Many mutants: the same answers on one process and on several, and what an interruption leaves."""

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from unittest.mock import patch

import pytest

from routeproof.errors import InputError
from routeproof.harness import Exit
from routeproof.manifest import loads
from routeproof.mutate.choose import Shard, meeting, sample
from routeproof.mutate.edit import Edit
from routeproof.mutate.merge import merge_reports
from routeproof.mutate.mutant import Mutant, MutantKind
from routeproof.mutate.report import JudgedMutant, Report, Score
from routeproof.mutate.result import Status
from routeproof.mutate.runner import Limits, _signals_held, run_mutants
from routeproof.mutate.session import MutationPlan, conduct, exit_of
from routeproof.mutate.trial import Attempt, Trial
from support.mutation_trials import base_mutants, base_root, base_trial, opener

SOME = base_mutants()[::7]
BASE = (base_root() / "manifest/providers.yaml").read_text(encoding="utf-8")


ONE = Limits()


def silent(_done: int, _of: int) -> None:
    pass


@cache
def report(
    mutants: tuple[Mutant, ...] = SOME,
    planned: int | None = None,
    shards: tuple[str, ...] = (),
    limits: Limits = ONE,
) -> Report:
    plan = MutationPlan(
        mutants=mutants, planned=len(mutants) if planned is None else planned, limits=limits, shards=shards
    )
    return conduct(base_trial(), opener(), plan, silent)


def untimed(found: Report) -> Report:
    return replace(found, milliseconds=(0, 0, 0))


def test_several_processes_decide_as_one_does() -> None:
    alone = run_mutants(base_trial(), opener(), SOME, Limits(1), silent)
    together = run_mutants(base_trial(), opener(), SOME, Limits(2), silent)
    assert alone == together
    assert [each.mutant for each in alone] == list(SOME)


def test_progress_is_told_once_for_each_mutant() -> None:
    told: list[tuple[int, int]] = []
    run_mutants(base_trial(), opener(), SOME[:5], Limits(1), lambda done, of: told.append((done, of)))
    assert told == [(number, 5) for number in range(1, 6)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_decided_before_an_interruption_is_kept(jobs: int) -> None:
    def interrupt(done: int, _of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    results = run_mutants(base_trial(), opener(), SOME, Limits(jobs), interrupt)
    assert len(results) == len(SOME)
    assert sum(each.status is not Status.PENDING for each in results) == 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_deadline_stops_the_run(jobs: int) -> None:
    results = run_mutants(base_trial(), opener(), SOME, Limits(jobs, deadline=time.monotonic()), silent)
    assert any(each.status is Status.PENDING for each in results)


@pytest.mark.parametrize("masks", [True, False])
def test_a_signal_waits_until_the_workers_are_known(masks: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not masks:
        monkeypatch.delattr(signal, "pthread_sigmask")
    known: list[str] = []

    def start() -> None:
        with _signals_held():
            signal.raise_signal(signal.SIGINT)
            known.append("worker")

    with pytest.raises(KeyboardInterrupt):
        start()
    assert known == ["worker"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@dataclass(frozen=True, slots=True)
class DyingOpener:
    """Opens a workspace whose process dies of one edit."""

    file: str

    def __call__(self) -> Trial:
        trial = opener()()
        attempt = trial.attempt

        def deadly(edits: Sequence[Edit]) -> Attempt:
            if edits and edits[0].file == self.file:
                os._exit(1)
            return attempt(edits)

        patch.object(trial, "attempt", deadly).start()
        return trial


def test_the_death_of_a_worker_leaves_its_mutants_undecided_and_no_others() -> None:
    chosen = [each for each in base_mutants() if each.kind is not MutantKind.GUARD]
    deadly = next(each for each in chosen if each.kind is MutantKind.OFFERED)
    healthy = [each for each in chosen if each.kind is MutantKind.REGISTRY][:40]
    results = run_mutants(base_trial(), DyingOpener(deadly.edit.file), [deadly, *healthy], Limits(2), silent)
    pending = [each.mutant for each in results if each.status is Status.PENDING]
    assert deadly in pending
    assert len(pending) <= 4, "no more than the worker was sent ahead"


# ---- which mutants ----


def test_shards_are_a_partition_of_what_is_no_guard() -> None:
    parts = [Shard(number, 3).take(base_mutants()) for number in (1, 2, 3)]
    subjects = [{each.id for each in part if each.kind is not MutantKind.GUARD} for part in parts]
    assert sum(map(len, subjects)) == len(set.union(*subjects))
    assert set.union(*subjects) == {each.id for each in base_mutants() if each.kind is not MutantKind.GUARD}
    assert max(map(len, subjects)) - min(map(len, subjects)) <= 1
    guards = {each.id for each in base_mutants() if each.kind is MutantKind.GUARD}
    assert all(guards <= {each.id for each in part} for part in parts)


def test_a_sample_is_the_same_for_one_seed_and_another_for_another() -> None:
    assert sample(base_mutants(), 20, 1) == sample(base_mutants(), 20, 1)
    assert sample(base_mutants(), 20, 1) != sample(base_mutants(), 20, 2)
    assert len(sample(base_mutants(), 20, 1)) == 20
    assert set(sample(base_mutants(), 10, 1)) < set(sample(base_mutants(), 20, 1))


DIFFS = [
    ("display_name: Groq", "display_name: GROQ", {("chat", "groq"), (None, "groq"), ("reviewer", "groq")}),
    ("models: [sonnet, opus]", "models: [sonnet]", {("coder", "claude-subscription"), ("coder", None)}),
    ("'^groq:'", "'^groq[:/]'", {("chat", "groq"), ("reviewer", "groq"), (None, "groq")}),
]


@pytest.mark.parametrize(("old", "new", "expected"), DIFFS)
def test_the_mutants_that_meet_a_change_touch_what_it_touches(
    old: str, new: str, expected: set[tuple[str | None, str | None]]
) -> None:
    head = loads(BASE.replace(old, new))
    assert head != base_trial().material.registry
    found = meeting(base_mutants(), base_trial().material.registry, head)
    touched = {(each.runtime, each.provider) for each in found if each.kind is MutantKind.REGISTRY}
    assert expected <= touched
    assert all(each.kind is not MutantKind.GUARD for each in found)
    assert (None, "openai-api") not in touched


def test_a_change_that_means_nothing_meets_no_mutant() -> None:
    head = loads(BASE.replace("# The workspace", "# A workspace"))
    assert meeting(base_mutants(), base_trial().material.registry, head) == ()


# ---- the report ----


def test_the_shards_put_together_equal_the_whole_run() -> None:
    whole = report()
    parts = [report(Shard(n, 3).take(SOME), len(SOME), (f"{n}/3",)) for n in (1, 2, 3)]
    assert untimed(merge_reports(parts)) == untimed(whole)
    assert exit_of(merge_reports(parts)) is exit_of(whole) is Exit.CLEAN


def test_a_missing_shard_leaves_its_mutants_undecided() -> None:
    parts = [report(Shard(n, 3).take(SOME), len(SOME), (f"{n}/3",)) for n in (1, 3)]
    found = merge_reports(parts)
    missing = {each.id for each in Shard(2, 3).take(SOME) if each.kind is not MutantKind.GUARD}
    redundant = {each.id for each in report().guards if each.status is Status.IGNORED}
    assert found.undecided == len(missing) + len(redundant)
    assert found.shards == ("1/3", "3/3")
    assert exit_of(found) is Exit.UNDECIDED


def test_reports_of_two_workspaces_are_not_put_together() -> None:
    one = report(SOME[:3])
    with pytest.raises(InputError, match="not of one run"):
        merge_reports([one, replace(one, fingerprint="other")])


def entry(status: Status) -> JudgedMutant:
    return replace(report(SOME[:1]).entries[0], status=status, id=status)


EXITS = [
    ([Status.KILLED, Status.IGNORED, Status.COMPILE_ERROR], Exit.CLEAN),
    ([Status.KILLED, Status.TIMEOUT], Exit.CLEAN),
    ([Status.KILLED, Status.SURVIVED], Exit.FINDINGS),
    ([Status.KILLED, Status.NO_COVERAGE], Exit.FINDINGS),
    ([Status.KILLED, Status.PENDING], Exit.UNDECIDED),
    ([Status.SURVIVED, Status.PENDING], Exit.UNDECIDED),
    ([Status.SURVIVED, Status.PENDING, Status.RUNTIME_ERROR], Exit.INTERNAL),
    ([], Exit.NOTHING_CHECKED),
]


@pytest.mark.parametrize(("statuses", "code"), EXITS)
def test_the_exit_code_is_the_gate(statuses: list[Status], code: Exit) -> None:
    entries = tuple(map(entry, statuses))
    found = replace(report(SOME[:1]), entries=entries, guards=(), planned=len(entries))
    assert exit_of(found) is code


def test_a_lower_score_passes_where_it_is_asked_for() -> None:
    entries = tuple(map(entry, (Status.KILLED, Status.SURVIVED)))
    found = replace(report(SOME[:1]), entries=entries, guards=(), planned=2)
    assert exit_of(replace(found, minimum=50)) is Exit.CLEAN
    assert exit_of(replace(found, minimum=50.1)) is Exit.FINDINGS


def test_a_score_is_cut_and_not_rounded() -> None:
    assert str(Score(9999, 10_000)) == "99.9 %"
    assert str(Score(3, 3)) == "100.0 %"
    assert str(Score(0, 0)) == "100.0 %"
