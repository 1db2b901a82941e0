"""A filter that a key does not get through, in whatever pieces and in the encodings that it is echoed in."""

import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

from routeproof.model.secret import Secret

MARK = b"[redacted]"
_ESCAPES = re.compile(r"%[0-9A-F]{2}")
_CODES = re.compile(r"\\u[0-9a-f]{4}")


def spell_key(key: str) -> tuple[bytes, ...]:
    """The key as it is, JSON-escaped, percent-encoded, and base64 of itself, `:KEY` and `Bearer KEY`."""
    found = {each.encode(errors="surrogatepass") for each in _texts(key)}
    for text in (key, f":{key}", f"Bearer {key}"):
        data = text.encode(errors="surrogatepass")
        # Without the padding: what is left of it says nothing, and not everybody writes it.
        found |= {encode(data).rstrip(b"=") for encode in (b64encode, urlsafe_b64encode)}
    return tuple(sorted(found, key=lambda each: (-len(each), each)))


def _texts(key: str) -> Iterator[str]:
    yield key
    for ascii_only in (True, False):
        escaped = json.dumps(key, ensure_ascii=ascii_only)[1:-1]
        for each in (escaped, escaped.replace("/", "\\/")):
            yield each
            yield _CODES.sub(lambda found: "\\u" + found[0][2:].upper(), each)
    for safe in ("", "/", ":/", "!$&'()*+,;=:@/"):
        data = key.encode(errors="surrogatepass")
        for each in (quote(data, safe=safe), quote_plus(data, safe=safe)):
            yield each
            yield _ESCAPES.sub(lambda found: found[0].lower(), each)


class Redactor:
    """Takes bytes in any pieces and gives them back without the key, the same whatever the pieces were.

    It holds back only what may still become a spelling of the key. An empty key redacts nothing.
    """

    def __init__(self, key: Secret | str) -> None:
        text = key.reveal() if isinstance(key, Secret) else key
        self._spellings = spell_key(text) if text else ()
        self._longest = len(self._spellings[0]) if text else 0
        self._any = re.compile(b"|".join(map(re.escape, self._spellings)))
        self._starts = re.compile(b"|".join({re.escape(each[:1]) for each in self._spellings}))
        self._beginnings = frozenset(each[:size] for each in self._spellings for size in range(1, len(each)))
        self._held = b""

    def __repr__(self) -> str:
        return "Redactor()"

    def feed(self, chunk: bytes) -> bytes:
        """What can be given out once the chunk has come."""
        if not self._spellings:
            return chunk
        data, given, at = self._held + chunk, [], 0
        while True:
            hold = self._hold(data, at)
            found = self._find(data, at)
            if found is None or found.start() >= hold:
                break
            given += [data[at : found.start()], MARK]
            at = found.end()
        given.append(data[at:hold])
        self._held = data[hold:]
        return b"".join(given)

    def flush(self) -> bytes:
        """What was held back, once nothing more comes."""
        held, self._held = self._held, b""
        return self._any.sub(MARK, held) if self._spellings else held

    def _find(self, data: bytes, at: int) -> re.Match[bytes] | None:
        # To look for each spelling is fast, to look for all at once is not.
        there = any(data.find(each, at) >= 0 for each in self._spellings)
        return self._any.search(data, at) if there else None

    def _hold(self, data: bytes, at: int) -> int:
        """Where the first end of the data begins that is the beginning of a spelling."""
        first = max(at, len(data) - self._longest + 1)
        for start in self._starts.finditer(data, first):
            if data[start.start() :] in self._beginnings:
                return start.start()
        return len(data)
