"""What would kill a survivor: the pin of its shortest witness, as text and written into the file of pins."""

from collections.abc import Iterable
from typing import Any

from routeproof.manifest import read_document
from routeproof.manifest.write import block_yaml
from routeproof.model.declared import Pin
from routeproof.mutate.edit import insert, put
from routeproof.mutate.source import YamlSource


def _entry(pin: Pin) -> dict[str, Any]:
    """The pin as its entry in the file."""
    expected = {"provider": pin.provider} if pin.provider else {"error": pin.error}
    keys = {"auth_env": list(pin.auth_env)} if pin.auth_env else {}
    return {"runtimes": list(pin.runtimes), "models": list(pin.models), **keys, **expected, "why": pin.why}


def pin_text(pin: Pin) -> str:
    """The pin as YAML, ready for the list under `pins:`."""
    return block_yaml([_entry(pin)], 0)


def with_pins(file: str, source: YamlSource, remedies: Iterable[str]) -> str:
    """The text of the file of pins with the pins of these texts added, each once; the rest stays as it is."""
    for remedy in dict.fromkeys(remedies):
        pins = read_document(remedy.encode(), file, None).data
        known = source.data.get("pins")
        change = insert(f"/pins/{len(known)}", pins[0]) if known else put("/pins", pins)
        text = source.patched([change])
        source = YamlSource(file, read_document(text.encode(), file, None))
    return source.text
