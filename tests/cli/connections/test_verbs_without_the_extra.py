"""Without the extra: the verbs of a store say in one line what to install, those of files do their work."""

import json
import subprocess
import sys

import pytest

from support.cli_command import environment

CHILD = """
import contextlib, io, json, sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("alembic", "keyring", "psycopg", "sqlalchemy"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
from routeproof.cli import main
runs = []
for args in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["routeproof", "connections", *args]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.suppress(SystemExit):
        main()
    runs.append((out.getvalue(), err.getvalue()))
json.dump(runs, sys.stdout)
"""

KEY = ("--auth", "api_key", "--credential", "s:f")
OF_A_STORE = [
    ("list",),
    ("get", "x"),
    ("create", "x", "--provider", "openai", *KEY),
    ("create", "x", "--provider", "openai", "--auth", "zzz"),
    ("update", "x", *KEY),
    ("delete", "x"),
    ("migrate",),
    ("backfill", "--config", "gone.json"),
    ("resolve", "--config", "gone.json"),
    ("doctor",),
    ("export",),
    ("check", "--store", "sqlite:///x.db"),
    ("prove", "--store", "sqlite:///x.db"),
]
OF_FILES = [
    ("check",),
    ("prove",),
    ("replay",),
    ("list", "--help"),
    ("resolve", "--help"),
    ("backfill", "--help"),
]

EXPORT = """\
format: routeproof/connections-1
connections: [{name: openai-managed, provider: openai, auth: {type: platform}}]
llm: {default: {provider: openai, provider_connection: openai-managed}}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], tuple[str, str]]:
    """What each call says, in a process that has none of the extra."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "manifest").mkdir()
    (folder / "manifest/connections.yaml").write_text(EXPORT, encoding="utf-8")
    calls = [(*args, *mode) for args in [*OF_A_STORE, *OF_FILES] for mode in ((), ("--json",))]
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        cwd=folder,
        env=environment(),
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert sorted(path.name for path in folder.iterdir()) == ["manifest"]
    return {args: tuple(run) for args, run in zip(calls, json.loads(done.stdout), strict=True)}


@pytest.mark.parametrize("args", OF_A_STORE, ids=" ".join)
def test_a_verb_of_a_store_says_what_to_install(
    told: dict[tuple[str, ...], tuple[str, str]], args: tuple[str, ...]
) -> None:
    out, err = told[args]
    assert (out, err.count("\n")) == ("", 1)
    assert "routeproof[service]" in err
    said = json.loads(told[(*args, "--json")][0])
    assert (said["ok"], said["code"]) == (False, "extra_missing")
    assert "routeproof[service]" in said["error"]


@pytest.mark.parametrize("args", OF_FILES, ids=" ".join)
def test_a_verb_of_files_does_its_work(
    told: dict[tuple[str, ...], tuple[str, str]], args: tuple[str, ...]
) -> None:
    for mode in ((), ("--json",)):
        out, err = told[(*args, *mode)]
        assert out
        assert "routeproof[service]" not in out + err
        assert "internal error" not in err


def test_the_gate_starts_without_any_of_it() -> None:
    code = "import sys, routeproof.cli.commands.check; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = ("routeproof.cli.connections", "routeproof.connections", "sqlalchemy", "alembic", "keyring")
    assert [name for name in done.stdout.split() if name.startswith(heavy)] == []
