"""Without the extra, connections can be imported, and whoever needs a database is told what to install."""

import subprocess
import sys

import pytest

from routeproof.connections.extra import ExtraMissing, require_extra

WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("alembic", "keyring", "psycopg", "sqlalchemy"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
import routeproof.connections
from routeproof.connections import open_store, StoreUnavailable, decide, parse_auth
try:
    USE
except Exception as error:
    print(type(error).__name__, error.code, error.exit_code, error, sep="|")
"""


@pytest.mark.parametrize("use", ["open_store('sqlite://')", "routeproof.connections.Store"])
def test_one_line_says_what_to_install(use: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.replace("USE", use)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    said = "`sqlalchemy` is missing: install `routeproof[service]`"
    assert done.stdout == f"ExtraMissing|extra_missing|2|{said}\n"


def test_what_is_installed_is_no_problem() -> None:
    require_extra()
    with pytest.raises(ExtraMissing, match="`no_such_module` is missing"):
        require_extra("sqlalchemy", "no_such_module")


def test_the_face_alone_imports_no_database() -> None:
    code = "import sys, routeproof.connections as c; c.open_store, c.StoreUnavailable; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"alembic", "keyring", "psycopg", "sqlalchemy"} == set()
