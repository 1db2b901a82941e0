"""Where an id goes and who pays, or why nobody serves it: one value for both engines and every report."""

from dataclasses import dataclass
from enum import StrEnum

from routeproof.model.registry import Payer


class DeriveError(StrEnum):
    """Why an id has no provider."""

    MODEL_REQUIRED = "model_required"
    UNKNOWN_RUNTIME = "unknown_runtime"
    UNREGISTERED = "unregistered"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Destination:
    """A provider with its payer, or an error; `tied` names the arms of a tie."""

    provider: str | None = None
    payer: Payer | None = None
    error: DeriveError | None = None
    tied: tuple[str, ...] = ()

    def __str__(self) -> str:
        return format_destination(self.provider, self.payer, self.error)


def format_destination(provider: str | None, payer: str | None, error: str | None) -> str:
    """The words for a destination, also for one that is only known as text."""
    return f"{provider} ({payer})" if provider else str(error)
