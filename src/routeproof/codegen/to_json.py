"""The projection as JSON: for everything that has no module of its own here."""

import json
from dataclasses import asdict

from routeproof.codegen.literal import utf16
from routeproof.codegen.projection import HEADER, Projection

FORMAT = "routeproof/registry-1"


def render(projection: Projection) -> str:
    """Render with the keys in a fixed order; the runtimes by name, in their order."""
    data = asdict(projection)
    runtimes = {runtime.pop("name"): runtime for runtime in data["runtimes"]}
    upstreams = {each["vendor"]: each["provider"] for each in data["upstreams"]}
    text = json.dumps(
        {"//": HEADER, "format": FORMAT, **data, "runtimes": runtimes, "upstreams": upstreams}, indent=2
    )
    # In JSON these three stand in texts alone.
    for letter in "<>&":
        text = text.replace(letter, utf16(ord(letter)))
    return text + "\n"
