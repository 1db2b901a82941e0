"""The files of `checks/` as text: what is proposed, written the way that the loader reads it back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from routeproof.harness.policy import Waiver
from routeproof.manifest.write import block_yaml, inline_yaml
from routeproof.model.declared import Condition, Hosts, Invariant, Pin, PlatformException, Probe, UpstreamPin


def yaml_text(schema: str, head: str, data: Mapping[str, Any]) -> str:
    """A file of `checks/`: where an editor finds its schema, what it is for, and the data."""
    lines = [f"# yaml-language-server: $schema=../schema/{schema}.schema.json"]
    lines += [f"# {line}" for line in head.splitlines()]
    return "\n".join([*lines, *map(_section, data.items()), ""])


def _section(item: tuple[str, Any]) -> str:
    """A key of the file; each of its entries begins a line of its own, however short they are."""
    key, value = item
    entries = isinstance(value, dict | list) and value
    return f"{key}:\n  {block_yaml(value, 2)}" if entries else f"{key}: {inline_yaml(value)}"


def probe_data(probes: Iterable[Probe]) -> dict[str, Any]:
    """What `probes.yaml` holds."""
    return {"probes": {probe.provider: probe.model for probe in probes}}


def hosts_data(hosts: Iterable[Hosts]) -> dict[str, Any]:
    """What `hosts.yaml` holds."""
    return {"hosts": {each.provider: list(each.hosts) for each in hosts}}


def pin_data(pins: Iterable[Pin], upstream: Sequence[UpstreamPin]) -> dict[str, Any]:
    """What `pins.yaml` holds."""
    data: dict[str, Any] = {
        "pins": [
            _drop_empty(
                runtimes=pin.runtimes,
                models=pin.models,
                auth_env=pin.auth_env,
                provider=pin.provider,
                error=pin.error,
                why=pin.why,
            )
            for pin in pins
        ]
    }
    lookups = [
        # An empty rest is something to hold as well.
        _drop_empty(models=pin.models, vendor=pin.vendor) | _present(rest=pin.rest, error=pin.error)
        for pin in upstream
    ]
    return data | ({"upstream": lookups} if lookups else {})


def invariant_data(invariants: Iterable[Invariant]) -> dict[str, Any]:
    """What `invariants.yaml` holds."""
    return {
        "invariants": [
            _drop_empty(
                id=each.id,
                why=each.why,
                runtimes=each.runtimes or "all",
                ids=each.ids,
                auth_env=_drop_empty(present=each.present, absent=each.absent),
                must=_condition(each.must),
                never=_condition(each.never),
            )
            for each in invariants
        ]
    }


def waiver_data(waivers: Iterable[Waiver]) -> dict[str, Any]:
    """What `waivers.yaml` holds."""
    return {
        "waivers": [
            _drop_empty(
                check=each.check,
                runtime=each.coordinate("runtime"),
                arm=each.coordinate("arm"),
                ids=each.ids,
                reason=each.reason,
                owner=each.owner,
                ticket=each.ticket,
                expires=each.expires.isoformat(),
            )
            for each in waivers
        ]
    }


def exception_data(exceptions: Iterable[PlatformException]) -> dict[str, Any]:
    """What `platform-exceptions.yaml` holds."""
    return {
        "exceptions": [
            {"runtime": each.runtime, "model": each.model, "reason": each.reason, "ticket": each.ticket}
            for each in exceptions
        ]
    }


def _condition(condition: Condition | None) -> dict[str, Any]:
    if condition is None:
        return {}
    return _drop_empty(
        provider=_one_or_list(condition.provider),
        payer=condition.payer and condition.payer.value,
        error=_one_or_list(condition.error),
    ) | _present(registered=condition.registered)


def _one_or_list(names: tuple[str, ...] | None) -> str | tuple[str, ...] | None:
    return names[0] if names and len(names) == 1 else names


def _drop_empty(**values: Any) -> dict[str, Any]:
    """The values that say something, tuples as lists."""
    return {key: list(each) if isinstance(each, tuple) else each for key, each in values.items() if each}


def _present(**values: Any) -> dict[str, Any]:
    """The values that are not None: an empty one says something."""
    return {key: each for key, each in values.items() if each is not None}
