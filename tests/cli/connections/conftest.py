"""A team's folder: a store with rows of its own beside the canonical ones, and a configuration."""

import shutil
from pathlib import Path

import pytest

from support.connection_commands import ask, write_json

CONFIG = {
    "llm": {
        "default": {"provider": "anthropic", "model": "m-1", "provider_connection": "anthropic-managed"},
        "profiles": {"deep": {"provider": "anthropic", "model": "m-2", "provider_connection": "work"}},
        "callSites": {"mainAgent": {"profile": "deep"}},
    }
}


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that no test changes."""
    folder = tmp_path_factory.mktemp("prepared")
    for name, provider in (("work", "anthropic"), ("spare", "openai")):
        key = ("--auth", "api_key", "--credential", f"{provider}-{name}:api_key")
        ask("create", name, "--provider", provider, *key, folder=folder)
    write_json(folder / "config.json", CONFIG)
    return folder


@pytest.fixture
def team(prepared: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    return shutil.copytree(prepared, tmp_path / "team")
