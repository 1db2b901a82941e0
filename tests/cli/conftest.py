"""Copies of the reference workspace: one for reading, a new one for whoever edits."""

from pathlib import Path

import pytest

from support.cli_command import copy_workspace


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that no test changes."""
    return copy_workspace(tmp_path_factory.mktemp("reference"))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of one's own."""
    return copy_workspace(tmp_path / "workspace")
