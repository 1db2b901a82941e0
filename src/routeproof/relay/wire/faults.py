"""What a vendor's answer can be instead of an answer."""


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


def error_words(value: object) -> str:
    """The message in a vendor's error object, whichever shape it has; empty where there is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = value.get("message")
        return inner if isinstance(inner, str) else error_words(value.get("error"))
    return ""
