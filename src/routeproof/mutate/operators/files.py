"""Operators that the table of files gives: a file is gone, an entry of one of its lists is gone."""

import json
from collections.abc import Iterator
from typing import Any

from routeproof.errors import pointer
from routeproof.manifest.files import CREDENTIALS, HOSTS, POLICY, REGISTRY, Format, row_of
from routeproof.manifest.yaml import steps_of
from routeproof.mutate.edit import remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal
from routeproof.mutate.operators.lane.layout import required_workflows

_LONGEST = 60
"""Characters of an entry that a description shows."""


def _drop_file(material: Material) -> Iterator[Proposal]:
    """Drop each file but the registry, and of the workflows those that the lane cannot do without."""
    needed = required_workflows(material)
    for file, data in material.files.items():
        row = row_of(file)
        dispensable = row is not None and row.format is Format.WORKFLOW and file not in needed
        if row is None or row.name == "registry" or dispensable:
            continue
        yield Proposal(
            changes=(remove(""),),
            locus=file,
            description=f"`{file}` is gone",
            file=file,
            runtime=_runtime(row.name, data),
        )


def _drop_entry(material: Material) -> Iterator[Proposal]:
    for file, data in material.files.items():
        row = row_of(file)
        for at in row.entries if row is not None else ():
            for steps, entry, locus in _entries(data, at):
                yield Proposal(
                    changes=(remove(at + pointer(steps)),),
                    locus=f"{at} {locus}",
                    description=f"`{file}` loses {_format_entry(entry)} from `{at.removeprefix('/')}`",
                    file=file,
                    runtime=_runtime(row.name, data) if row is not None else None,
                )


def _entries(data: Any, at: str) -> Iterator[tuple[str | int, Any, str]]:
    """Each entry of the list or the mapping at the pointer: its step, what it shows, its name."""
    for step in steps_of(at):
        data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, dict):
        yield from ((key, key, key) for key in data)
    for index, entry in enumerate(data if isinstance(data, list) else ()):
        yield index, entry, json.dumps(entry, sort_keys=True)


def _format_entry(entry: Any) -> str:
    parts = entry.values() if isinstance(entry, dict) else (entry,)
    text = ", ".join(each if isinstance(each, str) else json.dumps(each) for each in parts)
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def _runtime(row: str, data: Any) -> str | None:
    return data["runtime"] if row == "offers" else None


OPERATORS = (
    Operator(
        name="drop-file",
        description="a file of the workspace is removed, or is read no longer because it was renamed",
        touches="every file but the registry",
        propose=_drop_file,
        examples=(
            Example("hosts: {a: [x]}", ("",), HOSTS),
            Example("runtime: r\nmodels: [{id: x}]", ("",), "manifest/offered/r.yaml"),
            Example("schema_version: 1", (), REGISTRY),
        ),
    ),
    Operator(
        name="drop-entry",
        description="an entry is removed from a list that a file of the workspace declares",
        touches="every list that the table of files names",
        propose=_drop_entry,
        examples=(
            Example("hosts: {a: [x, y], b: [z]}", ("hosts: {b: [z]}", "hosts: {a: [x, y]}"), HOSTS),
            Example("credentials: [A, B]", ("credentials: [B]", "credentials: [A]"), CREDENTIALS),
            Example("levels:\nrequire: [pins]", ("levels:\nrequire: []",), POLICY),
        ),
    ),
)
