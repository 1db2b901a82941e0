"""What the registry says beside where ids go: one fact a line, for the golden that reviewers read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from routeproof.markup import code, table
from routeproof.matrix.table import Line, written
from routeproof.model.pointer import pointer
from routeproof.model.registry import Payer, Provider, Registry, Runtime

COLUMNS = ("what", "name", "field", "value")
PATTERN = "model_prefix_match"
"""The one field whose text may change while what it means stays the same."""
_TEXTS = (
    "display_name",
    "vendor_logo",
    "protocol",
    "auth_mode",
    "auth_token_env",
    "base_url_template",
    "base_url_anthropic",
    "upstream_vendor",
    "wire_model_prefix",
    "thinking_policy",
    PATTERN,
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a provider or a runtime; `steps` lead to it in the registry.

    A list is one fact an element: sorted where its order means nothing, and as users see it for a menu.
    """

    what: str
    name: str
    field: str
    value: str
    steps: tuple[str | int, ...]

    @property
    def pointer(self) -> str:
        """Where it stands in the registry."""
        return pointer(*self.steps)

    @property
    def line(self) -> Line:
        """The fact as its line in the golden."""
        return (self.what, self.name, self.field, self.value)


@dataclass(frozen=True, slots=True)
class FactChange:
    """A field that differs, with every value before and now; none stands for absent."""

    what: str
    name: str
    field: str
    was: tuple[str, ...]
    now: tuple[str, ...]
    pointer: str


def facts_of(registry: Registry) -> tuple[Fact, ...]:
    """Every fact: providers by name, then runtimes by name, fields in a fixed order; absent ones left out."""
    places = {provider.name: place for place, provider in enumerate(registry.providers)}
    by_name = sorted(registry.providers, key=lambda provider: provider.name)
    return (
        *(
            Fact("provider", provider.name, field, value, ("providers", places[provider.name], *key))
            for provider in by_name
            for field, value, *key in _of_provider(provider)
        ),
        *(
            Fact("runtime", runtime.name, field, value, ("runtimes", runtime.name))
            for runtime in registry.runtimes.values()
            for field, value in _of_runtime(runtime)
        ),
    )


def _of_provider(provider: Provider) -> Iterator[tuple[str, ...]]:
    """Field and value, and the key to point at where it is there."""
    yield "payer", provider.payer
    for field in _TEXTS:
        value = getattr(provider, field)
        if value is not None:
            yield field, value, field
    for name in sorted(set(provider.auth_env)):
        yield "auth_env", name, "auth_env"
    for alias in sorted(set(provider.model_aliases)):
        yield "model_aliases", alias, "model_aliases"
    for each in provider.endpoint_vars:
        default = "" if each.default is None else f", else {each.default}"
        yield "endpoint_vars", f"{{{each.placeholder}}} from {each.env}{default}", "endpoint_vars"
    if provider.deprecated:
        yield "deprecated", "true", "deprecated"


def _of_runtime(runtime: Runtime) -> Iterator[tuple[str, str]]:
    if runtime.display_name is not None:
        yield "display_name", runtime.display_name
    for arm in sorted(arm.name for arm in runtime.arms):
        yield "arm", arm
    for model in runtime.listers:
        yield "menu", model
    withdrawn = {(arm.name, model) for arm in runtime.arms for model in arm.withdrawn_models}
    for name, model in sorted(withdrawn):
        yield "withdrawn", f"{model} by {name}"


def render_csv(facts: Iterable[Fact]) -> str:
    """The golden file, in the order of the facts."""
    return written(COLUMNS, (fact.line for fact in facts))


def compare(golden: Sequence[Line], facts: Sequence[Fact]) -> tuple[FactChange, ...]:
    """Every field that is new, gone or different, by provider or runtime and field."""
    was: dict[Line, list[str]] = {}
    for line in golden:
        was.setdefault(line[:3], []).append(line[3])
    now: dict[Line, list[Fact]] = {}
    for fact in facts:
        now.setdefault(fact.line[:3], []).append(fact)
    changes = []
    for key in sorted({*was, *now}):
        before, after = was.get(key, []), [fact.value for fact in now.get(key, [])]
        if before != after:
            what, name, field = key
            at = now[key][0].pointer if key in now else ""
            changes.append(FactChange(what, name, field, tuple(before), tuple(after), at))
    return tuple(changes)


def render_markdown(registry: Registry) -> str:
    """The same for people: who pays, which credentials, which endpoint; one line for each provider."""
    headers = (
        "provider",
        "payer",
        "accepts",
        "hands over as",
        "protocol",
        "auth mode",
        "endpoints",
        "upstream",
    )
    rows = [_shown(provider) for provider in sorted(registry.providers, key=lambda each: each.name)]
    intro = "**Bold** is paid by the platform. Any one of the credentials under `accepts` is enough."
    return "\n".join(("# Providers", "", intro, "", table(headers, rows), ""))


def _shown(provider: Provider) -> tuple[str, ...]:
    urls = (provider.base_url_template, provider.base_url_anthropic)
    return (
        code(provider.name) + (" (deprecated)" if provider.deprecated else ""),
        f"**{provider.payer}**" if provider.payer is Payer.PLATFORM else provider.payer,
        ", ".join(map(code, sorted(set(provider.auth_env)))),
        code(provider.auth_token_env or "-"),
        provider.protocol,
        code(provider.auth_mode),
        "<br>".join(code(url) for url in dict.fromkeys(urls) if url) or "-",
        code(provider.upstream_vendor or "-"),
    )
