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
from routeproof.mutate.edit import Edit, put, remove
from routeproof.mutate.mutant import Mutant
from routeproof.workspace import open_workspace
from support.mutation_trials import TODAY, base_mutants, base_root, base_trial

SET_ASIDE = {"artefacts-current", "copies-in-sync"}
"""They hold the registry to its fingerprint, which every edit of it changes: they judge other edits."""
REGISTRY = "manifest/providers.yaml"
WORKFLOW = ".github/workflows/gate.yaml"


def one_of_each() -> list[Mutant]:
    """Of each operator the first mutant, for what can touch several runtimes the last as well, and of what
    the table of files gives the first for each file.
    """
    first = {each.operator: each for each in reversed(base_mutants())}
    last = {each.operator: each for each in base_mutants() if each.edit.file == REGISTRY}
    by_file = {
        (each.operator, each.edit.file): each
        for each in reversed(base_mutants())
        if each.operator in ("drop-file", "drop-entry") and not each.edit.file.startswith("schema/")
    }
    chosen = (*first.values(), *last.values(), *by_file.values())
    return list({each.id: each for each in chosen}.values())


def told(verdict: Verdict, file: str) -> list[tuple[object, ...]]:
    """What a verdict says of an edit of that file, in its own order; pointers are into files that differ."""
    aside = SET_ASIDE if file == REGISTRY else ()

    def key(finding: Finding) -> tuple[object, ...]:
        return (finding.check, finding.level, finding.message, finding.hint, finding.present or ())

    open_ = [key(each) for each in verdict.findings if each.check not in aside]
    waived = [(*key(each.finding), each.waiver.ticket) for each in verdict.waived]
    return sorted(open_, key=repr) + sorted(waived, key=repr)


def from_files(root: Path, edit: Edit) -> Verdict | None:
    """The verdict on the edited files; None when they are refused."""
    written(root, edit)
    try:
        return run_checks(open_workspace(root), TODAY, ignore=SET_ASIDE if edit.file == REGISTRY else ())
    except InputError:
        return None
    finally:
        shutil.copyfile(base_root() / edit.file, root / edit.file)


def written(root: Path, edit: Edit) -> None:
    """Write the edited file, or take it away."""
    text = base_trial().sources[edit.file].patched(edit.changes)
    if text:
        (root / edit.file).write_text(text, encoding="utf-8")
    else:
        (root / edit.file).unlink()


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
        assert told(attempt.verdict, mutant.edit.file) == told(verdict, mutant.edit.file)
        assert attempt.verdict.exit_code is verdict.exit_code


def test_two_edits_in_thought_are_judged_together(root: Path) -> None:
    """A probe is dropped and its arm with it: each alone is red for its own reason."""
    edits = [
        Edit(REGISTRY, (put("/runtimes/chat/providers/2/models", ["groq:llama"]),)),
        Edit("checks/probes.yaml", (put("/probes/groq", "groq:other"),)),
    ]
    assert_judged_together(edits, root)


PAIRS = [
    ("checks/lane.yaml", WORKFLOW),
    ("checks/policy.yaml", "checks/hosts.yaml"),
    ("matrix/guards.csv", "checks/invariants.yaml"),
    ("checks/pins.yaml", "manifest/offered/chat.yaml"),
    (REGISTRY, "checks/sync.yaml"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_files_that_are_gone_together_are_judged_together(one: str, other: str, root: Path) -> None:
    changes = (put("/providers/5/display_name", "Other"),) if one == REGISTRY else (remove(""),)
    assert_judged_together([Edit(one, changes), Edit(other, (remove(""),))], root)


def assert_judged_together(edits: list[Edit], root: Path) -> None:
    ignored = SET_ASIDE if edits[0].file == REGISTRY else ()
    for edit in edits:
        written(root, edit)
    try:
        verdict = run_checks(open_workspace(root), TODAY, ignore=ignored)
    finally:
        for edit in edits:
            shutil.copyfile(base_root() / edit.file, root / edit.file)
    attempt = base_trial().attempt(edits)
    assert told(attempt.verdict, edits[0].file) == told(verdict, edits[0].file)
