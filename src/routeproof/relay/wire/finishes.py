"""Why answers end, in each protocol's words."""

from collections.abc import Iterable, Mapping

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.neutral import Finish

_CHAT = {
    "stop": Finish.STOP,
    "tool_calls": Finish.CALLS,
    "length": Finish.LENGTH,
    "content_filter": Finish.FILTER,
}
_MESSAGES = {
    "end_turn": Finish.STOP,
    "stop_sequence": Finish.STOP_SEQUENCE,
    "tool_use": Finish.CALLS,
    "max_tokens": Finish.LENGTH,
    "model_context_window_exceeded": Finish.LENGTH,
    "refusal": Finish.FILTER,
}
_INCOMPLETE = {"max_output_tokens": Finish.LENGTH, "content_filter": Finish.FILTER}

CHAT_WORDS: Mapping[Finish, str] = {
    Finish.STOP: "stop",
    Finish.STOP_SEQUENCE: "stop",
    Finish.CALLS: "tool_calls",
    Finish.LENGTH: "length",
    Finish.FILTER: "content_filter",
}
MESSAGES_WORDS: Mapping[Finish, str] = {
    Finish.STOP: "end_turn",
    Finish.STOP_SEQUENCE: "stop_sequence",
    Finish.CALLS: "tool_use",
    Finish.LENGTH: "max_tokens",
    Finish.FILTER: "refusal",
}
INCOMPLETE_WORDS: Mapping[Finish, str] = {
    Finish.LENGTH: "max_output_tokens",
    Finish.FILTER: "content_filter",
}
"""Why a Responses answer is incomplete; any other finish is a completed one."""


def chat_finish(word: object, *, calls: bool, own: Iterable[tuple[str, str]] = ()) -> Finish:
    """The finish of a Chat vendor's word; `own` are words of the vendor's with the standard ones for them."""
    standard = dict(own).get(word, word) if isinstance(word, str) else word
    return _with_calls(_find(_CHAT, standard), calls=calls)


def messages_finish(word: object, *, calls: bool, own: Iterable[tuple[str, str]] = ()) -> Finish:
    """The finish of a Messages vendor's word."""
    standard = dict(own).get(word, word) if isinstance(word, str) else word
    return _with_calls(_find(_MESSAGES, standard), calls=calls)


def responses_finish(status: object, reason: object, *, calls: bool) -> Finish:
    """The finish of a Responses vendor's status, and of the reason where it is incomplete."""
    if status == "completed":
        return _with_calls(Finish.STOP, calls=calls)
    if status == "incomplete":
        return _find(_INCOMPLETE, reason)
    raise malformed("the answer did not end in a way that is known")


def _find(words: Mapping[str, Finish], word: object) -> Finish:
    if not isinstance(word, str) or word not in words:
        raise malformed("the answer did not end in a way that is known")
    return words[word]


def _with_calls(finish: Finish, *, calls: bool) -> Finish:
    return Finish.CALLS if calls and finish is Finish.STOP else finish
