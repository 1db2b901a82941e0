"""Questions of `backfill`: one entry under every rule, the rows that stand in its way, and samples."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from routeproof.bindings.catalogue import BUILTIN
from routeproof.conform.connections.question import ConnectionOp, ConnectionQuestion, ask
from routeproof.conform.kit import Phase
from routeproof.model.registry import Payer
from routeproof.prove import Dice

Body = dict[str, Any]

_ABSENT: Any = object()
"""A key that is left out."""
_PROVIDERS = ("anthropic", "gemini", "fireworks", "ollama", "platform", "no-such-provider", "Anthropic")
_PAYERS = (_ABSENT, None, " ", *map(str, Payer), "byokk", 5)
_MODES = ("managed", "your-own", _ABSENT, None, "Managed", 5)
_PLACES = ("default", "profiles", "callSites")
_KEY = {"type": "api_key", "credential": "credential/team/api_key"}
_PLATFORM = {"type": "platform"}


def plan_backfill_questions(samples: int, seed: int) -> Iterator[tuple[Phase, ConnectionQuestion]]:
    """What is simplest for each provider and mode, then all of one entry, then drawn configurations."""
    for provider, mode, platform in product(_PROVIDERS, _MODES[:2], (False, True)):
        yield Phase.CLASS, _question(_config({"default": {"provider": provider}}, mode), (), platform)
    for config, rows, platform in (*_one_entry(), *_rows_in_the_way(), *_connections(), *_malformed()):
        yield Phase.BORDER, _question(config, rows, platform)
    dice = Dice(seed)
    for _ in range(25 * samples):
        yield Phase.SAMPLE, _question(*_drawn(dice))


Case = tuple[Body, tuple[Any, ...], bool]


def _one_entry() -> Iterator[Case]:
    for provider, payer, mode, platform in product(_PROVIDERS, _PAYERS, _MODES, (False, True)):
        yield _config({"default": _entry(provider, payer=payer)}, mode), (), platform
    for place, provider, mode in product(_PLACES[1:], _PROVIDERS, _MODES):
        yield _config({place: {"a/b": _entry(provider)}}, mode), (), False


def _rows_in_the_way() -> Iterator[Case]:
    """Rows that a byok entry takes, or that keep a name from it."""
    for provider, (payer, mode) in product(
        _PROVIDERS[:4], ((_ABSENT, "your-own"), (_ABSENT, "managed"), ("byok", "managed"), ("platform", None))
    ):
        for rows in _rows_of(provider):
            yield _config({"default": _entry(provider, payer=payer)}, mode), rows, False


def _rows_of(provider: str) -> Iterator[tuple[Any, ...]]:
    entry = BUILTIN.by_name[provider]
    other = "openai"
    usual = {"type": "api_key", "credential": f"credential/env/{entry.auth_env[0]}"}
    plain = {"type": "api_key", "credential": f"credential/{provider}/api_key"}
    personal, managed, local = (f"{provider}-{each}" for each in ("personal", "managed", "local"))
    yield (_row(personal, provider, _KEY),)
    yield (_row(personal, other, _KEY),)
    yield (_row(personal, provider, _PLATFORM),)
    yield (_row(personal, provider, {"type": "zzz"}),)
    yield (_row(personal, provider, {**_KEY, "type": "oauth_subscription"}),)
    yield (_row(personal, "no-such-provider", _KEY),)
    yield (_row("work", provider, _KEY),)
    for auth in (usual, plain):
        yield (_row("work", provider, auth),)
        yield _row("work", provider, auth), _row("also", provider, auth), _row("more", provider, _KEY)
        yield _row("work", other, auth), _row(personal, provider, {"type": "zzz"})
    for name in (managed, local):
        yield (_row(name, other, _PLATFORM),)
        yield (_row(name, provider, _KEY),)
        yield (_row(name, provider, {"type": "none"}),)
        yield (_row(name, provider, None),)
    yield {"name": 5}, {"provider": provider}, "text", _row(personal, provider, _KEY, base_url="nonsense")


def _connections() -> Iterator[Case]:
    """Entries that name a connection already, or something in its place."""
    values: tuple[Any, ...] = ("work", "gone", "", " \t", None, 5, False, [], {})
    for value in values:
        for place in _PLACES:
            entry = _entry("anthropic", connection=value)
            yield _config({place: entry if place == "default" else {"a": entry}}, "your-own"), (), False
        yield _config({"default": {"provider_connection": value}}, "managed"), (), True


def _malformed() -> Iterator[Case]:
    """What is no mapping in the place of one, beside an entry that is well."""
    well = {"provider": "anthropic"}
    for value in (None, 5, "", "text", [], [well], False):
        yield {"llm": value}, (), False
        yield _config({"default": value, "profiles": {"a": well}}, "managed"), (), False
        yield _config({"profiles": value, "default": well}, "managed"), (), False
        yield _config({"callSites": {"a": value, "b": well}}, "managed"), (), False
        yield _config({"default": {"provider": value}}, "managed"), (), False
        yield {"llm": {"default": well}, "services": value}, (), True
        yield {"llm": {"default": well}, "services": {"inference": value}}, (), False
    yield {}, (), False


def _drawn(dice: Dice) -> Case:
    """A few entries, some alike, over a few rows."""
    rows = [row for provider in _PROVIDERS[:4] for rows in _rows_of(provider) for row in rows]
    llm: Body = {"profiles": {}, "callSites": {}}
    for number in range(1 + dice.below(4)):
        provider = dice.choice(_PROVIDERS)
        connection = dice.choice((_ABSENT, _ABSENT, "", "work"))
        entry = _entry(provider, payer=dice.choice((_ABSENT, *_PAYERS)), connection=connection)
        llm[dice.choice(_PLACES[1:])][f"entry{number}"] = entry
    taken = tuple(dice.choice(rows) for _ in range(dice.below(4)))
    return _config(llm, dice.choice(_MODES)), taken, dice.below(2) == 1


def _entry(provider: str, *, payer: Any = _ABSENT, connection: Any = _ABSENT) -> Body:
    given = {"provider": provider, "payer": payer, "provider_connection": connection}
    return {key: value for key, value in given.items() if value is not _ABSENT}


def _config(llm: Body, mode: Any) -> Body:
    inference = {} if mode is _ABSENT else {"mode": mode}
    return {"llm": llm, "services": {"inference": inference}}


def _row(name: str, provider: str, auth: object, **more: str) -> Mapping[str, Any]:
    return {"name": name, "provider": provider, "auth": auth, **more}


def _question(config: Body, rows: tuple[Any, ...], platform: bool) -> ConnectionQuestion:
    body = {"config": config, "connections": list(rows), "platform": platform}
    return ask(ConnectionOp.BACKFILL, body)
