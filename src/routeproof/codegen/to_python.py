"""The projection as a Python module, for Python 3.9 and later: named tuples in read-only mappings."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from routeproof.codegen.literal import code_point, listing, quote_literal
from routeproof.codegen.projection import (
    HEADER,
    ArmRecord,
    Projection,
    ProviderRecord,
    RuntimeRecord,
    type_name,
)

_STEP = "    "
_TYPES: dict[Any, str] = {
    str: "str",
    str | None: "Optional[str]",
    bool: "bool",
    tuple[str, ...]: "Tuple[str, ...]",
    tuple[ArmRecord, ...]: "Tuple[Arm, ...]",
}


def render(projection: Projection) -> str:
    """Render as one module without dependencies."""
    return "\n".join(_lines(projection)) + "\n"


def _lines(projection: Projection) -> Iterator[str]:
    yield f"# {HEADER}"
    yield '"""The provider registry: who serves which model id, and who pays."""'
    yield ""
    yield "from types import MappingProxyType"
    yield "from typing import Final, Mapping, NamedTuple, Optional, Tuple"
    yield ""
    yield f"FINGERPRINT: Final = {_value(projection.fingerprint, '')}"
    yield f"PLATFORM: Final = {_value(projection.platform, '')}"
    for kind in (ProviderRecord, ArmRecord, RuntimeRecord):
        yield from ("", "", f"class {type_name(kind)}(NamedTuple):", f'{_STEP}"""{kind.__doc__}"""', "")
        yield from (f"{_STEP}{each.name}: {_TYPES[each.type]}" for each in fields(kind))
    yield from ("", "")
    for name, entries in (("PROVIDERS", projection.providers), ("RUNTIMES", projection.runtimes)):
        of = name.removesuffix("S").capitalize()
        yield f"{name}: Final[Mapping[str, {of}]] = MappingProxyType("
        yield f"{_STEP}{{each.name: each for each in {_value(entries, _STEP)}}}"
        yield ")"
    pairs = (f"{_value(each.vendor, '')}: {_value(each.provider, '')}" for each in projection.upstreams)
    yield "UPSTREAMS: Final[Mapping[str, str]] = MappingProxyType("
    yield f"{_STEP}{listing('{}', pairs, _STEP, _STEP)}"
    yield ")"


def _value(value: Any, indent: str) -> str:
    if value is None or isinstance(value, bool):
        return repr(value)
    if isinstance(value, str):
        return quote_literal(value, code_point)
    inner = indent + _STEP
    if isinstance(value, tuple):
        return listing("()", [_value(each, inner) for each in value], indent, _STEP, lone_comma=True)
    arguments = (f"{each.name}={_value(getattr(value, each.name), inner)}" for each in fields(value))
    return listing(f"{type_name(type(value))}()", arguments, indent, _STEP)
