"""Key rings to be named by `PYTHON_KEYRING_BACKEND`: one in memory, and others that misbehave.

Who imports this has them all: `keyring` takes whatever is there.
"""

import time
from typing import ClassVar

from keyring.backend import KeyringBackend


class InMemory(KeyringBackend):
    """Forgets everything with its process."""

    priority = 1
    ENTRIES: ClassVar = {
        ("routeproof", "work/key"): "key\n",
        ("routeproof", "work/bad"): "a\nb",
        ("other", "work/key"): "2",
    }

    def get_password(self, service: str, username: str) -> str | None:
        return self.ENTRIES.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("a vault only reads")

    def delete_password(self, service: str, username: str) -> None:
        raise AssertionError("a vault only reads")


class Hanging(InMemory):
    """Asks a person who is not there."""

    def get_password(self, service: str, username: str) -> str | None:
        time.sleep(3600)
        return None


class Failing(InMemory):
    """Says in its error what nobody may read."""

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError("hunter2")


class Leaving(InMemory):
    """Ends the thread that asks."""

    def get_password(self, service: str, username: str) -> str | None:
        raise SystemExit("hunter2")
