"""What stands around a stage's machines: commands with their risks, and what production calls."""

from typing import Any

from routeproof.bindings.calls import count_calls
from routeproof.bindings.replay.stages import ProgramFlags
from routeproof.bindings.risk import Gap, risk_gaps

_READ, _MUTATE = ("list", "get"), ("create", "update", "delete")
_OPTIONS = {"create": ["--provider"], "update": ["--auth"], "delete": ["--force"]}
_GROUP = "connections"


def gaps(flags: ProgramFlags) -> tuple[Gap, ...]:
    """Where the commands and the registry of their risks disagree."""
    return risk_gaps(_tree(), _risk(flags))


def production_calls(symbol: str, flags: ProgramFlags) -> int:
    """How often production calls it; what is only spoken of in a comment, or called in a test, is not."""
    lines = [
        f"{name}(state)" if name in flags.called else f"# {name}(state)" for name in ProgramFlags().called
    ]
    return count_calls([("production.py", "".join(f"{line}\n" for line in lines))], symbol)


def _tree() -> dict[str, Any]:
    leaves = [{"name": verb, "options": _OPTIONS.get(verb, [])} for verb in (*_READ, *_MUTATE)]
    return {"name": "program", "commands": [{"name": _GROUP, "options": [], "commands": leaves}]}


def _risk(flags: ProgramFlags) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    if not flags.commands_unlisted:
        reason = f"it asks for {'--yes' if flags.stale_reason else '--force'} where something names the row"
        paths = {_GROUP: "low", **{f"{_GROUP} {verb}": "low" for verb in _READ}}
        paths |= {f"{_GROUP} {verb}": "medium" for verb in _MUTATE}
        paths[f"{_GROUP} delete"] = {"risk": "high", "reason": reason}
    return {"read": [*_READ], "mutate": [*_MUTATE], "paths": paths}
