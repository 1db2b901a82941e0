"""Hypothesis strategies for tests of files as data: a good one of every kind, and random edits of it."""

import copy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from routeproof.manifest import read_file

CORPUS = Path(__file__).parents[1] / "cases" / "manifest"

Path_ = tuple[str | int, ...]


def corpus(kind: str) -> list[Any]:
    """The data of every good example of one kind."""
    files = sorted((CORPUS / "good").glob(f"{kind}.*"))
    # A copy without shared parts: an edit in one place must not be one in another.
    return [_unshared(read_file(file, kind, file.name).data) for file in files]


def _unshared(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unshared(each) for key, each in value.items()}
    return [_unshared(each) for each in value] if isinstance(value, list) else value


def places(data: Any) -> list[Path_]:
    """Every place in the data, the whole of it first."""
    found: list[Path_] = [()]
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in entries:
        found += [(key, *rest) for rest in places(value)]
    return found


def at(data: Any, path: Path_) -> Any:
    for step in path:
        data = data[step]
    return data


TEXTS = (
    "",
    " ",
    "a",
    "alpha",
    "openai",
    "error",
    "all",
    "one",
    "(",
    "\\C",
    "2026-01-02",
    "unregistered",
    "x" * 1001,
)
LISTS: tuple[list[object], ...] = ([], [""], ["a"], [None], [1])
VALUES = st.sampled_from(
    [None, True, False, 0, 1, 2, 1.0, 1.5, {}, {"a": "b"}, {"name": "alpha"}, *TEXTS, *LISTS]
).map(copy.deepcopy)
KEYS = st.sampled_from(
    [
        "name",
        "models",
        "template",
        "default_model",
        "error",
        "provider",
        "vendor",
        "rest",
        "arm",
        "ids",
        "must",
        "never",
        "runtime",
        "registered",
        "upstream_vendor",
        "deprecated",
        "unheard-of",
    ]
)


@st.composite
def edited(draw: st.DrawFn, originals: list[Any], edits: int = 2) -> Any:
    """One of the originals after up to so many edits: a value replaced or removed, a key added or copied."""
    data = copy.deepcopy(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(0, edits))):
        *parent, last = draw(st.sampled_from(places(data)[1:] or [("",)]))
        container = at(data, tuple(parent))
        kind = draw(st.sampled_from(["replace", "remove", "add", "copy"]))
        if kind == "remove" and last in (container if isinstance(container, dict) else range(len(container))):
            del container[last]
        elif isinstance(container, dict):
            container[last if kind == "replace" else draw(KEYS)] = (
                copy.deepcopy(container.get(last)) if kind == "copy" else draw(VALUES)
            )
        else:
            container.append(copy.deepcopy(container[last]) if kind == "copy" else draw(VALUES))
    return data
