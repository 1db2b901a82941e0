"""Operators on the guards: waivers, pins, probes, invariants, exceptions and levels grow weaker."""

from collections.abc import Iterator

from routeproof.harness.finding import Level
from routeproof.harness.policy import Waiver
from routeproof.manifest.files import INVARIANTS, PINS, PLATFORM_EXCEPTIONS, POLICY, PROBES, WAIVERS
from routeproof.model.declared import Condition, Invariant
from routeproof.mutate.edit import Change, put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal


def _waiver_drop(material: Material) -> Iterator[Proposal]:
    for waiver in material.declared.waivers:
        locus = _locus(waiver)
        yield Proposal(
            changes=(remove(waiver.pointer),),
            locus=locus,
            description=f"the waiver of `{locus}` is gone",
            file=WAIVERS,
        )


def _waiver_widen(material: Material) -> Iterator[Proposal]:
    for waiver in material.declared.waivers:
        for key, narrowed in (*waiver.about, ("ids", waiver.ids)):
            if narrowed is not None:
                yield Proposal(
                    changes=(remove(f"{waiver.pointer}/{key}"),),
                    locus=_locus(waiver),
                    description=f"a waiver of `{waiver.check}` is no longer limited to {key} `{narrowed}`",
                    replacement=f"any {key}",
                    file=WAIVERS,
                )


def _locus(waiver: Waiver) -> str:
    parts = (waiver.check, *(value for _, value in waiver.about), waiver.ids)
    return " / ".join(part for part in parts if part)


def _probe_drop(material: Material) -> Iterator[Proposal]:
    for probe in material.declared.probes:
        yield Proposal(
            changes=(remove(probe.pointer),),
            locus=probe.provider,
            description=f"the probe of `{probe.provider}` is gone",
            file=PROBES,
            provider=probe.provider,
        )


def _pin_drop(material: Material) -> Iterator[Proposal]:
    for pin in material.declared.pins.routes:
        names = f"{', '.join(pin.runtimes)} / {', '.join(pin.models)} / {', '.join(pin.auth_env)}"
        yield Proposal(
            changes=(remove(pin.pointer),),
            locus=names,
            description=f"the pin of `{', '.join(pin.models)}` on `{', '.join(pin.runtimes)}` is gone",
            file=PINS,
        )
    for upstream in material.declared.pins.upstream:
        yield Proposal(
            changes=(remove(upstream.pointer),),
            locus=f"upstream / {', '.join(upstream.models)}",
            description=f"the upstream pin of `{', '.join(upstream.models)}` is gone",
            file=PINS,
        )


def _invariant_drop(material: Material) -> Iterator[Proposal]:
    for invariant in material.declared.invariants:
        yield _weakened(invariant, remove(invariant.pointer), "is gone", "")


def _invariant_narrow(material: Material) -> Iterator[Proposal]:
    for invariant in material.declared.invariants:
        ids: object = invariant.ids
        if isinstance(invariant.ids, str) and ".*" in invariant.ids:
            ids = invariant.ids.replace(".*", ".{0,1}")
        elif not isinstance(invariant.ids, str) and len(invariant.ids) > 1:
            ids = list(invariant.ids[:-1])
        if ids != invariant.ids:
            change = put(f"{invariant.pointer}/ids", ids)
            yield _weakened(invariant, change, f"holds for `{ids}` alone", str(ids))


def _invariant_weaken(material: Material) -> Iterator[Proposal]:
    for invariant in material.declared.invariants:
        side, condition = ("must", invariant.must) if invariant.must else ("never", invariant.never)
        for key in _list_keys(condition):
            change = remove(f"{invariant.pointer}/{side}/{key}")
            yield _weakened(invariant, change, f"no longer asks for `{key}`", f"{side} without {key}")


def _list_keys(condition: Condition | None) -> list[str]:
    """The keys of a condition that the file gives."""
    keys = ("provider", "payer", "error", "registered")
    return [key for key in keys if getattr(condition, key, None) is not None]


def _weakened(invariant: Invariant, change: Change, how: str, new: str) -> Proposal:
    return Proposal(
        changes=(change,),
        locus=invariant.id,
        description=f"the invariant `{invariant.id}` {how}",
        replacement=new,
        file=INVARIANTS,
    )


def _exception_drop(material: Material) -> Iterator[Proposal]:
    for exception in material.declared.platform_exceptions:
        yield Proposal(
            changes=(remove(exception.pointer),),
            locus=f"{exception.runtime} / {exception.model}",
            description=f"the exception of `{exception.model}` on `{exception.runtime}` is gone",
            file=PLATFORM_EXCEPTIONS,
        )


def _level_lower(material: Material) -> Iterator[Proposal]:
    given = {
        check: str(level) if level else "off" for check, level in material.declared.policy.levels.items()
    }
    for rule in material.rules:
        level = material.declared.policy.levels.get(rule.id, rule.level)
        if rule.lowerable and level is not None and level.rank >= material.declared.policy.fail_level.rank:
            new = str(Level.NOTE) if level is not Level.NOTE else "off"
            yield Proposal(
                changes=(put("/levels", given | {rule.id: new}),),
                locus=rule.id,
                description=f"`{rule.id}` is lowered from `{level}` to `{new}`",
                replacement=new,
                file=POLICY,
            )


_WAIVED = "check: pin-holds, reason: r, owner: o, ticket: t, expires: 2030-01-01"
_INVARIANT = "id: i, why: w, runtimes: all"

OPERATORS = (
    Operator(
        name="drop-waiver",
        description="a waiver is removed",
        touches="checks/waivers.yaml",
        propose=_waiver_drop,
        examples=(Example(f"waivers: [{{{_WAIVED}}}]", ("waivers: []",)),),
    ),
    Operator(
        name="widen-waiver",
        description="a waiver loses one of its limits",
        touches="checks/waivers.yaml",
        propose=_waiver_widen,
        examples=(
            Example(
                f"waivers: [{{{_WAIVED}, arm: a, ids: x}}]",
                (f"waivers: [{{{_WAIVED}, ids: x}}]", f"waivers: [{{{_WAIVED}, arm: a}}]"),
            ),
        ),
    ),
    Operator(
        name="drop-probe",
        description="a probe is removed",
        touches="checks/probes.yaml",
        propose=_probe_drop,
        examples=(Example("probes: {a: x, b: y}", ("probes: {b: y}", "probes: {a: x}")),),
    ),
    Operator(
        name="drop-pin",
        description="a pin is removed",
        touches="checks/pins.yaml",
        propose=_pin_drop,
        examples=(
            Example(
                "pins: [{runtimes: [r], models: [x], provider: a}]\nupstream: [{models: [v/x], vendor: v}]",
                (
                    "pins: []\nupstream: [{models: [v/x], vendor: v}]",
                    "pins: [{runtimes: [r], models: [x], provider: a}]\nupstream: []",
                ),
            ),
        ),
    ),
    Operator(
        name="drop-invariant",
        description="an invariant is removed",
        touches="checks/invariants.yaml",
        propose=_invariant_drop,
        examples=(
            Example(f"invariants: [{{{_INVARIANT}, ids: x, must: {{payer: byok}}}}]", ("invariants: []",)),
        ),
    ),
    Operator(
        name="narrow-invariant",
        description="an invariant is asked of fewer ids",
        touches="checks/invariants.yaml",
        propose=_invariant_narrow,
        examples=(
            Example(
                f"invariants: [{{{_INVARIANT}, ids: 'a/.*', must: {{payer: byok}}}}]",
                (f"invariants: [{{{_INVARIANT}, ids: 'a/.{{0,1}}', must: {{payer: byok}}}}]",),
            ),
            Example(
                f"invariants: [{{{_INVARIANT}, ids: [x, y], must: {{payer: byok}}}}]",
                (f"invariants: [{{{_INVARIANT}, ids: [x], must: {{payer: byok}}}}]",),
            ),
            Example(f"invariants: [{{{_INVARIANT}, ids: x, must: {{payer: byok}}}}]", ()),
        ),
    ),
    Operator(
        name="weaken-invariant",
        description="an invariant asks for less, or for nothing",
        touches="checks/invariants.yaml",
        propose=_invariant_weaken,
        examples=(
            Example(
                f"invariants: [{{{_INVARIANT}, ids: x, must: {{provider: a, payer: byok}}}}]",
                (
                    f"invariants: [{{{_INVARIANT}, ids: x, must: {{payer: byok}}}}]",
                    f"invariants: [{{{_INVARIANT}, ids: x, must: {{provider: a}}}}]",
                ),
            ),
            Example(
                f"invariants: [{{{_INVARIANT}, ids: x, never: {{registered: true}}}}]",
                (f"invariants: [{{{_INVARIANT}, ids: x, never: {{}}}}]",),
            ),
        ),
    ),
    Operator(
        name="drop-platform-exception",
        description="a declared exception from `byok-never-platform` is removed",
        touches="checks/platform-exceptions.yaml",
        propose=_exception_drop,
        examples=(
            Example("exceptions: [{runtime: r, model: x, reason: w, ticket: t}]", ("exceptions: []",)),
        ),
    ),
    Operator(
        name="lower-level",
        description="a check can no longer close the gate",
        touches="checks/policy.yaml",
        propose=_level_lower,
        examples=(
            Example("fail_level: error", ("fail_level: error\nlevels: {pin-holds: note}",)),
            Example(
                "fail_level: note\nlevels: {pin-holds: note}",
                ("fail_level: note\nlevels: {pin-holds: 'off'}",),
            ),
            Example("levels: {pin-holds: 'off'}", ()),
        ),
    ),
)
