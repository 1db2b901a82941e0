"""A configuration and a store in a folder, for runs of a backfill."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from routeproof.connections.boot import BackfillReport, run_backfill
from routeproof.connections.store import open_store
from routeproof.model.secret import VaultAnswer

BEFORE = """{
  "services": {"inference": {"mode": "your-own"}},
  "z": [1.0, 1e400, 123456789012345678901234567890],
  "llm": {
    "profiles": {
      "deep": {"provider": "anthropic", "payer": "platform", "é": "\\u00e9"},
      "free": {
        "provider_connection": null,
        "provider": "ollama"
      },
      "gone": {"provider": "mistral"},
      "kept": {"provider": "openai", "provider_connection": "of-mine"}
    },
    "default": {"provider":"anthropic"},
    "callSites": {"main": {"profile": "deep"}, "other": {"provider": "openrouter"}}
  }
}
"""

AFTER = """{
  "services": {"inference": {"mode": "your-own"}},
  "z": [1.0, 1e400, 123456789012345678901234567890],
  "llm": {
    "profiles": {
      "deep": {"provider": "anthropic", "payer": "platform", "é": "\\u00e9", \
"provider_connection": "anthropic-managed"},
      "free": {
        "provider_connection": "ollama-local",
        "provider": "ollama"
      },
      "gone": {"provider": "mistral"},
      "kept": {"provider": "openai", "provider_connection": "of-mine"}
    },
    "default": {"provider":"anthropic","provider_connection":"anthropic-personal"},
    "callSites": {"main": {"profile": "deep"}, "other": {"provider": "openrouter", \
"provider_connection": "openrouter-personal"}}
  }
}
"""

DONE = BackfillReport(
    ok=True,
    changed=True,
    created=("anthropic-personal", "openrouter-personal"),
    stamped=(
        ("/llm/callSites/other", "openrouter-personal"),
        ("/llm/default", "anthropic-personal"),
        ("/llm/profiles/deep", "anthropic-managed"),
        ("/llm/profiles/free", "ollama-local"),
    ),
    skipped=(("/llm/profiles/gone", "unknown_provider"),),
)
"""What is reported of the first run."""

ROWS = (
    ("anthropic-managed", "anthropic", '{"type":"platform"}'),
    ("anthropic-personal", "anthropic", '{"credential":"credential/anthropic/api_key","type":"api_key"}'),
    ("gemini-managed", "gemini", '{"type":"platform"}'),
    ("ollama-local", "ollama", '{"type":"none"}'),
    ("openai-managed", "openai", '{"type":"platform"}'),
    ("openrouter-personal", "openrouter", '{"credential":"credential/openrouter/api_key","type":"api_key"}'),
)
"""Name, provider and auth of the rows behind it."""


@dataclass(frozen=True, slots=True)
class Site:
    """A folder with `config.json`, and the URL of a store."""

    folder: Path
    url: str

    @property
    def config(self) -> Path:
        return self.folder / "config.json"

    def write(self, text: str) -> None:
        self.config.write_text(text, encoding="utf-8")

    def read(self) -> str:
        return self.config.read_text(encoding="utf-8")

    def files(self) -> list[str]:
        """What lies in the folder, the store's own files left out."""
        return sorted(file.name for file in self.folder.iterdir() if not file.name.startswith("store.db"))

    def run(
        self, env: dict[str, str] | None = None, vault: "ToldVault | None" = None, *, dry_run: bool = False
    ) -> BackfillReport:
        """One boot: the store opened, the backfill run."""
        with open_store(self.url) as store:
            return run_backfill(store, self.config, env=env or {}, vault=vault, dry_run=dry_run)

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Name, provider and auth of every row."""
        with open_store(self.url, boot=False) as store:
            return tuple((row.name, row.provider, row.auth) for row in store.rows())


def site_in(folder: Path, text: str = BEFORE) -> Site:
    """A site whose store is a file that is not there yet."""
    site = Site(folder, f"sqlite:///{folder}/store.db")
    site.write(text)
    return site


def failed(report: BackfillReport, code: str, *says: str) -> None:
    """The report is of a failure with that code, and its sentence says all of that."""
    assert (report.ok, report.code) == (False, code)
    assert report.error is not None
    assert [part for part in says if part not in report.error] == []


class ToldVault:
    """Answers as it is told, or raises; it knows what it was asked."""

    def __init__(self, answers: dict[str, VaultAnswer | Exception]) -> None:
        self._answers = answers
        self.asked: list[str] = []

    def get(self, ref: str) -> VaultAnswer:
        self.asked.append(ref)
        answer = self._answers[ref]
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def without_privileges() -> Iterator[None]:
    """As an ordinary user, for whom a folder can be closed; for whom it cannot, nothing changes."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
