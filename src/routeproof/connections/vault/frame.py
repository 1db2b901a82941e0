"""The frame every vault stands in: what is a secret, and that no failure passes for an answer."""

import unicodedata
from abc import ABC, abstractmethod
from typing import NamedTuple, final

from routeproof.bindings.references import split_ref
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer

LARGEST = 64 * 1024
"""The most characters of a secret."""


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

        A reference that is not well-formed is the name of nothing. Nothing is raised, and no answer says more
        of a failure than its kind: its words could hold the secret.
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


def answer_of(text: str) -> VaultAnswer:
    """What a stored text is: a secret, nothing, or something that no header can carry."""
    text = _without_line_end(text)
    if not text.strip():
        return Absent()
    if len(text) > LARGEST or any(ord(letter) > 0xFF for letter in text):
        return Malformed()
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        return Malformed()
    return Found(Secret(text))


def _without_line_end(text: str) -> str:
    for end in ("\r\n", "\n", "\r"):
        if text.endswith(end):
            return text.removesuffix(end)
    return text
