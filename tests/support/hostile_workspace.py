"""A workspace whose every text tries to break out of the report that shows it."""

import json
from pathlib import Path
from typing import Any

BITES = (
    "::error::bite",
    "%0A::error::bite",
    "\n::error::bite",
    "\r\n::stop-commands::bite",
    "##[error]bite",
    "</script><script>bite()</script>",
    "<img src=x onerror=bite()>",
    "--><b>bite</b>",
    "]]><bite/>",
    "<details><summary>bite</summary>",
    "|`[bite](javascript:bite)`|",
    "\\|<b>bite</b>",
    "``` ![bite](https://bite.example/x.png)",
    "https://bite.example www.bite.example",
    "{{ bite }}{% bite %}${bite}{0}",
    "&lt;bite&amp;",
    "\x1b[31mbite\x1b]8;;https://bite.example\x07",
    "\u202ebite\u2066\u2069\u200f",
    "\u2028bite\x85",
    "@everyone #1 bite@bite.example",
    "\x00\x08\ufffe",
    "__proto__",
)
"""Texts that break out of careless reports: commands, tags, Markdown, escapes, reading order, mentions."""

ALL = " ".join(BITES)


def write_hostile(root: Path) -> None:
    """Write a workspace into the empty folder `root` in which all names and reasons are hostile."""
    own, other, key = f"own {ALL}!", f"other {ALL}!", f"KEY {ALL}"
    runtimes = {
        f"{bite}!": {
            "display_name": ALL,
            "providers": [{"name": own, "models": [f"{place}{bite}!"]}, {"name": other}],
        }
        for place, bite in enumerate(BITES)
    }
    registry = {
        "schema_version": 1,
        "providers": [_provider(own, key), _provider(other, key)],
        "runtimes": runtimes,
    }
    models = [f"{place}{bite}!" for place, bite in enumerate(BITES)]
    pins = [
        {"runtimes": [name], "models": models[:1], "auth_env": [key], "provider": ALL, "why": name}
        for name in runtimes
    ]
    kept = {"reason": ALL, "owner": ALL, "ticket": ALL, "expires": "2999-01-01"}
    waivers = [{"check": "offered-provider-agrees", "ids": "(?s).*", **kept}]
    exceptions = [{"runtime": f"{BITES[0]}!", "model": models[0], "reason": ALL, "ticket": ALL}]
    offered = [{"id": each, "provider": f"{ALL}!"} for each in models]
    _write(root / "manifest/providers.yaml", registry)
    _write(root / "manifest/offered/hostile.yaml", {"runtime": f"{BITES[3]}!", "models": offered})
    _write(root / "checks/pins.yaml", {"pins": pins})
    _write(root / "checks/waivers.yaml", {"waivers": waivers})
    _write(root / "checks/platform-exceptions.yaml", {"exceptions": exceptions})


def _provider(name: str, key: str) -> dict[str, Any]:
    return {
        "name": name,
        "display_name": ALL,
        "protocol": "openai",
        "auth_mode": ALL,
        "auth_env": [key],
        "model_prefix_match": "^[0-9]",
        "base_url_template": ALL,
    }


def _write(path: Path, data: object) -> None:
    """JSON is YAML: every character that a file may not hold is an escape."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
