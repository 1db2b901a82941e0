"""What the registry says beside where ids go: one fact a line, for the golden that reviewers read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from routeproof.errors import pointer
from routeproof.manifest.table import METADATA, Line, written
from routeproof.markup import code, table
from routeproof.model.registry import Payer, Provider, Registry, Runtime

COLUMNS = METADATA.columns
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
    parts = [_of_provider(provider, places[provider.name]) for provider in by_name]
    parts += [_of_runtime(runtime) for runtime in registry.runtimes.values()]
    return tuple(fact for part in parts for fact in part)


@lru_cache(maxsize=256)
def _of_provider(provider: Provider, place: int) -> tuple[Fact, ...]:
    def fact(field: str, value: str) -> Fact:
        return Fact("provider", provider.name, field, value, ("providers", place, field))

    texts = ((field, getattr(provider, field)) for field in _TEXTS)
    found = [Fact("provider", provider.name, "payer", provider.payer, ("providers", place))]
    found += [fact(field, value) for field, value in texts if value is not None]
    for field, names in (("auth_env", provider.auth_env), ("model_aliases", provider.model_aliases)):
        found += [fact(field, name) for name in sorted(set(names))]
    for each in provider.endpoint_vars:
        default = "" if each.default is None else f", else {each.default}"
        found.append(fact("endpoint_vars", f"{{{each.placeholder}}} from {each.env}{default}"))
    return (*found, *([fact("deprecated", "true")] if provider.deprecated else ()))


@lru_cache(maxsize=64)
def _of_runtime(runtime: Runtime) -> tuple[Fact, ...]:
    def fact(field: str, value: str) -> Fact:
        return Fact("runtime", runtime.name, field, value, ("runtimes", runtime.name))

    withdrawn = {(arm.name, model) for arm in runtime.arms for model in arm.withdrawn_models}
    return (
        *([] if runtime.display_name is None else [fact("display_name", runtime.display_name)]),
        *(fact("arm", arm) for arm in sorted(arm.name for arm in runtime.arms)),
        *(fact("menu", model) for model in runtime.listers),
        *(fact("withdrawn", f"{model} by {name}") for name, model in sorted(withdrawn)),
    )


def render_facts(facts: Iterable[Fact]) -> str:
    """The golden file, in the order of the facts."""
    return written(COLUMNS, (fact.line for fact in facts))


def compare_facts(golden: Sequence[Line], facts: Sequence[Fact]) -> tuple[FactChange, ...]:
    """Every field that is new, gone or different, by provider or runtime and field."""
    lines = [fact.line for fact in facts]
    # An edit touches few lines: what stands before and after them is not looked at again.
    begin = _alike(golden, lines)
    rest = _alike(golden[:begin:-1], lines[:begin:-1])
    differing = {line[:3] for side in (golden, lines) for line in side[begin : len(side) - rest]}
    was: dict[Line, list[str]] = {key: [] for key in differing}
    now: dict[Line, list[Fact]] = {key: [] for key in differing}
    for line in golden:
        if line[:3] in differing:
            was[line[:3]].append(line[3])
    for fact, line in zip(facts, lines, strict=True):
        if line[:3] in differing:
            now[line[:3]].append(fact)
    changes = (_change(key, was[key], now[key]) for key in sorted(differing))
    return tuple(change for change in changes if change.was != change.now)


def _alike(left: Sequence[Line], right: Sequence[Line]) -> int:
    """How many lines are the same from the start."""
    pairs = enumerate(zip(left, right, strict=False))
    return next((at for at, (one, two) in pairs if one != two), min(len(left), len(right)))


def _change(key: Line, was: Sequence[str], now: Sequence[Fact]) -> FactChange:
    what, name, field = key
    at = now[0].pointer if now else ""
    return FactChange(what, name, field, tuple(was), tuple(fact.value for fact in now), at)


def render_providers_page(registry: Registry) -> str:
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
    rows = [_page_row(provider) for provider in sorted(registry.providers, key=lambda each: each.name)]
    intro = "**Bold** is paid by the platform. Any one of the credentials under `accepts` is enough."
    return "\n".join(("# Providers", "", intro, "", table(headers, rows), ""))


def _page_row(provider: Provider) -> tuple[str, ...]:
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
