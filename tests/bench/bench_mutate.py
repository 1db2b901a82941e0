"""How fast mutants are judged: opening the workspace on trial, and a sample of edits in one process."""

import datetime
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from routeproof.mutate.operators import mutants_of
from routeproof.mutate.trial import Attempt
from routeproof.trial import WorkspaceTrial, open_trial

ROOT = Path(__file__).resolve().parents[2]
TODAY = datetime.date(2026, 12, 1)


def test_opening_the_reference_workspace_on_trial(benchmark: BenchmarkFixture) -> None:
    trial: WorkspaceTrial = benchmark.pedantic(open_trial, (ROOT, TODAY), rounds=5)
    assert trial.checks


def test_judging_a_hundred_edits(benchmark: BenchmarkFixture) -> None:
    trial = open_trial(ROOT, TODAY)
    edits = [(mutant.edit,) for mutant in mutants_of(trial.material)][::16][:100]
    judged: list[Attempt] = benchmark.pedantic(lambda: [trial.attempt(each) for each in edits], rounds=3)
    assert len(judged) == 100
