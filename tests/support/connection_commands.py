"""`routeproof connections` as programs use it: one object comes back, and the exit code agrees with it."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from support.cli_command import Run, call

DATABASE = ".routeproof/connections.db"


def told(done: Run) -> dict[str, Any]:
    """The one object that a run has printed; what it says of success is what its exit code says."""
    assert done.out.endswith("\n"), done
    assert done.out.count("\n") == 1, done
    value = json.loads(done.out)
    assert isinstance(value, dict), done
    assert (done.code == 0) is (value["ok"] is True), done
    assert ("code" in value, "error" in value) == ((not value["ok"],) * 2), done
    assert done.err == "", done
    return value


def ask(*args: str, folder: Path, **variables: str) -> dict[str, Any]:
    """Run a verb for a program, in this process."""
    return told(call("connections", *args, "--json", folder=folder, **variables))


def stored(folder: Path) -> list[tuple[Any, ...]]:
    """Every row of the folder's own store, and its epoch, as the database has them."""
    with sqlite3.connect(folder / DATABASE) as database:
        rows = database.execute("SELECT * FROM provider_connections ORDER BY name").fetchall()
        epoch = database.execute("SELECT epoch FROM connection_epoch").fetchall()
    database.close()
    return [*rows, *epoch]


def put(folder: Path, name: str, provider: str, auth: str, base_url: str | None = None) -> None:
    """Write a row into the folder's store as another program would: nothing is checked."""
    with sqlite3.connect(folder / DATABASE) as database:
        database.execute(
            "INSERT INTO provider_connections VALUES (?, ?, ?, ?, 1, 1)", (name, provider, auth, base_url)
        )
    database.close()


def write_json(file: Path, value: object) -> str:
    """Write a value as a JSON file; returns the name of the file."""
    file.write_text(json.dumps(value), encoding="utf-8")
    return file.name
