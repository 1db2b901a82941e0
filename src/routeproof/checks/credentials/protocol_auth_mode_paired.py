"""Protocol, authentication mode and endpoints of a provider fit together.

A provider that speaks the Anthropic protocol and is reached by a URL has one for that protocol. A
subscription (`oauth`) has no endpoint of its own: its vendor's client knows where to go. A vendor's own API
key (`anthropic_api`) has one. A keyless provider (`wif_adc`) asks for no key. Any other pairing means that a
field was edited without its neighbours, and the client is configured half for one thing, half for another.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.errors import pointer
from routeproof.harness.check import Check
from routeproof.harness.finding import Finding, Level, Location
from routeproof.model.about import about
from routeproof.model.registry import Protocol, Provider


class _Pairing(NamedTuple):
    """A pairing that must not be: the field to point at, what is wrong and what would be right."""

    field: str
    broken: Callable[[Provider], bool]
    message: str
    hint: str


def _reached(provider: Provider) -> bool:
    return bool(provider.base_url_template or provider.base_url_anthropic)


def _asks_for_a_key(provider: Provider) -> bool:
    return any(name.endswith(("_KEY", "_TOKEN")) for name in provider.auth_env)


_PAIRINGS = (
    _Pairing(
        "protocol",
        lambda each: each.protocol is Protocol.ANTHROPIC and _reached(each) and not each.base_url_anthropic,
        "speaks `anthropic` and has no `base_url_anthropic`",
        "add the endpoint of that protocol, or correct the protocol",
    ),
    _Pairing(
        "base_url_anthropic",
        lambda each: bool(each.base_url_anthropic) and not each.base_url_template,
        "has a `base_url_anthropic` and no `base_url_template`",
        "clients fall back on `base_url_template`: set both",
    ),
    _Pairing(
        "auth_mode",
        lambda each: each.auth_mode == "oauth" and _reached(each),
        "authenticates by `oauth` and has an endpoint",
        "a subscription is reached through its vendor's client: remove the URLs, or correct the mode",
    ),
    _Pairing(
        "auth_mode",
        lambda each: each.auth_mode == "anthropic_api" and not each.base_url_template,
        "authenticates by `anthropic_api` and has no endpoint",
        "set `base_url_template`, or correct the mode",
    ),
    _Pairing(
        "auth_mode",
        lambda each: each.auth_mode == "wif_adc" and _asks_for_a_key(each),
        "authenticates by `wif_adc` and asks for a key",
        "workload identity needs no key: correct `auth_env` or the mode",
    ),
)


def _run(subject: RegistrySubject) -> Iterator[Finding]:
    for place, provider in enumerate(subject.registry.providers):
        for field, broken, message, hint in _PAIRINGS:
            if broken(provider):
                yield Finding(
                    message=f"`{provider.name}` {message}",
                    hint=hint,
                    at=Location(subject.registry_file, pointer("providers", place, field)),
                    about=about(arm=provider.name),
                    key=message,
                )


CHECK = Check(
    id="protocol-auth-mode-paired",
    title="protocol, authentication mode and endpoints fit together",
    level=Level.ERROR,
    doc=__doc__,
    run=_run,
    size=lambda subject: len(subject.registry.providers),
)
