"""What plain scalars mean: a table by hand, then agreement with PyYAML's own reading."""

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from routeproof.manifest.yaml.scalars import MAX_NUMBER, resolve

MEANINGS = [
    ("", None),
    ("~", None),
    ("null", None),
    ("NULL", None),
    ("nUll", "nUll"),
    ("no", False),
    ("On", True),
    ("OFF", False),
    ("oN", "oN"),
    ("y", "y"),
    ("N", "N"),
    ("0", 0),
    ("-0", 0),
    ("+12", 12),
    ("1_000", 1000),
    ("017", 15),
    ("08", "08"),
    ("0o17", "0o17"),
    ("0x1F", 31),
    ("-0b101", -5),
    ("0b_", 0),
    ("0x_", 0),
    ("0_", 0),
    ("1:30", 90),
    ("-1:30:00", -5400),
    ("1:60", "1:60"),
    ("1:30.5", 90.5),
    ("1.5", 1.5),
    ("1.", 1.0),
    (".5", 0.5),
    ("-.5", "-.5"),
    (".", "."),
    ("1e3", "1e3"),
    ("1.0e3", "1.0e3"),
    ("1.0e+3", 1000.0),
    ("1.2.3", "1.2.3"),
    ("-.INF", -math.inf),
    ("9" * 400, int("9" * 400)),
    ("9" * 5000 + "x", "9" * 5000 + "x"),
    ("2026-01-02", "2026-01-02"),
    ("2026-01-02 03:04:05", "2026-01-02 03:04:05"),
    ("=", "="),
    ("<<", "<<"),
    ("1\n", "1\n"),
    ("٣", "٣"),
]


@pytest.mark.parametrize(("text", "value"), MEANINGS)
def test_a_plain_scalar_means(text: str, value: object) -> None:
    found = resolve(text)
    assert (type(found), found) == (type(value), value)


def test_not_a_number_is_a_number() -> None:
    found = resolve(".nan")
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", ["9" * 401, "0x" + "f" * 5000, "1" + ":59" * 5000, "1." + "0" * 5000])
def test_a_number_that_would_take_long_is_not_converted(text: str) -> None:
    assert len(text) > MAX_NUMBER
    with pytest.raises(ValueError, match=str(len(text))):
        resolve(text)


@given(st.text("0123456789abcdefxoEINFnaf_.:+-~yestruolTN", max_size=8))
def test_it_agrees_with_pyyaml(text: str) -> None:
    loader = yaml.SafeLoader("")
    tag = loader.resolve(yaml.ScalarNode, text, (True, False))
    kinds = {"null": type(None), "bool": bool, "int": int, "float": float}
    kind = kinds.get(tag.rpartition(":")[2], str)
    found = resolve(text)
    assert type(found) is kind
    if kind is not str and not (kind is int and set(text) <= set("0bx_+-")):  # PyYAML fails on a bare `0b_`
        assert repr(found) == repr(loader.construct_object(yaml.ScalarNode(tag, text)))
