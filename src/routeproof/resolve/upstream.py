"""Where the operator's proxy sends a namespaced id, whatever the runtime (specification, section 2)."""

from dataclasses import dataclass
from enum import StrEnum

from routeproof.match import require_unicode
from routeproof.model.registry import Registry


class UpstreamError(StrEnum):
    """Why the proxy cannot dial an id."""

    MODEL_REQUIRED = "model_required"
    NOT_NAMESPACED = "not_namespaced"


@dataclass(frozen=True, slots=True)
class Upstream:
    """The vendor, the rest of the id and the provider that owns the vendor; or an error."""

    vendor: str | None = None
    model: str | None = None
    provider: str | None = None
    error: UpstreamError | None = None


def upstream(registry: Registry, model: str) -> Upstream:
    """Split `vendor/rest`, else `vendor:rest`; the id is not trimmed and the rest may be empty."""
    require_unicode(model, "the model id")
    if not model:
        return Upstream(error=UpstreamError.MODEL_REQUIRED)
    owners = {
        provider.upstream_vendor: provider.name for provider in registry.providers if provider.upstream_vendor
    }
    for separator in "/:":
        vendor, found, rest = model.partition(separator)
        if found and vendor in owners:
            return Upstream(vendor=vendor, model=rest, provider=owners[vendor])
    return Upstream(error=UpstreamError.NOT_NAMESPACED)
