"""One text for a language and a registry: the same on every machine and every run."""

from enum import StrEnum

from routeproof.codegen import to_go, to_json, to_python, to_typescript
from routeproof.codegen.projection import projected
from routeproof.model.registry import Registry


class CodeLanguage(StrEnum):
    """The languages that a registry is written in."""

    JSON = "json"
    PYTHON = "python"
    TYPESCRIPT = "typescript"
    GO = "go"


_RENDERERS = {
    CodeLanguage.JSON: to_json.render,
    CodeLanguage.PYTHON: to_python.render,
    CodeLanguage.TYPESCRIPT: to_typescript.render,
}


def render(language: str, registry: Registry, fingerprint: str, package: str | None = None) -> str:
    """Render the registry, whose data has the fingerprint, in the language; `package` is for Go.

    InputError unless exactly one provider is the platform; ValueError for a language that is not known.
    """
    projection = projected(registry, fingerprint)
    if (chosen := CodeLanguage(language)) is CodeLanguage.GO:
        return to_go.render(projection, package or to_go.DEFAULT_PACKAGE)
    return _RENDERERS[chosen](projection)
