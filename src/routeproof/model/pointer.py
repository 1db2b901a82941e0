"""Where things of a registry are written in its document, as JSON pointers."""

from routeproof.errors import pointer
from routeproof.model.registry import Arm, Registry, Runtime


def arm_pointer(runtime: Runtime, arm: Arm) -> str:
    """Where an arm of the runtime is written in the registry."""
    return pointer("runtimes", runtime.name, "providers", runtime.arms.index(arm))


def pattern_pointer(registry: Registry, arm: Arm) -> str:
    """Where the pattern of the arm's provider is written in the registry."""
    return pointer("providers", registry.providers.index(arm.provider), "model_prefix_match")


def claim_pointer(registry: Registry, runtime: Runtime, arm: Arm, model: str) -> str:
    """Where the arm's claim to an id is written: its entry in the list, else the provider's pattern."""
    if model in arm.models:
        return f"{arm_pointer(runtime, arm)}/models/{arm.models.index(model)}"
    return pattern_pointer(registry, arm)
