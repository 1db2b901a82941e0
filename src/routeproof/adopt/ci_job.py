"""The CI job that an adoption brings along: its text, and where it belongs in the repository around it."""

from pathlib import Path

_FORGES = (".gitea", ".github")
"""A repository on Gitea that has its own folder is not asked for the other one."""

_JOB = """\
# Runs the gate on every change. Let branch protection require the job `routeproof`.
name: routeproof

# Quoted: YAML 1.1 would read a bare key `on` as the boolean true.
"on":
  push:
  pull_request:

permissions:
  contents: read

jobs:
  routeproof:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2
        with:
          persist-credentials: false
      - uses: actions/setup-python@a309ff8b426b58ec0e2a45f0f869d46889d02405 # v6.2.0
        with:
          python-version: "3.12"
      - run: python -m pip install routeproof=={version}
      - run: routeproof check --root {folder}
"""


def job_file(repository: Path) -> str:
    """Where the job belongs, relative to the top of the repository."""
    forge = next((each for each in _FORGES if (repository / each).is_dir()), _FORGES[-1])
    return f"{forge}/workflows/routeproof.yml"


def job(version: str, folder: str) -> str:
    """The workflow that installs that version of routeproof and runs it on `folder`, named from the top."""
    return _JOB.format(version=version, folder=_quote_folder(folder))


def _quote_folder(folder: str) -> str:
    """The folder as the shell of the job reads it, inside a plain YAML text."""
    plain = all(letter.isalnum() or letter in "._/-" for letter in folder) and not folder.startswith("-")
    return folder if plain else "<the folder of the workspace>"
