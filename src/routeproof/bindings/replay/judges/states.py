"""The states of dispatch that a stage is judged in, the nearest to well first, and read as it reads."""

from functools import cache

from routeproof.bindings.replay.nearest import Axis, by_nearness
from routeproof.bindings.replay.stages import EntryGroup, ReadingFlags
from routeproof.model.connection import AuthType
from routeproof.model.dispatch import (
    AdapterState,
    Bound,
    CredentialState,
    DispatchState,
    FallbackPolicy,
    LegacyMode,
    PlatformState,
    RowState,
)
from routeproof.model.registry import Payer

_MOST = 3
_PROVIDER, _OTHER = "anthropic", "openai"

WELL = DispatchState(
    FallbackPolicy.SAME_PAYER,
    call_site=True,
    provider=_PROVIDER,
    connection="work",
    payer=None,
    row=RowState.FOUND,
    row_provider=_PROVIDER,
    row_auth=AuthType.API_KEY,
    credential=CredentialState.PRESENT,
    platform=PlatformState.AVAILABLE,
    adapter=AdapterState.BUILT,
    mode=LegacyMode.YOUR_OWN,
    legacy_credential=CredentialState.PRESENT,
    default=None,
)
"""An entry of one provider with a key of its owner's, and nothing is amiss."""

_AXES: tuple[Axis, ...] = (
    (
        ("the row's credential is absent", {"credential": CredentialState.ABSENT}),
        ("the row's vault is down", {"credential": CredentialState.DOWN}),
        ("the row's credential is malformed", {"credential": CredentialState.MALFORMED}),
    ),
    (
        ("the platform is unavailable", {"platform": PlatformState.UNAVAILABLE}),
        ("the operator's vault is down", {"platform": PlatformState.DOWN}),
    ),
    (
        ("the factory gives nothing", {"adapter": AdapterState.NONE}),
        ("the factory raises", {"adapter": AdapterState.RAISES}),
    ),
    (
        ("the mode is `managed`", {"mode": LegacyMode.MANAGED}),
        ("the mode is unreadable", {"mode": LegacyMode.UNREADABLE}),
    ),
    (
        ("the owner's usual key is absent", {"legacy_credential": CredentialState.ABSENT}),
        ("the vault of the owner's usual key is down", {"legacy_credential": CredentialState.DOWN}),
    ),
    (
        ("the default is the operator's", {"default": Bound(_PROVIDER, Payer.PLATFORM)}),
        ("the default is an owner's", {"default": Bound(_PROVIDER, Payer.BYOK)}),
        ("the default is another provider's, the operator's", {"default": Bound(_OTHER, Payer.PLATFORM)}),
        ("the default is another provider's, an owner's", {"default": Bound(_OTHER, Payer.BYOK)}),
    ),
    (
        ("the row is gone", {"row": RowState.ABSENT}),
        ("the row is corrupt", {"row": RowState.INVALID}),
        ("the row cannot be looked up", {"row": RowState.ERROR}),
    ),
    tuple((f"the row's auth is `{each}`", {"row_auth": each}) for each in AuthType if each != WELL.row_auth),
    (
        ("the operator cannot dial the provider", {"provider": "openrouter", "row_provider": "openrouter"}),
        ("the provider needs no key", {"provider": "ollama", "row_provider": "ollama"}),
    ),
    (("the row is another provider's", {"row_provider": _OTHER}),),
    (
        ("no connection is named", {"connection": None}),
        ("no provider is named", {"provider": None}),
    ),
    (("the entry is a call site's", {"group": EntryGroup.CALL_SITES}),),
    (
        ("`byok` is declared", {"payer": Payer.BYOK}),
        ("`platform` is declared", {"payer": Payer.PLATFORM}),
    ),
    (
        ("the policy is `forbid`", {"policy": FallbackPolicy.FORBID}),
        ("the policy is `any`", {"policy": FallbackPolicy.ANY}),
    ),
    (("the default is asked for", {"call_site": False}),),
)


@cache
def states(flags: ReadingFlags) -> tuple[tuple[tuple[str, ...], DispatchState], ...]:
    """Every state with at most three parts out of the ordinary, and the words for those.

    An entry is as these flags have it read; what reads alike comes once.
    """
    met: dict[DispatchState, tuple[str, ...]] = {}
    for words, fields in by_nearness(_AXES, _MOST):
        group = fields.pop("group", EntryGroup.PROFILES)
        state = as_read(WELL._replace(**fields), group, flags)
        met.setdefault(state, words)
    return tuple((words, state) for state, words in met.items())


def as_read(state: DispatchState, group: EntryGroup, flags: ReadingFlags) -> DispatchState:
    """The state with what the stage reads of the entry; a row that is not looked up or not found is empty."""
    if group not in flags.connection_read_at:
        state = state._replace(connection=None)
    if flags.ignores_payer:
        state = state._replace(payer=None)
    if state.connection is None:
        return state._replace(row=RowState.ABSENT, row_provider="", row_auth="")
    return state if state.row == RowState.FOUND else state._replace(row_provider="", row_auth="")
