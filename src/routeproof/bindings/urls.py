"""Where a connection may send requests to: which base URLs are refused, and why."""

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from routeproof.model.connection import BaseUrl, ProviderEntry

Resolve = Callable[[str], Iterable[object]]
"""Looks a host up: its addresses, as texts or as `ipaddress` has them. Whatever it raises is no answer."""

NOT_A_URL = "not_a_url"
PRIVATE_HOST = "private_host"
UNRESOLVABLE = "unresolvable"

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)[^?#]*(.*)", re.DOTALL)
_PORT = re.compile("0*([1-9][0-9]{0,4})", re.ASCII)
_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.ASCII)
_IPV6 = re.compile(r"\[([0-9a-f:.]+)\]", re.ASCII)
_OCTAL, _DECIMAL = re.compile("0[0-7]*"), re.compile("[1-9][0-9]*")
_HEX = re.compile("0x[0-9a-f]*")

_Address = IPv4Address | IPv6Address

_ALWAYS = (IPv4Network("169.254.0.0/16"), IPv6Network("fe80::/10"))
_HOSTED = (
    IPv4Network("0.0.0.0/8"),
    IPv4Network("10.0.0.0/8"),
    IPv4Network("100.64.0.0/10"),
    IPv4Network("127.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv4Network("198.18.0.0/15"),
    IPv4Network("224.0.0.0/3"),
    IPv6Network("::/128"),
    IPv6Network("::1/128"),
    IPv6Network("fc00::/7"),
    IPv6Network("fec0::/10"),
    IPv6Network("ff00::/8"),
)
_CARRIERS = (
    (IPv6Network("::/96"), 0),
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("2002::/16"), 80),
)
"""The networks whose addresses have an IPv4 address inside, and how many bits stand behind it."""

_METADATA = "metadata.google.internal"
_LOCAL = frozenset({"localhost", "localhost.localdomain"})


def check_base_url(url: object, *, hosted: bool = False, resolve: Resolve | None = None) -> str | None:
    """Why a base URL is refused, the first reason that applies; None when it is not.

    `hosted`: others than the owner run this, so that no host of theirs may be named. `resolve` looks the host
    up, unless it is an address by itself; one bad address is enough.
    """
    return inspect_base_url(url, hosted=hosted, resolve=resolve)[0]


def base_url_fault(
    entry: ProviderEntry, base_url: object, *, hosted: bool = False, resolve: Resolve | None = None
) -> str | None:
    """Why a connection of this provider may not have this base URL, None being one that it does not have."""
    if base_url is None:
        return "missing" if entry.base_url == BaseUrl.REQUIRED else None
    if entry.base_url not in {BaseUrl.OPTIONAL, BaseUrl.REQUIRED}:
        return "not_allowed"
    return check_base_url(base_url, hosted=hosted, resolve=resolve)


def inspect_base_url(
    url: object, *, hosted: bool = False, resolve: Resolve | None = None
) -> tuple[str | None, tuple[str, ...]]:
    """As `check_base_url`, with the addresses that were found good: those that a client is to dial.

    There are none where the URL is refused, or where nobody looked the host up.
    """
    parts = _URL.fullmatch(url) if isinstance(url, str) and _is_plain(url) else None
    scheme, authority, rest = parts.groups() if parts else ("", "", "")
    userinfo, at, endpoint = authority.rpartition("@")
    host = _host(endpoint)
    if host is None:
        return NOT_A_URL, ()
    wrong = (
        ("scheme", scheme.lower() not in {"http", "https"}),
        ("userinfo", bool(at or userinfo)),
        ("query_or_fragment", bool(rest)),
    )
    for reason, applies in wrong:
        if applies:
            return reason, ()
    return _dialled(host, resolve, hosted=hosted)


def _is_plain(url: str) -> bool:
    """True for a text of which no letter is invisible, and none that is read in two ways."""
    return url.isprintable() and "\\" not in url and not any(letter.isspace() for letter in url)


def _host(endpoint: str) -> str | _Address | None:
    """The host before a port: an address, in whatever way it is written, or a name; None when neither."""
    text, colon, port = endpoint.lower(), "", ""
    if not text.endswith("]"):
        host, colon, port = text.rpartition(":")
        text = host if colon else text
    number = _PORT.fullmatch(port)
    if colon and not (number and int(number[1]) <= 65535):
        return None
    literal = _IPV6.fullmatch(text)
    if literal:
        return _address(literal[1])
    text = text.removesuffix(".")
    if not _NAME.fullmatch(text):
        return None
    numeric = _number(text.rpartition(".")[2]) is not None or text.rpartition(".")[2].isdigit()
    return _ipv4(text) if numeric else text


def _ipv4(text: str) -> IPv4Address | None:
    """The address as a browser reads it: one to four numbers, decimal, octal or hexadecimal."""
    numbers = [_number(part) for part in text.split(".")]
    if len(numbers) > 4 or any(number is None for number in numbers):
        return None
    *front, last = [number or 0 for number in numbers]
    if any(number > 255 for number in front) or last >= 256 ** (4 - len(front)):
        return None
    return IPv4Address(sum(number << (24 - 8 * at) for at, number in enumerate(front)) + last)


def _number(part: str) -> int | None:
    if len(part) > 63:
        return None
    if _HEX.fullmatch(part):
        return int(part[2:] or "0", 16)
    if _OCTAL.fullmatch(part):
        return int(part, 8)
    return int(part) if _DECIMAL.fullmatch(part) else None


def _address(value: object) -> _Address | None:
    """The address of a text, a zone left out; None when it is none."""
    try:
        return ip_address(str(value).partition("%")[0])
    except ValueError:
        return None


def _is_private(address: _Address, *, hosted: bool) -> bool:
    networks = (*_ALWAYS, *_HOSTED) if hosted else _ALWAYS
    return any(each in network for each in _faces(address) for network in networks)


def _faces(address: _Address) -> tuple[_Address, ...]:
    """The address, and the IPv4 addresses that it carries."""
    carried = [
        IPv4Address(int(address) >> shift & 0xFFFFFFFF) for network, shift in _CARRIERS if address in network
    ]
    return (address, *carried)


def _dialled(
    host: str | _Address, resolve: Resolve | None, *, hosted: bool
) -> tuple[str | None, tuple[str, ...]]:
    if not isinstance(host, str):
        return (PRIVATE_HOST, ()) if _is_private(host, hosted=hosted) else (None, (str(host),))
    local = host in _LOCAL or host.endswith((".localhost", ".local"))
    if host == _METADATA or (hosted and local):
        return PRIVATE_HOST, ()
    return (None, ()) if resolve is None else _looked_up(host, resolve, hosted=hosted)


def _looked_up(host: str, resolve: Resolve, *, hosted: bool) -> tuple[str | None, tuple[str, ...]]:
    try:
        found = [_address(each) for each in resolve(host)]
    except Exception:
        return UNRESOLVABLE, ()
    good = [each for each in found if each is not None]
    if any(_is_private(each, hosted=hosted) for each in good):
        return PRIVATE_HOST, ()
    return (None, tuple(map(str, good))) if good and len(good) == len(found) else (UNRESOLVABLE, ())
