"""The frame every vault stands in: what is asked, what is a secret, and that no failure is an answer."""

import unicodedata
from abc import ABC, abstractmethod
from typing import NamedTuple, Protocol, final

from routeproof.bindings.references import split_ref
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer

LARGEST = 64 * 1024
"""The most bytes of a secret, in UTF-8."""

_LINE_ENDS = ("\r\n", "\n", "\r")


class Asked(Protocol):
    """Whatever answers for references: a vault of this package, or one of somebody else's."""

    def get(self, ref: str, /) -> VaultAnswer:
        """The secret of that name, or why there is none."""


class Reference(NamedTuple):
    """A well-formed reference, whole and in its two parts."""

    text: str
    service: str
    field: str


class Vault(ABC):
    """Answers for references; several threads may ask at once."""

    @final
    def get(self, ref: str) -> VaultAnswer:
        """The secret of that name, or why there is none: `Down` when that is not known.

        A reference that is not well-formed is the name of nothing, and nobody is asked. Nothing is raised,
        and no answer says more of a failure than its kind: its words could hold the secret.
        """
        parts = split_ref(ref) if isinstance(ref, str) else None
        if parts is None:
            return Absent()
        try:
            return self._look_up(Reference(ref, *parts))
        except Exception as error:
            return Down(type(error).__name__)

    @abstractmethod
    def _look_up(self, ref: Reference) -> VaultAnswer:
        """The answer for a well-formed reference; whatever is raised is `Down`."""


def ask_vault(vault: Asked, ref: str) -> VaultAnswer:
    """The answer of any vault: one that raises, or that says something else, is down."""
    try:
        answer = vault.get(ref)
    except Exception as error:
        return Down(type(error).__name__)
    return answer if isinstance(answer, VaultAnswer) else Down("no answer")


def answer_of(text: str) -> VaultAnswer:
    """What a stored text is: a secret, nothing, or something that no header can carry."""
    secret = _without_line_end(text)
    if not secret.strip():
        return Absent()
    if any(ord(letter) > 0xFF or unicodedata.category(letter) == "Cc" for letter in secret):
        return Malformed()
    return Found(Secret(secret)) if len(secret.encode()) <= LARGEST else Malformed()


def _without_line_end(text: str) -> str:
    end = next((end for end in _LINE_ENDS if text.endswith(end)), "")
    return text.removesuffix(end)
