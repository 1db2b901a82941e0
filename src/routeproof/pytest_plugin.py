"""The pytest plugin: `pytest --routeproof [ROOT]` runs each cell, pin, probe, invariant and check as a test.

Every pytest run loads this module where routeproof is installed: the engine is imported when it is asked for.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from routeproof.gate.cases import Case

_REGISTRY = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("routeproof", "routing of model ids").addoption(
        "--routeproof",
        metavar="ROOT",
        nargs="?",
        const="",
        help="also test the routeproof workspace at ROOT [default: this folder or the nearest one above]; "
        "before other arguments write --routeproof=ROOT",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect the registry too, unless the arguments name it: then they mean it, or single items of it."""
    asked = config.getoption("--routeproof")
    if asked is None:
        return
    config.addinivalue_line("markers", "routeproof: an item of the routeproof workspace")
    registry = _registry(config, asked)
    config.stash[_REGISTRY] = registry
    here = config.invocation_params.dir
    if registry not in {(here / arg.partition("::")[0]).resolve() for arg in config.args}:
        config.args.append(str(registry))


def _registry(config: pytest.Config, asked: str) -> Path:
    from routeproof.errors import InputError  # noqa: PLC0415 - only for those who ask
    from routeproof.manifest.files import REGISTRY  # noqa: PLC0415 - only for those who ask
    from routeproof.workspace import find_root  # noqa: PLC0415 - only for those who ask

    here = config.invocation_params.dir
    try:
        root = here / asked if asked else find_root(here)
    except InputError as error:
        raise pytest.UsageError(f"--routeproof: {error}") from None
    if not (root / REGISTRY).exists():
        raise pytest.UsageError(
            f"--routeproof: `{asked}` is no workspace: it has no {REGISTRY}; "
            "write --routeproof=ROOT when other arguments follow"
        )
    return (root / REGISTRY).resolve()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "RegistryFile | None":
    """The registry of the workspace, and no other file."""
    registry = parent.config.stash.get(_REGISTRY, None)
    if registry is None or file_path.resolve() != registry:
        return None
    if registry.is_relative_to(parent.config.rootpath):
        return RegistryFile.from_parent(parent, path=file_path)
    # For what lies beside the root pytest makes ids without a file, or with another one on each machine.
    return RegistryFile.from_parent(parent, path=file_path, nodeid="/".join(registry.parts[-3:]))


class RegistryFile(pytest.File):
    """The workspace, collected by the path of its registry."""

    def collect(self) -> "Iterator[CaseItem]":
        """Judge the workspace once and make an item of every case."""
        from routeproof.errors import RouteproofError  # noqa: PLC0415 - only for those who ask
        from routeproof.gate import cases, local_today, run_checks  # noqa: PLC0415 - only for those who ask
        from routeproof.workspace import open_workspace  # noqa: PLC0415 - only for those who ask

        root = self.path.parents[1]
        try:
            workspace = open_workspace(root)
            verdict = run_checks(workspace, local_today())
        except RouteproofError as error:
            raise self.CollectError(str(error)) from None
        for case in cases.cases_of(workspace, verdict):
            yield CaseItem.from_parent(self, name=case.name, case=case, root=root)


class CaseItem(pytest.Item):
    """One case as a test item."""

    def __init__(self, *, case: "Case", root: Path, **pytests_own: Any) -> None:
        super().__init__(**pytests_own)
        self.add_marker("routeproof")
        self._case = case
        self._root = root

    def runtest(self) -> None:
        """Fail, skip or expect the failure, as the case fared."""
        from routeproof.gate.cases import State  # noqa: PLC0415 - only for those who ask

        match self._case.state:
            case State.FAILED:
                raise CaseFailed(self._case.text)
            case State.WAIVED:
                pytest.xfail(self._case.text)
            case State.SKIPPED:
                pytest.skip(self._case.text)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The finding in its own words: there is no code of a test to show."""
        return (
            str(excinfo.value)
            if isinstance(excinfo.value, CaseFailed)
            else super().repr_failure(excinfo, style)
        )

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The place that the case is written at."""
        place = self._case.place
        return self._root / place.file, place.line - 1 if place.line else None, self.name


class CaseFailed(Exception):
    """A case with an open finding."""
