"""Where a provider's base URLs lead: the hosts that keys are sent to."""

import re
from dataclasses import dataclass

from routeproof.model.registry import Provider

FIELDS = ("base_url_template", "base_url_anthropic")
"""The fields of a provider that hold a base URL."""

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9._{}-]+(?::\d+)?|\[[0-9a-f:]+\](?::\d+)?)(?:/[^\s\\]*)?"
)
"""Strict on purpose: user names, backslashes and escapes in a host are how a URL looks like another."""
_LOOPBACK = re.compile(r"(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What a base URL says of the way: `host` in lower case, with its port and placeholders."""

    host: str
    encrypted: bool

    @property
    def loopback(self) -> bool:
        """Whether it leads to this machine alone."""
        return _LOOPBACK.fullmatch(self.host) is not None


def endpoint_of(url: str) -> Endpoint | None:
    """Where the URL leads; None for one that is no plain `http` or `https` URL."""
    parts = _URL.fullmatch(url)
    return Endpoint(parts["host"].lower(), parts["scheme"] == "https") if parts else None


def list_hosts(provider: Provider) -> tuple[str, ...]:
    """The hosts that the base URLs of a provider lead to, as `checks/hosts.yaml` names them, each once."""
    found = (endpoint_of(getattr(provider, field) or "") for field in FIELDS)
    return tuple(dict.fromkeys(endpoint.host for endpoint in found if endpoint))
