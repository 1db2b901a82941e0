"""Hypothesis strategies for a team's own property tests: registries, ids that they claim, credentials.

An id is drawn from what the registry's arms claim, or from one edit away: random text hardly ever meets an
arm, and a property that is only tried on refused ids is not tested.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import product

from routeproof.match import WHITE_SPACE, trim
from routeproof.model.registry import PLATFORM, Arm, Protocol, Provider, Registry, Runtime
from routeproof.prove import route_classes
from routeproof.resolve import hits, menu

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        "routeproof.strategies draws with hypothesis, which is not installed: pip install hypothesis"
    ) from missing

__all__ = ["auth_envs", "near_miss_ids", "registries", "routable_ids"]

_VENDORS = ("acme", "bolt", "kilo", "sky")
"""Two of them hold a `k` or an `s`, the letters that `(?i)` also folds with a character outside ASCII."""

_NAMES = (PLATFORM, "acme", "byok-acme", "bolt", "kilo", "sky", "Platform", "sky 9/eu")
_RUNTIMES = ("desk", "Desk", "röntgen", "a b/c~d", "kiosk")
_KEYS = ("ACME_KEY", "BOLT_KEY", "KILO_KEY", "SKY_TOKEN")

_PATTERNS = (
    "^@[:/]",
    "^@-",
    "(?i)^@-m",
    "(?i)^(@[:/]|x-@-)",
    "^(@|@-pro)$",
    r"\A@\d+",
    r"^@\z",
    "@$",
    "@",
    ".",
    r"\b@\b",
    r"^\Q@.\E",
    "(?P<vendor>@)[-:/]",
    "^(?:@|[[:alpha:]]+)/",
    "(?U)^@.+",
    "(?s)^@.m",
    "(?m)^@$",
    r"^@\s",
    r"^\p{Greek}",
    r"(?i:^@)[^\w/]",
    "^@/m{1,2}$",
)
"""`@` stands for a vendor. They overlap often, and they use what ports of RE2 get wrong."""

_ENDS = ("", "-m1", "/m1", ":m1", "-pro", ".", "1", "/m/x", "/mm", " m", "\nm")
_ODD_IDS = (
    "",
    " ",
    " acme-m1",
    "sky/m1\n",
    "\x85kilo",
    "null",
    "1.0",
    "~",
    "λ",
    "\u212ailo-m1",
    "\u017fky/m1",
)

_SEPARATORS = "/:-._"
_LETTERS = "aAkKsSiI019λ" + _SEPARATORS
_LOOK_ALIKES = {"k": "\u212a", "s": "\u017f", "i": "\u0131", "I": "\u0130", "a": "\u0430", "-": "\u2010"}
_TELLING = frozenset((*_SEPARATORS, *_LOOK_ALIKES))
_PADDING = (*WHITE_SPACE, "\r\n", "\x1c", "\x1f", "\u200b", "\ufeff", "\0")
"""White space that is trimmed, and what only looks as if it were."""

_EDITS = 2
"""How many edits are tried for one that leaves the class."""
_FIRST, _OTHERS, _SEED = 3, 5, 0
"""Of each class: how many of its shortest ids, and how many others, drawn with which seed."""


def _look_alike(letter: str) -> str:
    return _LOOK_ALIKES.get(letter, letter.upper())


def _double_letter(letter: str) -> str:
    return letter * 2


def _drop_letter(_letter: str) -> str:
    return ""


# Strategies are built once: building one for each draw costs more than drawing from it.
_PLACE = st.integers(0, 60)
_NEW = st.one_of([st.sampled_from(pool) for pool in (_SEPARATORS, _LETTERS, _PADDING)])
_EDIT: st.SearchStrategy[Callable[[str], str]] = st.one_of(
    st.sampled_from((str.swapcase, _double_letter, _drop_letter)),
    st.just(_look_alike),
    _NEW.map(lambda new: lambda _: new),
    _NEW.map(lambda new: lambda old: new + old),
    _NEW.map(lambda new: lambda old: old + new),
)
"""Functions from one letter of an id to what takes its place."""
_MODEL = st.sampled_from([*map("".join, product(_VENDORS, _ENDS)), *_ODD_IDS])
_POOL = st.lists(_MODEL, min_size=1, max_size=4, unique=True)
_PICKS = st.lists(st.integers(0, 3), max_size=3)
_WITHDRAWN = st.lists(_MODEL, max_size=1).map(tuple)
_CATALOGUE_NAMES = st.lists(st.sampled_from(_NAMES), min_size=1, max_size=5, unique=True)
_UPSTREAM_VENDORS = st.permutations((*_VENDORS, None, None))
_PROTOCOL = st.sampled_from(Protocol)
_AUTH_ENV = st.lists(st.sampled_from(_KEYS), min_size=1, max_size=2, unique=True).map(tuple)
_PATTERN = st.sampled_from([pattern.replace("@", vendor) for pattern in _PATTERNS for vendor in _VENDORS])
_RUNTIME_NAMES = st.lists(st.sampled_from(_RUNTIMES), min_size=1, max_size=4, unique=True)
_ORDER = st.permutations(range(5))
_SIZE = st.integers(1, 5)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """Small registries that load: 1 to 4 runtimes of 1 to 5 arms, some of them name-only.

    Patterns overlap and exact ids tie often; some have a platform arm, withdrawn ids, ids that can never
    match. They are valid, not sane: nearly every check of routeproof finds something in some of them.
    """
    catalogue = tuple(
        _provider(draw, name, vendor)
        for name, vendor in zip(draw(_CATALOGUE_NAMES), draw(_UPSTREAM_VENDORS), strict=False)
    )
    return Registry(catalogue, {name: Runtime(name, _arms(draw, catalogue)) for name in draw(_RUNTIME_NAMES)})


def _provider(draw: st.DrawFn, name: str, upstream_vendor: str | None) -> Provider:
    return Provider(
        name=name,
        display_name=name.title(),
        protocol=draw(_PROTOCOL),
        auth_mode="anthropic_api",
        auth_env=draw(_AUTH_ENV),
        model_prefix_match=draw(_PATTERN),
        upstream_vendor=upstream_vendor,
    )


def _arms(draw: st.DrawFn, catalogue: tuple[Provider, ...]) -> tuple[Arm, ...]:
    pool = draw(_POOL)  # few ids for many arms, so that they tie
    order = [place for place in draw(_ORDER) if place < len(catalogue)][: draw(_SIZE)]
    return tuple(
        Arm(catalogue[place], tuple(pool[pick % len(pool)] for pick in draw(_PICKS)), draw(_WITHDRAWN))
        for place in order
    )


def routable_ids(registry: Registry, runtime: str) -> st.SearchStrategy[str]:
    """Ids that at least one arm of the runtime claims, by its list or by its pattern, ties included.

    A runtime whose arms claim no id at all gives `st.nothing()`. Raises UnknownRuntimeError.
    """
    menu(registry, runtime)  # raises for a runtime that the registry does not have
    return st.one_of([st.sampled_from(ids) for ids in _claimed_ids(registry.runtimes[runtime])])


def near_miss_ids(registry: Registry, runtime: str) -> st.SearchStrategy[str]:
    """Ids one edit away from what the runtime claims: just outside an arm, or just inside another.

    An edit changes the case of a letter or puts its look-alike, drops or doubles it, or puts a separator, a
    letter, white space or what only looks like it, in its place or beside it. Empty where `routable_ids`
    is; raises as it does.
    """
    claimed = routable_ids(registry, runtime)
    return claimed if claimed.is_empty else _near_misses(registry.runtimes[runtime], claimed)


@st.composite
def _near_misses(draw: st.DrawFn, runtime: Runtime, claimed: st.SearchStrategy[str]) -> str:
    model = draw(claimed)
    edited = model
    for _ in range(_EDITS):
        edited = _edit_id(draw, model)
        if hits(runtime, trim(edited)) != hits(runtime, model):
            break  # outside its class; some edits that stay inside are wanted too
    return edited


def _edit_id(draw: st.DrawFn, model: str) -> str:
    telling = (place for place, letter in enumerate(model) if letter in _TELLING)
    places = (*range(len(model)), 0, len(model) - 1, *telling)  # where routing is decided, twice
    at = places[draw(_PLACE) % len(places)]
    return model[:at] + draw(_EDIT)(model[at]) + model[at + 1 :]


def auth_envs(registry: Registry) -> st.SearchStrategy[frozenset[str]]:
    """Sets of names of credentials: some that providers accept, the same in another case, unknown ones."""
    accepted = {name for provider in registry.providers for name in provider.auth_env}
    others = {name.swapcase() for name in accepted} | {"UNKNOWN_KEY"}
    known = st.frozensets(st.sampled_from(sorted(accepted)))
    return st.builds(frozenset.union, known, st.frozensets(st.sampled_from(sorted(others)), max_size=2))


@lru_cache(maxsize=64)
def _claimed_ids(runtime: Runtime) -> tuple[tuple[str, ...], ...]:
    """Of every class of ids that some arm claims: the first few and some others, always the same."""
    claimed = (each for each in route_classes(runtime) if each.exact or each.pattern)
    return tuple((*each.members(_FIRST), *each.sample(_SEED, _OTHERS)) for each in claimed)
