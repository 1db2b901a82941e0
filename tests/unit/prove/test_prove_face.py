"""The face of `prove`: every name leads somewhere, and nothing is imported that was not asked for."""

import subprocess
import sys

import pytest

from routeproof import prove


@pytest.mark.parametrize("name", prove.__all__)
def test_a_name_of_the_face_is_found_where_it_is_defined(name: str) -> None:
    found = prove.__getattr__(name)
    assert getattr(found, "__name__", None) == name
    assert getattr(prove, name) is found


def test_the_face_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="`minterms_of`"):
        prove.__getattr__("minterms_of")


def test_what_asks_for_classes_pays_for_nothing_more() -> None:
    asked = "import sys; from routeproof.prove import RouteClass; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert "routeproof.prove.classes" in loaded.split()
    unasked = {f"routeproof.prove.{name}" for name in ("invariants", "nearest", "route", "selfcheck")}
    assert unasked.isdisjoint(loaded.split())
