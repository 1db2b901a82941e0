"""Talking to a black box: what is said to it, what comes back whatever it does, and what it may not see.

It knows nothing of what is asked: a question is a line of JSON with its number as `id`, and so is an answer.
"""

from routeproof.transport.child import converse
from routeproof.transport.entry_point import converse_with_function
from routeproof.transport.environment import is_named_like_a_secret, without_secrets
from routeproof.transport.quotation import quote
from routeproof.transport.wire import LINE_BYTES, SURPLUS, Fault, FaultKind, Inbox, Reply, Transcript

__all__ = [
    "LINE_BYTES",
    "SURPLUS",
    "Fault",
    "FaultKind",
    "Inbox",
    "Reply",
    "Transcript",
    "converse",
    "converse_with_function",
    "is_named_like_a_secret",
    "quote",
    "without_secrets",
]
