"""Requests and answers that use much of each protocol, and ways to spoil them."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

ROLES = ("system", "developer", "user", "assistant", "tool", "function")
TYPES = (
    "text",
    "image_url",
    "file",
    "refusal",
    "function",
    "custom",
    "input_text",
    "output_text",
    "input_image",
    "input_file",
    "function_call",
    "function_call_output",
    "custom_tool_call",
    "reasoning",
    "message",
    "image",
    "document",
    "tool_use",
    "tool_result",
    "thinking",
    "redacted_thinking",
    "base64",
    "url",
    "json_schema",
    "allowed_tools",
    "enabled",
)
_IMAGE = "data:image/png;base64,aGk="
_PDF = "data:application/pdf;base64,aGk="
_SCHEMA = {"type": "object", "properties": {"a": {"type": "string"}}}

REQUESTS: Mapping[str, dict[str, Any]] = {
    "chat_completions": {
        "model": "m",
        "messages": [
            {"role": "system", "content": "brief"},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "look"},
                    {"type": "image_url", "image_url": {"url": _IMAGE, "detail": "low"}},
                    {"type": "file", "file": {"filename": "a.pdf", "file_data": _PDF}},
                ],
            },
            {
                "role": "assistant",
                "content": "so",
                "refusal": "no",
                "tool_calls": [{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
            },
            {"role": "tool", "tool_call_id": "a", "content": [{"type": "text", "text": "one"}]},
            {"role": "user", "content": "on"},
        ],
        "tools": [{"type": "function", "function": {"name": "f", "parameters": _SCHEMA, "strict": True}}],
        "tool_choice": {"type": "function", "function": {"name": "f"}},
        "parallel_tool_calls": False,
        "max_completion_tokens": 4000,
        "max_tokens": 4000,
        "temperature": 0.5,
        "top_p": 0.5,
        "seed": 1,
        "presence_penalty": 1,
        "user": "u",
        "safety_identifier": "s",
        "metadata": {"a": "b"},
        "reasoning_effort": "low",
        "response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": _SCHEMA}},
        "modalities": ["text"],
        "stream": True,
        "stream_options": {"include_usage": True},
        "store": True,
        "service_tier": "flex",
        "prompt_cache_key": "k",
        "verbosity": "low",
    },
    "responses": {
        "model": "m",
        "instructions": "brief",
        "input": [
            {
                "role": "user",
                "content": [
                    {"type": "input_text", "text": "look"},
                    {"type": "input_image", "image_url": _IMAGE, "detail": "low"},
                    {"type": "input_file", "filename": "a.pdf", "file_data": _PDF},
                ],
            },
            {
                "type": "reasoning",
                "id": "rs",
                "summary": [{"type": "summary_text", "text": "hm"}],
                "encrypted_content": "x",
            },
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "so"}]},
            {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
            {
                "type": "function_call_output",
                "call_id": "a",
                "output": [{"type": "input_text", "text": "one"}],
            },
        ],
        "tools": [{"type": "function", "name": "f", "parameters": _SCHEMA, "strict": True}],
        "tool_choice": {"type": "function", "name": "f"},
        "parallel_tool_calls": False,
        "max_output_tokens": 4000,
        "temperature": 0.5,
        "top_p": 0.5,
        "user": "u",
        "safety_identifier": "s",
        "metadata": {"a": "b"},
        "reasoning": {"effort": "low", "summary": "auto"},
        "text": {"verbosity": "low", "format": {"type": "json_schema", "name": "n", "schema": _SCHEMA}},
        "stream": True,
        "stream_options": {"include_obfuscation": False},
        "store": True,
        "service_tier": "flex",
        "prompt_cache_key": "k",
        "include": ["reasoning.encrypted_content"],
        "truncation": "auto",
        "client_metadata": {"a": "b"},
    },
    "messages": {
        "model": "m",
        "max_tokens": 4000,
        "system": [{"type": "text", "text": "brief", "cache_control": {"type": "ephemeral"}}],
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "look"},
                    {
                        "type": "image",
                        "source": {"type": "base64", "media_type": "image/png", "data": "aGk="},
                    },
                    {
                        "type": "document",
                        "title": "a.pdf",
                        "source": {"type": "base64", "media_type": "application/pdf", "data": "aGk="},
                    },
                ],
            },
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "hm", "signature": "x"},
                    {"type": "redacted_thinking", "data": "y"},
                    {"type": "text", "text": "so"},
                    {"type": "tool_use", "id": "a", "name": "f", "input": {"a": 1}},
                ],
            },
            {
                "role": "user",
                "content": [
                    {"type": "tool_result", "tool_use_id": "a", "is_error": True, "content": "one"},
                ],
            },
        ],
        "tools": [{"name": "f", "input_schema": _SCHEMA, "strict": True}],
        "tool_choice": {"type": "tool", "name": "f", "disable_parallel_tool_use": True},
        "temperature": 0.5,
        "top_p": 0.5,
        "top_k": 5,
        "metadata": {"user_id": "u", "a": "b"},
        "thinking": {"type": "enabled", "budget_tokens": 2048},
        "output_config": {"format": {"type": "json_schema", "schema": _SCHEMA}},
        "service_tier": "auto",
        "stream": True,
    },
}


def places(value: Any, *before: str | int) -> Iterator[tuple[str | int, ...]]:
    """Where anything stands in a JSON value, the value itself left out."""
    inner: Any = value.items() if isinstance(value, dict) else ()
    for key, each in enumerate(value) if isinstance(value, list) else inner:
        yield (*before, key)
        yield from places(each, *before, key)


def put(value: Any, place: tuple[str | int, ...], new: Any) -> Any:
    """A copy of a JSON value that holds something else at a place."""
    copy = deepcopy(value)
    inner = copy
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = new
    return copy


@st.composite
def spoiled(draw: st.DrawFn, value: Any, soup: st.SearchStrategy[Any]) -> Any:
    """The value with something else at one place or two."""
    for _ in range(draw(st.integers(1, 2))):
        value = put(value, draw(st.sampled_from(sorted(places(value), key=str))), draw(soup))
    return value
