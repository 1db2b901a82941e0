"""The offered ids that stay in a template's own file: selected there with JMESPath."""

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from routeproof.errors import InputError, pointer
from routeproof.manifest.read import read_document
from routeproof.manifest.yaml import Document, quoted
from routeproof.model.declared import OfferedModel

_MODELS = "models"
_DEFAULT = "default_model"


def read_template(
    document: Document, template_reader: Callable[[str], bytes]
) -> tuple[tuple[OfferedModel, ...], str | None]:
    """Read the template that the document names; return its models and its default model.

    Every model points at the selector: it has no line of its own in the document.
    """
    wanted = document.data["template"]
    try:
        content = template_reader(wanted["file"])
    except InputError as error:
        message = f"template {quoted(wanted['file'])} {error.problems[0].message}"
        raise InputError.of([document.problem("/template/file", message)]) from None
    template = read_document(content, wanted["file"], None)
    models = tuple(_models(document, _search(document, _MODELS, template.data)))
    if wanted.get(_DEFAULT) is None:
        return models, None
    default = _search(document, _DEFAULT, template.data)
    if not isinstance(default, str):
        _refuse(document, _DEFAULT, f"yields {quoted(default)}, not an id")
    return models, default


def _search(document: Document, key: str, data: Any) -> Any:
    import jmespath  # noqa: PLC0415 - few workspaces need it

    try:
        return jmespath.search(document.data["template"][key], data)
    except RecursionError:
        _refuse(document, key, "nests too deeply")
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError) as error:
        # jmespath raises ValueErrors of its own, and lets a few others out of its functions and slices.
        _refuse(document, key, f"fails: {quoted(str(error))}")


def _models(document: Document, selected: object) -> Iterator[OfferedModel]:
    if not isinstance(selected, list):
        _refuse(document, _MODELS, f"yields {quoted(selected)}, not a list")
    for position, item in enumerate(selected):
        entry = {"id": item} if isinstance(item, str) else item
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            _refuse(document, _MODELS, f"yields {quoted(item)} as item {position}, which has no `id`")
        provider, keys = entry.get("provider"), entry.get("required_env") or []
        if not isinstance(provider, str | None):
            _refuse(document, _MODELS, f"yields {quoted(provider)} as the provider of {quoted(entry['id'])}")
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            _refuse(document, _MODELS, f"yields {quoted(keys)} as the required_env of {quoted(entry['id'])}")
        yield OfferedModel(entry["id"], provider, tuple(keys), pointer("template", _MODELS))


def _refuse(document: Document, key: str, what: str) -> NoReturn:
    selector = document.data["template"][key]
    problem = document.problem(pointer("template", key), f"the selector {quoted(selector)} {what}")
    raise InputError.of([problem])
