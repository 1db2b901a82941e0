"""A finding with other coordinates, another location or other words."""

from dataclasses import replace
from typing import Any

from routeproof.harness import Finding

_WHERE = ("document", "pointer", "place")
_ABOUT = ("runtime", "arm", "model")


def edited(finding: Finding, **changes: Any) -> Finding:
    """The finding with the changes, those of its coordinates and of its location by their own names."""
    where = {name: changes.pop(name) for name in _WHERE if name in changes}
    known = {name: finding.coordinate(name) for name in _ABOUT}
    about = tuple({name: changes.pop(name, value) for name, value in known.items()}.items())
    return replace(finding, at=replace(finding.at, **where), about=about, **changes)
