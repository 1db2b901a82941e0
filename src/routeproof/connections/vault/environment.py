"""Secrets in environment variables."""

from collections.abc import Mapping

from routeproof.bindings.references import env_name
from routeproof.connections.vault.frame import Reference, Vault, answer_of
from routeproof.model.secret import Absent, VaultAnswer


class EnvVault(Vault):
    """Reads the variable that a reference stands for, each time anew."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def _look_up(self, ref: Reference) -> VaultAnswer:
        value = self._env.get(env_name(ref.text))
        return Absent() if value is None else answer_of(value)
