"""Operators on where a provider is reached and how it is spoken to."""

from collections.abc import Iterator

from routeproof.model.registry import Protocol
from routeproof.mutate.edit import put
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal, catalogue
from routeproof.mutate.operators.registry.catalogue import field

_URLS = ("base_url_template", "base_url_anthropic")
_STRANGER = "https://api.example.net/v1"


def _protocol(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        new = Protocol.OPENAI if provider.protocol is Protocol.ANTHROPIC else Protocol.ANTHROPIC
        yield field(at, provider, "protocol", new, f"speaks `{new}`, was `{provider.protocol}`")


def _host(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        for name in _URLS:
            if getattr(provider, name) is not None:
                yield field(at, provider, name, _STRANGER, f"is reached at `{_STRANGER}` ({name})")


def _drop(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        for name in _URLS:
            if getattr(provider, name) is not None:
                yield field(at, provider, name, None, f"loses its `{name}`")


def _plain_http(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        for name in _URLS:
            url = getattr(provider, name)
            if url is not None and url.startswith("https://"):
                new = url.replace("https://", "http://", 1)
                yield field(at, provider, name, new, f"is reached without encryption at `{new}`")


def _variable_default(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        for each in provider.endpoint_vars:
            place = f"endpoint_vars/{each.placeholder}/default"
            yield Proposal(
                changes=(put(f"{at}/{place}", "elsewhere"),),
                locus=f"{provider.name} / {place}",
                description=f"`{{{each.placeholder}}}` of `{provider.name}` is `elsewhere` by default",
                replacement="elsewhere",
                provider=provider.name,
            )


def _wire_prefix(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        if provider.wire_model_prefix is not None:
            yield field(at, provider, "wire_model_prefix", None, "is sent ids without their prefix")


def _p(fields: str) -> str:
    return f"providers: [{{name: p, {fields}}}]"


OPERATORS = (
    Operator(
        name="protocol-flip",
        description="a provider is spoken to in the other protocol",
        touches="/providers/PROVIDER/protocol",
        propose=_protocol,
        examples=(
            Example(_p("protocol: openai"), (_p("protocol: anthropic"),)),
            Example(_p("protocol: anthropic"), (_p("protocol: openai"),)),
        ),
    ),
    Operator(
        name="base-url-host",
        description="a provider is reached at a stranger's host",
        touches="/providers/PROVIDER/base_url_*",
        propose=_host,
        examples=(
            Example(
                _p("base_url_template: 'https://a/v1', base_url_anthropic: null"),
                (_p(f"base_url_template: '{_STRANGER}', base_url_anthropic: null"),),
            ),
        ),
    ),
    Operator(
        name="base-url-drop",
        description="a provider loses its endpoint",
        touches="/providers/PROVIDER/base_url_*",
        propose=_drop,
        examples=(
            Example(_p("protocol: openai, base_url_anthropic: 'https://a'"), (_p("protocol: openai"),)),
        ),
    ),
    Operator(
        name="base-url-plain-http",
        description="a provider is reached without encryption",
        touches="/providers/PROVIDER/base_url_*",
        propose=_plain_http,
        examples=(
            Example(_p("base_url_template: 'https://a'"), (_p("base_url_template: 'http://a'"),)),
            Example(_p("base_url_template: 'http://localhost'"), ()),
        ),
    ),
    Operator(
        name="endpoint-default",
        description="a placeholder of an endpoint gets another default",
        touches="/providers/PROVIDER/endpoint_vars/NAME/default",
        propose=_variable_default,
        examples=(
            Example(
                _p("endpoint_vars: {place: {env: E, default: here}}"),
                (_p("endpoint_vars: {place: {env: E, default: elsewhere}}"),),
            ),
        ),
    ),
    Operator(
        name="wire-prefix-drop",
        description="ids are sent without the prefix that the provider wants",
        touches="/providers/PROVIDER/wire_model_prefix",
        propose=_wire_prefix,
        examples=(Example(_p("protocol: openai, wire_model_prefix: g/"), (_p("protocol: openai"),)),),
    ),
)
