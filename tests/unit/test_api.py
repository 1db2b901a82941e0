"""The names that other programs may rely on: what they take, what they return, what they raise."""

import datetime
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import routeproof
from routeproof import (
    Registry,
    RouteproofError,
    Verdict,
    check,
    derive,
    load,
    loads,
    menu,
    register,
    upstream,
)
from routeproof.harness import format_counts
from routeproof.harness.finding import Level

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "manifest/providers.yaml"
TODAY = datetime.date(2026, 12, 1)

TEXT = """
schema_version: 1
providers:
  - &entry {name: platform, display_name: D, protocol: openai, auth_mode: x, auth_env: [TOKEN],
      model_prefix_match: ^platform/}
  - {<<: *entry, name: acme, auth_env: [ACME_KEY], model_prefix_match: ^acme/, upstream_vendor: acme}
  - {<<: *entry, name: globex, auth_env: [GLOBEX_KEY], model_prefix_match: /fast$}
runtimes:
  desk:
    providers: [{name: platform, models: [house, acme/house]}, {name: acme, models: [house]}, {name: globex}]
"""
REGISTRY = loads(TEXT)
quick_check = partial(check, today=TODAY, select=["golden-matrix"])
"""One check of the workspace is enough where the question is what it is given."""


def test_the_public_names_are_the_documented_ones() -> None:
    assert set(routeproof.__all__) == {
        "Registry",
        "RouteproofError",
        "Verdict",
        "check",
        "derive",
        "load",
        "loads",
        "menu",
        "register",
        "upstream",
    }
    assert all(hasattr(routeproof, name) for name in routeproof.__all__)


@pytest.mark.parametrize("path", [MANIFEST, str(MANIFEST)])
def test_load_takes_a_path_of_either_kind(path: Path | str) -> None:
    assert load(path) == loads(MANIFEST.read_bytes()) == loads(MANIFEST.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("runtime", "model", "auth_env", "provider", "error", "payer"),
    [
        ("desk", "acme/house", (), "platform", None, "platform"),
        ("desk", " acme/x\n", (), "acme", None, "byok"),
        ("desk", "house", ["ACME_KEY"], "acme", None, "byok"),
        ("desk", "house", {"ACME_KEY", "TOKEN"}, "platform", None, "platform"),
        ("desk", "acme/fast", iter(["GLOBEX_KEY"]), "globex", None, "byok"),
        ("desk", "acme/fast", {"acme_key": "secret"}, None, "ambiguous", None),
        ("desk", "initech/x", (), None, "unregistered", None),
        ("Desk", "acme/x", (), None, "unknown_runtime", None),
        ("Desk", "\u3000", (), None, "model_required", None),
    ],
)
def test_derive_answers_with_plain_comparable_values(
    runtime: str,
    model: str,
    auth_env: Iterable[str],
    provider: str | None,
    error: str | None,
    payer: str | None,
) -> None:
    outcome = derive(REGISTRY, runtime, model, auth_env)
    assert (outcome.provider, outcome.error, outcome.payer) == (provider, error, payer)


def test_derive_names_the_arms_of_a_tie() -> None:
    assert derive(REGISTRY, "desk", "acme/fast").tied == ("acme", "globex")
    assert derive(REGISTRY, "desk", "acme/x").tied == ()


def test_menu_lists_each_id_once_in_order() -> None:
    assert menu(REGISTRY, "desk") == ("house", "acme/house")


@pytest.mark.parametrize(
    ("model", "vendor", "rest", "provider", "error"),
    [
        ("acme/x:y", "acme", "x:y", "acme", None),
        ("acme:", "acme", "", "acme", None),
        ("acme", None, None, None, "not_namespaced"),
        (" acme/x", None, None, None, "not_namespaced"),
        ("", None, None, None, "model_required"),
    ],
)
def test_upstream_splits_an_id(
    model: str, vendor: str | None, rest: str | None, provider: str | None, error: str | None
) -> None:
    found = upstream(REGISTRY, model)
    assert (found.vendor, found.model, found.provider, found.error) == (vendor, rest, provider, error)


def test_upstream_cuts_at_the_slash_first() -> None:
    """It only shows where a vendor holds a separator itself, which loads and is reported by a check."""
    registry = loads(
        TEXT.replace("{<<: *entry, name: globex,", "{<<: *entry, name: globex, upstream_vendor: acme/x,")
    )
    assert upstream(registry, "acme/x:y").provider == "acme"
    assert upstream(registry, "initech:acme/x").error == "not_namespaced"


@pytest.mark.parametrize("model", ["", "house", "acme/x", " acme/x "])
def test_register_allows_without_a_reason(model: str) -> None:
    assert (register(REGISTRY, "desk", model).allowed, register(REGISTRY, "desk", model).reason) == (True, "")
    assert register(REGISTRY, "langgraph", "anything").allowed


@pytest.mark.parametrize("model", ["initech/x", "acme/fast", "ACME/x"])
def test_register_refuses_naming_model_and_runtime(model: str) -> None:
    refusal = register(REGISTRY, "desk", model)
    assert not refusal.allowed
    assert model in refusal.reason
    assert "desk" in refusal.reason


MISUSES: dict[str, Callable[[], object]] = {
    "a file that is not there": lambda: load(ROOT / "no-such-file.yaml"),
    "a folder": lambda: load(ROOT),
    "a path with a null byte": lambda: load("manifest\0.yaml"),
    "no YAML": lambda: loads("providers: ["),
    "no text at all": lambda: loads(""),
    "a text with a lone surrogate": lambda: loads("a: \ud800"),
    "bytes that are no text": lambda: loads(b"\xff\xfe"),
    "an id with a lone surrogate": lambda: derive(REGISTRY, "desk", "acme/\udcff"),
    "an id with a lone surrogate to dial": lambda: upstream(REGISTRY, "acme/\udcff"),
    "an id with a lone surrogate to register": lambda: register(REGISTRY, "desk", "acme/\udcff"),
    "a bare text of credentials": lambda: derive(REGISTRY, "desk", "house", "ACME_KEY"),
    "the menu of an unknown runtime": lambda: menu(REGISTRY, "Desk"),
}


@pytest.mark.parametrize("misuse", MISUSES)
def test_whatever_is_raised_is_of_one_family(misuse: str) -> None:
    with pytest.raises(RouteproofError) as raised:
        MISUSES[misuse]()
    assert raised.value.exit_code == 2
    assert str(raised.value)


def test_check_judges_the_workspace() -> None:
    verdict = check(ROOT, today=TODAY)
    assert isinstance(verdict, Verdict)
    listed = "5 runtimes, 43 arms (29 name-only), 58 listed pairs, 87 cells"
    assert format_counts(verdict.counts) == f"{listed}, 10 connections, 9 entries"
    assert {each.level for each in verdict.findings} <= {Level.NOTE, Level.WARNING, Level.ERROR}
    assert {each.finding.check for each in verdict.waived} >= {"offered-key-accepted"}
    assert verdict.exit_code in (0, 1)


EDITED = MANIFEST.read_text(encoding="utf-8").replace("- moonshot:kimi-k2.6\n", "- moonshot:kimi-k9\n")


@pytest.mark.parametrize("given", ["path", "text path", "bytes", "registry"])
def test_check_takes_another_manifest_in_any_form(tmp_path: Path, given: str) -> None:
    file = tmp_path / "edited.yaml"
    file.write_text(EDITED, encoding="utf-8")
    forms: dict[str, Path | str | bytes | Registry] = {
        "path": file,
        "text path": str(file),
        "bytes": EDITED.encode(),
        "registry": loads(EDITED),
    }
    verdict = quick_check(ROOT, manifest=forms[given])
    assert verdict.exit_code == 1
    assert {(each.coordinate("runtime"), each.coordinate("model")) for each in verdict.findings} == {
        ("openclaw", "moonshot:kimi-k2.6"),
        ("openclaw", "moonshot:kimi-k9"),
    }
    assert all((each.place is None) == (given == "registry") for each in verdict.findings)


def test_check_leaves_the_workspace_s_own_manifest_alone() -> None:
    assert quick_check(ROOT, manifest=EDITED.encode()).exit_code == 1
    assert quick_check(ROOT).exit_code == 0


@pytest.mark.parametrize(
    ("root", "manifest"),
    [
        (ROOT / "no-such-folder", None),
        ("", b""),
        (ROOT, b"\xff"),
        (ROOT, "no-such-file.yaml"),
        (ROOT, "\0"),
        ("\0", None),
        (ROOT / "manifest", None),
    ],
)
def test_check_turns_bad_input_into_a_verdict(root: Path | str, manifest: str | bytes | None) -> None:
    verdict = quick_check(root, manifest=manifest)
    assert verdict.exit_code == 2
    assert {each.check for each in verdict.findings} == {"input"}
    assert all(each.message for each in verdict.findings)


@pytest.mark.parametrize(("today", "expired"), [("2027-06-30", False), ("2027-07-01", True)])
def test_check_holds_the_waivers_against_the_date_it_is_given(today: str, expired: bool) -> None:
    verdict = check(ROOT, today=datetime.date.fromisoformat(today), select=["offered-key-accepted"])
    assert (verdict.exit_code == 1) is expired
    assert ("waiver-expired" in {each.check for each in verdict.findings}) is expired
    assert bool(verdict.waived) is not expired


def test_check_narrows_what_runs_and_what_fails() -> None:
    notes = ["offered-covers-menu", "provider-is-used"]
    assert check(ROOT, today=TODAY, select=notes).exit_code == 0
    assert check(ROOT, today=TODAY, select=notes, fail_level=Level.NOTE).exit_code == 1
    assert check(ROOT, today=TODAY, select=notes, ignore=notes[:1]).ledger.done == ("provider-is-used",)
    assert check(ROOT, today=TODAY, select=notes, ignore=notes).exit_code == 3


def test_a_registry_cannot_be_changed() -> None:
    untyped: Any = REGISTRY
    with pytest.raises(AttributeError):
        untyped.providers = ()
    with pytest.raises(TypeError):
        untyped.runtimes["other"] = REGISTRY.runtimes["desk"]
    assert isinstance(REGISTRY, Registry)
