"""A port of the routing rule that looks right: `re` for the patterns, `str.strip` for the white space.

    routeproof conform --python examples.python_resolver:resolve

reports where Python disagrees with RE2 and with Go, each with the shortest id that shows it.
"""

import re
from pathlib import Path

import yaml

REGISTRY = yaml.safe_load(
    (Path(__file__).parents[1] / "manifest" / "providers.yaml").read_text(encoding="utf-8")
)
PROVIDERS = {provider["name"]: provider for provider in REGISTRY["providers"]}


def resolve(question: dict) -> dict:
    """Answer one question of the operation `derive`."""
    model = question["model"].strip()
    if not model:
        return {"provider": None, "error": "model_required"}
    runtime = REGISTRY["runtimes"].get(question["runtime"])
    if runtime is None:
        return {"provider": None, "error": "unknown_runtime"}
    exact = [arm["name"] for arm in runtime["providers"] if model in (arm.get("models") or ())]
    found = [arm["name"] for arm in runtime["providers"] if finds(arm["name"], model)]
    return decide(exact, exact or found, set(question["auth_env"]))


def finds(name: str, model: str) -> bool:
    """Whether the provider's pattern is found in the id."""
    return re.search(PROVIDERS[name]["model_prefix_match"], model) is not None


def decide(exact: list[str], claimants: list[str], present: set[str]) -> dict:
    """One claimant serves the id; of several the only one with a credential, else the first that lists it."""
    if not claimants:
        return {"provider": None, "error": "unregistered"}
    keyed = [name for name in claimants if present & set(PROVIDERS[name]["auth_env"])]
    if len(claimants) == 1 or len(keyed) == 1:
        return {"provider": keyed[0] if len(keyed) == 1 else claimants[0]}
    if exact:
        return {"provider": exact[0]}
    return {"provider": None, "error": "ambiguous"}
