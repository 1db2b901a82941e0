"""A workspace edited in thought, and the same edit made in its files: one verdict, reached in two ways.

The trial works on data and asks only the checks that an edit can touch; the gate reads the edited files anew
and asks them all. That they agree holds the text of the edit, the reuse of answers, and the scope that every
check claims for itself.
"""

import shutil
from pathlib import Path

import pytest

from routeproof.errors import InputError
from routeproof.gate import run_checks
from routeproof.harness import Verdict
from routeproof.harness.finding import Finding
from routeproof.mutate.edit import Edit, put
from routeproof.mutate.mutant import Mutant
from routeproof.workspace import open_workspace
from support.mutation_trials import TODAY, base_mutants, base_root, base_trial

SET_ASIDE = {"artefacts-current", "copies-in-sync"}
"""They hold the registry to its fingerprint, which every edit changes: no mutant is judged by them."""


def one_of_each() -> list[Mutant]:
    """Of each operator the first mutant, and for what can touch several runtimes the last as well."""
    first = {each.operator: each for each in reversed(base_mutants())}
    last = {each.operator: each for each in base_mutants() if each.edit.file.endswith("providers.yaml")}
    return list({each.id: each for each in (*first.values(), *last.values())}.values())


def told(verdict: Verdict) -> list[tuple[object, ...]]:
    """What a verdict says, in an order of its own; pointers are into files that differ."""

    def key(finding: Finding) -> tuple[object, ...]:
        return (finding.check, finding.level, finding.message, finding.hint, finding.present or ())

    open_ = [key(each) for each in verdict.findings if each.check not in SET_ASIDE]
    waived = [(*key(each.finding), each.waiver.ticket) for each in verdict.waived]
    return sorted(open_, key=repr) + sorted(waived, key=repr)


def from_files(root: Path, edit: Edit) -> Verdict | None:
    """The verdict on the edited files; None when they are refused."""
    path = root / edit.file
    path.write_text(base_trial().sources[edit.file].patched(edit.changes), encoding="utf-8")
    try:
        return run_checks(open_workspace(root), TODAY, ignore=SET_ASIDE)
    except InputError:
        return None
    finally:
        shutil.copyfile(base_root() / edit.file, path)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(base_root(), folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("mutant", one_of_each(), ids=lambda each: f"{each.operator}-{each.id}")
def test_an_edit_in_thought_is_judged_as_the_edited_files_are(mutant: Mutant, root: Path) -> None:
    attempt = base_trial().attempt([mutant.edit])
    verdict = from_files(root, mutant.edit)
    assert (verdict is None) is (attempt.material is None)
    if verdict is not None:
        assert told(attempt.verdict) == told(verdict)
        assert attempt.verdict.exit_code is verdict.exit_code


def test_two_edits_in_thought_are_judged_together(root: Path) -> None:
    """A probe is dropped and its arm with it: each alone is red for its own reason."""
    registry, probes = "manifest/providers.yaml", "checks/probes.yaml"
    edits = [
        Edit(registry, (put("/runtimes/chat/providers/2/models", ["groq:llama"]),)),
        Edit(probes, (put("/probes/groq", "groq:other"),)),
    ]
    for edit in edits:
        text = base_trial().sources[edit.file].patched(edit.changes)
        (root / edit.file).write_text(text, encoding="utf-8")
    verdict = run_checks(open_workspace(root), TODAY, ignore=SET_ASIDE)
    for edit in edits:
        shutil.copyfile(base_root() / edit.file, root / edit.file)
    assert told(base_trial().attempt(edits).verdict) == told(verdict)
