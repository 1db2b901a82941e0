"""What a vendor's answer can be instead of an answer, and the shape in which a guest reads of it."""

from collections.abc import Mapping
from typing import Any

from routeproof.relay.wire.neutral import Wire

_OPENAI = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
_ANTHROPIC = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_LEAST_FAILURE = 500


class UpstreamFault(ValueError):
    """The vendor's answer cannot be passed on as one.

    `code` is `upstream_malformed`, `upstream_error` or `upstream_truncated`; `words` are the vendor's own.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


def malformed(words: str) -> UpstreamFault:
    """The fault of an answer that does not keep to its protocol."""
    return UpstreamFault("upstream_malformed", words)


def is_error(value: Mapping[str, Any]) -> bool:
    """Whether an answer, or an event of one, is an error object."""
    return bool(value.get("error")) or value.get("type") == "error"


def error_words(value: object) -> str:
    """The message in a vendor's error object, whichever shape it has; empty where there is none."""
    if isinstance(value, str):
        return value
    while isinstance(value, dict):
        inner = value.get("message")
        if isinstance(inner, str):
            return inner
        value = value.get("error")
        if isinstance(value, str):
            return value
    return ""


def upstream_words(value: object, status: int) -> str:
    """What to tell of an answer that is no success: the vendor's message, else its status."""
    return error_words(value) or f"upstream answered {status}"


def error_body(
    wire: Wire, status: int, code: str, message: str, *, param: str | None = None, request: str = ""
) -> dict[str, Any]:
    """The body of an error with this HTTP status, as a guest of that protocol reads it."""
    failed = status >= _LEAST_FAILURE
    if wire is Wire.MESSAGES:
        kind = _ANTHROPIC.get(status, "api_error" if failed else "invalid_request_error")
        return {"type": "error", "error": {"type": kind, "message": message}, "request_id": request}
    kind = _OPENAI.get(status, "server_error" if failed else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
