"""A registry whose texts end comments and strings in some language, and what its artefacts must hold."""

from typing import Any

import yaml

from routeproof.codegen import render
from routeproof.manifest import fingerprint, loads
from routeproof.model.registry import Registry

HOSTILE = "*/ </script> ` ${x} \" ' \\ \u2028\u0085\n\r\t \U0001f600 <!-- & %s \x7f {{ é"
"""Ends comments, strings, templates and pages in one language or another."""

MANIFEST: dict[str, Any] = {
    "schema_version": 1,
    "providers": [
        {
            "name": "platform",
            "display_name": HOSTILE,
            "protocol": "anthropic",
            "auth_mode": "proxy",
            "auth_env": ["PLATFORM_TOKEN"],
            "model_prefix_match": "^$",
        },
        {
            "name": "__proto__",
            "display_name": "Own key",
            "protocol": "openai",
            "auth_mode": HOSTILE,
            "auth_env": ["A", HOSTILE],
            "auth_token_env": "A",
            "base_url_template": "https://{host}/v1",
            "base_url_anthropic": None,
            "model_prefix_match": "^own[/:]",
            "wire_model_prefix": "own/",
            "upstream_vendor": HOSTILE,
            "deprecated": True,
        },
    ],
    "runtimes": {
        HOSTILE: {
            "providers": [
                {"name": "__proto__"},
                {"name": "platform", "models": ["b", HOSTILE, "a"], "withdrawn_models": ["old"]},
            ]
        },
        "constructor": {
            "display_name": "Second",
            "providers": [{"name": "__proto__", "models": ["own/x"]}],
        },
    },
}

PROVIDERS: list[dict[str, Any]] = [
    {
        "name": "platform",
        "display_name": HOSTILE,
        "payer": "platform",
        "protocol": "anthropic",
        "auth_mode": "proxy",
        "auth_env": ["PLATFORM_TOKEN"],
        "auth_token_env": None,
        "base_url_template": None,
        "base_url_anthropic": None,
        "model_prefix_match": "^$",
        "wire_model_prefix": None,
        "upstream_vendor": None,
        "deprecated": False,
    },
    {
        "name": "__proto__",
        "display_name": "Own key",
        "payer": "byok",
        "protocol": "openai",
        "auth_mode": HOSTILE,
        "auth_env": ["A", HOSTILE],
        "auth_token_env": "A",
        "base_url_template": "https://{host}/v1",
        "base_url_anthropic": None,
        "model_prefix_match": "^own[/:]",
        "wire_model_prefix": "own/",
        "upstream_vendor": HOSTILE,
        "deprecated": True,
    },
]
RUNTIMES: list[dict[str, Any]] = [
    {
        "name": HOSTILE,
        "display_name": None,
        "menu": ["b", HOSTILE, "a"],
        "arms": [
            {"provider": "__proto__", "payer": "byok", "models": [], "withdrawn_models": []},
            {
                "provider": "platform",
                "payer": "platform",
                "models": ["b", HOSTILE, "a"],
                "withdrawn_models": ["old"],
            },
        ],
    },
    {
        "name": "constructor",
        "display_name": "Second",
        "menu": ["own/x"],
        "arms": [{"provider": "__proto__", "payer": "byok", "models": ["own/x"], "withdrawn_models": []}],
    },
]
UPSTREAMS = {HOSTILE: "__proto__"}


def registry(**changes: Any) -> Registry:
    return loads(yaml.safe_dump(MANIFEST | changes))


def made(language: str, source: Registry | None = None) -> str:
    chosen = source or registry()
    return render(language, chosen, fingerprint(chosen))
