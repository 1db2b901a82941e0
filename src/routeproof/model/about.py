"""What findings are about: of a registry a runtime, an arm, an id; of connections a row and an entry."""

from routeproof.harness.finding import Coordinates


def about(runtime: str | None = None, arm: str | None = None, model: str | None = None) -> Coordinates:
    """The coordinates of a finding, or of what a waiver is narrowed to; None where a part is not meant."""
    return (("runtime", runtime), ("arm", arm), ("model", model))


def about_connection(connection: str | None = None, entry: str | None = None) -> Coordinates:
    """The coordinates of a finding on provider connections: the row by its name, the entry by its pointer."""
    return (("connection", connection), ("entry", entry))
