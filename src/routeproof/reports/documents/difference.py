"""The semantic difference of two registries in words: text, Markdown and JSON."""

import json
from collections.abc import Iterator

from routeproof.compare import Difference, FieldChange, MenuChange, RouteChange
from routeproof.markup import code, table, visible

FORMATS = ("text", "json", "markdown")
FORMAT = "routeproof/difference-1"
EQUAL = "proved equal: no id, menu, credential or field means anything else"


def render(format_name: str, difference: Difference) -> str:
    """The whole difference as one text that ends with a line end."""
    if format_name == "json":
        return json.dumps(_data(difference), indent=2) + "\n"
    lines = _markdown(difference) if format_name == "markdown" else _text(difference)
    return "\n".join(lines) + "\n"


def format_size(size: int | None) -> str:
    """How many ids a class holds: `this id alone`, `12 ids`, `infinitely many ids`."""
    if size is None:
        return "infinitely many ids"
    return "this id alone" if size == 1 else f"{size} ids"


def _keys(change: RouteChange) -> str:
    return f" with {' and '.join(change.auth_env)}" if change.auth_env else ""


def _text(difference: Difference) -> Iterator[str]:
    if difference.equal:
        yield EQUAL
        return
    for change in difference.routes:
        route = f"{change.before} -> {change.after}{_keys(change)}"
        yield visible(f"{change.runtime}: {change.witness} ({format_size(change.size)}): {route}")
    for menu in difference.menus:
        yield visible(f"{menu.runtime} menu: {_menu(menu)}")
    for each in difference.fields:
        yield visible(f"{each.of}: {each.field}: {_value(each.before)} -> {_value(each.after)}")


def _menu(menu: MenuChange) -> str:
    parts = [f"+{model}" for model in menu.added] + [f"-{model}" for model in menu.removed]
    return " ".join([*parts, "other order"] if menu.reordered else parts)


def _value(value: str | None) -> str:
    return "none" if value is None else value


def _markdown(difference: Difference) -> Iterator[str]:
    if difference.equal:
        yield f"{EQUAL.capitalize()}."
        return
    if difference.routes:
        yield table(
            ("runtime", "shortest id", "how many", "with", "was", "is"), map(_route_row, difference.routes)
        )
    if difference.menus:
        yield ""
        rows = [(code(menu.runtime), code(_menu(menu))) for menu in difference.menus]
        yield table(("menu", "change"), rows)
    if difference.fields:
        yield ""
        yield table(("where", "field", "was", "is"), map(_field_row, difference.fields))


def _route_row(change: RouteChange) -> tuple[str, ...]:
    keys = code(", ".join(change.auth_env)) if change.auth_env else "-"
    ids = format_size(change.size)
    return (
        code(change.runtime),
        code(change.witness),
        ids,
        keys,
        code(str(change.before)),
        code(str(change.after)),
    )


def _field_row(change: FieldChange) -> tuple[str, ...]:
    return (code(change.of), code(change.field), code(_value(change.before)), code(_value(change.after)))


def _data(difference: Difference) -> dict[str, object]:
    return {
        "format": FORMAT,
        "equal": difference.equal,
        "routes": [
            {
                "runtime": change.runtime,
                "witness": change.witness,
                "size": change.size,
                "auth_env": change.auth_env,
                "before": str(change.before),
                "after": str(change.after),
                "base_arms": change.base_arms,
                "head_arms": change.head_arms,
            }
            for change in difference.routes
        ],
        "menus": [
            {
                "runtime": menu.runtime,
                "added": menu.added,
                "removed": menu.removed,
                "reordered": menu.reordered,
            }
            for menu in difference.menus
        ],
        "fields": [
            {"subject": each.of, "field": each.field, "before": each.before, "after": each.after}
            for each in difference.fields
        ],
    }
