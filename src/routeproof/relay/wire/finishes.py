"""Why answers end, in each protocol's words."""

from collections.abc import Mapping

from routeproof.relay.wire.faults import malformed
from routeproof.relay.wire.neutral import Finish, Stamp

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
_COMPLETED = {"completed": Finish.STOP}
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


def chat_finish(word: object, stamp: Stamp, *, calls: bool) -> Finish:
    """The finish of a Chat vendor's word, or of the standard one that its settings give for it."""
    return _with_calls(_find(_CHAT, _standard(word, stamp)), calls=calls)


def messages_finish(word: object, stamp: Stamp, *, calls: bool) -> Finish:
    """The finish of a Messages vendor's word, in the same way."""
    return _with_calls(_find(_MESSAGES, _standard(word, stamp)), calls=calls)


def responses_finish(status: object, reason: object, *, calls: bool) -> Finish:
    """The finish of a Responses vendor's status, and of the reason where it is incomplete."""
    if status == "incomplete":
        return _find(_INCOMPLETE, reason)
    return _with_calls(_find(_COMPLETED, status), calls=calls)


def _standard(word: object, stamp: Stamp) -> object:
    return dict(stamp.finish_reasons).get(word, word) if isinstance(word, str) else word


def _find(words: Mapping[str, Finish], word: object) -> Finish:
    if isinstance(word, str) and word in words:
        return words[word]
    raise malformed("the answer did not end in a way that is known")


def _with_calls(finish: Finish, *, calls: bool) -> Finish:
    return Finish.CALLS if calls and finish is Finish.STOP else finish
