"""The step at boot that gives every entry of a configuration its connection: rows first, then the file."""

import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from routeproof.bindings.backfill import Plan, plan_backfill
from routeproof.bindings.catalogue import canonical
from routeproof.bindings.config import is_platform
from routeproof.bindings.document import stamped
from routeproof.connections.config_file import read_config_file, replaced
from routeproof.connections.events import emit
from routeproof.errors import InputError, Place, RouteproofError
from routeproof.model.connection import AuthType, Connection
from routeproof.model.dispatch import CredentialState
from routeproof.model.secret import Absent, Found, Malformed, VaultAnswer

if TYPE_CHECKING:
    from routeproof.connections.store import Store

TIMES = 3
"""How often it is planned: a configuration that changes each time is left alone."""


class _Vault(Protocol):
    def get(self, ref: str) -> VaultAnswer: ...


class ConfigChanged(RouteproofError):
    """Somebody else wrote to the configuration, each time it was about to be written."""

    code = "config_changed"
    exit_code = 5


class StoreChanged(RouteproofError):
    """Somebody else removed the rows, each time they had been put in."""

    code = "store_unavailable"
    exit_code = 5


@dataclass(frozen=True, slots=True)
class BackfillReport:
    """What a backfill has done; a skip is no failure.

    `created` are the names of rows that it put in, the canonical ones left out. `stamped` and `skipped` are
    pairs: the pointer of an entry, and the name that it got or why it got none. When it is not `ok`, `error`
    says what is wrong and where, and `code` is one of `config_unreadable`, `config_unwritable`,
    `config_changed`, `store_unavailable`, `store_outdated`, `internal_error`.
    """

    ok: bool
    changed: bool = False
    created: tuple[str, ...] = ()
    stamped: tuple[tuple[str, str], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    code: str | None = None


def run_backfill(
    store: "Store",
    path: str | os.PathLike[str],
    *,
    env: Mapping[str, str],
    vault: _Vault | None = None,
    dry_run: bool = False,
) -> BackfillReport:
    """Give every entry of the JSON configuration at `path` that has a provider its connection.

    It seeds, puts in the rows that are missing, and writes the file once, when an entry has to be stamped: a
    run that is stopped anywhere and started again comes to the same. `env` says whether the operator deployed
    this; a vault is asked for default references alone. With `dry_run`, what a run would report, and nothing
    is written. It never raises, and what it reports is logged.
    """
    run = _Run(store, path, vault, env)
    failure = None
    try:
        run.preview() if dry_run else run.carry_out()
    except Exception as error:  # a boot goes on, whatever this is
        failure = error
    report = run.report(failure)
    if not dry_run:
        with suppress(Exception):  # a listener that fails changes nothing of what was done
            _tell(report, path)
    return report


class _Run:
    """One backfill, and how far it has come."""

    def __init__(
        self,
        store: "Store",
        path: str | os.PathLike[str],
        vault: _Vault | None,
        env: Mapping[str, str],
    ) -> None:
        self._store = store
        self._path = path
        self._vault = vault
        self._env = env
        self._answers: dict[str, str] = {}
        self._created: dict[str, None] = {}
        self._stamped: tuple[tuple[str, str], ...] = ()
        self._plan = Plan()

    def carry_out(self) -> None:
        """Seed, put in rows, write; anew where somebody else has written meanwhile."""
        config = read_config_file(self._path)
        self._store.seed()
        for _ in range(TIMES):
            self._plan = self._put_in_rows(config.document.value)
            stamp = self._plan.stamp
            if not stamp:
                return
            if replaced(config, stamped(config.document, stamp)):
                self._stamped = stamp
                return
            config = read_config_file(self._path)
        raise ConfigChanged("it changes whenever it is about to be written", place=Place(str(self._path)))

    def preview(self) -> None:
        """Note what would be done, and do nothing."""
        config = read_config_file(self._path).document.value
        rows, invisible = self._rows() if self._store.exists() else ((), ())
        names = {*(row.name for row in rows), *invisible}
        seeds = (row for row in canonical(self._store.catalogue) if row.name not in names)
        self._plan = self._planned(config, (*rows, *seeds), invisible)
        self._created = dict.fromkeys(row.name for row in self._plan.create)
        self._stamped = self._plan.stamp

    def report(self, failure: Exception | None) -> BackfillReport:
        """What has come of it."""
        code, error = (None, None) if failure is None else _said(failure)
        created = tuple(sorted(self._created))
        return BackfillReport(
            ok=failure is None,
            changed=bool(created or self._stamped),
            created=created,
            stamped=self._stamped,
            skipped=self._plan.skipped,
            error=error,
            code=code,
        )

    def _put_in_rows(self, config: Mapping[str, Any]) -> Plan:
        """A plan whose every row is there: what the database holds decides, whoever else writes to it."""
        for _ in range(TIMES):
            plan = self._planned(config, *self._rows())
            if not plan.create:
                return plan
            for row in plan.create:
                self._put_in(row)
        plan = self._planned(config, *self._rows())
        if plan.create:
            raise StoreChanged(f"the row `{plan.create[0].name}` is gone whenever it has been put in")
        return plan

    def _put_in(self, row: Connection) -> None:
        if self._store.insert_if_absent(row) and row not in canonical(self._store.catalogue):
            self._created[row.name] = None
            emit("backfill_row_created", connection=row.name, provider=row.provider, payer=str(row.payer))

    def _rows(self) -> tuple[tuple[Connection, ...], tuple[str, ...]]:
        """The visible rows and the names of the others, of one moment."""
        stored = self._store.rows()
        read = [(row.name, self._store.read(row).connection) for row in stored]
        visible = tuple(row for _, row in read if row is not None)
        return visible, tuple(name for name, row in read if row is None)

    def _planned(
        self, config: Mapping[str, Any], rows: tuple[Connection, ...], invisible: tuple[str, ...]
    ) -> Plan:
        """The plan; the vault is asked where its answer could make another of it, and then alone."""
        catalogue, platform = self._store.catalogue, is_platform(self._env)
        plan = plan_backfill(config, rows, catalogue, platform=platform, invisible=invisible)
        keys = Counter(row.provider for row in rows if row.auth.type is AuthType.API_KEY)
        refs = [row.auth.credential for row in plan.create if keys[row.provider] == 1]
        if self._vault is None or not any(refs):
            return plan
        credentials = {ref: self._state_of(ref, self._vault) for ref in refs if ref is not None}
        return plan_backfill(
            config, rows, catalogue, platform=platform, invisible=invisible, credentials=credentials
        )

    def _state_of(self, ref: str, vault: _Vault) -> str:
        """What the vault knows of a credential; it is asked once."""
        if ref not in self._answers:
            self._answers[ref] = _answer(ref, vault)
        return self._answers[ref]


def _answer(ref: str, vault: _Vault) -> str:
    try:
        answer = vault.get(ref)
    except Exception:  # a vault that fails is one that is away
        return CredentialState.DOWN
    if isinstance(answer, Found | Malformed):
        return CredentialState.PRESENT
    return CredentialState.ABSENT if isinstance(answer, Absent) else CredentialState.DOWN


def _said(failure: Exception) -> tuple[str, str]:
    """The code of a failure, and a sentence that quotes nothing of what nobody foresaw."""
    if not isinstance(failure, RouteproofError):
        return "internal_error", f"the backfill failed: {type(failure).__name__}"
    code = (
        "config_unreadable" if isinstance(failure, InputError) else getattr(failure, "code", "internal_error")
    )
    problem = failure.problems[0]
    return code, f"{problem.place}: {problem.message}" if problem.place else problem.message


def _tell(report: BackfillReport, path: str | os.PathLike[str]) -> None:
    for pointer, name in report.stamped:
        emit("backfill_stamped", pointer=pointer, connection=name)
    for pointer, reason in report.skipped:
        emit("backfill_skipped", pointer=pointer, reason=reason)
    if not report.ok:
        emit("backfill_failed", code=report.code, error=report.error, config=str(path))
