"""The public names of connections: all of them, none else, and each only when it is asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from routeproof import connections

LISTED = """
Auth Connection Catalogue ProviderEntry BUILTIN catalogue_of Ok Err Deleted RowFault Seeded
parse_auth read_auth dump_auth normalize_ref env_name delivered_env default_ref check_base_url
Entry entries references select effective_mode is_platform decide Route Refusal answer
open_store Store StoreUnavailable Secret Found Absent Down Malformed EnvVault DirVault KeyringVault ChainVault
PlatformAccess Resolved Miss resolve_auth Adapter build_adapter Resolver Dispatcher Session
Plan plan_backfill BackfillReport run_backfill prove replay risk_gaps Gap connection_source
"""
NAMES = LISTED.split()


def test_the_face_has_every_name_and_no_other() -> None:
    assert sorted(connections.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_loads_from_the_home_that_types_say(name: str) -> None:
    tree = ast.parse(Path(connections.__file__).read_text(encoding="utf-8"))
    homes = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    home = homes[name]
    assert home is not None
    assert getattr(connections, name) is getattr(sys.modules[home], name)


def test_what_is_not_there_is_said_as_python_says_it() -> None:
    with pytest.raises(AttributeError, match="no attribute `nothing`"):
        connections.__getattr__("nothing")


def test_a_pure_name_brings_no_database() -> None:
    code = (
        "import sys; from routeproof.connections import decide, prove, replay; "
        "found = {name.partition('.')[0] for name in sys.modules}; "
        "print(sorted(found & {'sqlalchemy', 'alembic', 'keyring', 'psycopg'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
