"""A configuration's text: stamped without another change, refused with where when it is none."""

import pytest

from routeproof.bindings.document import read_config, stamped
from routeproof.bindings.json_layout import layouts
from routeproof.errors import InputError

FILE = "config.json"
DEFAULT = "/llm/default"


def stamp(text: str, *stamps: tuple[str, str]) -> str:
    return stamped(read_config(text.encode(), FILE), stamps)


# ---- where the key goes, and how it is laid out ----


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"provider":"x"}', '{"provider":"x","provider_connection":"n"}'),
        ('{"provider": "x"}', '{"provider": "x", "provider_connection": "n"}'),
        ('{ "provider":"x" }', '{ "provider":"x", "provider_connection":"n" }'),
        ('{"provider":"x", "b":1}', '{"provider":"x", "b":1, "provider_connection":"n"}'),
        ('{"provider": "x","b": 1 }', '{"provider": "x","b": 1,"provider_connection": "n" }'),
        ('{"provider" : "x"}', '{"provider" : "x", "provider_connection" : "n"}'),
        ('{"b":[{"c":{}}],"provider":"x"}', '{"b":[{"c":{}}],"provider":"x","provider_connection":"n"}'),
        (
            '{"provider":"x","b":{"c": [1, 2]}}',
            '{"provider":"x","b":{"c": [1, 2]},"provider_connection":"n"}',
        ),
        ('{\n  "provider": "x"\n}', '{\n  "provider": "x",\n  "provider_connection": "n"\n}'),
        ('{\r\n\t"provider": "x"\r\n}', '{\r\n\t"provider": "x",\r\n\t"provider_connection": "n"\r\n}'),
        (
            '{\n "provider": "x",\n\n "b": 1}',
            '{\n "provider": "x",\n\n "b": 1,\n "provider_connection": "n"}',
        ),
        ('{"provider": "x"\n , "b": 1}', '{"provider": "x"\n , "b": 1\n , "provider_connection": "n"}'),
        ('{"provider":\n  "x"}', '{"provider":\n  "x", "provider_connection": "n"}'),
    ],
)
def test_the_key_follows_the_last_one_and_looks_like_it(before: str, after: str) -> None:
    around = '{"llm":  {"default":%s\n} ,"z" : 1.0}\n'
    assert stamp(around % before, (DEFAULT, "n")) == around % after


@pytest.mark.parametrize("blank", ["null", '""', '" \\t"', '"\\u0020"'])
def test_a_blank_is_healed_where_it_stands(blank: str) -> None:
    text = '{"llm":{"default":{"provider_connection" : %s , "provider":"x"}}}'
    assert stamp(text % blank, (DEFAULT, "n")) == text % '"n"'


def test_whatever_else_is_written_stays() -> None:
    text = (
        '\n{"é":"\\u00e9\\/","n":[1.0,1e400,-0.0,123456789012345678901234567890,1E+2],\t"llm" :{ "profiles":{'
        '"a/b~c":{"provider":"x"},"":{"provider":"x"} ,"\\u0061":{"provider":"x"}},"o":{"provider":"x"}}} '
    )
    after = stamp(
        text,
        ("/llm/profiles/a", "\N{SNOWMAN}"),
        ("/llm/profiles/a~1b~0c", 'q"'),
        ("/llm/profiles/", "empty"),
    )
    assert after == (
        '\n{"é":"\\u00e9\\/","n":[1.0,1e400,-0.0,123456789012345678901234567890,1E+2],\t"llm" :{ "profiles":{'
        '"a/b~c":{"provider":"x","provider_connection":"q\\""},'
        '"":{"provider":"x","provider_connection":"empty"} ,'
        '"\\u0061":{"provider":"x","provider_connection":"\\u2603"}},"o":{"provider":"x"}}} '
    )


def test_without_a_stamp_the_text_is_itself() -> None:
    assert stamp(' {"llm" : 1.0}') == ' {"llm" : 1.0}'


@pytest.mark.parametrize("where", ["/llm/default/x", "/llm/list/0/a", "/llm/list", "/llm/nowhere"])
def test_a_place_without_members_cannot_be_stamped(where: str) -> None:
    text = '{"llm":{"default":{"provider":"x","x":{}},"list":[{"a":1}]}}'
    with pytest.raises(KeyError):
        stamp(text, (where, "n"))


# ---- what is no configuration ----


@pytest.mark.parametrize(
    ("data", "where", "says"),
    [
        (b"", "1:1", "a value is expected"),
        (b" \n ", "2:2", "a value is expected"),
        (b"llm: {}\n", "1:1", "a value is expected"),
        (b"// mine\n{}", "1:1", "a value is expected"),
        (b'{\n "a": 1,\n}', "3:1", "a key in double quotes is expected"),
        (b"{'a': 1}", "1:2", "a key in double quotes, or `}` is expected"),
        (b'{"a" 1}', "1:6", "`:` is expected"),
        (b'{"a": 1 "b"', "1:9", "`,` or `}` is expected"),
        (b'{"a": [1 2]}', "1:10", "`,` or `]` is expected"),
        (b'{"a": [1,]}', "1:10", "a value is expected"),
        (b'{"a": 01}', "1:8", "`,` or `}` is expected"),
        (b'{"a": NaN}', "1:7", "a value is expected"),
        (b'{"a": -Infinity}', "1:7", "a value is expected"),
        (b'{"a": "\x01"}', "1:7", "a value is expected"),
        (b'{"a": "\\x"}', "1:7", "a value is expected"),
        (b'{"a": 1}\n\n  {}', "3:3", "nothing more is expected"),
        (b'{"a": [', "1:8", "it ends where a value, or `]` is expected"),
        (b'{"a": 1,\n "b": 2, "a": 3}', "2:10", "has a key twice"),
        (b'{"a": 1, "\\u0061": 3}', "1:10", "has a key twice"),
        (b'{"a": [{"b": 1, "b": 1}]}', "1:17", "has a key twice"),
        (b'{"a": "\\ud800"}', "1:7", "half of a surrogate pair"),
        (b'{"\\udc00": 1}', "1:2", "half of a surrogate pair"),
        (b'{"a":' * 200, "1:641", "nests deeper than 128"),
        (b"[" * 4_000_000, "1:129", "nests deeper than 128"),
        (b"[]", "1:1", "is no object"),
        (b"\n null", "2:2", "is no object"),
        (b'"text"', "1:1", "is no object"),
        (b"\xef\xbb\xbf{}", "1:1", "byte-order mark"),
        (b"\xff\xfe{\x00}\x00", "1:1", "UTF-16"),
        (b'{"a":\n "\xc3\xa9\xff"}', "2:4", "is not UTF-8: byte 0xff at offset 10"),
        (b'{"a": "\xed\xa0\x80"}', "1:8", "is not UTF-8"),
    ],
)
def test_what_is_no_configuration_is_refused_with_where(data: bytes, where: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_config(data, FILE)
    text = str(caught.value)
    assert text.startswith(f"{FILE}:{where}: ")
    assert says in text
    assert len(text) < 200


def test_a_document_of_ours_is_no_configuration() -> None:
    with pytest.raises(InputError, match="`routeproof/command-risk-1`"):
        read_config(b'{"format": "routeproof/command-risk-1", "llm": {}}', FILE)
    assert read_config(b'{"format": "routeproof/connections-1", "llm": {}}', FILE).value["llm"] == {}
    assert read_config(b'{"format": "of-mine"}', FILE).value == {"format": "of-mine"}


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"' + '\\"' * 500_000 + '"}',
        '{"a":"' + "x" * 1_000_000 + '"}',
        "{" + " " * 1_000_000 + "}",
        '{"a":[' + "{}," * 50_000 + "{}]}",
        '{"a":' + "9" * 1_000_000 + "}",
        '{"a":' + "[" * 127 + "]" * 127 + "}",
    ],
)
def test_a_long_text_is_read_like_a_short_one(text: str) -> None:
    if text.startswith("{ "):
        assert layouts(text, FILE, [""]) == {}
    else:
        assert stamp(text, ("", "n")) == text[:-1] + ',"provider_connection":"n"}'
