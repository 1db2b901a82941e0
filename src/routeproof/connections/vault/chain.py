"""Several vaults, asked one after the other."""

from typing import Protocol

from routeproof.connections.vault.frame import Reference, Vault
from routeproof.model.secret import Absent, Down, VaultAnswer


class _Asked(Protocol):
    def get(self, ref: str) -> VaultAnswer: ...


class ChainVault(Vault):
    """The first vault that has something answers.

    One that is down ends the walk: a later one may know another account's secret by the same name.
    """

    def __init__(self, *vaults: _Asked) -> None:
        self._vaults = vaults

    def _look_up(self, ref: Reference) -> VaultAnswer:
        if not self._vaults:
            return Down("no vault")
        for vault in self._vaults:
            answer = vault.get(ref.text)
            if not isinstance(answer, Absent):
                return answer
        return Absent()
