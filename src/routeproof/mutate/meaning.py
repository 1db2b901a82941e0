"""Whether an edit changes what the workspace means, and where that shows first: by proof, for all ids."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from routeproof.compare import compare
from routeproof.compare.fields import field_changes
from routeproof.compare.menus import MenuChange, menu_changes
from routeproof.compare.routes import RouteChange, route_changes
from routeproof.markup import with_keys
from routeproof.model.declared import Offered, Pin
from routeproof.model.registry import Registry
from routeproof.mutate.operators.frame import Material


@dataclass(frozen=True, slots=True)
class Meaning:
    """One difference in words, and the pin that holds it where it is about the route of an id."""

    text: str
    pin: Pin | None = None


def differs(base: Material, head: Material) -> bool:
    """Whether the two mean different things; False is a proof. Raises UndecidedError beyond a budget."""
    return (
        any(_differences(base.registry, head.registry))
        or _offers(base) != _offers(head)
        or _workflows(base) != _workflows(head)
        or _connections(base) != _connections(head)
    )


def _differences(base: Registry, head: Registry) -> Iterator[bool]:
    """One True for each difference, the cheap kinds first."""
    if base is head:
        return
    names = sorted({*base.runtimes, *head.runtimes})
    pairs = [(name, base.runtimes.get(name), head.runtimes.get(name)) for name in names]
    for name, was, now in pairs:
        yield from (True for _ in menu_changes(name, was, now))
    yield from (True for _ in field_changes(base, head))
    for name, was, now in pairs:
        yield from (True for _ in route_changes(name, was, now))


def shown(base: Material, head: Material) -> Meaning:
    """The difference that says most: the route of the shortest id, else a menu, an offer or so."""
    difference = compare(base.registry, head.registry)
    if difference.routes:
        return _route(
            min(difference.routes, key=lambda each: (len(each.witness), each.witness, each.runtime))
        )
    if difference.menus:
        return Meaning(_menu(difference.menus[0]))
    if difference.fields:
        change = difference.fields[0]
        return Meaning(f"`{change.field}` of {change.of}: `{change.before}` becomes `{change.after}`")
    before, after = _workflows(base), _workflows(head)
    if before != after:
        return Meaning(f"another workflow: {', '.join(_workflow_changes(before, after))}")
    bound, rebound = _connections(base), _connections(head)
    if bound != rebound:
        what = next(each for each in (bound | rebound) if bound.get(each) != rebound.get(each))
        return Meaning(f"{what}: {bound.get(what, 'nothing')} becomes {rebound.get(what, 'nothing')}")
    was, now = _offers(base), _offers(head)
    lost, gained = ([line for line in one if line not in other] for one, other in ((was, now), (now, was)))
    parts = [f"gone: {'; '.join(lost)}" if lost else "", f"new: {'; '.join(gained)}" if gained else ""]
    return Meaning(f"offered: {', '.join(part for part in parts if part)}")


def proof(base: Material, head: Material) -> str:
    """What the proof of equality covers, for two that `differs` found equal."""
    differing = [
        name
        for name, runtime in base.registry.runtimes.items()
        if head.registry.runtimes.get(name) != runtime
    ]
    if not differing:
        return "proved equal: the edited file describes the same values"
    listed = ", ".join(f"`{name}`" for name in differing)
    same = "goes where it went, whatever keys are present; the rest is the same"
    return f"proved equal: every id of {listed} {same}"


def _route(change: RouteChange) -> Meaning:
    keys = with_keys(change.auth_env)
    pin = Pin(
        runtimes=(change.runtime,),
        models=(change.witness,),
        auth_env=change.auth_env,
        provider=change.before.provider,
        error=str(change.before.error) if change.before.error else None,
        why="an edit that sends it elsewhere went unnoticed",
    )
    text = f"`{change.witness}` on `{change.runtime}`{keys}: `{change.before}` becomes `{change.after}`"
    return Meaning(text, pin)


def _menu(change: MenuChange) -> str:
    added, removed = (", ".join(f"`{model}`" for model in side) for side in (change.added, change.removed))
    parts = [f"gains {added}" if added else "", f"loses {removed}" if removed else ""]
    parts += ["is in another order"] if change.reordered else []
    return f"the menu of `{change.runtime}` {' and '.join(part for part in parts if part)}"


def _workflows(material: Material) -> dict[str, Any]:
    """The workflows as they are read: what the lane does not look at may mean something to the CI server."""
    return {each.file: material.files[each.file] for each in material.workflows}


def _workflow_changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for file in sorted(before.keys() | after.keys()):
        if file not in after:
            yield f"`{file}` is gone"
        elif before[file] != after[file]:
            jobs = [side.get(file, {}).get("jobs") or {} for side in (before, after)]
            differing = sorted(
                name for name in {*jobs[0], *jobs[1]} if jobs[0].get(name) != jobs[1].get(name)
            )
            what = ", ".join(f"`{name}`" for name in differing)
            yield f"`{file}` says something else of {what or 'when it runs'}"


def _connections(material: Material) -> dict[str, str]:
    """What provider connections and their entries come to, each thing in words: their order means nothing."""
    subject = material.connections
    if subject is None:
        return {}
    said = {"who may stand in": f"`{subject.export.policy}`", "who pays by the mode": f"`{subject.mode}`"}
    for known in subject.catalogue.by_name.values():
        said[f"the provider `{known.name}` of the catalogue"] = f"`{known}`"
    for row in subject.rows:
        faults = ", ".join((*row.faults, row.base_url_fault or ""))
        said[f"the connection `{row.name}`"] = f"`{row.provider}, {row.connection}, {faults}`"
    for each in subject.entries:
        entry = each.entry
        told = (entry.provider, entry.connection, entry.payer, each.runtime, each.model)
        said[f"the entry `{entry.pointer}`"] = f"`{', '.join(map(str, told))}`"
    return said | {f"the reference `{at}`": f"`{name}`" for at, name in subject.references}


def _offers(material: Material) -> list[str]:
    """What is offered as a customer meets it, sorted: without places in files, keys as sets."""
    return sorted(line for offered in material.goldens.offers for line in _offered(offered))


def _offered(offered: Offered) -> Iterator[str]:
    yield f"`{offered.default_model}` as the default of `{offered.runtime}`"
    for model in offered.models:
        label = f", labelled `{model.provider}`" if model.provider else ""
        keys = ", ".join(f"`{name}`" for name in sorted(set(model.required_env)))
        yield f"`{model.id}` on `{offered.runtime}`{label}, asking for {keys or 'no key'}"
