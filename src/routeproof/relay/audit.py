"""A ledger, replayed: what was decided is decided again by the registry that was in force, and compared."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from routeproof.errors import InputError, Place, UndecidedError, pointer
from routeproof.harness.check import Ran
from routeproof.harness.finding import Finding, Level, Location, Rule
from routeproof.model.destination import Destination
from routeproof.model.registry import Payer, Provider, Registry
from routeproof.relay.chain import Followed, Read, follow, read_lines
from routeproof.relay.dialling import base_of, registry_template, request_url
from routeproof.relay.model import EndpointFrom, Layer, LedgerEvent, LedgerLine, Operation
from routeproof.relay.settings import ProviderSettings, Settings
from routeproof.relay.wire import Wire
from routeproof.resolve.derive import derive


def _rule(name: str, title: str, doc: str, level: Level = Level.ERROR) -> Rule:
    return Rule(id=name, title=title, level=level, doc=f"{title[:1].upper()}{title[1:]}.\n\n{doc}")


PROVIDER = _rule(
    "ledger-provider-agrees",
    "the provider that was called is the derived one",
    "The asked id is derived again, on the runtime and with the names of the line, by the registry of its\n"
    "fingerprint. Another provider means that the facade did not do what the registry proves.",
)
PAYER = _rule(
    "ledger-payer-agrees",
    "the payer in the ledger is the derived one",
    "As for the provider. Another payer means that somebody was charged who should not have been.",
)
LAYER = _rule(
    "ledger-layer-agrees",
    "the operator's keys pay for the platform, and for nothing else",
    "A line of the platform used a key of the operator's layer, every other one a key of the session's or\n"
    "the owner's.",
)
ENDPOINT = _rule(
    "ledger-endpoint-agrees",
    "the endpoint is the one that the line says it took",
    "An endpoint of the registry is its URL for that wire API, one of the settings theirs. A layer's own\n"
    "cannot be derived, and is never the operator's.",
)
CHAIN = _rule(
    "ledger-chain-intact",
    "each line names the hash of the line before, and its number",
    "A line that was edited, taken out or put in breaks the chain behind it.",
)
ENDED = _rule(
    "ledger-request-ended",
    "each request that was decided has one end",
    "A decided line without an end is what a process leaves that was killed: a warning. An end without a\n"
    "decision, or a second one, is an error.",
)
WELL_FORMED = _rule(
    "ledger-well-formed",
    "each line is one of the ledger's format",
    "A line that a process did not finish is marked as torn and only warned of.",
)
RULES = (PROVIDER, PAYER, LAYER, ENDPOINT, CHAIN, ENDED, WELL_FORMED)

_ROOMS = re.compile(r"\{[^{}]*\}")


class _Decided(NamedTuple):
    """A decided line with what its registry says of it now."""

    read: Read
    line: LedgerLine
    registry: Registry
    outcome: Destination

    @property
    def provider(self) -> Provider | None:
        """The provider that the line names, as an arm of its runtime has it."""
        runtime = self.registry.runtimes.get(self.line.runtime)
        arms = runtime.arms if runtime else ()
        return next((arm.provider for arm in arms if arm.name == self.line.facts["provider"]), None)


def audit(
    lines: Iterable[bytes | str],
    registries: Mapping[str, Registry],
    *,
    document: str = "ledger.jsonl",
    settings: Settings | None = None,
) -> tuple[Finding, ...]:
    """The findings on one ledger, in the order of its lines, rule by rule.

    `registries` are found by fingerprint. UndecidedError when a line's is not among them.
    """
    ran = run_audit(lines, registries, document=document, settings=settings)
    undecided = next((each.undecided for each in ran if each.undecided), "")
    if undecided:
        raise UndecidedError(undecided)
    return tuple(finding for each in ran for finding in each.findings)


def run_audit(
    lines: Iterable[bytes | str],
    registries: Mapping[str, Registry],
    *,
    document: str = "ledger.jsonl",
    settings: Settings | None = None,
) -> tuple[Ran, ...]:
    """What each rule judged and found, for a verdict. Lines have their LF, as a file of bytes gives them.

    With `settings` the endpoints that come from there are judged as well.
    """
    read = tuple(read_lines(lines))
    decided = [each for each in read if each.line is not None and each.line.event is LedgerEvent.DECIDED]
    unknown = sorted({each.fact("registry") for each in decided} - registries.keys())
    why = f"no registry has the fingerprint {', '.join(f'`{each}`' for each in unknown)}" if unknown else ""
    replayed = [_replayed(each, registries) for each in decided if each.fact("registry") in registries]
    by_line = (
        (PROVIDER, map(_provider, replayed)),
        (PAYER, map(_payer, replayed)),
        (LAYER, map(_layer, replayed)),
        (ENDPOINT, (_endpoint(each, settings) for each in replayed)),
    )
    ran = [_ran(rule, len(decided), filter(None, found), document, why) for rule, found in by_line]
    chained = ((CHAIN, follow(read)), (ENDED, _unended(read)), (WELL_FORMED, _malformed(read)))
    return (*ran, *(_ran(rule, len(read), found, document) for rule, found in chained))


def _ran(rule: Rule, judged: int, found: Iterable[Followed], document: str, why: str = "") -> Ran:
    return Ran(rule, judged, tuple(_finding(rule, each, document) for each in found), why)


def _finding(rule: Rule, found: Followed, document: str) -> Finding:
    """The finding at the line; its key is the line's number, since requests are made up by nobody twice."""
    number, line = found.read.number, found.read.line
    at = Location(document, pointer(number - 1), place=Place(document, number, 1, number, 1))
    session, request = (line.session, line.request) if line is not None else (None, None)
    return Finding(
        check=rule.id,
        level=found.level,
        message=found.message,
        at=at,
        about=(("ledger", document), ("session", session), ("request", request)),
        expected=found.expected,
        actual=found.actual,
        key=str(number),
    )


def _replayed(read: Read, registries: Mapping[str, Registry]) -> _Decided:
    line, registry = read.known, registries[read.fact("registry")]
    try:
        outcome = derive(registry, line.runtime, line.facts["asked"], line.facts["auth_env"])
    except InputError:
        outcome = Destination()
    return _Decided(read, line, registry, outcome)


def _provider(decided: _Decided) -> Followed | None:
    expected = decided.outcome.provider or str(decided.outcome.error)
    return _compare(decided.read, "provider", expected)


def _payer(decided: _Decided) -> Followed | None:
    outcome = decided.outcome
    return _compare(decided.read, "payer", str(outcome.payer if outcome.provider else outcome.error))


def _compare(read: Read, name: str, expected: str) -> Followed | None:
    actual = read.fact(name)
    if actual == expected:
        return None
    return Followed(read, f"the {name} is `{actual}`, and the registry says `{expected}`", expected, actual)


def _layer(decided: _Decided) -> Followed | None:
    layer, payer = decided.line.facts["layer"], decided.outcome.payer
    allowed = (Layer.OPERATOR,) if payer is Payer.PLATFORM else (Layer.SESSION, Layer.OWNER)
    if layer in allowed:
        return None
    expected = " or ".join(allowed)
    return Followed(decided.read, f"a key of the layer `{layer}` served `{payer}`", expected, layer)


def _endpoint(decided: _Decided, settings: Settings | None) -> Followed | None:
    facts, by = decided.line.facts, decided.line.facts["endpoint_from"]
    if by == EndpointFrom.LAYER:
        own = facts["layer"] != Layer.OPERATOR
        return None if own else Followed(decided.read, "an endpoint of its own is never the operator's")
    if by == EndpointFrom.SETTINGS and settings is None:
        return None
    provider = decided.provider
    known = by in tuple(EndpointFrom) and facts["wire"] in tuple(Wire) and provider is not None
    expected = _expected_endpoint(decided.line, provider, settings) if known and provider else None
    if expected is not None and re.fullmatch(_pattern(expected), facts["endpoint"]):
        return None
    message = f"the endpoint is not that of `{by}`"
    return Followed(decided.read, message, expected, facts["endpoint"])


def _expected_endpoint(line: LedgerLine, provider: Provider, settings: Settings | None) -> str | None:
    """The URL of the request without its query; placeholders stay where nobody says what filled them."""
    wire = Wire(line.facts["wire"])
    if line.facts["endpoint_from"] == EndpointFrom.SETTINGS:
        base = settings.of(provider.name).base_url if settings is not None else None
    elif settings is not None and settings.variables:
        found = base_of(None, provider, ProviderSettings(), wire, settings.variables)
        base = found.url if found is not None else None
    else:
        base = registry_template(provider, wire)
    return request_url(base, wire, Operation(line.op)).partition("?")[0] if base else None


def _pattern(url: str) -> str:
    """A pattern for the URL in which a placeholder is any part of a host or a path."""
    return r"[^/?#@:]+".join(map(re.escape, _ROOMS.split(url)))


def _unended(read: tuple[Read, ...]) -> Iterator[Followed]:
    """Decisions without an end, ends without a decision, and ends that are not the first."""
    running: dict[str, Read] = {}
    ended: set[str] = set()
    for each in read:
        if each.line is None or each.line.event is LedgerEvent.REFUSED:
            continue
        request = each.line.request
        if each.line.event is LedgerEvent.DECIDED:
            if request in running or request in ended:
                yield Followed(each, "the request was decided before")
            running.setdefault(request, each)
        elif running.pop(request, None) is None:
            message = "the request ended before" if request in ended else "the request was never decided"
            yield Followed(each, message)
        else:
            ended.add(request)
    for each in running.values():
        yield replace(Followed(each, "the request has no end"), level=Level.WARNING)


def _malformed(read: tuple[Read, ...]) -> Iterator[Followed]:
    for each in read:
        if each.fault:
            level = Level.WARNING if each.torn else Level.ERROR
            yield replace(Followed(each, each.fault), level=level)
