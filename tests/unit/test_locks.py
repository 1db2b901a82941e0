"""The locks hold what pyproject.toml asks for, by version and hash, and name no server."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = SETTINGS["project"]
BASE = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {
    name: [Requirement(line) for line in lines] for name, lines in PROJECT["optional-dependencies"].items()
}
EXTRAS["dev"] = EXTRAS["service"] + [each for each in EXTRAS["dev"] if each.name != PROJECT["name"]]
BUILD = [Requirement(line) for line in SETTINGS["build-system"]["requires"]]
LOCKS = {
    "dev": [*BASE, *EXTRAS["dev"], *BUILD],
    "lowest": [*BASE, *EXTRAS["dev"], *BUILD],
    "mutation": [*BASE, *EXTRAS["mutation"]],
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(name: str) -> dict[Requirement, int]:
    """Each pin of a lock, with the number of its hashes."""
    text = (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8")
    lines = re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", "").splitlines()
    return {Requirement(line.partition("--hash")[0].strip()): len(HASH.findall(line)) for line in lines}


def pinned(name: str, python: str) -> dict[str, Version]:
    """What a lock installs on Linux with that Python."""
    machine = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": "linux"}
    found = {}
    for entry in entries(name):
        if entry.marker is None or entry.marker.evaluate(machine):
            [exact] = entry.specifier
            assert exact.operator == "=="
            assert entry.name not in found
            found[entry.name] = Version(exact.version)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_entry_has_hashes_and_no_server_is_named(name: str) -> None:
    assert all(hashes > 0 for hashes in entries(name).values())
    assert "://" not in (ROOT / f"requirements/{name}.lock").read_text(encoding="utf-8")


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_is_asked_for(name: str, python: str) -> None:
    held = pinned(name, python)
    for asked in LOCKS[name]:
        if asked.marker is None or asked.marker.evaluate({"python_version": python}):
            assert held[asked.name.lower()] in asked.specifier, asked


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lowest_versions_are_the_floors(python: str) -> None:
    held = pinned("lowest", python)
    floors: dict[str, Version] = {}
    for asked in LOCKS["lowest"]:
        if asked.marker is None or asked.marker.evaluate({"python_version": python}):
            [floor] = [bound for bound in asked.specifier if bound.operator != "<"]
            assert floor.operator == ">="
            name = asked.name.lower()
            floors[name] = max(floors.get(name, Version("0")), Version(floor.version))
    for name, version in floors.items():
        # A floor need not be a release of its own: `6.0` is met by `6.0.12` when there is no earlier one.
        assert held[name].release[: len(version.release)] == version.release, name


def test_what_mutate_code_adds_changes_nothing_of_the_environment() -> None:
    for python in PYTHONS:
        environment, added = pinned("dev", python), pinned("mutation", python)
        assert {name: added[name] for name in environment.keys() & added.keys()} == {
            name: environment[name] for name in environment.keys() & added.keys()
        }


def test_every_python_that_is_named_is_tested() -> None:
    named = {line.rpartition(" ")[2] for line in PROJECT["classifiers"] if ":: Python :: 3." in line}
    workflow = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    assert named == set(PYTHONS)
    assert {python for python in PYTHONS if f'"{python}"' in workflow} == named
