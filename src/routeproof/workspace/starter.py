"""The files of a small workspace that passes, for a team that starts from nothing."""

from pathlib import Path

from routeproof import schema
from routeproof.checks.frame import Subject
from routeproof.errors import InputError, Place
from routeproof.manifest import loads, read_document
from routeproof.manifest.policy import offered_of
from routeproof.matrix import cells_of
from routeproof.workspace.files import (
    OFFERED,
    PINS,
    POLICY,
    PROBES,
    REGISTRY,
    SCHEMAS,
    WAIVERS,
)
from routeproof.workspace.goldens import goldens_of

_REGISTRY = """\
# yaml-language-server: $schema=../schema/registry.schema.json
schema_version: 1

providers:
  - name: anthropic-api # the customer's own key
    display_name: Anthropic API
    protocol: anthropic
    auth_mode: anthropic_api
    auth_env: [ANTHROPIC_API_KEY]
    model_prefix_match: ^claude-
    upstream_vendor: anthropic
  - name: groq # the customer's own key; no list, its pattern routes
    display_name: Groq
    protocol: openai
    auth_mode: third_party_anthropic_compat
    auth_env: [GROQ_API_KEY]
    model_prefix_match: '^groq:'
  - name: platform # the operator pays
    display_name: Platform
    protocol: anthropic
    auth_mode: third_party_anthropic_compat
    auth_env: [PLATFORM_USAGE_TOKEN]
    model_prefix_match: ^platform/[^/]+$

runtimes:
  assistant:
    providers:
      - name: anthropic-api
        models: [claude-sonnet-4-6, claude-opus-4-8]
      - name: platform
        models: [anthropic/claude-sonnet-4-6]
      - name: groq
"""

_OFFERED = """\
# yaml-language-server: $schema=../../schema/offered.schema.json
runtime: assistant
default_model: anthropic/claude-sonnet-4-6
models:
  - {id: anthropic/claude-sonnet-4-6, provider: platform, required_env: []}
  - {id: claude-sonnet-4-6, required_env: [ANTHROPIC_API_KEY]}
  - {id: claude-opus-4-8, required_env: [ANTHROPIC_API_KEY]}
  - {id: 'groq:llama-3.3-70b', required_env: [GROQ_API_KEY]}
"""

_PINS = """\
# yaml-language-server: $schema=../schema/pins.schema.json
# The tricky ids, and exactly where each must go.
pins:
  - runtimes: [assistant]
    models: [anthropic/claude-sonnet-4-6]
    auth_env: [ANTHROPIC_API_KEY]
    provider: platform
    why: a customer's key must not change who pays for a listed platform id
  - runtimes: [assistant]
    models: ['anthropic:claude-sonnet-4-6', Claude-Sonnet-4-6]
    error: unregistered
    why: another spelling is another id
upstream:
  - models: [anthropic/claude-sonnet-4-6]
    vendor: anthropic
"""

_PROBES = """\
# yaml-language-server: $schema=../schema/probes.schema.json
# One id for every arm that lists none.
probes:
  groq: groq:llama-3.3-70b
"""

_POLICY = """\
# yaml-language-server: $schema=../schema/policy.schema.json
# The lowest level that closes the gate, and levels that differ from a check's own.
fail_level: error
levels: {}
"""

_WAIVERS = """\
# yaml-language-server: $schema=../schema/waivers.schema.json
# Findings that are accepted for now: check, what it exempts, reason, owner, ticket, expires.
waivers: []
"""


def starter_files() -> dict[str, str | bytes]:
    """Every file of the small workspace by its workspace-relative name, goldens included."""
    registry = loads(_REGISTRY)
    cells = cells_of(registry, {"groq": "groq:llama-3.3-70b"})
    offered = offered_of(read_document(_OFFERED.encode(), "assistant.yaml", "offered"), str.encode)
    files: dict[str, str | bytes] = {
        REGISTRY: _REGISTRY,
        f"{OFFERED}/assistant.yaml": _OFFERED,
        PINS: _PINS,
        PROBES: _PROBES,
        POLICY: _POLICY,
        WAIVERS: _WAIVERS,
        **goldens_of(Subject(registry=registry, cells=cells, offers=(offered,))),
    }
    for name in schema.names():
        files[f"{SCHEMAS}/{name}.schema.json"] = schema.text(name)
    return files


def require_vacant(folder: Path, files: dict[str, str | bytes]) -> None:
    """Refuse to write over anything: InputError names the first file that already exists."""
    for file in files:
        if (folder / file).exists():
            raise InputError(
                "a file of the workspace already exists",
                place=Place(str(folder / file)),
                hint="choose an empty folder, or remove the file first",
            )
