"""Which provider serves an id on a runtime, and so who pays (specification, section 2)."""

from collections.abc import Collection, Iterable

from routeproof.decision import dialect_of
from routeproof.errors import InputError
from routeproof.match import finds, require_unicode, trim
from routeproof.model.destination import DeriveError, Destination
from routeproof.model.registry import Arm, Registry, Runtime

Outcome = Destination
"""The name under which the Python API gives a destination."""


def hits(runtime: Runtime, model: str) -> tuple[tuple[Arm, ...], tuple[Arm, ...]]:
    """The arms that list the (trimmed) id and the arms whose pattern finds it, in declared order."""
    return runtime.listers.get(model, ()), _finding(runtime, model)


def _finding(runtime: Runtime, model: str) -> tuple[Arm, ...]:
    return tuple(arm for arm in runtime.arms if finds(arm.provider.model_prefix_match, model))


def collect_names(auth_env: Iterable[str]) -> frozenset[str]:
    """The names of credentials as the set they are; a bare text is a mistake, not a list of letters."""
    if isinstance(auth_env, str):
        raise InputError(
            "auth_env is a collection of names, not one text", hint=f"pass ({auth_env!r},) instead"
        )
    return frozenset(auth_env)


def derive(registry: Registry, runtime: str, model: str, auth_env: Iterable[str] = ()) -> Destination:
    """Resolve `model` on `runtime`, given the *names* of the credential variables that are present.

    Never raises for an id that goes nowhere: that is an `error` of the outcome. Raises InputError for
    an id that is not valid Unicode and for an `auth_env` that is a bare text.
    """
    present = collect_names(auth_env)
    require_unicode(model, "the model id")
    wanted = trim(model)
    if not wanted:
        return Destination(error=DeriveError.MODEL_REQUIRED)
    known = registry.runtimes.get(runtime)
    if known is None:
        return Destination(error=DeriveError.UNKNOWN_RUNTIME)
    return derive_on(known, wanted, present)


def derive_on(runtime: Runtime, wanted: str, present: Collection[str]) -> Destination:
    """The destination of a trimmed, non-empty id on a known runtime."""
    dialect = dialect_of(runtime.dialect)
    exact = runtime.listers.get(wanted, ())
    # Where patterns cannot overrule an exact hit, they are only searched without one.
    pattern = () if exact and dialect.lists_first else _finding(runtime, wanted)
    return dialect.outcome(exact, pattern, present).destination
