"""What changed that routing alone does not show: provider metadata, arms, withdrawn ids, names."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from routeproof.model.registry import Provider, Registry, Runtime
from routeproof.prove import compare_patterns

_SETS = frozenset({"auth_env", "model_aliases", "endpoint_vars"})
"""Fields whose order and repetitions mean nothing."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that differs; `of` is `provider NAME` or `runtime NAME`; None stands for absent."""

    of: str
    field: str
    before: str | None
    after: str | None


def field_changes(base: Registry, head: Registry) -> Iterator[FieldChange]:
    """Every metadata difference, providers first; a pattern differs when its language does."""
    yield from _providers(base, head)
    for name in sorted({*base.runtimes, *head.runtimes}):
        yield from _runtime(f"runtime {name}", base.runtimes.get(name), head.runtimes.get(name))


def _providers(base: Registry, head: Registry) -> Iterator[FieldChange]:
    was = {provider.name: provider for provider in base.providers}
    now = {provider.name: provider for provider in head.providers}
    for name in sorted({*was, *now}):
        before, after = was.get(name), now.get(name)
        of = f"provider {name}"
        if before is None or after is None:
            yield FieldChange(of, "provider", name if before else None, name if after else None)
        elif before != after:
            yield from _provider(of, before, after)


def _provider(of: str, before: Provider, after: Provider) -> Iterator[FieldChange]:
    for each in fields(Provider):
        was, now = getattr(before, each.name), getattr(after, each.name)
        if was == now or (each.name in _SETS and set(was) == set(now)):
            continue
        if each.name == "model_prefix_match" and compare_patterns(was, now) == (None, None):
            continue
        yield FieldChange(of, each.name, _format_value(was), _format_value(now))


def _runtime(of: str, before: Runtime | None, after: Runtime | None) -> Iterator[FieldChange]:
    if before is None or after is None:
        yield FieldChange(of, "runtime", before.name if before else None, after.name if after else None)
        return
    if before.display_name != after.display_name:
        yield FieldChange(of, "display_name", before.display_name, after.display_name)
    was = {arm.name: frozenset(arm.withdrawn_models) for arm in before.arms}
    now = {arm.name: frozenset(arm.withdrawn_models) for arm in after.arms}
    for name in sorted({*was, *now}):
        if (name in was) != (name in now):
            yield FieldChange(of, "arm", name if name in was else None, name if name in now else None)
        elif was[name] != now[name]:
            shown = (", ".join(sorted(side[name])) for side in (was, now))
            yield FieldChange(of, f"withdrawn_models of {name}", *shown)


def _format_value(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value).lower()
