"""Every check, and every rule about waivers, is seen to fail and seen to pass; `tests/cases` says how."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

import routeproof.checks
from routeproof.checks import ALL, BY_ID
from routeproof.gate import SUITE_OF, Subjects, check, run_checks
from routeproof.harness import RULES, Exit, Verdict
from routeproof.harness.finding import Finding, Rule
from routeproof.workspace import Workspace, open_workspace
from support.case_files import Case, cases, folder_of, folders, pointed_at, shown, workspace_of, write_base

BAD, GOOD = cases("bad"), cases("good")
EVERY_RULE = (*ALL, *RULES)
SINCE_A_BASE = {"move-happened", "move-landed", "move-recorded"}
"""They judge a change, and have nothing to judge without one."""
SAID = [(case, text) for case in BAD for expected in case.expect for text in (expected["message"],)]
HINTED = [(case, expected["hint"]) for case in BAD for expected in case.expect]


def judged(case: Case, root: Path) -> tuple[Workspace, Verdict, list[Finding]]:
    workspace = workspace_of(case, root)
    verdict = run_checks(workspace, case.today)
    return workspace, verdict, [finding for finding in verdict.findings if finding.check == case.rule]


def test_the_base_passes_every_check_and_leaves_none_without_work(tmp_path: Path) -> None:
    write_base(tmp_path)
    verdict = check(tmp_path)
    assert (verdict.findings, verdict.waived) == ((), ())
    assert set(verdict.ledger.empty) == SINCE_A_BASE
    assert verdict.ledger.done == tuple(BY_ID)
    assert verdict.exit_code is Exit.CLEAN


@pytest.mark.parametrize("case", BAD, ids=str)
def test_a_bad_case_gives_exactly_the_findings_it_expects(case: Case, tmp_path: Path) -> None:
    assert case.expect, "a bad case expects something"
    workspace, verdict, findings = judged(case, tmp_path)
    assert shown(findings) == list(case.expect)
    for finding in findings:
        document = workspace.documents.get(finding.document)
        assert (finding.pointer == "") is (document is None)
        if document is not None:
            assert pointed_at(document.data, finding.pointer), "the pointer leads nowhere"
            assert finding.place == document.place(finding.pointer)
    failing = any(finding.level == "error" for finding in verdict.findings)
    assert verdict.exit_code is (Exit.FINDINGS if failing else Exit.CLEAN)


@pytest.mark.parametrize("case", GOOD, ids=str)
def test_a_good_case_gives_none_and_the_check_had_something_to_judge(case: Case, tmp_path: Path) -> None:
    assert case.patch, "a near miss is an edit too"
    assert not case.expect
    workspace, _, findings = judged(case, tmp_path)
    assert findings == []
    if case.rule in BY_ID:
        assert BY_ID[case.rule].size(SUITE_OF[case.rule].subject(Subjects(workspace))) > 0
    else:
        assert workspace.declared.waivers


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_every_rule_has_a_folder_with_a_bad_and_a_good_case(rule: Rule) -> None:
    assert {"bad.yaml", "good.yaml"} <= {path.name for path in folder_of(rule.id).glob("*")}


def test_no_folder_and_no_file_stands_for_nothing() -> None:
    assert folders() == {rule.id for rule in EVERY_RULE}
    inside = [path for name in folders() for path in folder_of(name).rglob("*")]
    files = {path.relative_to(path.parents[1]).as_posix() for path in inside}
    assert files == {f"{case}.yaml" for case in BAD + GOOD}


def test_every_module_is_a_check_of_all_in_the_order_of_their_ids() -> None:
    paths = Path(routeproof.checks.__file__).parent.glob("*/[!_]*.py")
    modules = {
        path.stem: import_module(f"routeproof.checks.{path.parent.name}.{path.stem}") for path in paths
    }
    found = {stem: modules[stem].CHECK for stem in sorted(modules) if hasattr(modules[stem], "CHECK")}
    assert tuple(found.values()) == ALL
    assert [stem.replace("_", "-") for stem in found] == [rule.id for rule in ALL] == list(BY_ID)
    assert not {rule.id for rule in RULES} & set(BY_ID)


# ---- the style of the house ----


def ill_styled(text: str) -> bool:
    """A message, a hint or a title starts in lower case or with a value, and ends without a full stop."""
    return not re.fullmatch(r"[a-z`].*[^.\s]", text, re.DOTALL) or text.count("`") % 2 == 1


def leaked(text: str, values: set[str]) -> list[str]:
    """The values of the user that stand in the text outside of backticks."""
    bare = re.sub(r"`[^`]*`", "", text)
    return [value for value in sorted(values) if re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", bare)]


def ill_documented(rule: Rule) -> bool:
    """An explanation starts with one sentence on its own line, then says why after a blank line."""
    head, _, rest = rule.explanation.partition("\n")
    return not (re.fullmatch(r"[A-Z].*\.", head) and rest.startswith("\n") and rest.strip().endswith("."))


STYLE: list[tuple[Callable[..., object], tuple[object, ...]]] = [
    (ill_styled, ("Id is empty",)),
    (ill_styled, ("id is empty.",)),
    (ill_styled, ("id `x is empty",)),
    (ill_styled, ("",)),
    (leaked, ("`gpt-5` goes to groq", {"gpt-5", "groq"})),
]


@pytest.mark.parametrize(("rule", "arguments"), STYLE)
def test_a_rule_of_style_sees_what_breaks_it(
    rule: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    assert rule(*arguments)
    assert not ill_styled("`gpt-5` goes to `groq`")
    assert leaked("`gpt-5` goes to `groq`, not to groq-cloud", {"gpt-5", "groq"}) == []


@pytest.mark.parametrize(("case", "text"), SAID + HINTED, ids=str)
def test_messages_and_hints_are_of_one_style(case: Case, text: str) -> None:
    assert not ill_styled(text)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.id)
def test_titles_and_explanations_are_of_one_style(rule: Rule) -> None:
    assert not ill_styled(rule.title)
    assert not ill_documented(rule)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the base calls its runtimes, providers, ids and credentials; `platform` is a word of ours."""
    root = tmp_path_factory.mktemp("base")
    write_base(root)
    registry = open_workspace(root).registry
    arms = [arm for runtime in registry.runtimes.values() for arm in runtime.arms]
    credentials = {name for provider in registry.providers for name in provider.auth_env}
    listed = {model for arm in arms for model in arm.models}
    return {*registry.runtimes, *(arm.name for arm in arms), *credentials, *listed} - {"platform"}


@pytest.mark.parametrize(("case", "text"), SAID, ids=str)
def test_messages_put_the_values_of_the_user_in_backticks(case: Case, text: str, names: set[str]) -> None:
    parts = ("runtime", "arm", "model", "connection")
    own = {expected.get(part) for expected in case.expect for part in parts}
    assert leaked(text, names | {value for value in own if value and value != "platform"}) == []
