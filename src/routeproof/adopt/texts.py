"""The texts of an adopted workspace: each file says at its head what it is for and where it comes from."""

from collections.abc import Sequence

from routeproof.adopt import policy_text
from routeproof.adopt.policy_text import yaml_text
from routeproof.harness.policy import Waiver
from routeproof.manifest import files
from routeproof.model.declared import Hosts, Invariant, Pin, PlatformException, Probe, UpstreamPin
from routeproof.model.registry import Registry

EXAMPLE_FILE = f"{files.OFFERED}/example.yaml.txt"

NAMES = (
    EXAMPLE_FILE,
    files.POLICY,
    files.PINS,
    files.PROBES,
    files.INVARIANTS,
    files.HOSTS,
    files.WAIVERS,
    files.PLATFORM_EXCEPTIONS,
    files.GOLDEN_CSV,
    files.GOLDEN_MARKDOWN,
    files.METADATA_CSV,
    files.METADATA_MARKDOWN,
    files.OFFERED_CSV,
    files.GUARDS_CSV,
)
"""What an adoption may write beside the registry, the schemas and the CI job."""


def probes(found: Sequence[Probe]) -> str:
    """`checks/probes.yaml`."""
    head = (
        "An arm that lists no id has nothing for the matrix to try: its probe is one id that must reach it.\n"
        "Made from the shortest id that each pattern finds alone. Put in ids that your users really type."
    )
    return yaml_text("probes", head, policy_text.probe_data(found))


def pins(found: Sequence[Pin], upstream: Sequence[UpstreamPin]) -> str:
    """`checks/pins.yaml`."""
    head = (
        "Tricky ids and exactly where each must go. These hold what was so at adoption, right or wrong:\n"
        "read them once, correct what is not meant, and write your own reasons under `why`."
    )
    return yaml_text("pins", head, policy_text.pin_data(found, upstream))


def invariants(found: Sequence[Invariant], untried: int) -> str:
    """`checks/invariants.yaml`."""
    head = (
        "What must hold of whole languages of ids, proved for every id and every set of credentials.\n"
        "Each was derived from the registry and was true at adoption. Keep those that you mean, and say why."
    )
    if untried:
        head += f"\n{untried} more ideas were left out: every run of the gate proves each invariant again."
    return yaml_text("invariants", head, policy_text.invariant_data(found))


def hosts(found: Sequence[Hosts]) -> str:
    """`checks/hosts.yaml`."""
    head = "The hosts at which each provider may be reached: keys are sent there. As found at adoption."
    return yaml_text("hosts", head, policy_text.hosts_data(found))


def policy(lowered: Sequence[str], required: Sequence[str]) -> str:
    """`checks/policy.yaml`."""
    head = (
        "The lowest level that closes the gate, levels that differ from a check's own, and the files\n"
        "without which the gate is none."
    )
    if lowered:
        head += (
            "\nWhat is lowered here was broken at adoption and names no runtime, arm or id that a waiver"
            "\ncould be narrowed to: mend the registry and remove it."
        )
    levels = dict.fromkeys(lowered, "note")
    return yaml_text("policy", head, {"fail_level": "error", "levels": levels, "require": list(required)})


def waivers(accepted: Sequence[Waiver]) -> str:
    """`checks/waivers.yaml`."""
    head = "Findings that are accepted until a date: check, what it exempts, reason, owner, ticket, expires."
    if accepted:
        head += (
            "\nAll of these were found at adoption, and nobody has decided that they may stay. Replace each"
            "\nTODO by who answers for it and where its repair is tracked, or mend the registry."
        )
    return yaml_text("waivers", head, policy_text.waiver_data(accepted))


def platform_exceptions(accepted: Sequence[PlatformException]) -> str:
    """`checks/platform-exceptions.yaml`."""
    head = "The exact ids that a customer's arm claims and the operator pays for all the same."
    if accepted:
        head += (
            "\nAll of these were found at adoption: replace each TODO with a ticket, or mend the registry."
        )
    return yaml_text("platform-exceptions", head, policy_text.exception_data(accepted))


def sync(original: str) -> str:
    """`checks/sync.yaml`, for a registry that was found elsewhere in the repository and stays there."""
    head = (
        f"{files.REGISTRY} is a copy of {original}; as long as both exist they must say the same.\n"
        "When nothing reads the other file any longer, remove it and this entry."
    )
    data = {"copies": [{"copy": original, "why": "the registry as it was found at adoption"}]}
    return yaml_text("sync", head, data)


def example(registry: Registry) -> str:
    """An example of what stands in `manifest/offered/`, with a runtime and an id of the team's own."""
    runtime = next((each for each in registry.runtimes.values() if each.listers), None)
    name = runtime.name if runtime else next(iter(registry.runtimes))
    model = next(iter(runtime.listers)) if runtime else "some-model"
    key = runtime.listers[model][0].provider.auth_env[0] if runtime else "SOME_API_KEY"
    data = {"runtime": name, "default_model": model, "models": [{"id": model, "required_env": [key]}]}
    head = (
        "What the template of one runtime offers its users. Save this as <runtime>.yaml beside this file,\n"
        "and routeproof holds every id on offer, its key and its payer against the registry.\n"
        "A template that is YAML or JSON itself need not be repeated: see `template` in the schema."
    )
    return yaml_text("offered", head, data).replace("=../schema/", "=../../schema/", 1)
