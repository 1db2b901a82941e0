"""The list of known credentials: derived from the registry, and what a hand-kept one misses."""

import datetime
from pathlib import Path

import pytest

from routeproof.errors import InputError
from routeproof.gate import run_checks
from routeproof.manifest import load
from routeproof.model.registry import Registry
from routeproof.resolve.credentials import credential_gaps, known_credentials
from routeproof.workspace import open_workspace
from support.payer_registry import CATALOGUE, REGISTRY, provider

REFERENCE = Path(__file__).resolve().parents[2] / "manifest" / "providers.yaml"

KEPT = [
    "AI_GATEWAY_API_KEY",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "ARCEEAI_API_KEY",
    "CLAUDE_CODE_OAUTH_TOKEN",
    "CODEX_AUTH_JSON",
    "DASHSCOPE_API_KEY",
    "DEEPSEEK_API_KEY",
    "GEMINI_API_KEY",
    "GLM_API_KEY",
    "HERMES_CUSTOM_API_KEY",
    "HERMES_CUSTOM_BASE_URL",
    "HF_TOKEN",
    "KIMI_API_KEY",
    "KIMI_CN_API_KEY",
    "MINIMAX_API_KEY",
    "MINIMAX_CN_API_KEY",
    "NOUS_API_KEY",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENROUTER_API_KEY",
    "XAI_API_KEY",
    "ZAI_API_KEY",
]
"""The list that production kept by hand."""

GAPS = {
    ("codex", "openai-subscription", "CODEX_CHATGPT_AUTH_JSON"),
    ("google-adk", "google", "GOOGLE_API_KEY"),
    ("hermes", "alibaba", "ALIBABA_API_KEY"),
    ("hermes", "arcee", "ARCEE_API_KEY"),
    ("hermes", "byok-gemini", "GOOGLE_API_KEY"),
    ("hermes", "custom", "CUSTOM_API_KEY"),
    ("hermes", "huggingface", "HUGGINGFACE_API_KEY"),
    ("hermes", "kilocode", "KILOCODE_API_KEY"),
    ("hermes", "nousresearch", "NOUSRESEARCH_API_KEY"),
    ("hermes", "nvidia", "NVIDIA_API_KEY"),
    ("hermes", "ollama-cloud", "OLLAMA_CLOUD_API_KEY"),
    ("hermes", "opencode-go", "OPENCODE_GO_API_KEY"),
    ("hermes", "opencode-zen", "OPENCODE_ZEN_API_KEY"),
    ("openclaw", "custom", "CUSTOM_API_KEY"),
    ("openclaw", "groq", "GROQ_API_KEY"),
}


def test_the_known_credentials_are_all_names_of_the_registry_folded() -> None:
    registry = Registry((*CATALOGUE, provider("low", "^low/", " low_key")), REGISTRY.runtimes)
    assert known_credentials(registry) == {
        *("USAGE_TOKEN", "ACME_KEY", "ACME_TOKEN", "PLAN_TOKEN", "METER_KEY", "BOLT_KEY", "BOLT_EU_KEY"),
        "LOW_KEY",
    }


def test_the_hand_kept_list_of_june_misses_fifteen_keys() -> None:
    assert len(KEPT) == 23
    gaps = credential_gaps(load(REFERENCE), KEPT)
    assert len(gaps) == 15
    assert set(gaps) == GAPS


def test_the_gate_reports_the_fifteen_for_the_list_in_the_workspace() -> None:
    workspace = open_workspace(REFERENCE.parents[1])
    assert workspace.declared.credentials is not None
    assert sorted(workspace.declared.credentials) == KEPT
    verdict = run_checks(workspace, datetime.date(2026, 12, 1), select=["credential-list-covers-auth-env"])
    found = {
        (each.finding.coordinate("runtime"), each.finding.coordinate("arm"), each.finding.key)
        for each in verdict.waived
    }
    assert (found, verdict.findings, len(verdict.waived)) == (GAPS, (), 15)


def test_the_list_that_the_registry_gives_misses_none() -> None:
    registry = load(REFERENCE)
    assert credential_gaps(registry, known_credentials(registry)) == ()


def test_gaps_come_in_declared_order_and_names_are_folded() -> None:
    gaps = credential_gaps(REGISTRY, (" acme_token ", "METER_KEY"))
    assert gaps == (
        ("desk", "acme", "ACME_KEY"),
        ("desk", "plan", "PLAN_TOKEN"),
        ("desk", "bolt", "BOLT_KEY"),
        ("desk", "bolt-eu", "BOLT_EU_KEY"),
    )


def test_a_bare_text_is_no_list_of_names() -> None:
    with pytest.raises(InputError):
        credential_gaps(REGISTRY, "ACME_KEY")
