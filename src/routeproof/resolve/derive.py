"""Which provider serves an id on a runtime, and so who pays (specification, section 2)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from routeproof.errors import InputError
from routeproof.match import finds, require_unicode, trim
from routeproof.model.registry import Arm, Payer, Registry, Runtime
from routeproof.rule import DeriveError, outcome


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an id goes: a provider with its payer, or an error; `tied` names the arms of a tie."""

    provider: str | None = None
    error: DeriveError | None = None
    payer: Payer | None = None
    tied: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.provider} ({self.payer})" if self.provider else str(self.error)


def hits(runtime: Runtime, model: str) -> tuple[tuple[Arm, ...], tuple[Arm, ...]]:
    """The arms that list the (trimmed) id and the arms whose pattern finds it, in declared order."""
    pattern = tuple(arm for arm in runtime.arms if finds(arm.provider.model_prefix_match, model))
    return runtime.listers.get(model, ()), pattern


def names(auth_env: Iterable[str]) -> frozenset[str]:
    """The names of credentials as the set they are; a bare text is a mistake, not a list of letters."""
    if isinstance(auth_env, str):
        raise InputError(
            "auth_env is a collection of names, not one text", hint=f"pass ({auth_env!r},) instead"
        )
    return frozenset(auth_env)


def derive(registry: Registry, runtime: str, model: str, auth_env: Iterable[str] = ()) -> Outcome:
    """Resolve `model` on `runtime`, given the *names* of the credential variables that are present.

    Never raises for an id that goes nowhere: that is an `error` of the outcome. Raises InputError for
    an id that is not valid Unicode and for an `auth_env` that is a bare text.
    """
    present = names(auth_env)
    require_unicode(model, "the model id")
    wanted = trim(model)
    if not wanted:
        return Outcome(error=DeriveError.MODEL_REQUIRED)
    known = registry.runtimes.get(runtime)
    if known is None:
        return Outcome(error=DeriveError.UNKNOWN_RUNTIME)
    return decide(known, wanted, present)


def decide(runtime: Runtime, wanted: str, present: Collection[str]) -> Outcome:
    """The outcome of a trimmed, non-empty id on a known runtime."""
    exact = runtime.listers.get(wanted, ())
    # Patterns cannot overrule an exact hit, so they are only searched without one.
    pattern = () if exact else hits(runtime, wanted)[1]
    decision = outcome(exact, pattern, present)
    if decision.arm is None:
        return Outcome(error=decision.error, tied=tuple(arm.name for arm in decision.tied))
    return Outcome(provider=decision.arm.name, payer=decision.arm.provider.payer)
