"""Redaction and the strip of environments, on whatever comes in whatever pieces."""

import json
from base64 import b64encode
from itertools import pairwise
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from routeproof.model.secret import Secret
from routeproof.relay.env import denylist, strip_env
from routeproof.relay.redact import Redactor
from support.relay_makers import REGISTRY

KEYS = st.one_of(
    st.sampled_from(
        ["sk-ant-api03-abcdef", 'quo"te\\back/slash', "abababab", "a b+c&d=e%", "schl\u00fcssel-lang"]
    ),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=8, max_size=24),
)


def spelt(key: str) -> list[bytes]:
    """The forms that the specification names, each by the standard library."""
    forms = [key.encode(), json.dumps(key)[1:-1].encode(), quote(key, safe="").encode()]
    return forms + [b64encode(text.encode()).rstrip(b"=") for text in (key, f":{key}", f"Bearer {key}")]


def through(key: str, data: bytes, cuts: list[int]) -> bytes:
    filter_ = Redactor(key)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [filter_.feed(data[start:end]) for start, end in pairwise(edges)]
    return b"".join([*pieces, filter_.flush()])


@given(KEYS, st.data())
def test_no_spelling_gets_through_and_pieces_change_nothing(key: str, data: st.DataObject) -> None:
    parts = data.draw(
        st.lists(st.sampled_from([*spelt(key), b"some text ", b"a", key.encode()[:5]]), max_size=8)
    )
    body = b"".join(parts)
    whole = through(key, body, [])
    cuts = data.draw(st.lists(st.integers(0, len(body)), max_size=12))
    assert through(key, body, cuts) == whole
    assert through(key, body, list(range(len(body)))) == whole
    assert not [form for form in spelt(key) if form in whole]


@given(KEYS)
def test_each_spelling_becomes_the_mark_and_what_is_around_it_stays(key: str) -> None:
    for form in spelt(key):
        assert through(key, b'{"x": "' + form + b'"}', [3, 12]) == b'{"x": "[redacted]"}'


def test_an_echoed_key_is_taken_out_wherever_it_is_split() -> None:
    key = "sk-echoed-0123456789"
    for form in spelt(key):
        body = b"you sent " + form + b", and again " + form
        found = [through(key, body, [cut]) for cut in range(len(body) + 1)]
        assert set(found) == {b"you sent [redacted], and again [redacted]"}


@given(st.binary(max_size=200), st.lists(st.integers(0, 200), max_size=8))
def test_without_the_key_bytes_are_as_they_were(data: bytes, cuts: list[int]) -> None:
    assert through("sk-not-in-there-0123456789", data, cuts) == data


@given(KEYS, st.binary(max_size=40), st.integers(0, 200))
def test_no_more_is_held_back_than_may_become_a_spelling(key: str, front: bytes, size: int) -> None:
    filter_ = Redactor(Secret(key))
    for form in spelt(key):
        beginning = form[: size % len(form)]
        filter_.feed(front + beginning + b"\x00")
        assert filter_.flush() == b"", "a spelling that broke off is given out at once"


def test_the_encodings_that_vendors_vary_are_known_as_well() -> None:
    key = "sk/with+odd~ways\u00e9"
    for form in (
        json.dumps(key, ensure_ascii=False)[1:-1].replace("/", "\\/"),
        json.dumps(key)[1:-1].replace("\\u00e9", "\\u00E9"),
        quote(key, safe="/"),
        quote(key, safe="").lower(),
        b64encode(key.encode()).decode().replace("+", "-").replace("/", "_"),
    ):
        assert through(key, form.encode(), []).rstrip(b"=") == b"[redacted]", form


def test_nothing_is_redacted_without_a_key_and_nothing_shows_it() -> None:
    assert through("", b"anything", [2]) == b"anything"
    assert "sk-hidden" not in repr(Redactor("sk-hidden-in-here"))


NAMES = st.one_of(
    st.sampled_from(["open_key", " OPEN_KEY ", "OpenAI_api_KEY", "\u2003HOUSE_TOKEN", "PATH", "MY_SECRET"]),
    st.text(max_size=12),
)


@given(st.dictionaries(NAMES, st.text(max_size=5)))
def test_the_strip_is_done_once_and_touches_nothing_else(env: dict[str, str]) -> None:
    names = denylist(REGISTRY)
    left = strip_env(env, names)
    assert strip_env(left, names) == left
    blanks = "\t\n\v\f\r \x85\xa0\u1680\u2003\u2028\u2029\u202f\u205f\u3000"
    assert left.items() <= env.items()
    for gone in env.keys() - left.keys():
        assert gone.strip().strip(blanks).upper() in names
    for kept in left:
        assert kept.strip(blanks).upper() not in names
