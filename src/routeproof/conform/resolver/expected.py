"""What the specification answers, and how an answer that was given is held against it."""

from collections.abc import Mapping
from typing import Any

from routeproof.conform.kit import Answer, find_flaw
from routeproof.conform.resolver.question import Op, Question
from routeproof.model.registry import Registry
from routeproof.resolve import derive, register, upstream
from routeproof.resolve.billing import resolve_billing
from routeproof.transport import Reply, quote

DECIDES = {Op.DERIVE: "provider", Op.UPSTREAM: "provider", Op.REGISTER: "allowed", Op.BILLING: "mode"}
"""The field that an answer must have; an `error` stands for a provider of null."""


def expected_answer(registry: Registry, question: Question) -> Answer:
    """The answer of the specification, every field of it."""
    op, model = question.op, question.model
    if op is Op.DERIVE:
        found = derive(registry, question.runtime, model, question.auth_env)
        return {"provider": found.provider, "error": _text(found.error)}
    if op is Op.UPSTREAM:
        dialled = upstream(registry, model)
        error = _text(dialled.error)
        return {
            "provider": dialled.provider,
            "error": error,
            "vendor": dialled.vendor,
            "model": dialled.model,
        }
    if op is Op.REGISTER:
        return {"allowed": register(registry, question.runtime, model).allowed}
    billed = resolve_billing(
        registry,
        question.runtime,
        model,
        question.auth_env,
        override=question.override,
        proxy_configured=question.proxy,
    )
    return {"mode": str(billed.mode), "source": str(billed.source)}


def describe_difference(question: Question, wanted: Answer, reply: Reply) -> tuple[str, str] | None:
    """What was expected and what was said instead, each in a few words; None when they agree.

    A field that the answer leaves out is not held against it, the one that decides excepted.
    """
    decides = DECIDES[question.op]
    given = {"provider": None, **reply} if decides == "provider" and reply.get("error") else reply
    flaw = _find_flaw(given, decides)
    if flaw:
        return _describe_outcome(wanted, decides), flaw
    differing = [name for name, value in wanted.items() if name in given and given[name] != value]
    if not differing:
        return None
    if decides in differing:
        return _describe_outcome(wanted, decides), _describe_outcome(given, decides)
    return _describe_field(differing[0], wanted), _describe_field(differing[0], given)


def _find_flaw(given: Reply, decides: str) -> str:
    """Why the reply is no answer at all; empty when it is one."""
    fits = {"allowed": (bool,), "provider": (str, type(None))}.get(decides, (str,))
    flaw = find_flaw(given, decides, fits=lambda value: isinstance(value, fits))
    if not flaw and decides == "provider" and given["provider"] is not None and given.get("error"):
        return f"both the provider {quote(given['provider'])} and the error {quote(given['error'])}"
    return flaw


def _describe_outcome(answer: Mapping[str, Any], decides: str) -> str:
    """The outcome in one word: what decides, or for no provider the error."""
    value = answer.get(decides)
    if value is None:
        return quote(answer["error"]) if answer.get("error") else "no provider"
    if isinstance(value, bool):
        return "allowed" if value else "refused"
    return quote(value)


def _describe_field(name: str, answer: Mapping[str, Any]) -> str:
    return f"{name} {quote(answer[name])}"


def _text(value: object) -> str | None:
    return None if value is None else str(value)
