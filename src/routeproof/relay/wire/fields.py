"""Reading a body field by field: what has another shape than its protocol says is refused by its place."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from routeproof.relay.wire.neutral import Given
from routeproof.relay.wire.report import LossReport, NotConvertible
from routeproof.strict_json import InvalidJson, Number, read_value


def as_object(value: Any, path: str) -> Mapping[str, Any]:
    """An object, or the refusal that says where one was to be."""
    if not isinstance(value, dict):
        raise NotConvertible(path, "an object is expected here")
    return value


def as_list(value: Any, path: str) -> Sequence[Any]:
    """A list, or the refusal."""
    if not isinstance(value, list):
        raise NotConvertible(path, "a list is expected here")
    return value


def as_text(value: Any, path: str) -> str:
    """A text, or the refusal."""
    if not isinstance(value, str):
        raise NotConvertible(path, "a text is expected here")
    return value


def text_or_none(value: Any, path: str) -> str | None:
    """A text or None; null counts as absent."""
    return None if value is None else as_text(value, path)


def read_list(body: Mapping[str, Any], name: str, path: str = "") -> Sequence[Any]:
    """The list in a field; an empty one where the field is absent or null."""
    value = body.get(name)
    return [] if value is None else as_list(value, path or name)


def read_mapping(body: Mapping[str, Any], name: str, path: str = "") -> Mapping[str, Any]:
    """The object in a field, in the same way."""
    value = body.get(name)
    return {} if value is None else as_object(value, path or name)


def read_flag(body: Mapping[str, Any], name: str, path: str = "") -> bool | None:
    """The yes or no in a field; None where it is absent or null."""
    value = body.get(name)
    if value is not None and not isinstance(value, bool):
        raise NotConvertible(path or name, "true or false is expected here")
    return value


def given(body: Mapping[str, Any], name: str, path: str = "") -> Given[Any] | None:
    """The field with its place; None when it is absent or null."""
    value = body.get(name)
    return None if value is None else Given(value, path or name)


def given_text(body: Mapping[str, Any], name: str, path: str = "") -> Given[str] | None:
    """The same of a field that holds a text."""
    found = given(body, name, path)
    return None if found is None else Given(as_text(found.value, found.path), found.path)


def given_count(body: Mapping[str, Any], name: str, path: str = "") -> Given[int] | None:
    """The same of a field that holds a whole number."""
    found = given(body, name, path)
    if found is not None and (not isinstance(found.value, int) or isinstance(found.value, bool)):
        raise NotConvertible(found.path, "a whole number is expected here")
    return found


def given_number(body: Mapping[str, Any], name: str) -> Given[float | Number] | None:
    """The same of a field that holds any number."""
    found = given(body, name)
    number = found is None or isinstance(found.value, int | float | Number)
    if found is not None and (not number or isinstance(found.value, bool)):
        raise NotConvertible(found.path, "a number is expected here")
    return found


def given_metadata(body: Mapping[str, Any]) -> Given[Any] | None:
    """What the guest noted beside the request; None where that is nothing."""
    value = read_mapping(body, "metadata")
    return Given(value, "metadata") if value else None


def read_carried(body: Mapping[str, Any], names: Iterable[str]) -> Iterator[tuple[str, Given[Any]]]:
    """The fields that Chat and Responses share under one name: `store`, a yes or no, and texts."""
    for name in names:
        found = given(body, name)
        if found is not None:
            read_flag(body, name) if name == "store" else as_text(found.value, name)
            yield name, found


def lose_others(value: Mapping[str, Any], known: Container[str], path: str, report: LossReport) -> None:
    """Report what an object holds beside the known: fields that say nothing are no loss."""
    for name in unread(value, known):
        report.dropped(f"{path}.{name}")


def unread(value: Mapping[str, Any], known: Container[str]) -> Iterator[str]:
    """The names in an object beside the known, those left out that say nothing."""
    for name, each in value.items():
        if name not in known and each is not None and each not in ([], {}):
            yield name


def refuse_present(body: Mapping[str, Any], names: Sequence[str], *, unless: Sequence[Any] = ()) -> None:
    """Refuse each of the fields that says anything: null, and what is in `unless`, says nothing."""
    for name in names:
        value = body.get(name)
        if value is not None and not any(value is each or value == each for each in unless):
            raise NotConvertible(name, "the provider's protocol has no such thing")


def read_json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that the text is for everybody; None when it is none."""
    try:
        value = read_value(text)
    except InvalidJson:
        return None
    return value if isinstance(value, dict) else None
