"""May a (runtime, model) be selected? The menu and the registration rule (specification, section 3)."""

from dataclasses import dataclass

from routeproof.errors import UnknownRuntimeError
from routeproof.model.registry import Registry
from routeproof.resolve.derive import derive


@dataclass(frozen=True, slots=True)
class Registration:
    """Whether the pair may be selected; `reason` names model and runtime when it may not."""

    allowed: bool
    reason: str = ""


def menu(registry: Registry, runtime: str) -> tuple[str, ...]:
    """The ids that a runtime lists: all arms in declared order, each id once.

    Raises UnknownRuntimeError: a runtime the registry does not have has no menu, not an empty one.
    """
    known = registry.runtimes.get(runtime)
    if known is None:
        raise UnknownRuntimeError(
            f"unknown runtime {runtime!r}", hint=f"the registry has {', '.join(registry.runtimes)}"
        )
    return tuple(known.listers)


def register(registry: Registry, runtime: str, model: str) -> Registration:
    """Allow an empty id (another gate owns that), an unknown runtime, a menu id, a resolvable id.

    A tie that only a key could break counts as unroutable: registration knows no key.
    """
    known = registry.runtimes.get(runtime)
    if not model or known is None or model in known.listers:
        return Registration(allowed=True)
    outcome = derive(registry, runtime, model)
    if outcome.provider is not None:
        return Registration(allowed=True)
    tied = f", claimed by {' and '.join(outcome.tied)}" if outcome.tied else ""
    reason = f"model {model!r} is not registered for runtime {runtime!r}: {outcome.error}{tied}"
    return Registration(allowed=False, reason=reason)
