"""The projection as a TypeScript module without imports: read-only types, arrays and maps.

Maps, not objects: in an object literal the name `__proto__` would be no key.
"""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from routeproof.codegen.literal import listing, quote_literal, utf16
from routeproof.codegen.projection import (
    HEADER,
    ArmRecord,
    Projection,
    ProviderRecord,
    RuntimeRecord,
    type_name,
)

_STEP = "  "
_TYPES: dict[Any, str] = {
    str: "string",
    str | None: "string | null",
    bool: "boolean",
    tuple[str, ...]: "readonly string[]",
    tuple[ArmRecord, ...]: "readonly Arm[]",
}


def render(projection: Projection) -> str:
    """Render as an ES module."""
    return "\n".join(_lines(projection)) + "\n"


def _lines(projection: Projection) -> Iterator[str]:
    yield f"// {HEADER}"
    yield ""
    yield f"export const fingerprint = {_value(projection.fingerprint, '')};"
    yield f"export const platform = {_value(projection.platform, '')};"
    yield ""
    yield 'export type Payer = "platform" | "byok";'
    for kind in (ProviderRecord, ArmRecord, RuntimeRecord):
        yield ""
        yield f"/** {kind.__doc__} */"
        yield f"export interface {type_name(kind)} {{"
        for each in fields(kind):
            what = "Payer" if each.name == "payer" else _TYPES[each.type]
            yield f"{_STEP}readonly {_camel(each.name)}: {what};"
        yield "}"
    yield ""
    providers = [(each.name, each) for each in projection.providers]
    yield f"export const providers: ReadonlyMap<string, Provider> = {_map('Provider', providers)};"
    yield ""
    runtimes = [(each.name, each) for each in projection.runtimes]
    yield f"export const runtimes: ReadonlyMap<string, Runtime> = {_map('Runtime', runtimes)};"
    yield ""
    upstreams = [(each.vendor, each.provider) for each in projection.upstreams]
    yield f"export const upstreams: ReadonlyMap<string, string> = {_map('string', upstreams)};"


def _map(kind: str, pairs: list[tuple[str, Any]]) -> str:
    items = (f"[{_value(key, '')}, {_value(value, _STEP)}]" for key, value in pairs)
    return f"new Map<string, {kind}>({listing('[]', items, '', _STEP)})"


def _value(value: Any, indent: str) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, str):
        return quote_literal(value, utf16)
    inner = indent + _STEP
    if isinstance(value, tuple):
        return listing("[]", [_value(each, inner) for each in value], indent, _STEP)
    pairs = (f"{_camel(each.name)}: {_value(getattr(value, each.name), inner)}" for each in fields(value))
    return listing("{}", pairs, indent, _STEP)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)
