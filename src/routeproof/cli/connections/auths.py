"""The auth of `create` and `update`: its options, and what is refused before anything is read."""

from collections.abc import Callable
from typing import Any, TypeVar

from routeproof.cli.connections.sentences import auth_refusal
from routeproof.cli.options import option
from routeproof.model.connection import CREDENTIALED, NOT_IMPLEMENTED, AuthType

F = TypeVar("F", bound=Callable[..., Any])


def auth_options(command: F) -> F:
    """Add `--auth` and `--credential`."""
    types = ", ".join(each for each in AuthType if each not in NOT_IMPLEMENTED)
    named = option(
        "--credential",
        metavar="REF",
        help="Name of the secret, never the secret: credential/SERVICE/FIELD or SERVICE:FIELD.",
    )(command)
    return option("--auth", metavar="TYPE", required=True, help=f"Who pays, and how: {types}.")(named)


def given_auth(auth: str, credential: str | None) -> dict[str, str]:
    """The auth as the store takes it. Refused, `invalid_auth`, for what the command line alone tells."""
    if auth not in [*AuthType]:
        raise auth_refusal("unknown_type")
    if auth in NOT_IMPLEMENTED:
        raise auth_refusal("not_implemented")
    if auth in CREDENTIALED and not (credential or "").strip():
        raise auth_refusal("missing_credential")
    if auth not in CREDENTIALED and credential is not None:
        raise auth_refusal("stray_key")
    return {"type": auth} if credential is None else {"type": auth, "credential": credential}
