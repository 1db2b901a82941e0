"""Exports in a few words, and the clean workspace with a leaking one: what tests of the gate share."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from routeproof.bindings.export import Export, read_export
from routeproof.gate.connections import LooseExport
from support.case_files import edit, write_base

EXPORT = "manifest/connections.yaml"
SECRET = "sk-canary-4f9a1c77"  # noqa: S105 - a canary, no secret
"""No report, whatever its format, may hold this."""

MANAGED = tuple(
    {"name": f"{name}-managed", "provider": name, "auth": {"type": "platform"}}
    for name in ("anthropic", "openai", "gemini")
)
LOCAL = {"name": "ollama-local", "provider": "ollama", "auth": {"type": "none"}}
SEEDS: tuple[Mapping[str, Any], ...] = (*MANAGED, LOCAL)
"""What every store has under the built-in catalogue."""


def key_row(name: str, provider: str, service: str | None = None, **more: Any) -> dict[str, Any]:
    """A row whose owner brings a key, by default that of an account of the provider."""
    reference = f"credential/{service or provider}/api_key"
    return {"name": name, "provider": provider, "auth": {"type": "api_key", "credential": reference}, **more}


def export_of(*rows: Mapping[str, Any], **more: Any) -> Export:
    """An export of these rows under the built-in catalogue."""
    return read_export({"format": "routeproof/connections-1", "connections": list(rows), **more})


def loose(*rows: Mapping[str, Any], **more: Any) -> LooseExport:
    """The same, from a store and a configuration that are filed nowhere."""
    return LooseExport(export_of(*rows, **more), file="the store", config_file="config.json", listed=False)


def write_leaking(root: Path) -> None:
    """The clean workspace with a secret in every place where one might be typed, and findings around it."""
    write_base(root)
    edit(root, EXPORT, "/connections/3/auth/credential", set=SECRET)
    edit(root, EXPORT, "/connections/4/auth/credential", set=f"pass{SECRET}")
    edit(root, EXPORT, "/llm/default/apiKey", set=SECRET)
    edit(root, EXPORT, "/llm/default/headers", set={"x-token": [f"Bearer {SECRET}", f"plain {SECRET}"]})
    edit(root, EXPORT, "/llm/default/provider", set="openai")
    edit(root, EXPORT, "/llm/profiles/deep/note", set=f"two lines\n{SECRET}\n")
