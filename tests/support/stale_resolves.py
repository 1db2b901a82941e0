"""Threads and processes that resolve while rows change: is any answer older than its question?

Each row counts up, a version for each update: its credential is `credential/NAME/vNUMBER`, and the vault
answers with the reference itself. Whoever changes a row says which version is committed, after it is. Whoever
resolves reads that before asking, and has failed with an older version, or when anything is raised. Updates
are spread evenly over the resolves.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from typing import Any

from routeproof.bindings.auth import dump_auth
from routeproof.connections.adapter import Adapter
from routeproof.connections.resolver import Resolver
from routeproof.connections.store import open_store
from routeproof.model.connection import Auth, AuthType
from routeproof.model.secret import Found, Secret, VaultAnswer
from support.live_database import LiveDatabase

ROWS = 4
CHANGE = "UPDATE provider_connections SET auth = ? WHERE name = ?"


@dataclass(frozen=True, slots=True)
class Load:
    """How much is done: resolves in all, by so many threads in each of so many processes, and updates."""

    resolves: int
    updates: int
    threads: int = 16
    processes: int = 2


class Echo:
    """Answers every reference with itself."""

    def get(self, ref: str, /) -> VaultAnswer:
        return Found(Secret(ref))


def name(row: int) -> str:
    """The name of a row."""
    return f"row{row}"


def auth(row: int, version: int) -> dict[str, str]:
    """The auth of a row in a version."""
    return {"type": "api_key", "credential": f"credential/{name(row)}/v{version}"}


def version_of(found: object, row: int) -> int:
    """The version that an adapter is of; -1 for whatever is no answer."""
    if not isinstance(found, Adapter) or found.connection != name(row):
        return -1
    head, _, number = found.headers()["x-api-key"].rpartition("v")
    return int(number) if head == f"credential/{name(row)}/" else -1


def run(database: LiveDatabase, load: Load) -> tuple[list[str], int]:
    """What failed, and how many resolves there were."""
    context = get_context("fork")
    committed = [context.Value("q", 0) for _ in range(ROWS)]
    asked = context.Value("q", 0)
    results = context.Queue()
    with open_store(database.url) as store:
        for row in range(ROWS):
            assert store.create(name(row), "anthropic", auth(row, 0)).ok
    shares = load.resolves // load.processes
    workers = [
        context.Process(target=_resolve, args=(database.url, load.threads, shares, committed, asked, results))
        for _ in range(load.processes)
    ]
    for worker in workers:
        worker.start()
    _update(database, load, committed, asked)
    failures, done = [], 0
    for _ in workers:
        said, count = results.get(timeout=120)
        failures += said
        done += count
    for worker in workers:
        worker.join(20)
    return failures, done


def _update(
    database: LiveDatabase, load: Load, committed: list["Synchronized[int]"], asked: "Synchronized[int]"
) -> None:
    """Change the rows, one way by the driver alone and one by the store, each when it is committed."""
    with open_store(database.url, boot=False) as store, database.connected() as sql:
        for number in range(load.updates):
            while asked.value < number * load.resolves // (load.updates + 1):
                time.sleep(0.0005)
            row = number % ROWS
            version = number // ROWS + 1
            if number % 2:
                assert store.update(name(row), auth(row, version)).ok
            else:
                sql(CHANGE, dump_auth(Auth(AuthType.API_KEY, auth(row, version)["credential"])), name(row))
            committed[row].value = version


def _resolve(
    url: str,
    threads: int,
    count: int,
    committed: list["Synchronized[int]"],
    asked: "Synchronized[int]",
    results: Any,
) -> None:
    """Resolve in threads that share one resolver, and tell what failed."""
    failures: list[str] = []
    with open_store(url, boot=False) as store:
        resolver = Resolver(store, Echo())
        each = count // threads
        tasks = [
            threading.Thread(
                target=_guarded(failures, _ask), args=(resolver, at, each, committed, asked, failures)
            )
            for at in range(threads)
        ]
        for task in tasks:
            task.start()
        for task in tasks:
            task.join()
    results.put((failures[:5], each * threads))


def _ask(
    resolver: Resolver,
    at: int,
    each: int,
    committed: list["Synchronized[int]"],
    asked: "Synchronized[int]",
    failures: list[str],
) -> None:
    for number in range(each):
        row = (at + number) % ROWS
        least = committed[row].value
        with asked.get_lock():
            asked.value += 1
        version = version_of(resolver.resolve(name(row)), row)
        if version < least:
            failures.append(f"{name(row)}: version {version}, though {least} was committed")


def _guarded(failures: list[str], work: Callable[..., None]) -> Callable[..., None]:
    def guarded(*args: Any) -> None:
        try:
            work(*args)
        except BaseException as error:
            failures.append(repr(error))

    return guarded
