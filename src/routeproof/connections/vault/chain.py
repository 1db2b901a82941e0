"""Several vaults, asked one after the other."""

from routeproof.connections.vault.frame import Asked, Reference, Vault, ask_vault
from routeproof.model.secret import Absent, VaultAnswer


class ChainVault(Vault):
    """The first vault that has something answers.

    One that is down ends the walk: a later one may know another account's secret by the same name.
    """

    def __init__(self, *vaults: Asked) -> None:
        self._vaults = vaults

    def _look_up(self, ref: Reference) -> VaultAnswer:
        for vault in self._vaults:
            answer = ask_vault(vault, ref.text)
            if not isinstance(answer, Absent):
                return answer
        return Absent()
