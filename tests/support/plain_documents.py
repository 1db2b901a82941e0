"""Registries as the second reading of the rule takes them: the parsed manifest, plain dicts and lists."""

from typing import Any

from routeproof.model.registry import Registry


def document_of(registry: Registry) -> dict[str, Any]:
    """The manifest that describes a registry, keys that routing does not read left out."""
    providers = [
        {
            "name": each.name,
            "display_name": each.display_name,
            "protocol": str(each.protocol),
            "auth_mode": each.auth_mode,
            "auth_env": list(each.auth_env),
            "model_prefix_match": each.model_prefix_match,
            "upstream_vendor": each.upstream_vendor,
        }
        for each in registry.providers
    ]
    runtimes = {
        name: {
            "providers": [
                {"name": arm.name, "models": list(arm.models), "withdrawn_models": list(arm.withdrawn_models)}
                for arm in runtime.arms
            ]
        }
        for name, runtime in registry.runtimes.items()
    }
    return {"schema_version": 1, "providers": providers, "runtimes": runtimes}
