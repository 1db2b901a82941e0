"""What becomes of a mutant, with the evidence: noticed, not noticed, or proved equal."""

from dataclasses import replace

import pytest

from routeproof.errors import EngineDisagreement, UndecidedError
from routeproof.harness import Exit, refused
from routeproof.model.declared import Pin
from routeproof.mutate import meaning
from routeproof.mutate.decide import Judge, control
from routeproof.mutate.edit import Edit, put
from routeproof.mutate.mutant import Kind
from routeproof.mutate.remedy import pin_text, with_pins
from routeproof.mutate.result import Result, Status
from routeproof.mutate.session import distrust
from routeproof.mutate.source import YamlSource
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


def test_an_id_that_moves_to_the_platform_is_noticed_by_name(judge):
    result = judge.decide(mutant(*MOVED))
    assert result.status is Status.KILLED
    assert set(EVERY_WATCHER) <= set(result.killed_by)
    assert result.killed_by == tuple(sorted(result.killed_by))
    assert set(result.killed_by) <= set(result.covered_by)


def test_a_file_that_the_loader_refuses_is_no_survivor_and_no_kill(judge):
    result = judge.decide(mutant("duplicate-arm", "coder / platform"))
    assert result.status is Status.COMPILE_ERROR
    assert result.reason == "in this runtime, provider `platform` is already used"


def test_arms_that_tie_for_nothing_may_change_places(judge):
    result = judge.decide(mutant("swap-arms", "chat / byok-anthropic <-> anthropic-api"))
    assert result.status is Status.IGNORED
    assert result.reason.startswith("proved equal: every id of `chat` goes where it went")


def test_what_is_proved_equal_is_ignored_even_where_a_check_objects(judge):
    result = judge.decide(mutant("duplicate-id", "coder / platform / anthropic/claude-opus-4-7"))
    assert result.status is Status.IGNORED
    assert result.reason.endswith("(`golden-matrix`, `listed-id-once-per-arm` object all the same)")


def without(*checks: str) -> Judge:
    return Judge(opener(ignore=checks)())


def test_a_survivor_shows_its_shortest_witness_and_the_pin_that_holds_it():
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


def test_a_survivor_that_no_check_reads_is_not_covered():
    judge = without(*(check for check in base_trial().checks if check != "schema-copy-equal"))
    result = judge.decide(mutant("flip-deprecated", "groq / deprecated"))
    assert (result.status, result.pin) == (Status.NO_COVERAGE, None)
    assert result.reason == "`deprecated` of provider groq: `false` becomes `true`"


def test_a_survivor_on_offer_says_what_is_asked_for_now():
    judge = without("golden-offers")
    result = judge.decide(mutant("offered-no-key", "chat / groq:llama-3.3-70b / required_env"))
    assert result.status is Status.SURVIVED
    assert "asking for `GROQ_API_KEY`" in result.reason
    assert "asking for no key" in result.reason


def test_a_key_decides_in_the_shortest_witness_where_only_a_key_tells():
    judge = without(*base_trial().checks[1:])
    result = judge.decide(mutant("auth-env-drop", "anthropic-api / ANTHROPIC_AUTH_TOKEN"))
    assert result.reason == "`auth_env` of provider anthropic-api: " + (
        "`ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN` becomes `ANTHROPIC_API_KEY`"
    )
    tie = judge.decide(mutant("auth-env-drop", "openai-api / OPENAI_API_KEY"))
    assert tie.status is Status.COMPILE_ERROR


# ---- the guards ----


def test_a_guard_whose_absence_is_red_at_once_is_noticed(judge):
    result = judge.decide(mutant("drop-probe", "groq"))
    assert (result.status, result.killed_by) == (Status.KILLED, ("golden-matrix", "probe-covers-arm"))


def test_a_guard_is_noticed_when_a_mutant_survives_without_it():
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


def test_a_guard_that_another_one_covers_is_redundant_and_says_so(judge):
    killed = judge.decide(mutant(*MOVED))
    judge.killed = [killed]
    result = judge.decide(mutant("lower-level", "golden-matrix"))
    assert result.status is Status.IGNORED
    assert result.reason == "redundant here: every edit that it helps to notice is noticed without it"


def test_a_lowered_level_is_noticed_by_what_that_check_alone_notices(judge):
    flipped = judge.decide(mutant("flip-deprecated", "groq / deprecated"))
    assert flipped.killed_by == ("golden-metadata",)
    judge.killed = [flipped]
    result = judge.decide(mutant("lower-level", "golden-metadata"))
    assert (result.status, result.killed_by) == (Status.KILLED, (flipped.mutant.id,))


@pytest.mark.parametrize("operator", ["stale-golden-route", "stale-golden-metadata", "stale-golden-offer"])
def test_a_stale_line_of_a_golden_is_red_at_once(judge, operator):
    for each in [one for one in base_mutants() if one.operator == operator][::5]:
        assert judge.decide(each).status is Status.KILLED


# ---- what goes wrong ----


class Failing:
    """A trial whose every question about an edit ends in this error, or in a verdict made of it."""

    def __init__(self, error: Exception, *, as_verdict: bool = False) -> None:
        self.error, self.as_verdict = error, as_verdict
        self.material = base_trial().material

    def attempt(self, edits):
        if self.as_verdict:
            return replace(base_trial().attempt([]), verdict=refused(self.error), material=None)
        raise self.error


@pytest.mark.parametrize(
    ("trial", "status"),
    [
        (Failing(ValueError("oops")), Status.RUNTIME_ERROR),
        (Failing(EngineDisagreement("two answers"), as_verdict=True), Status.RUNTIME_ERROR),
        (Failing(UndecidedError("too large"), as_verdict=True), Status.TIMEOUT),
    ],
)
def test_a_defect_and_a_limit_are_results_too(trial, status):
    result = Judge(trial).decide(mutant(*MOVED))
    assert result.status is status
    assert str(trial.error) in result.reason


def test_a_difference_beyond_the_budget_is_never_a_proof_of_equality(judge, monkeypatch):
    def undecided(*_):
        raise UndecidedError("too large")

    monkeypatch.setattr(meaning, "differs", undecided)
    assert judge.decide(mutant(*MOVED)).status is Status.TIMEOUT
    unnoticed = without(*base_trial().checks[1:]).decide(mutant("drop-arm", "chat / groq"))
    assert unnoticed.status is Status.SURVIVED


# ---- the controls ----


def test_the_controls_hold_on_the_clean_workspace():
    assert distrust(base_trial()) is None
    forced = base_trial().attempt([control(base_trial())])
    assert "listed-id-is-trimmed" in forced.checks


def test_a_workspace_that_fails_already_is_not_trusted():
    red = Failing(UndecidedError("x"), as_verdict=True)
    assert distrust(red).reason == "the workspace fails without any mutation"


def test_checks_that_do_not_notice_a_forced_failure_are_not_trusted():
    blind = opener(ignore=[check for check in base_trial().checks if check != "schema-copy-equal"])()
    assert "is not noticed" in distrust(blind).reason


def test_the_verdict_of_a_trial_is_located_in_the_file_as_it_is():
    edit = Edit("manifest/providers.yaml", (put("/providers/5/name", "groq-eu"),))
    verdict = base_trial().located(base_trial().attempt([edit]))
    assert verdict.exit_code is Exit.INPUT
    assert verdict.findings[0].place.line == verdict.findings[0].place.end_line > 1


# ---- the repair ----

PIN = Pin(runtimes=("chat",), models=("groq:",), auth_env=("A",), error="unregistered", why="w")


def test_a_pin_is_written_below_those_that_are_there_and_once():
    source = base_trial().sources["checks/pins.yaml"]
    text = with_pins("checks/pins.yaml", source, [pin_text(PIN), pin_text(PIN)])
    before, after = source.text.split("upstream:")
    added = text.removeprefix(before.rstrip()).removesuffix(f"upstream:{after}")
    assert added == (
        "\n  - runtimes: [chat]\n    models: ['groq:']\n    auth_env: [A]\n"
        "    error: unregistered\n    why: w\n"
    )


def test_a_file_of_pins_is_begun_where_there_is_none():
    text = with_pins(
        "checks/pins.yaml", YamlSource("checks/pins.yaml", None), [pin_text(replace(PIN, auth_env=()))]
    )
    assert text == "pins:\n  - runtimes: [chat]\n    models: ['groq:']\n    error: unregistered\n    why: w\n"


def test_the_pin_of_a_survivor_kills_it(tmp_path):
    import shutil  # noqa: PLC0415 - one test copies

    ignored = [check for check in base_trial().checks if check not in ("pin-holds", "schema-copy-equal")]
    survivor = without(*ignored).decide(mutant("drop-arm", "chat / groq"))
    root = tmp_path / "workspace"
    shutil.copytree(base_root(), root)
    pins = root / "checks/pins.yaml"
    source = base_trial().sources["checks/pins.yaml"]
    pins.write_text(with_pins("checks/pins.yaml", source, [pin_text(survivor.pin)]), encoding="utf-8")
    result: Result = Judge(opener(root, ignore=ignored)()).decide(survivor.mutant)
    assert (result.status, result.killed_by) == (Status.KILLED, ("pin-holds",))


def test_every_kind_of_mutant_is_there():
    assert {each.kind for each in base_mutants()} == set(Kind)
