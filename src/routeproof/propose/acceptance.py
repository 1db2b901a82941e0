"""What a registry breaks on the day it is adopted, accepted one by one, with a date and open questions."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from routeproof.checks import BY_ID
from routeproof.harness.finding import Finding
from routeproof.harness.policy import Waiver
from routeproof.model.about import about
from routeproof.model.declared import PlatformException
from routeproof.model.registry import Registry

TERM = datetime.timedelta(days=90)
"""How long what is found at adoption stays accepted."""
REASON = "found at adoption"
UNDECIDED = "TODO"
"""Stands for the owner and the ticket that the team has to name."""

_IDS = 20
"""Ids that one waiver names; more of them make another waiver."""
_META = frozenset("\\.+*?()|[]{}^$")

_EXCEPTED = "byok-never-platform"
"""The check from which exact pairs may be excepted."""

_Group = tuple[str, str, str]
"""Check, runtime and arm; an empty text for none."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What makes a gate green: waivers, exact exceptions, lowered checks; `left` is what nothing accepts."""

    waivers: tuple[Waiver, ...] = ()
    exceptions: tuple[PlatformException, ...] = ()
    lowered: tuple[str, ...] = ()
    """Checks whose finding names no runtime, arm or id, so that no waiver could be narrow."""
    left: tuple[Finding, ...] = ()


def accept(findings: Iterable[Finding], registry: Registry, today: datetime.date) -> Acceptance:
    """Sort out how each finding can be accepted; waivers end 90 days after `today`."""
    waivable: list[Finding] = []
    exceptions, lowered, left = [], [], []
    for finding in findings:
        if not BY_ID[finding.check].waivable:
            excepted = _exception(finding, registry)
            if excepted is None:
                left.append(finding)
            else:
                exceptions.append(excepted)
        elif (
            finding.coordinate("runtime")
            or finding.coordinate("arm")
            or finding.coordinate("model") is not None
        ):
            waivable.append(finding)
        else:
            lowered.append(finding.check)
    return Acceptance(
        waivers=tuple(_waivers(waivable, today + TERM)),
        exceptions=tuple(exceptions),
        lowered=tuple(dict.fromkeys(lowered)),
        left=tuple(left),
    )


def exactly(ids: Iterable[str]) -> str:
    """An RE2 pattern that matches these ids, as a whole, and nothing else."""
    return "|".join("".join(map(_literal, model)) or "(?:)" for model in ids)


def _literal(letter: str) -> str:
    if letter.isprintable():
        return f"\\{letter}" if letter in _META else letter
    return rf"\x{{{ord(letter):x}}}"


def _exception(finding: Finding, registry: Registry) -> PlatformException | None:
    """The exact pair that may be excepted: only an id that somebody listed can be."""
    runtime = registry.runtimes.get(finding.coordinate("runtime") or "")
    if finding.check != _EXCEPTED or runtime is None:
        return None
    model = finding.coordinate("model")
    if not model or not runtime.name or model not in runtime.listers:
        return None
    return PlatformException(
        runtime=runtime.name,
        model=model,
        reason=f"{REASON}: {finding.message}",
        ticket=UNDECIDED,
    )


def _group(finding: Finding) -> _Group:
    return finding.check, finding.coordinate("runtime") or "", finding.coordinate("arm") or ""


def _waivers(findings: Sequence[Finding], expires: datetime.date) -> Iterator[Waiver]:
    """A waiver for each check, runtime and arm; the narrow ones first, for the first that covers is used."""
    ordered = sorted(findings, key=lambda each: (each.check, _group(each).count(""), _group(each)))
    for (check, runtime, arm), group in groupby(ordered, _group):
        for ids, reason in _parts(list(group), named=bool(runtime or arm)):
            yield Waiver(
                check=check,
                about=about(runtime=runtime or None, arm=arm or None),
                ids=ids,
                reason=f"{REASON}: {reason}",
                owner=UNDECIDED,
                ticket=UNDECIDED,
                expires=expires,
            )


def _parts(group: Sequence[Finding], *, named: bool) -> Iterator[tuple[str | None, str]]:
    """The ids of each waiver of one group, with its reason; all ids when some finding names none."""
    models = dict.fromkeys(finding.coordinate("model") for finding in group)
    if None in models and named:
        yield None, _reason(group)
        return
    ids = [model for model in models if model is not None]
    for start in range(0, len(ids), _IDS):
        chosen = ids[start : start + _IDS]
        yield (
            exactly(chosen),
            _reason([finding for finding in group if finding.coordinate("model") in chosen]),
        )


def _reason(group: Sequence[Finding]) -> str:
    more = len(group) - 1
    return group[0].message + (f"; and {more} more" if more else "")
