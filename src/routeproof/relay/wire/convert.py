"""A request or a whole answer of one protocol as that of another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from routeproof.relay.wire.chat import answers as chat_answers
from routeproof.relay.wire.chat import asked as chat_asked
from routeproof.relay.wire.chat import written as chat_written
from routeproof.relay.wire.faults import UpstreamFault, error_words, is_error, malformed
from routeproof.relay.wire.messages import answers as messages_answers
from routeproof.relay.wire.messages import asked as messages_asked
from routeproof.relay.wire.messages import written as messages_written
from routeproof.relay.wire.neutral import Answer, Request, Stamp, Wire, WireSettings
from routeproof.relay.wire.report import LossReport, safe_path
from routeproof.relay.wire.responses import answering as responses_answering
from routeproof.relay.wire.responses import answers as responses_answers
from routeproof.relay.wire.responses import asked as responses_asked
from routeproof.relay.wire.responses import written as responses_written

_READERS: Mapping[Wire, Callable[[Mapping[str, Any], LossReport], Request]] = {
    Wire.CHAT: chat_asked.read_request,
    Wire.RESPONSES: responses_asked.read_request,
    Wire.MESSAGES: messages_asked.read_request,
}
_WRITERS: Mapping[Wire, Callable[[Request, str, WireSettings, LossReport], dict[str, Any]]] = {
    Wire.CHAT: chat_written.write_request,
    Wire.RESPONSES: responses_written.write_request,
    Wire.MESSAGES: messages_written.write_request,
}
_ANSWER_READERS: Mapping[Wire, Callable[[Mapping[str, Any], Stamp], Answer]] = {
    Wire.CHAT: chat_answers.read_answer,
    Wire.RESPONSES: responses_answers.read_answer,
    Wire.MESSAGES: messages_answers.read_answer,
}
_ANSWER_WRITERS: Mapping[Wire, Callable[[Answer, Stamp], tuple[dict[str, Any], tuple[str, ...]]]] = {
    Wire.CHAT: chat_answers.write_answer,
    Wire.RESPONSES: responses_answering.write_answer,
    Wire.MESSAGES: messages_answers.write_answer,
}


@dataclass(frozen=True, slots=True)
class Converted:
    """A body in another protocol, and what it lost: `PATH=dropped|changed|added`, sorted."""

    body: dict[str, Any]
    lossy: tuple[str, ...] = ()


def convert_request(
    body: Mapping[str, Any], source: str, target: str, *, sent: str, settings: WireSettings | None = None
) -> Converted:
    """The request in the protocol of the target, for the model `sent`; NotConvertible says what cannot be.

    Between equals it is the guest's own but for the model.
    """
    if Wire(source) is Wire(target):
        return Converted({**body, "model": sent})
    settings = settings or WireSettings()
    report = LossReport(refuse_lossy=settings.refuse_lossy, refuse_unknown=settings.refuse_unknown)
    request = _READERS[Wire(source)](body, report)
    written = _WRITERS[Wire(target)](request, sent, settings, report)
    return Converted(written, report.losses)


def convert_answer(
    body: Mapping[str, Any], source: str, target: str, *, stamp: Stamp | None = None
) -> Converted:
    """A whole answer of a vendor (`source`) for a guest (`target`); UpstreamFault when it is none."""
    stamp = stamp or Stamp()
    if not isinstance(body, dict):
        raise malformed("the answer is no object")
    if is_error(body):
        raise UpstreamFault("upstream_error", error_words(body))
    if Wire(source) is Wire(target):
        return Converted(body)
    answer = _ANSWER_READERS[Wire(source)](body, stamp)
    written, lossy = _ANSWER_WRITERS[Wire(target)](answer, stamp)
    return Converted(
        written, tuple(sorted({*lossy, *(f"{safe_path(each)}=dropped" for each in answer.lost)}))
    )
