"""Questions of `auth`: every type with every kind of credential, what is no auth at all, and samples."""

from collections.abc import Iterator
from typing import Any

from routeproof.bindings.references import KEY_STARTS
from routeproof.conform.connections.question import ConnectionOp, ConnectionQuestion, ask
from routeproof.conform.kit import Phase
from routeproof.model.connection import CREDENTIALED, AuthType
from routeproof.prove import Dice

_GOOD = (
    "credential/team/api_key",
    "team:api_key",
    "credential/env/TEAM_KEY",
    "a:b:c",
    "credential/_/9.x:y-z",
)
_LONGEST = 128
"""Characters of the longest part of a reference."""
_BAD: tuple[object, ...] = (
    "zzz",
    "credential/team",
    "credential/team/api_key/more",
    "credential//api_key",
    "credential/team/",
    ":api_key",
    "team:",
    " credential/team/api_key",
    "credential/team/api_key\n",
    "credential/te am/api_key",
    "credential/-team/api_key",
    "Credential/team/api_key",
    f"credential/{'a' * (_LONGEST + 1)}/b",
    f"credential/a/{'b' * (_LONGEST + 1)}",
    "credential/t\u00e9am/api_key",
)
_EDGE = (f"credential/{'a' * _LONGEST}/{'b' * _LONGEST}",)
_OPERATORS = (
    "credential/platform/api_key",
    "platform:api_key",
    "credential/Platform/api_key",
    "credential/env/PLATFORM_API_KEY",
    "credential/env/platform_api_key",
    "env:PLATFORM_TOKEN",
    "credential/env/platform.api_key",
    "credential/platform-proxy/key",
    "credential/platform.eu/key",
)
"""The operator's own credential, in every spelling, and what only begins like it."""
_NO_OPERATORS = ("credential/platforms/key", "credential/env/MY_PLATFORM_KEY", "credential/team/platform_key")
_MISSING: tuple[object, ...] = ("", " ", "\t\n", None, 5, 0, False, True, [], ["credential/team/api_key"], {})
_TYPES: tuple[object, ...] = ("", "API_KEY", "api_key ", "apikey", "oauth", None, 5, True, ["api_key"], {})
_NO_AUTH: tuple[object, ...] = (
    None,
    "",
    "api_key",
    5,
    1.5,
    True,
    False,
    [],
    ["api_key"],
    [["type", "api_key"]],
    {},
)


def plan_auth(samples: int, seed: int) -> Iterator[tuple[Phase, ConnectionQuestion]]:
    """A good auth of each type, then what is nearly one, then so many drawn for each type."""
    for type_name in AuthType:
        good = {"credential": _GOOD[0]} if type_name in CREDENTIALED else {}
        yield Phase.CLASS, _question({"type": str(type_name), **good})
    for auth in (*_nearly(), *_NO_AUTH):
        yield Phase.BORDER, _question(auth)
    dice = Dice(seed)
    for type_name in AuthType:
        for _ in range(samples):
            yield Phase.SAMPLE, _question(_drawn(str(type_name), dice))


def _nearly() -> Iterator[object]:
    keys = [text for key in KEY_STARTS for text in (f"{key}1", f"team:{key}1", f"{key}1:api_key")]
    named = (f"credential/{key}1/api_key" for key in KEY_STARTS)
    credentials = (*_GOOD, *_EDGE, *_BAD, *_OPERATORS, *_NO_OPERATORS, *_MISSING, *keys, *named, "Bearer abc")
    for name in map(str, AuthType):
        yield {"type": name}
        yield from ({"type": name, "credential": each} for each in credentials)
        yield {"type": name, "credential": _GOOD[0], "more": 1}
        yield {"type": name, "": ""}
    for type_value in _TYPES:
        yield {"type": type_value}
        yield {"type": type_value, "credential": _GOOD[0]}
    yield {"credential": _GOOD[0]}
    yield {"Type": "platform"}


def _drawn(type_name: str, dice: Dice) -> dict[str, Any]:
    """A credential made of pieces that matter somewhere."""
    pieces = (
        "credential/",
        "env/",
        "team",
        "platform",
        "PLATFORM_",
        "sk-",
        ":",
        "/",
        "api_key",
        "-",
        "_",
        ".",
        " ",
    )
    text = "".join(dice.choice(pieces) for _ in range(1 + dice.below(5)))
    return {"type": type_name, "credential": text, **({"more": None} if dice.below(16) == 0 else {})}


def _question(auth: object) -> ConnectionQuestion:
    return ask(ConnectionOp.AUTH, {"auth": auth})
