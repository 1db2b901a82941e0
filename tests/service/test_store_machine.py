"""Any sequence of operations: a store on SQLite, one on PostgreSQL and a dictionary say and hold the same."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from routeproof.connections.store import Store, open_store
from routeproof.model.connection import Auth, AuthType, Connection, Deleted, Err, Ok
from support.live_database import INSERT, ROWS, LiveDatabase
from support.plain_store import (
    AUTHS,
    FOREIGN,
    LOST,
    NAMES,
    URLS,
    VALID,
    Answer,
    PlainAuth,
    PlainStore,
    Written,
)
from support.store_cases import CATALOGUE

STEPS = 50

names = st.sampled_from([*NAMES])
foreign_names = st.sampled_from([name for name in NAMES if name not in LOST])
auths = st.sampled_from(AUTHS)
good_auths = st.sampled_from([auth for auth in AUTHS if auth.reason is None])
references = st.sampled_from([(), ("/llm/default",), ("/llm/default", "/llm/profiles/a")])


class Watched:
    """One store, and its database beside it."""

    def __init__(self, database: LiveDatabase, clock: Callable[[], int], stack: ExitStack) -> None:
        self.store: Store = stack.enter_context(open_store(database.url, catalogue=CATALOGUE, clock=clock))
        self.sql = stack.enter_context(database.connected())

    def raw(self) -> tuple[tuple[tuple[object, ...], ...], int]:
        rows = sorted(self.sql(ROWS), key=lambda row: str(row[0]))
        ((epoch,),) = self.sql("SELECT epoch FROM connection_epoch")
        assert isinstance(epoch, int)
        return tuple(rows), epoch

    def write(self, name: str, written: Written) -> None:
        self.sql("DELETE FROM provider_connections WHERE name = ?", name)
        self.sql(INSERT, name, written.provider, written.auth, None, 5, 6)


def shown(answer: object) -> Answer:
    """What an operation answered, as the dictionary says it."""
    if isinstance(answer, Err):
        return answer.code, *sorted(answer.detail.items())
    assert isinstance(answer, Ok)
    if isinstance(answer.value, Deleted):
        return "ok", answer.value.name, answer.value.dangling
    seen = connection(answer.value)
    assert seen is not None
    return "ok", *seen, answer.warnings


def connection(found: Connection | None) -> Answer | None:
    if found is None:
        return None
    times = found.created_at, found.updated_at
    return found.name, found.provider, str(found.payer), found.base_url, *times


class StoreMachine(RuleBasedStateMachine):
    """Both stores start each run with the canonical rows alone."""

    watched: tuple[Watched, ...]
    plain = PlainStore()
    steps = 0

    def __init__(self) -> None:
        super().__init__()
        for each in self.watched:
            each.sql("DELETE FROM provider_connections")
        type(self).plain = PlainStore()
        self.starts = [each.raw()[1] for each in self.watched]
        self.seed()

    def agree(self, ask: Callable[[Store], object], expected: object) -> None:
        assert [ask(each.store) for each in self.watched] == [expected, expected]

    @rule(now=st.integers(1, 5000))
    def set_the_clock(self, now: int) -> None:
        self.plain.now = now

    @rule(
        name=names,
        provider=st.sampled_from([*VALID, "gone", "Cloud", ""]),
        auth=auths,
        url=st.sampled_from([*URLS]),
    )
    def create(self, name: str, provider: str, auth: PlainAuth, url: str | None) -> None:
        expected = self.plain.create(name, provider, auth, url)
        self.agree(lambda store: shown(store.create(name, provider, auth.given, base_url=url)), expected)

    @rule(name=names, provider=st.sampled_from(["cloud", "plain", "local"]), auth=good_auths)
    def create_well(self, name: str, provider: str, auth: PlainAuth) -> None:
        self.create(name, provider, auth, None)

    @rule(name=names, auth=auths, named=references, allowed=st.booleans())
    def update(self, name: str, auth: PlainAuth, named: tuple[str, ...], allowed: bool) -> None:
        expected = self.plain.update(name, auth, named, allowed)
        self.agree(
            lambda store: shown(store.update(name, auth.given, references=named, allow_payer_change=allowed)),
            expected,
        )

    @rule(name=names, force=st.booleans(), named=references)
    def delete(self, name: str, force: bool, named: tuple[str, ...]) -> None:
        expected = self.plain.delete(name, force, named)
        self.agree(lambda store: shown(store.delete(name, force=force, references=named)), expected)

    @rule(name=foreign_names, auth=st.sampled_from([AUTHS[1], AUTHS[2]]))
    def insert_if_absent(self, name: str, auth: PlainAuth) -> None:
        expected = self.plain.insert_if_absent(name, "plain", auth)
        assert isinstance(auth.given, dict)
        parsed = Auth(AuthType(auth.given["type"]), None if auth is AUTHS[1] else "credential/a/b")
        self.agree(lambda store: store.insert_if_absent(Connection(name, "plain", parsed)), expected)

    @rule()
    def seed(self) -> None:
        expected = self.plain.seed()

        def ask(store: Store) -> object:
            seeded = store.seed()
            return seeded.inserted, seeded.kept

        self.agree(ask, expected)

    @rule(name=foreign_names, written=st.sampled_from(FOREIGN))
    def somebody_else_writes(self, name: str, written: Written) -> None:
        self.plain.write(name, written)
        for each in self.watched:
            each.write(name, written)

    @rule(name=names)
    def get(self, name: str) -> None:
        self.agree(lambda store: connection(store.get(name)), self.plain.get(name))

    @rule(name=names)
    def raw(self, name: str) -> None:
        row = self.plain.rows.get(name)
        expected = row and (name, row.provider, row.auth, row.base_url, row.created, row.updated)

        def ask(store: Store) -> object:
            found = store.raw(name)
            return found and tuple(getattr(found, field) for field in found.__slots__)

        self.agree(ask, expected)

    @rule(provider=st.sampled_from(["", *VALID, "gone", "\0", "\ud800"]))
    def list(self, provider: str) -> None:
        self.agree(lambda store: tuple(map(connection, store.list(provider))), self.plain.list(provider))

    @rule()
    def doctor(self) -> None:
        self.agree(
            lambda store: (store.hidden(), store.invisible()), (len(self.plain.hidden()), self.plain.hidden())
        )
        self.agree(
            lambda store: tuple((each.name, each.kind) for each in store.doctor()), self.plain.doctor()
        )

    @invariant()
    def the_databases_hold_what_the_dictionary_holds(self) -> None:
        type(self).steps += 1
        for each, start in zip(self.watched, self.starts, strict=True):
            rows, epoch = each.raw()
            assert rows == self.plain.raw()
            assert epoch == start + self.plain.moves


@pytest.fixture
def machine(sqlite: LiveDatabase, postgresql: LiveDatabase) -> Iterator[type[StoreMachine]]:
    class Machine(StoreMachine):
        """On two databases."""

    with ExitStack() as stack:
        Machine.watched = tuple(
            Watched(each, lambda: Machine.plain.now, stack) for each in (sqlite, postgresql)
        )
        yield Machine


def test_every_sequence_of_operations(machine: type[StoreMachine]) -> None:
    """2,000 steps, the same on every run; newly drawn ones, 100,000, with `--hypothesis-profile=fuzz`."""
    wanted = 2_000 if settings().derandomize else 100_000
    # A few runs end before their last step.
    runs = settings(
        settings(),
        max_examples=wanted * 11 // 10 // STEPS,
        stateful_step_count=STEPS,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(machine, settings=runs)
    assert machine.steps >= wanted
