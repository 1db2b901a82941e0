"""What an answer cost, in each protocol's words: tokens are conserved, whoever counts them."""

from typing import Any

from routeproof.relay.wire.neutral import Usage


def chat_usage(value: Any) -> Usage | None:
    """A Chat vendor's usage; None where it gives none."""
    if not _counts(value, "prompt_tokens", "completion_tokens"):
        return None
    return Usage(
        input=_count(value, "prompt_tokens"),
        cached=_count(value.get("prompt_tokens_details"), "cached_tokens"),
        cache_write=_count(value.get("prompt_tokens_details"), "cache_write_tokens"),
        output=_count(value, "completion_tokens"),
        reasoning=_count(value.get("completion_tokens_details"), "reasoning_tokens"),
    )


def responses_usage(value: Any) -> Usage | None:
    """A Responses vendor's usage."""
    if not _counts(value, "input_tokens", "output_tokens"):
        return None
    return Usage(
        input=_count(value, "input_tokens"),
        cached=_count(value.get("input_tokens_details"), "cached_tokens"),
        cache_write=_count(value.get("input_tokens_details"), "cache_write_tokens"),
        output=_count(value, "output_tokens"),
        reasoning=_count(value.get("output_tokens_details"), "reasoning_tokens"),
    )


def messages_usage(value: Any) -> Usage | None:
    """A Messages vendor's usage: what it read from and wrote to a cache counts as input too."""
    if not _counts(value, "input_tokens", "output_tokens"):
        return None
    cached = _count(value, "cache_read_input_tokens")
    written = _count(value, "cache_creation_input_tokens")
    return Usage(
        input=_count(value, "input_tokens") + cached + written,
        cached=cached,
        cache_write=written,
        output=_count(value, "output_tokens"),
        reasoning=_count(value.get("output_tokens_details"), "thinking_tokens"),
    )


def write_chat_usage(usage: Usage) -> dict[str, Any]:
    """The usage as a Chat guest reads it."""
    return {
        "prompt_tokens": usage.input,
        "completion_tokens": usage.output,
        "total_tokens": usage.input + usage.output,
        "prompt_tokens_details": {"cached_tokens": usage.cached, "cache_write_tokens": usage.cache_write},
        "completion_tokens_details": {"reasoning_tokens": usage.reasoning},
    }


def write_responses_usage(usage: Usage) -> dict[str, Any]:
    """The usage as a Responses guest reads it."""
    return {
        "input_tokens": usage.input,
        "input_tokens_details": {"cached_tokens": usage.cached, "cache_write_tokens": usage.cache_write},
        "output_tokens": usage.output,
        "output_tokens_details": {"reasoning_tokens": usage.reasoning},
        "total_tokens": usage.input + usage.output,
    }


def write_messages_usage(usage: Usage) -> dict[str, Any]:
    """The usage as a Messages guest reads it."""
    return {
        "input_tokens": max(usage.input - usage.cached - usage.cache_write, 0),
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cached,
        "output_tokens": usage.output,
        "output_tokens_details": {"thinking_tokens": usage.reasoning},
    }


def merge_messages_usage(first: Any, last: Any) -> dict[str, Any]:
    """What the end of a Messages stream says of it, over what the start said and the end leaves out."""
    both = [each for each in (first, last) if isinstance(each, dict)]
    return {name: count for each in both for name, count in each.items() if count is not None}


def _counts(value: Any, *names: str) -> bool:
    return isinstance(value, dict) and any(isinstance(value.get(name), int) for name in names)


def _count(value: Any, name: str) -> int:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else 0
