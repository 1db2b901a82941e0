"""Vaults by the word that names them on a command line."""

from collections.abc import Mapping

from routeproof.connections.vault.directory import DirVault
from routeproof.connections.vault.environment import EnvVault
from routeproof.connections.vault.frame import Vault
from routeproof.connections.vault.key_ring import KeyringVault
from routeproof.errors import InputError

SOURCES = ("env", "dir:PATH", "keyring")
"""The words, as help shows them."""


def vault_of(source: str, env: Mapping[str, str]) -> Vault:
    """The vault of one of the words; `env` is the environment that `env` reads. InputError for any other."""
    kind, colon, path = source.partition(":")
    if source == "env":
        return EnvVault(env)
    if source == "keyring":
        return KeyringVault()
    if kind == "dir" and colon and path:
        return DirVault(path)
    raise InputError(f"`{source}` is no vault", hint=f"it is one of {', '.join(SOURCES)}")
