"""What becomes of an edit of connections and entries: who notices it, and what an entry says twice for."""

import pytest

from routeproof.harness import Exit
from routeproof.mutate.decide import Judge
from routeproof.mutate.edit import Edit, put, remove
from routeproof.mutate.result import Status
from support.connection_makers import EXPORT
from support.mutation_trials import base_trial, mutant

NOTICED = {
    ("row-other-provider", "groq-personal / provider"): "entry-provider-agrees",
    ("row-other-payer", "anthropic-managed / auth"): "connection-seeds-complete",
    ("row-other-key", "anthropic-work / auth / credential"): "connection-credential-accepted",
    ("row-typed-key", "anthropic-work / auth / credential"): "credential-is-reference",
    ("row-operator-key", "anthropic-work / auth / credential"): "credential-is-reference",
    ("rename-row", "groq-personal / name"): "connection-reference-resolves",
    ("entry-no-connection", "/llm/callSites/summarize / provider_connection"): "entry-has-connection",
    ("entry-other-provider", "/llm/callSites/summarize / provider"): "entry-provider-agrees",
    ("entry-other-payer", "/llm/default / payer"): "entry-payer-agrees",
    ("entry-other-model", "/llm/profiles/deep / model"): "entry-route-agrees",
    ("policy-any", "policy"): "payer-preserved",
    ("catalogue-managed", "groq / managed"): "connection-registry-agrees",
    ("catalogue-keyless", "ollama / keyless"): "connection-pair-usable",
    ("catalogue-other-key", "groq / auth_env"): "connection-registry-agrees",
    ("catalogue-no-registry", "openai / registry"): "connection-provider-known",
    ("rename-catalogue-provider", "groq / name"): "connection-provider-known",
}


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(base_trial())


@pytest.mark.parametrize("edit", NOTICED, ids=" ".join)
def test_an_edit_is_noticed_by_the_check_that_is_there_for_it(judge: Judge, edit: tuple[str, str]) -> None:
    replacements = {"policy-any": "any"}
    result = judge.decide(mutant(*edit, replacements.get(edit[0])))
    assert result.status is Status.KILLED
    assert NOTICED[edit] in result.killed_by


@pytest.mark.parametrize("key", ["platform", "hosted"])
def test_a_flag_that_decides_nothing_here_is_proved_to_be_none(judge: Judge, key: str) -> None:
    """The mode is written out, and no connection has an address of its own."""
    result = judge.decide(mutant(f"deployment-{key}", f"deployment / {key}"))
    assert (result.status, result.killed_by) == (Status.IGNORED, ())
    assert result.reason == "proved equal: the edited file describes the same values"


def test_a_declared_payer_is_there_for_the_connection_of_another(judge: Judge) -> None:
    other = judge.decide(
        mutant("entry-other-connection", "/llm/default / provider_connection", "anthropic-work")
    )
    assert other.killed_by == ("entry-payer-agrees",)
    judge.killed = [other]
    result = judge.decide(mutant("entry-no-payer", "/llm/default / payer"))
    assert (result.status, result.killed_by) == (Status.KILLED, (other.mutant.id,))
    assert result.reason.startswith(
        f"without it `{other.mutant.id}` survives: the entry `/llm/default` names"
    )


def test_two_edits_of_one_file_are_made_at_once() -> None:
    trial, default = base_trial(), "/llm/default"
    other = Edit(EXPORT, (put(f"{default}/provider_connection", "anthropic-work"),))
    silent = Edit(EXPORT, (remove(f"{default}/payer"),))
    assert [trial.attempt([each]).noticed for each in (other, silent)] == [True, False]
    both = trial.attempt([other, silent])
    assert both.verdict.exit_code is Exit.CLEAN
    assert both.material is not None
    default_of = both.material.files[EXPORT]["llm"]["default"]
    assert (default_of["provider_connection"], "payer" in default_of) == ("anthropic-work", False)
    # In either order: the pointers are into the unedited file.
    dropped = Edit(EXPORT, (remove("/connections/0"),))
    renamed = Edit(EXPORT, (put("/connections/4/name", "other"),))
    for edits in ([dropped, renamed], [renamed, dropped]):
        made = trial.attempt(edits).material
        assert made is not None
        rows = [row["name"] for row in made.files[EXPORT]["connections"]]
        assert rows == ["openai-managed", "ollama-local", "anthropic-work", "other"]


def test_a_survivor_says_what_became_of_what() -> None:
    """Without the checks that know payers, whoever else pays goes unnoticed."""
    from routeproof.mutate import meaning  # noqa: PLC0415 - beside the one test that asks it

    edit = Edit(EXPORT, (put("/llm/callSites/summarize/model", "other"),))
    attempt = base_trial().attempt([edit])
    assert attempt.material is not None
    assert meaning.differs(base_trial().material, attempt.material)
    said = meaning.shown(base_trial().material, attempt.material)
    assert said.text.startswith(
        "the entry `/llm/callSites/summarize`: `groq, groq-personal, None, None, llama"
    )
    assert said.text.endswith("becomes `groq, groq-personal, None, None, other`")
    assert said.pin is None
