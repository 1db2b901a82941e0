"""What the facade is given to send with a request: secrets by name, and where they came from."""

from dataclasses import dataclass

from routeproof.model.secret import Secret


class VaultUnavailable(Exception):
    """Whether a credential is there is not known now, so that no other may take its place."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One secret under the name by which a guest asks for it.

    `layer` says whose it is, `owner` for one from connections; `headers` are more headers as (name, value).
    """

    layer: str
    name: str
    secret: Secret
    endpoint: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
