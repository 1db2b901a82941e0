"""What findings on a registry are about: a runtime, one of its arms, an id."""

from routeproof.harness.finding import Coordinates


def about(runtime: str | None = None, arm: str | None = None, model: str | None = None) -> Coordinates:
    """The coordinates of a finding, or of what a waiver is narrowed to; None where a part is not meant."""
    return (("runtime", runtime), ("arm", arm), ("model", model))
