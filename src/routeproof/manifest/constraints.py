"""The load rules that a schema cannot express: names that must be unique or known, patterns, dates.

A rule sees data that may violate its schema, so that one run reports everything; it passes over what it
cannot read, because the schema has already said what is wrong there.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from routeproof.errors import Problem, pointer
from routeproof.manifest.pattern import pattern_problems
from routeproof.manifest.yaml import Document, did_you_mean, quoted

_Named = Iterator[tuple[str, Any]]
"""Pairs of a pointer and the value found there."""


def constraint_problems(schema: str, document: Document) -> Iterator[Problem]:
    """Find what breaks the rules of the files of one kind, beyond their schema."""
    for rule in _RULES.get(schema, ()):
        yield from rule(document)


def _entries(data: object, *path: str) -> _Named:
    """Yield the mappings in the list at the path; nothing where there is no such list."""
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    for index, entry in enumerate(data if isinstance(data, list) else ()):
        if isinstance(entry, dict):
            yield pointer(*path, index), entry


def _values(entries: _Named, key: str) -> Iterator[tuple[str, str]]:
    """Yield the texts under one key of the entries, the empty ones left out."""
    for at, entry in entries:
        value = entry.get(key)
        if isinstance(value, str) and value:
            yield at + pointer(key), value


def _unique(document: Document, values: Iterator[tuple[str, str]], what: str) -> Iterator[Problem]:
    """Report each value that an earlier pair of the iteration has as well."""
    first: dict[str, str] = {}
    for at, value in values:
        if value in first:
            hint = f"the first one is on line {document.place(first[value]).line}"
            yield document.problem(at, f"{what} {quoted(value)} is already used", hint)
        first.setdefault(value, at)


def _providers(document: Document) -> Iterator[Problem]:
    for key, what in (("name", "provider name"), ("upstream_vendor", "upstream vendor")):
        yield from _unique(document, _values(_entries(document.data, "providers"), key), what)
    patterns = _values(_entries(document.data, "providers"), "model_prefix_match")
    yield from pattern_problems(document, patterns)


def _runtimes(document: Document) -> Iterator[Problem]:
    known = {name: None for _, name in _values(_entries(document.data, "providers"), "name")}
    runtimes = document.data.get("runtimes") if isinstance(document.data, dict) else None
    for runtime in runtimes if isinstance(runtimes, dict) else ():
        path = ("runtimes", runtime, "providers")
        for at, entry in _entries(document.data, *path):
            name = entry.get("name")
            if isinstance(name, str) and name not in known:
                message = f"unknown provider {quoted(name)}"
                yield document.problem(at + "/name", message, did_you_mean(name, known))
        yield from _unique(
            document, _values(_entries(document.data, *path), "name"), "in this runtime, provider"
        )


def _patterns(listing: str) -> Callable[[Document], Iterator[Problem]]:
    """Make the rule that the `ids` of the entries under `listing` compile, where they are a pattern."""

    def rule(document: Document) -> Iterator[Problem]:
        yield from pattern_problems(document, _values(_entries(document.data, listing), "ids"))

    return rule


def _invariant_ids(document: Document) -> Iterator[Problem]:
    yield from _unique(document, _values(_entries(document.data, "invariants"), "id"), "invariant id")


def _connections(document: Document) -> Iterator[Problem]:
    for key, what in (("catalogue", "provider name"), ("connections", "connection name")):
        yield from _unique(document, _values(_entries(document.data, key), "name"), what)


def _configuration(document: Document) -> Iterator[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    for key in ("llm", "services") if "config_file" in data else ():
        if key in data:
            message = f"{quoted(key)} stands here, and `config_file` names another place for it"
            yield document.problem(pointer(key), message, "keep one of the two", at_key=True)


def _dates(document: Document) -> Iterator[Problem]:
    for at, value in _values(_entries(document.data, "waivers"), "expires"):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            yield document.problem(at, f"there is no date {quoted(value)}")


def _variables(document: Document) -> Iterator[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    remembering = data.get("model_variables")
    if isinstance(remembering, list) and data.get("proxy_variable") in remembering:
        # The proxy's URL would be read as the model from then on, and bill by it.
        yield document.problem("/proxy_variable", "the variable of the proxy is one of the model as well")


def _tree_is_inside(document: Document) -> Iterator[Problem]:
    data = document.data if isinstance(document.data, dict) else {}
    yield from _inside(document, _values(iter([("", data)]), "tree"))


def _globs_are_inside(document: Document) -> Iterator[Problem]:
    for at, entry in _entries(document.data, "calls"):
        for key in ("search", "exclude"):
            globs = entry.get(key)
            listed = enumerate(globs if isinstance(globs, list) else ())
            named = [(f"{at}/{key}/{place}", glob) for place, glob in listed if isinstance(glob, str)]
            yield from _inside(document, iter(named))


def _inside(document: Document, values: Iterator[tuple[str, str]]) -> Iterator[Problem]:
    """Report each path that is no plain way down from the root of the workspace."""
    for at, value in values:
        steps = value.split("/")
        plain = value.isprintable() and "\\" not in value and ":" not in steps[0]
        if not plain or not {"", ".", ".."}.isdisjoint(steps):
            message = f"{quoted(value)} is no path inside of the workspace"
            yield document.problem(at, message, "name it from the root of the workspace, with `/` between")


_RULES: dict[str, tuple[Callable[[Document], Iterator[Problem]], ...]] = {
    "registry": (_providers, _runtimes),
    "waivers": (_patterns("waivers"), _dates),
    "invariants": (_patterns("invariants"), _invariant_ids),
    "moves": (_patterns("moves"),),
    "deployment": (_variables,),
    "command-risk": (_tree_is_inside,),
    "calls": (_globs_are_inside,),
    "connections": (_connections, _configuration),
}
