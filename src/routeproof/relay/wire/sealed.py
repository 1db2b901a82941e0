"""What only one vendor can read of a thought, carried through a guest of the other protocol and back."""

import base64
import binascii
from dataclasses import dataclass

from routeproof.strict_json import InvalidJson, read_value, write_value

_MARK = "rp1."
_KINDS = ("signature", "redacted", "encrypted")


@dataclass(frozen=True, slots=True)
class Seal:
    """A vendor's own text with the provider that gave it; `id` is that of a Responses item."""

    provider: str
    kind: str
    text: str
    id: str | None = None


def seal(provider: str, kind: str, text: str, item_id: str | None = None) -> str:
    """The text with its provider, as one word; `kind` is `signature`, `redacted` or `encrypted`."""
    held = {"provider": provider, "kind": kind, "text": text}
    value = held if item_id is None else {**held, "id": item_id}
    return _MARK + base64.urlsafe_b64encode(write_value(value).encode()).decode()


def unseal(text: str | None, provider: str) -> Seal | None:
    """What was sealed for this provider; None for another's, and for what nobody sealed here."""
    if text is None or not text.startswith(_MARK):
        return None
    try:
        value = read_value(base64.b64decode(text.removeprefix(_MARK), altchars=b"-_", validate=True).decode())
    except (binascii.Error, UnicodeDecodeError, InvalidJson):
        return None
    if not isinstance(value, dict) or value.get("provider") != provider or value.get("kind") not in _KINDS:
        return None
    held, item_id = value.get("text"), value.get("id")
    if not isinstance(held, str) or not (item_id is None or isinstance(item_id, str)):
        return None
    return Seal(provider, value["kind"], held, item_id)
