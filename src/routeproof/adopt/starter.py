"""The files of a small workspace that passes, for a team that starts from nothing."""

from collections.abc import Iterable
from pathlib import Path

from routeproof import schema
from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.errors import InputError, Place
from routeproof.gate.goldens import goldens_of
from routeproof.manifest import loads, read_document
from routeproof.manifest.census import census
from routeproof.manifest.declared import offered_of
from routeproof.manifest.files import (
    HOSTS,
    INVARIANTS,
    OFFERED,
    PINS,
    POLICY,
    PROBES,
    REGISTRY,
    SCHEMAS,
    WAIVERS,
)
from routeproof.matrix import cells_of

_REGISTRY = """\
# yaml-language-server: $schema=../schema/registry.schema.json
schema_version: 1

providers:
  - name: anthropic-api # the customer's own key
    display_name: Anthropic API
    protocol: anthropic
    auth_mode: anthropic_api
    auth_env: [ANTHROPIC_API_KEY]
    auth_token_env: ANTHROPIC_API_KEY
    model_prefix_match: ^claude-
    upstream_vendor: anthropic
    base_url_template: https://api.anthropic.com/v1
    base_url_anthropic: https://api.anthropic.com/v1
  - name: groq # the customer's own key; no list, its pattern routes
    display_name: Groq
    protocol: openai
    auth_mode: third_party_anthropic_compat
    auth_env: [GROQ_API_KEY]
    model_prefix_match: '^groq:'
    base_url_template: https://api.groq.com/openai/v1
  - name: platform # the operator pays; no id meets its pattern, so only listed ids do
    display_name: Platform
    protocol: anthropic
    auth_mode: third_party_anthropic_compat
    auth_env: [PLATFORM_USAGE_TOKEN]
    model_prefix_match: ^$

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

_INVARIANTS = """\
# yaml-language-server: $schema=../schema/invariants.schema.json
# What must hold of whole languages of ids, proved for every id and every set of credentials.
invariants:
  - id: bare-claude-is-the-customers
    why: a bare claude id is the customer's own account, whatever else is present
    runtimes: [assistant]
    ids: claude-.*
    must: {provider: anthropic-api, payer: byok}
  - id: the-namespace-is-the-operators
    why: a customer is never billed for an id of the operator's namespace
    runtimes: all
    ids: anthropic/.*
    never: {payer: byok}
"""

_HOSTS = """\
# yaml-language-server: $schema=../schema/hosts.schema.json
# The hosts at which each provider may be reached: keys are sent there.
hosts:
  anthropic-api: [api.anthropic.com]
  groq: [api.groq.com]
"""

_POLICY = """\
# yaml-language-server: $schema=../schema/policy.schema.json
# The lowest level that closes the gate, levels that differ from a check's own, and the files without which
# the gate is none.
fail_level: error
levels: {}
require: [pins, probes, invariants, hosts, offers]
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
    guards = {
        PINS: _PINS,
        PROBES: _PROBES,
        INVARIANTS: _INVARIANTS,
        HOSTS: _HOSTS,
        POLICY: _POLICY,
        WAIVERS: _WAIVERS,
    }
    counted = census({file: read_document(text.encode(), file, None) for file, text in guards.items()})
    files: dict[str, str | bytes] = {
        REGISTRY: _REGISTRY,
        f"{OFFERED}/assistant.yaml": _OFFERED,
        **guards,
        **goldens_of(GoldensSubject(registry=registry, cells=cells, offers=(offered,), counted=counted)),
    }
    for name in schema.names():
        files[f"{SCHEMAS}/{name}.schema.json"] = schema.text(name)
    return files


def require_vacant(folder: Path, names: Iterable[str]) -> None:
    """Refuse to write over anything: InputError names the first file that already exists."""
    for file in names:
        if (folder / file).exists() or (folder / file).is_symlink():
            raise InputError(
                "a file of the workspace already exists, so nothing was written",
                place=Place(str(folder / file)),
                hint="`routeproof check` judges a workspace that is there; to start anew, remove it first",
            )
