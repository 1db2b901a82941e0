"""What stands around a stage's machines: whether its commands have risks, and its protection callers."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from routeproof.bindings.replay.machines.program import gaps, production_calls
from routeproof.bindings.replay.stages import Stage
from routeproof.bindings.risk import EXPLAINED

_CALLED = ("decide", "resolve", "clear")


def programs(stage: Stage) -> Iterator[Stage]:
    """The stage itself: it has one program."""
    yield stage


def lists_every_risk(stage: Stage) -> str | None:
    """Every command has its risk, and every risk its command."""
    found = gaps(stage.program)
    return f"`{found[0].path}` {EXPLAINED[found[0].kind][0]}" if found else None


def calls_what_protects(stage: Stage) -> str | None:
    """Dispatch, resolver and the clearing of its cache are called by more than tests."""
    uncalled = [symbol for symbol in _CALLED if not production_calls(symbol, stage.program)]
    return f"nothing but tests calls `{uncalled[0]}`" if uncalled else None


JUDGES: Mapping[str, Callable[[Stage], str | None]] = MappingProxyType(
    {"CN-38": lists_every_risk, "CN-39": calls_what_protects}
)
