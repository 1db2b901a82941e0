"""What becomes of a mutant, with the evidence: noticed, not noticed, or proved equal."""

import shutil
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from routeproof.errors import EngineDisagreement, UndecidedError
from routeproof.harness import Exit, Verdict, refused
from routeproof.model.declared import Pin
from routeproof.mutate import meaning
from routeproof.mutate.decide import Judge, control
from routeproof.mutate.edit import Edit, put
from routeproof.mutate.mutant import MutantKind
from routeproof.mutate.remedy import pin_text, with_pins
from routeproof.mutate.result import Result, Status
from routeproof.mutate.session import distrust
from routeproof.mutate.source import YamlSource
from routeproof.mutate.trial import Attempt
from support.mutation_trials import base_mutants, base_root, base_trial, mutant, opener

MOVED = ("byok-id-to-platform", "coder / anthropic-api / claude-opus-4-7")
EVERY_WATCHER = (
    "byok-never-platform",
    "deleting-an-id-fails-closed",
    "golden-matrix",
    "golden-metadata",
    "golden-offers",
    "invariants-hold",
    "offered-key-accepted",
    "offered-payer-agrees",
    "platform-id-resolves-upstream",
)


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(base_trial())


def test_an_id_that_moves_to_the_platform_is_noticed_by_name(judge: Judge) -> None:
    result = judge.decide(mutant(*MOVED))
    assert result.status is Status.KILLED
    assert set(EVERY_WATCHER) <= set(result.killed_by)
    assert result.killed_by == tuple(sorted(result.killed_by))
    assert set(result.killed_by) <= set(result.covered_by)


def test_a_file_that_the_loader_refuses_is_no_survivor_and_no_kill(judge: Judge) -> None:
    result = judge.decide(mutant("duplicate-arm", "coder / platform"))
    assert result.status is Status.COMPILE_ERROR
    assert result.reason == "in this runtime, provider `platform` is already used"


def test_arms_that_tie_for_nothing_may_change_places(judge: Judge) -> None:
    result = judge.decide(mutant("swap-arms", "chat / byok-anthropic <-> anthropic-api"))
    assert result.status is Status.IGNORED
    assert result.reason.startswith("proved equal: every id of `chat` goes where it went")


def test_what_is_proved_equal_is_ignored_even_where_a_check_objects(judge: Judge) -> None:
    result = judge.decide(mutant("duplicate-id", "coder / platform / anthropic/claude-opus-4-7"))
    assert result.status is Status.IGNORED
    assert result.reason.endswith("(`golden-matrix`, `listed-id-once-per-arm` object all the same)")


def without(*checks: str) -> Judge:
    return Judge(opener(ignore=checks)())


def test_a_survivor_shows_its_shortest_witness_and_the_pin_that_holds_it() -> None:
    judge = without(*base_trial().checks[1:])
    result = judge.decide(mutant("drop-arm", "chat / groq"))
    assert result.status is Status.SURVIVED
    assert result.reason == "`groq:` on `chat`: `groq (byok)` becomes `unregistered`"
    assert result.pin == Pin(
        runtimes=("chat",),
        models=("groq:",),
        provider="groq",
        why="an edit that sends it elsewhere went unnoticed",
    )


def test_a_survivor_that_no_check_reads_is_not_covered() -> None:
    judge = without(*(check for check in base_trial().checks if check != "schema-copy-equal"))
    result = judge.decide(mutant("flip-deprecated", "groq / deprecated"))
    assert (result.status, result.pin) == (Status.NO_COVERAGE, None)
    assert result.reason == "`deprecated` of provider groq: `false` becomes `true`"


def test_a_survivor_on_offer_says_what_is_asked_for_now() -> None:
    judge = without("golden-offers")
    result = judge.decide(mutant("offered-no-key", "chat / groq:llama-3.3-70b / required_env"))
    assert result.status is Status.SURVIVED
    assert "asking for `GROQ_API_KEY`" in result.reason
    assert "asking for no key" in result.reason


def test_a_key_decides_in_the_shortest_witness_where_only_a_key_tells() -> None:
    judge = without(*base_trial().checks[1:])
    result = judge.decide(mutant("auth-env-drop", "anthropic-api / ANTHROPIC_AUTH_TOKEN"))
    assert result.reason == "`auth_env` of provider anthropic-api: " + (
        "`ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN` becomes `ANTHROPIC_API_KEY`"
    )
    tie = judge.decide(mutant("auth-env-drop", "openai-api / OPENAI_API_KEY"))
    assert tie.status is Status.COMPILE_ERROR


# ---- the guards ----


def test_a_guard_whose_absence_is_red_at_once_is_noticed(judge: Judge) -> None:
    result = judge.decide(mutant("drop-probe", "groq"))
    assert result.status is Status.KILLED
    assert result.killed_by == ("golden-guards", "golden-matrix", "probe-covers-arm")


def test_a_guard_is_noticed_when_a_mutant_survives_without_it() -> None:
    """Two checks are left, and only the pins know where the id of `drop-id` went."""
    every = set(base_trial().checks) - {"pin-holds", "schema-copy-equal"}
    judge = without(*every)
    dropped = judge.decide(mutant("drop-id", "reviewer / openai-api / gpt-5.2"))
    assert dropped.killed_by == ("pin-holds",)
    judge.killed = [dropped]
    pin = mutant("drop-pin", "reviewer / gpt-5.2 / OPENAI_API_KEY")
    result = judge.decide(pin)
    assert (result.status, result.killed_by) == (Status.KILLED, (dropped.mutant.id,))
    assert result.reason.startswith(f"without it `{dropped.mutant.id}` survives")


def test_a_guard_that_another_one_covers_is_noticed_because_guards_are_counted(judge: Judge) -> None:
    judge.killed = [judge.decide(mutant(*MOVED))]
    result = judge.decide(mutant("lower-level", "golden-matrix"))
    assert (result.status, result.killed_by) == (Status.KILLED, ("golden-guards",))
    assert result.reason == "changed `levels` of `checks/policy.yaml`: was 1 entry, is 2 entries"


def test_a_guard_that_another_one_covers_is_redundant_where_none_are_counted() -> None:
    judge = without("golden-guards")
    judge.killed = [judge.decide(mutant(*MOVED))]
    result = judge.decide(mutant("lower-level", "golden-matrix"))
    assert result.status is Status.IGNORED
    assert result.reason == "redundant here: every edit that it helps to notice is noticed without it"


def test_a_lowered_level_is_noticed_by_what_that_check_alone_notices(judge: Judge) -> None:
    flipped = judge.decide(mutant("flip-deprecated", "groq / deprecated"))
    assert flipped.killed_by == ("golden-metadata",)
    judge.killed = [flipped]
    result = judge.decide(mutant("lower-level", "golden-metadata"))
    assert (result.status, result.killed_by) == (Status.KILLED, (flipped.mutant.id,))


@pytest.mark.parametrize("operator", ["stale-golden-route", "stale-golden-metadata", "stale-golden-offer"])
def test_a_stale_line_of_a_golden_is_red_at_once(judge: Judge, operator: str) -> None:
    for each in [one for one in base_mutants() if one.operator == operator][::5]:
        assert judge.decide(each).status is Status.KILLED


# ---- what goes wrong ----


class Failing:
    """The clean workspace on trial, but that every question about an edit ends in this error or verdict."""

    def __init__(self, answer: Exception | Verdict) -> None:
        self.answer, self.clean = answer, base_trial()
        self.material, self.sources = self.clean.material, self.clean.sources
        self.fingerprint, self.checks = self.clean.fingerprint, self.clean.checks

    def attempt(self, edits: Sequence[Edit]) -> Attempt:
        if isinstance(self.answer, Exception):
            raise self.answer
        return replace(self.clean.attempt([]), verdict=self.answer, material=None)

    def affected(self, edit: Edit) -> Collection[str]:
        return self.clean.affected(edit)

    def located(self, attempt: Attempt) -> Verdict:
        return self.clean.located(attempt)


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (ValueError("oops"), Status.RUNTIME_ERROR, "oops"),
        (refused(EngineDisagreement("two answers")), Status.RUNTIME_ERROR, "two answers"),
        (refused(UndecidedError("too large")), Status.TIMEOUT, "too large"),
    ],
)
def test_a_defect_and_a_limit_are_results_too(answer: Exception | Verdict, status: Status, said: str) -> None:
    result = Judge(Failing(answer)).decide(mutant(*MOVED))
    assert result.status is status
    assert said in result.reason


def test_a_difference_beyond_the_budget_is_never_a_proof_of_equality(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undecided(*_: object) -> None:
        raise UndecidedError("too large")

    monkeypatch.setattr(meaning, "differs", undecided)
    assert judge.decide(mutant(*MOVED)).status is Status.TIMEOUT
    unnoticed = without(*base_trial().checks[1:]).decide(mutant("drop-arm", "chat / groq"))
    assert unnoticed.status is Status.SURVIVED


# ---- the controls ----


def test_the_controls_hold_on_the_clean_workspace() -> None:
    assert distrust(base_trial()) is None
    forced = base_trial().attempt([control(base_trial())])
    assert "listed-id-is-trimmed" in forced.checks


def test_a_workspace_that_fails_already_is_not_trusted() -> None:
    found = distrust(Failing(refused(UndecidedError("x"))))
    assert found is not None
    assert found.reason == "the workspace fails without any mutation"


def test_checks_that_do_not_notice_a_forced_failure_are_not_trusted() -> None:
    blind = opener(ignore=[check for check in base_trial().checks if check != "schema-copy-equal"])()
    found = distrust(blind)
    assert found is not None
    assert "is not noticed" in found.reason


def test_the_verdict_of_a_trial_is_located_in_the_file_as_it_is() -> None:
    edit = Edit("manifest/providers.yaml", (put("/providers/5/name", "groq-eu"),))
    verdict = base_trial().located(base_trial().attempt([edit]))
    assert verdict.exit_code is Exit.INPUT
    place = verdict.findings[0].place
    assert place is not None
    assert place.line == place.end_line > 1


# ---- the repair ----

PIN = Pin(runtimes=("chat",), models=("groq:",), auth_env=("A",), error="unregistered", why="w")


def source_of_pins() -> YamlSource:
    source = base_trial().sources["checks/pins.yaml"]
    assert isinstance(source, YamlSource)
    return source


def test_a_pin_is_written_below_those_that_are_there_and_once() -> None:
    source = source_of_pins()
    text = with_pins("checks/pins.yaml", source, [pin_text(PIN), pin_text(PIN)])
    before, after = source.text.split("upstream:")
    added = text.removeprefix(before.rstrip()).removesuffix(f"upstream:{after}")
    assert added == (
        "\n  - runtimes: [chat]\n    models: ['groq:']\n    auth_env: [A]\n"
        "    error: unregistered\n    why: w\n"
    )


def test_a_file_of_pins_is_begun_where_there_is_none() -> None:
    text = with_pins(
        "checks/pins.yaml", YamlSource("checks/pins.yaml", None), [pin_text(replace(PIN, auth_env=()))]
    )
    assert text == "pins:\n  - runtimes: [chat]\n    models: ['groq:']\n    error: unregistered\n    why: w\n"


def test_the_pin_of_a_survivor_kills_it(tmp_path: Path) -> None:
    ignored = [check for check in base_trial().checks if check not in ("pin-holds", "schema-copy-equal")]
    survivor = without(*ignored).decide(mutant("drop-arm", "chat / groq"))
    root = tmp_path / "workspace"
    shutil.copytree(base_root(), root)
    pins = root / "checks/pins.yaml"
    assert survivor.pin is not None
    text = with_pins("checks/pins.yaml", source_of_pins(), [pin_text(survivor.pin)])
    pins.write_text(text, encoding="utf-8")
    result: Result = Judge(opener(root, ignore=ignored)()).decide(survivor.mutant)
    assert (result.status, result.killed_by) == (Status.KILLED, ("pin-holds",))


def test_every_kind_of_mutant_is_there() -> None:
    assert {each.kind for each in base_mutants()} == set(MutantKind)
