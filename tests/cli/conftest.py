"""Copies of the reference workspace: one for reading, a new one for whoever edits."""

import shutil
from pathlib import Path

import pytest

from support.cli_command import copy_workspace, git


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy that no test changes."""
    return copy_workspace(tmp_path_factory.mktemp("reference"))


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in a folder of a git repository, its present state being `HEAD`, that no test changes."""
    top = tmp_path_factory.mktemp("repository")
    workspace = copy_workspace(top / "workspace")
    git(top, "init", "--quiet")
    git(top, "add", ".")
    git(top, "commit", "--quiet", "--message", "base")
    return workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A copy of one's own."""
    return copy_workspace(tmp_path / "workspace")


@pytest.fixture
def committed(repository: Path, tmp_path: Path) -> Path:
    """A copy of the repository of one's own: its workspace."""
    return shutil.copytree(repository.parent, tmp_path / "repository") / repository.name
