"""Secrets in the key ring of the operating system."""

import threading
from queue import Empty, SimpleQueue

from routeproof.connections.vault.frame import Reference, Vault, answer_of
from routeproof.model.secret import Absent, Down, VaultAnswer

_MOST_WAITING = 8
"""How many questions may hang at once: a thread that waits for an answer cannot be stopped."""


class KeyringVault(Vault):
    """Reads the entry `service/field` of a key ring; it writes nothing.

    A prompt that nobody answers must not hold a request: after `timeout_s` the vault is down, and while
    many questions hang it is down at once.
    """

    def __init__(self, service: str = "routeproof", timeout_s: float = 5.0) -> None:
        self._service = service
        self._timeout_s = timeout_s
        self._free = threading.BoundedSemaphore(_MOST_WAITING)

    def _look_up(self, ref: Reference) -> VaultAnswer:
        if not self._free.acquire(blocking=False):
            return Down("too many questions hang")
        answers: SimpleQueue[VaultAnswer] = SimpleQueue()
        asking = threading.Thread(
            target=self._ask, args=(f"{ref.service}/{ref.field}", answers), name="key ring", daemon=True
        )
        try:
            asking.start()
        except RuntimeError:  # no thread is to be had
            self._free.release()
            raise
        try:
            return answers.get(timeout=self._timeout_s)
        except Empty:
            return Down("no answer in time")

    def _ask(self, entry: str, answers: "SimpleQueue[VaultAnswer]") -> None:
        answer: VaultAnswer = Down("no answer")
        try:
            answer = _password(self._service, entry)
        except Exception as error:
            answer = Down(type(error).__name__)
        finally:  # whoever asked waits for this, whatever has ended the thread
            self._free.release()
            answers.put(answer)


def _password(service: str, entry: str) -> VaultAnswer:
    import keyring  # noqa: PLC0415 - slow, and only here needed

    ring = keyring.get_keyring()
    if not _can_answer(ring):
        return Down("no key ring")
    value = ring.get_password(service, entry)
    return Absent() if value is None else answer_of(value)


def _can_answer(ring: object) -> bool:
    """Whether the key ring is one: without any, a stand-in fails or knows of nothing."""
    from keyring.backends import fail, null  # noqa: PLC0415 - slow, and only here needed
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415 - the same

    if isinstance(ring, ChainerBackend):
        return any(map(_can_answer, ring.backends))
    return not isinstance(ring, fail.Keyring | null.Keyring)
