"""Base URLs: what is refused, why, in which order; and every spelling of an address."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address

import pytest

from routeproof.bindings.urls import base_url_fault, check_base_url, inspect_base_url
from routeproof.model.connection import ProviderEntry


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "HTTPS://Example.Org./v1/",
        "http://example.org:8080/a%20b",
        "http://a_b.example:065535",
        "http://192.0.2.1",
        "http://[2001:db8::1]:80/x",
        "http://xn--mnchen-3ya.example",
        "http://localhost:11434",
        "http://127.0.0.1",
        "http://10.0.0.1",
        "http://[::1]",
    ],
)
def test_where_requests_may_go(url: str) -> None:
    assert check_base_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        None,
        5,
        b"http://h",
        "",
        " ",
        " http://h",
        "http://h ",
        "http://h\n",
        "ht\ttp://h",
        "http://h/a b",
        "http://h\x00",
        "http://h/\x7f",
        "http://h/\u200b",
        "http://h/\u00a0",
        "http://h/\ud800",
        "http:\\\\h",
        "http://h\\@evil",
        "h",
        "h:80",
        "mailto:a@h",
        "//h",
        "http:/h",
        "http:h",
        "http://",
        "http:///path",
        "http://:80",
        "http://user@",
        "http://.",
        "http://h..",
        "http://a..b",
        "http://h:",
        "http://h:0",
        "http://h:65536",
        "http://h:-1",
        "http://h:8o",
        "http://h:\u0661",
        "http://h:1:2",
        "http://::1",
        "http://[::1",
        "http://[::1]x",
        "http://[]",
        "http://[::g]",
        "http://[fe80::1%25eth0]",
        "http://[v1.x]",
        "http://%31%32%37.0.0.1",
        "http://h%00",
        "http://m\u00fcnchen.example",
        "http://\uff11\uff12\uff17.0.0.1",
        "http://127\u30020\u30020\u30021",
        "http://a,b",
        "http://a;b",
        "http://1.2.3.4.5",
        "http://256.0.0.1",
        "http://1.2.3.256",
        "http://4294967296",
        "http://09.1",
        "http://1.2.3.08",
        "http://0xg.0x1x.1",
        "http://a.1",
        "http://a.0x7f",
        f"http://{'9' * 60}",
    ],
)
def test_what_is_no_url(url: object) -> None:
    assert check_base_url(url) == "not_a_url"
    assert check_base_url(url, hosted=True, resolve=lambda _: ["192.0.2.1"]) == "not_a_url"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://u:p@localhost/?q", "scheme"),
        ("file://h/x", "scheme"),
        ("https+x://h", "scheme"),
        ("http://u@localhost?q", "userinfo"),
        ("http://@h", "userinfo"),
        ("http://u:p@h", "userinfo"),
        ("http://a@b@h", "userinfo"),
        ("http://localhost/?q", "query_or_fragment"),
        ("http://localhost?", "query_or_fragment"),
        ("http://localhost#", "query_or_fragment"),
        ("http://h/#f?x", "query_or_fragment"),
    ],
)
def test_the_first_reason_wins(url: str, reason: str) -> None:
    assert check_base_url(url, hosted=True, resolve=lambda _: []) == reason


ALWAYS = ["169.254.169.254", "169.254.0.0", "169.254.255.255"]
HOSTED = """
0.0.0.0 0.255.255.255 10.0.0.1 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255
172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255
224.0.0.1 239.0.0.1 255.255.255.255
"""
PUBLIC = """
1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
169.255.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0
223.255.255.255
"""
LOCAL = ["localhost", "LocalHost.", "a.b.localhost", "localhost.localdomain", "printer.local", "a.LOCAL."]
LOCAL += ["[::]", "[::1]", "[fc00::]", "[fdff::1]", "[fec0::1]", "[feff::1]", "[ff02::1]"]


def spellings(address: str) -> list[str]:
    """Ways to write an IPv4 address, and the IPv6 addresses that carry it, as hosts of a URL."""
    one, two, three, four = (int(part) for part in address.split("."))
    number = (one << 24) + (two << 16) + (three << 8) + four
    high, low = number >> 16, number & 0xFFFF
    return [
        address,
        f"{address}.",
        str(number),
        hex(number),
        hex(number).upper(),
        f"0{number:o}",
        f"{one}.{number & 0xFFFFFF}",
        f"{one:#x}.{two:#x}.{three:#x}.{four:#x}",
        f"0{one:o}.0{two:o}.0{three:o}.0{four:o}",
        f"{one}.{two}.{low}",
        f"0x{one:08x}.0x{two:x}.00{three:o}.{four}",
        f"[::ffff:{address}]",
        f"[::FFFF:{high:x}:{low:x}]",
        f"[0:0:0:0:0:ffff:{high:x}:{low:x}]",
        f"[::{address}]",
        f"[::{high:x}:{low:x}]",
        f"[64:ff9b::{address}]",
        f"[64:ff9b::{high:x}:{low:x}]",
        f"[2002:{high:x}:{low:x}::]",
        f"[2002:{high:x}:{low:x}:1::1]",
    ]


@pytest.mark.parametrize("address", ALWAYS)
def test_what_is_never_reached(address: str) -> None:
    for host in spellings(address):
        assert check_base_url(f"http://{host}:80/v1") == "private_host", host
        assert check_base_url(f"http://{host}", hosted=True) == "private_host", host


@pytest.mark.parametrize("address", HOSTED.split())
def test_what_is_not_reached_where_others_run_it(address: str) -> None:
    for host in spellings(address):
        assert check_base_url(f"http://{host}") is None, host
        assert check_base_url(f"http://{host}/v1", hosted=True) == "private_host", host


@pytest.mark.parametrize("address", PUBLIC.split())
def test_what_stands_just_beside_is_reached(address: str) -> None:
    for host in spellings(address):
        assert check_base_url(f"http://{host}", hosted=True) is None, host


@pytest.mark.parametrize(
    "host", ["[fe80::1]", "[febf::]", "metadata.google.internal", "METADATA.Google.Internal."]
)
def test_other_hosts_that_are_never_reached(host: str) -> None:
    assert check_base_url(f"http://{host}") == "private_host"


@pytest.mark.parametrize("host", LOCAL)
def test_other_hosts_that_are_not_reached_where_others_run_it(host: str) -> None:
    assert check_base_url(f"http://{host}", resolve=lambda _: ["192.0.2.1"]) is None
    assert check_base_url(f"http://{host}", hosted=True) == "private_host"


@pytest.mark.parametrize(
    "host",
    [
        "localhost.example.org",
        "notlocalhost",
        "local.example",
        "metadata.google.internal.example",
        "[fe00::]",
    ],
)
def test_names_that_only_look_alike_are_reached(host: str) -> None:
    assert check_base_url(f"http://{host}", hosted=True) is None


Answer = Callable[[str], Iterable[object]]


def raising(_: str) -> Iterable[object]:
    raise OSError("no such host")


def raising_late(_: str) -> Iterable[object]:
    yield "192.0.2.1"
    raise TimeoutError


@pytest.mark.parametrize(
    ("answer", "hosted", "reason"),
    [
        (lambda _: ["192.0.2.1", "2001:db8::1"], True, None),
        (lambda _: ["192.0.2.1", "10.0.0.1"], True, "private_host"),
        (lambda _: ["192.0.2.1", "10.0.0.1"], False, None),
        (lambda _: ["192.0.2.1", "::ffff:169.254.169.254"], False, "private_host"),
        (lambda _: ["fe80::1%eth0"], False, "private_host"),
        (lambda _: ["junk", "169.254.0.1"], False, "private_host"),
        (lambda _: ["192.0.2.1", "junk"], False, "unresolvable"),
        (lambda _: ["2130706433"], True, "unresolvable"),
        (lambda _: [None], False, "unresolvable"),
        (lambda _: [], False, "unresolvable"),
        (raising, False, "unresolvable"),
        (raising_late, False, "unresolvable"),
        (lambda _: None, False, "unresolvable"),
        (lambda _: [ip_address("127.0.0.1")], True, "private_host"),
    ],
)
def test_a_name_is_held_to_all_of_its_addresses(answer: Answer, hosted: bool, reason: str | None) -> None:
    assert check_base_url("http://h.example", hosted=hosted, resolve=answer) == reason


def test_an_address_is_not_looked_up_and_a_name_once_in_lower_case() -> None:
    asked: list[str] = []

    def answer(host: str) -> list[str]:
        asked.append(host)
        return ["192.0.2.1"]

    for host in ("192.0.2.7", "0x7f.1", "[2001:db8::1]", "metadata.google.internal"):
        check_base_url(f"http://{host}", resolve=answer)
    assert asked == []
    assert inspect_base_url("http://API.Example.org.", resolve=answer) == (None, ("192.0.2.1",))
    assert asked == ["api.example.org"]


def test_the_addresses_to_dial_come_along() -> None:
    assert inspect_base_url("http://0300.0.513") == (None, ("192.0.2.1",))
    assert inspect_base_url("http://[2001:DB8:0::1]") == (None, ("2001:db8::1",))
    assert inspect_base_url("http://h.example") == (None, ())
    assert inspect_base_url("http://169.254.0.1") == ("private_host", ())


@pytest.mark.parametrize(
    ("kind", "url", "reason"),
    [
        ("never", None, None),
        ("never", "", "not_allowed"),
        ("never", "http://h", "not_allowed"),
        ("sometimes", "http://h", "not_allowed"),
        ("optional", None, None),
        ("optional", "", "not_a_url"),
        ("optional", "http://h", None),
        ("required", None, "missing"),
        ("required", "http://h", None),
        ("required", "ftp://h", "scheme"),
        ("optional", "http://localhost", "private_host"),
    ],
)
def test_the_catalogue_says_who_has_one(kind: str, url: str | None, reason: str | None) -> None:
    assert base_url_fault(ProviderEntry("p", base_url=kind), url, hosted=True) == reason
