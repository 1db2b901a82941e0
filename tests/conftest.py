"""How Hypothesis draws, the same examples on every run of the gate and new ones for `make fuzz`; progress."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from support.postgresql_server import RUN
from support.progress import Progress

settings.register_profile("gate", deadline=None, derandomize=True, database=None, max_examples=60)
settings.register_profile("fuzz", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("gate")

_DRAWN = tuple(Path(__file__).parent / folder for folder in ("properties", "differential", "browser"))


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Name the run to what it starts; tell the progress where it is printed: no worker of xdist does so."""
    os.environ.setdefault(RUN, str(os.getpid()))
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(config), "progress")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage where a test names the lines it is about; thousands of drawn examples only slow it."""
    for item in items:
        if any(folder in item.path.parents for folder in _DRAWN):
            item.add_marker(pytest.mark.no_cover)
