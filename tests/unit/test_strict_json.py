"""JSON read strictly: what any parser could read otherwise is refused, the rest comes out as it was."""

from typing import Any

import pytest

from routeproof.strict_json import InvalidJson, Number, read_object, read_value, write_value


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xef\xbb\xbf{}",
        b"\xff{}",
        b'{"a": 1, "a": 2}',
        b'{"b": [{"a": 1, "a": 1}]}',
        b'{"a": NaN}',
        b'{"a": -Infinity}',
        b'{"a": "\\ud800"}',
        b'{"\\udc00": 1}',
        b"{} {}",
        b"{'a': 1}",
        b'{"a": 01}',
        b'{"a": "\n"}',
    ],
)
def test_what_could_be_read_otherwise_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidJson):
        read_object(data)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[" * 33 + "]" * 33, '["[",' * 33 + "1" + "]" * 33]
)
def test_what_nests_too_deep_is_refused(text: str) -> None:
    with pytest.raises(InvalidJson):
        read_value(text, depth=32)


def test_brackets_in_a_text_are_no_nesting() -> None:
    value = ["[" * 50, "\\" * 3 + '"[' * 50]
    assert read_value(write_value([[value]]), depth=3) == [[value]]


@pytest.mark.parametrize("text", ['"' + '\\"' * 200_000, '{"a":"' + "\\\\" * 200_000])
def test_a_text_without_an_end_costs_no_more_than_its_length(text: str) -> None:
    with pytest.raises(InvalidJson):
        read_value(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.0", 1.0),
        ("1.50", 1.5),
        ("1e2", 100.0),
        ("-0.0", -0.0),
        ("1e400", Number("1e400")),
        ("0.1234567890123456789012345", Number("0.1234567890123456789012345")),
        ("1" * 30, int("1" * 30)),
        ("1" * 5000, Number("1" * 5000)),
    ],
)
def test_a_number_is_what_it_was(text: str, value: Any) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "[1e400,1.5]",
        '{"a":[0.1234567890123456789012345,{"b":"é\\""}],"c":null}',
        "[" + "9" * 5000 + "]",
        "[]",
    ],
)
def test_what_was_read_comes_out_as_it_was_written(text: str) -> None:
    assert write_value(read_value(text)) == text
