"""What is proposed to a team that adopts routeproof, on registries small enough to know every answer."""

import pytest

from routeproof import Registry
from routeproof.errors import UndecidedError
from routeproof.model.declared import Pin, Probe
from routeproof.model.registry import Arm, Provider, Runtime
from routeproof.propose import (
    Divisions,
    Proposed,
    divisions,
    invariants_for,
    pins_for,
    probes_for,
    upstream_pins_for,
)
from routeproof.propose.pins import spellings
from support.payer_registry import provider
from support.small_registries import registry_of


def probes(registry: Registry) -> tuple[Probe, ...]:
    return probes_for(registry, Divisions(registry))


def pins(registry: Registry) -> tuple[Pin, ...]:
    return pins_for(registry, (), Divisions(registry))


def probe(pattern: str, *others: Arm) -> str | None:
    registry = registry_of(desk=(Arm(provider("acme", pattern, "K")), *others))
    return next((each.model for each in probes(registry) if each.provider == "acme"), None)


@pytest.mark.parametrize(
    ("pattern", "model"),
    [
        ("^acme[:/]", "acme/some-model"),
        ("^acme:", "acme:some-model"),
        ("^acme-", "acme-some-model"),
        ("(?i)^acme", "acme-some-model"),
        ("^(opus|haiku)$", "opus"),
        ("/fast$", "some-model/fast"),
        ("^a$", "a"),
    ],
)
def test_a_probe_looks_like_a_model_id(pattern: str, model: str) -> None:
    assert probe(pattern) == model


def test_an_id_that_the_registry_names_is_the_probe() -> None:
    named = Arm(provider("other", "^other-", "K"), ("acme/real-one",))
    registry = registry_of(desk=[Arm(provider("acme", "^acme/", "K"))], shop=[named])
    assert [(each.provider, each.model) for each in probes(registry)] == [("acme", "acme/real-one")]
    assert probe("^acme/", named) == "acme/some-model", "on the same runtime the other arm takes that id"


def test_a_probe_goes_where_no_other_pattern_does() -> None:
    assert probe("^acme", Arm(provider("loose", "^acme[^0-9]", "K"))) == "acme1"
    assert probe("^acme", Arm(provider("same", "^acme", "K"))) is None


def test_one_probe_serves_every_runtime_where_the_arm_lists_nothing() -> None:
    acme = provider("acme", "^acme", "K")
    registry = registry_of(
        desk=[Arm(acme), Arm(provider("slash", "^acme/", "K"))],
        shop=[Arm(acme), Arm(provider("dash", "^acme-", "K"))],
    )
    assert {each.provider: each.model for each in probes(registry)}["acme"] == "acme1"


PLATFORM = provider("platform", "^$", "TOKEN")
FIRST, SECOND = provider("first", "^first-", "FIRST_KEY"), provider("second", "^second-", "SECOND_KEY")


def test_pins_hold_other_spellings_of_what_the_operator_pays_for() -> None:
    registry = registry_of(desk=[Arm(PLATFORM, ("v/M-1", "v/m-1")), Arm(provider("colon", "^v:M", "K"))])
    held = {(model, pin.provider or pin.error) for pin in pins(registry) for model in pin.models}
    assert {("v:M-1", "colon"), ("v:m-1", "unregistered"), ("V/M-1", "unregistered")} <= held
    assert ("v/m-1", "platform") not in held, "it is listed, and so in the golden matrix"


def test_pins_hold_a_listed_tie_for_every_key_that_decides() -> None:
    registry = registry_of(desk=[Arm(FIRST, ("twin",)), Arm(SECOND, ("twin",))])
    of_desk = [pin for pin in pins(registry) if pin.runtimes == ("desk",)]
    found = {pin.auth_env: pin.provider for pin in of_desk if pin.models == ("twin",)}
    assert found == {
        (): "first",
        ("FIRST_KEY",): "first",
        ("SECOND_KEY",): "second",
        ("FIRST_KEY", "SECOND_KEY"): "first",
    }


def test_pins_hold_that_a_tie_of_patterns_is_an_error() -> None:
    registry = registry_of(desk=[Arm(FIRST), Arm(provider("wide", "^first", "WIDE_KEY"))])
    found = {pin.auth_env: pin.provider or pin.error for pin in pins(registry) if "first-" in pin.models}
    assert found == {
        (): "ambiguous",
        ("FIRST_KEY",): "first",
        ("WIDE_KEY",): "wide",
        ("FIRST_KEY", "WIDE_KEY"): "ambiguous",
    }


def test_pins_hold_what_is_refused() -> None:
    registry = registry_of(desk=[Arm(FIRST, ("first-1",))], shop=[Arm(SECOND, ("second/1",))])
    refused = {(pin.runtimes[0], model) for pin in pins(registry) if pin.error for model in pin.models}
    assert refused == {
        ("desk", "FIRST-1"),
        ("desk", "no-such-model"),
        ("desk", "second/1"),
        ("shop", "second:1"),
        ("shop", "no-such-model"),
        ("shop", "first-1"),
        ("no-such-runtime", "first-1"),
    }


def test_the_unknown_runtime_is_unknown() -> None:
    registry = registry_of(**{"no-such-runtime": [Arm(FIRST, ("x",))]})
    assert [pin.runtimes for pin in pins(registry) if pin.error == "unknown_runtime"] == [
        ("no-such-runtime-either",)
    ]


def test_one_lookup_of_the_proxy_is_pinned_for_each_vendor() -> None:
    vendor = Provider(
        name="v", display_name="v", protocol=FIRST.protocol, auth_mode="x", auth_env=("K",),
        model_prefix_match="^v-", upstream_vendor="v",
    )  # fmt: skip
    registry = registry_of(desk=[Arm(PLATFORM, ("v/one", "v/two", "bare")), Arm(vendor)])
    found = [(pin.models, pin.vendor, pin.rest, pin.error) for pin in upstream_pins_for(registry)]
    assert found == [(("v/one",), "v", "one", None), (("bare",), None, None, "not_namespaced")]


@pytest.mark.parametrize(
    ("model", "slips"),
    [
        ("a/B:c", ("a:B:c", "a/b:c")),
        ("a:b", ("a/b", "A:B")),
        ("plain", ("PLAIN",)),
        ("12", ()),
    ],
)
def test_likely_slips(model: str, slips: tuple[str, ...]) -> None:
    assert spellings(model) == slips


def test_what_needs_a_proof_is_not_proposed_where_none_can_be_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def beyond(_: Runtime) -> None:
        raise UndecidedError("too many states")

    monkeypatch.setattr(divisions, "route_classes", beyond)
    registry = registry_of(
        desk=[Arm(FIRST, ("twin",)), Arm(SECOND, ("twin",)), Arm(provider("acme", "^acme/", "K"))],
        shop=[Arm(provider("other", "^x", "K"), ("acme/known",))],
    )
    assert [(each.provider, each.model) for each in probes(registry)] == [("acme", "acme/known")]
    assert invariants_for(registry, Divisions(registry)) == Proposed(())
    assert [pin for pin in pins(registry) if pin.models == ("twin",) and pin.provider] == []
