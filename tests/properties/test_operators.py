"""Who pays is what was declared: with another name for its operator, a registry is judged as the same."""

from dataclasses import asdict, replace

from hypothesis import given
from hypothesis import strategies as st

from routeproof.checks import FAMILIES
from routeproof.checks.subjects.registry import RegistrySubject
from routeproof.matrix import cells_of
from routeproof.model.registry import PLATFORM, Arm, Registry, Runtime
from routeproof.resolve import derive
from routeproof.resolve.provision import Proxy, provision, read_mode
from routeproof.strategies import auth_envs, near_miss_ids, registries, routable_ids

OTHER = "gateway"


def renamed(registry: Registry) -> Registry:
    """The same registry with another name for its platform, which keeps its payer."""
    catalogue = {
        each.name: replace(each, name=OTHER) if each.name == PLATFORM else each for each in registry.providers
    }

    def arms(runtime: Runtime) -> tuple[Arm, ...]:
        return tuple(replace(arm, provider=catalogue[arm.name]) for arm in runtime.arms)

    return Registry(
        tuple(catalogue.values()),
        {name: Runtime(name, arms(runtime)) for name, runtime in registry.runtimes.items()},
    )


def found(registry: Registry) -> list[str]:
    """What the checks find, with the operator's name as it was."""
    subject = RegistrySubject(registry=registry, cells=cells_of(registry, {}))
    checks = [check for family in ("arms", "listing", "payer", "credentials") for check in FAMILIES[family]]
    findings = [str(asdict(finding)) for check in checks for finding in check.run(subject)]
    return sorted(text.replace(OTHER, PLATFORM) for text in findings)


@given(registries())
def test_the_checks_find_the_same_whatever_the_operator_is_called(registry: Registry) -> None:
    assert found(renamed(registry)) == found(registry)


@given(st.data())
def test_routes_and_bills_are_the_same_whatever_the_operator_is_called(data: st.DataObject) -> None:
    registry = data.draw(registries())
    runtime = data.draw(st.sampled_from(sorted(registry.runtimes)))
    ids = st.one_of(routable_ids(registry, runtime), near_miss_ids(registry, runtime), st.just("no-such"))
    model, present = data.draw(ids), data.draw(auth_envs(registry))
    other = renamed(registry)
    was, now = derive(registry, runtime, model, present), derive(other, runtime, model, present)
    assert str(now).replace(OTHER, PLATFORM) == str(was)
    assert (now.payer, now.error) == (was.payer, was.error)
    assert (
        read_mode(other, runtime, (), model=model).mode is read_mode(registry, runtime, (), model=model).mode
    )
    made = [
        provision(each, runtime, (), model=model, proxy=Proxy("https://p", "t")) for each in (registry, other)
    ]
    assert made[0].env == made[1].env
