"""The stages that the dispatch of connections went through, each a value: which flags it has set.

A flag that is not set is the way of the reference. What a stage breaks stands nowhere here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

REFERENCE = "reference"


class EntryGroup(StrEnum):
    """Where in a configuration an entry may stand."""

    PROFILES = "profiles"
    DEFAULT = "default"
    CALL_SITES = "callSites"


class Writer(StrEnum):
    """Who changes a row: the process that holds the cache, or any other program."""

    OWN = "own"
    FOREIGN = "foreign"


class AfterMiss(StrEnum):
    """What is done for an entry that its connection, or the mode, cannot serve."""

    STAND_IN = "stand_in"
    SOFT_DEFAULT = "soft_default"
    REFUSE = "refuse"


EVERYWHERE = frozenset(EntryGroup)
_NO_CALL_SITES = EVERYWHERE - {EntryGroup.CALL_SITES}


@dataclass(frozen=True, slots=True)
class ReadingFlags:
    """How rows and entries are read: unknown keys of an auth, malformed rows, which fields an entry has."""

    strips_unknown_keys: bool = False
    list_breaks: bool = False
    """A malformed row is more than `list` can bear."""
    ignores_payer: bool = False
    """An entry has no payer to declare."""
    connection_read_at: frozenset[EntryGroup] = EVERYWHERE
    """Where the field `provider_connection` of an entry is read; elsewhere it is stripped."""


@dataclass(frozen=True, slots=True)
class CacheFlags:
    """How the cache of adapters behaves: whose changes end an entry, what its key holds, how old it gets."""

    told_of: frozenset[Writer] = frozenset(Writer)
    keeps_overtaken: bool = False
    """What was read before a change counts as read after it."""
    key: tuple[str, ...] = ("name", "provider", "model")
    max_age_s: int | None = 60


@dataclass(frozen=True, slots=True)
class BackfillFlags:
    """How entries without a connection are given one."""

    source_first: bool = False
    """Where an entry came from decides who pays for it, before the mode does."""
    ignores_deployment: bool = False
    """A mode that is silent, or that nobody can read, is `your-own` everywhere."""
    walked: frozenset[EntryGroup] = EVERYWHERE
    personal_by_name_alone: bool = False
    """`<provider>-personal` is taken whatever row bears the name."""


@dataclass(frozen=True, slots=True)
class DispatchFlags:
    """How it is decided who serves an entry."""

    ignores_connections: bool = False
    serves_mismatch: bool = False
    """A row of another provider than the entry's serves it."""
    factory_escapes: bool = False
    """What the factory of adapters raises reaches the caller."""
    flips: bool = False
    """A legacy route turns to the other's key where that of the mode is not usable."""
    any_default: bool = False
    """The default instance stands in whatever its provider is."""
    ignores_policy: bool = False
    unmarked: bool = False
    """A change of payer is not told."""
    after_miss: AfterMiss = AfterMiss.STAND_IN
    refuses_unconnected: bool = False
    """An entry without a connection is not served."""


@dataclass(frozen=True, slots=True)
class ProgramFlags:
    """What stands around the machines: their commands, and who calls them."""

    commands_unlisted: bool = False
    """The registry of risks knows nothing of the commands."""
    stale_reason: bool = False
    """A reason in the registry names a flag that is gone."""
    called: tuple[str, ...] = ("decide", "resolve", "clear")
    """What is called in production: the dispatch, the resolver, the clearing of its cache."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the history; `about` says in a sentence what it did."""

    name: str
    about: str
    reading: ReadingFlags = ReadingFlags()
    cache: CacheFlags = CacheFlags()
    backfill: BackfillFlags = BackfillFlags()
    dispatch: DispatchFlags = DispatchFlags()
    program: ProgramFlags = ProgramFlags()


_PROFILES = frozenset({EntryGroup.PROFILES})
_OWN_CHANGES = frozenset({Writer.OWN})

_MERGED = Stage(
    "merged",
    "Connections are stored and stamped, and none is looked at: the mode's key serves, else the other's, "
    "else the default.",
    ReadingFlags(strips_unknown_keys=True, list_breaks=True, ignores_payer=True),
    CacheFlags(_OWN_CHANGES, keeps_overtaken=True, key=("name",), max_age_s=None),
    BackfillFlags(walked=_PROFILES, personal_by_name_alone=True),
    DispatchFlags(ignores_connections=True, flips=True, any_default=True, ignores_policy=True, unmarked=True),
    ProgramFlags(called=("decide", "clear")),
)
_FIRST_PUSH = replace(
    _MERGED,
    name="first-push",
    about="A table, its commands, and a backfill by the source of each entry; nothing reads what it wrote.",
    cache=replace(_MERGED.cache, told_of=frozenset()),
    backfill=replace(_MERGED.backfill, source_first=True, ignores_deployment=True),
    program=ProgramFlags(commands_unlisted=True, called=("decide",)),
)
_WIRED = replace(
    _MERGED,
    name="wired",
    about="Connections serve, and every miss goes the way of old: the mode's key, the other's, the default.",
    dispatch=replace(_MERGED.dispatch, ignores_connections=False),
    program=ProgramFlags(),
)
_WIRED_DRAFT = replace(
    _WIRED,
    name="wired-draft",
    about="Connections serve at last, those of another provider too; what a factory raises escapes.",
    dispatch=replace(_WIRED.dispatch, serves_mismatch=True, factory_escapes=True),
)
_FALLBACK_REMOVED = replace(
    _WIRED,
    name="fallback-removed",
    about="Nothing stands in for anything. Every place is stamped, and call sites are read without it.",
    reading=replace(_WIRED.reading, connection_read_at=_NO_CALL_SITES),
    backfill=replace(_WIRED.backfill, walked=EVERYWHERE),
    dispatch=replace(_WIRED.dispatch, after_miss=AfterMiss.REFUSE, refuses_unconnected=True),
)
_NEWEST = replace(
    _FALLBACK_REMOVED,
    name="newest",
    about="A miss that may pass goes to the default, of whichever provider; call sites have no field.",
    cache=replace(_WIRED.cache, key=("name", "provider", "model"), max_age_s=60),
    backfill=replace(_WIRED.backfill, walked=_NO_CALL_SITES),
    dispatch=replace(_FALLBACK_REMOVED.dispatch, after_miss=AfterMiss.SOFT_DEFAULT),
    program=ProgramFlags(stale_reason=True),
)
_REFERENCE = Stage(REFERENCE, "This package: one rule decides, and no other payer stands in unmarked.")

STAGES: Mapping[str, Stage] = MappingProxyType(
    {
        stage.name: stage
        for stage in (
            _FIRST_PUSH,
            _MERGED,
            _WIRED_DRAFT,
            _WIRED,
            _FALLBACK_REMOVED,
            _NEWEST,
            _REFERENCE,
        )
    }
)
"""Every stage by its name, in the order of the history."""
