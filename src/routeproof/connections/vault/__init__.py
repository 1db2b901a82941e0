"""Where secrets are looked up: one question, and an answer that tells "not there" from "not known"."""

from routeproof.connections.vault.chain import ChainVault
from routeproof.connections.vault.directory import DirVault
from routeproof.connections.vault.environment import EnvVault
from routeproof.connections.vault.frame import Asked, Vault, ask_vault
from routeproof.connections.vault.key_ring import KeyringVault
from routeproof.connections.vault.sources import SOURCES, vault_of

__all__ = [
    "SOURCES",
    "Asked",
    "ChainVault",
    "DirVault",
    "EnvVault",
    "KeyringVault",
    "Vault",
    "ask_vault",
    "vault_of",
]
