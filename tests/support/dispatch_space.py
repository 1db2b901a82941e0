"""The space of states of a dispatch: every value of every part, over one provider of each kind.

Every combination, but where a part is none of a state's business: there are taken as many of its values as
show that it is not. These are the row of an entry that names no connection, credential and adapter where no
row is found or it is of another provider than the entry, and the payer of a default of another provider.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from random import Random
from typing import Any

MANAGED, KEYED, KEYLESS, NOBODY = "anthropic", "fireworks", "ollama", "nobody"
PROVIDERS = (MANAGED, KEYED, KEYLESS)
PAYERS = ("platform", "byok", "subscription", "local")
AUTHS = ("api_key", "platform", "none", "oauth_subscription", "service_account")
POLICIES = ("forbid", "same_payer", "any")
DECLARED = (None, *PAYERS)
FOUND = tuple({"state": "found", "provider": name, "auth": auth} for name, auth in product(PROVIDERS, AUTHS))
NOT_FOUND: tuple[dict[str, str], ...] = ({"state": "absent"}, {"state": "invalid"}, {"state": "error"})
CREDENTIALS = ("present", "absent", "down", "malformed")
PLATFORMS = ("available", "unavailable", "down")
ADAPTERS = ("built", "none", "raises")
LEGACIES = tuple(
    {"mode": mode, "credential": credential}
    for mode, credential in product(("managed", "your-own", "unreadable"), CREDENTIALS)
)

State = dict[str, Any]
"""Has the keys of the specification."""
Default = dict[str, str] | None


def entry(provider: str | None, connection: str | None, payer: str | None) -> dict[str, str | None]:
    """An entry as a state has it."""
    return {"provider": provider, "connection": connection, "payer": payer}


def defaults(wanted: str | None) -> tuple[Default, ...]:
    """None, and each of a provider and a payer; of a provider that is not the wanted one, two."""
    own = [{"provider": name, "payer": payer} for name, payer in product(PROVIDERS, PAYERS)]
    if wanted is None:
        return None, *own
    others = [name for name in PROVIDERS if name != wanted]
    return (
        None,
        *(default for default in own if default["provider"] == wanted),
        *({"provider": name, "payer": payer} for name, payer in zip(others, PAYERS, strict=False)),
    )


@dataclass(frozen=True, slots=True)
class Block:
    """States that are every combination of the values of their parts."""

    entries: tuple[dict[str, str | None], ...]
    rows: tuple[dict[str, str], ...]
    credentials: tuple[str, ...]
    adapters: tuple[str, ...]
    defaults: tuple[Default, ...]
    call_site: bool = True

    @property
    def parts(self) -> tuple[tuple[Any, ...], ...]:
        """The values of every part that varies; the first varies slowest."""
        head = self.entries, POLICIES, self.rows, self.credentials
        return *head, PLATFORMS, self.adapters, LEGACIES, self.defaults

    @property
    def size(self) -> int:
        """How many states there are."""
        return prod(map(len, self.parts))

    def states(self) -> Iterator[State]:
        """Every state, each once."""
        return map(self._state, product(*self.parts))

    def at(self, number: int) -> State:
        """The state of that number, from 0."""
        values = []
        for part in reversed(self.parts):
            number, place = divmod(number, len(part))
            values.append(part[place])
        return self._state(tuple(reversed(values)))

    def _state(self, values: tuple[Any, ...]) -> State:
        entry, policy, row, credential, platform, adapter, legacy, default = values
        return {
            "policy": policy,
            "call_site": self.call_site,
            "entry": entry,
            "row": row,
            "credential": credential,
            "platform": platform,
            "adapter": adapter,
            "legacy": legacy,
            "default": default,
        }


def _blocks() -> Iterator[Block]:
    few = CREDENTIALS[:2], ADAPTERS[:2]
    some = (*NOT_FOUND[:1], *FOUND[:2]), *few
    for provider, payer in product((None, *PROVIDERS), DECLARED):
        named = (entry(provider, "w", payer),)
        for of in PROVIDERS if provider is None else (provider,):
            own = tuple(row for row in FOUND if row["provider"] == of)
            yield Block(named, own, CREDENTIALS, ADAPTERS, defaults(of))
        others = (row for row in FOUND if provider not in (None, row["provider"]))
        yield Block(named, (*NOT_FOUND, *others), *few, defaults(provider))
    for provider in PROVIDERS:
        bare = tuple(entry(provider, None, payer) for payer in DECLARED)
        yield Block(bare, *some, defaults(provider))
    wrong = entry(None, None, None), entry(NOBODY, None, "byok"), entry(NOBODY, "w", None)
    yield Block(wrong, *some, defaults(None))
    yield Block((entry(MANAGED, "w", None), wrong[0]), *some, defaults(None), call_site=False)


BLOCKS = tuple(_blocks())
"""The whole space."""


def sample(count: int, seed: int) -> Iterator[State]:
    """So many states: as many from each block, drawn again from a seed."""
    dice = Random(seed)  # noqa: S311 - seeded on purpose
    for number in range(count):
        block = BLOCKS[number % len(BLOCKS)]
        yield block.at(dice.randrange(block.size))
