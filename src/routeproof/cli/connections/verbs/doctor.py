"""`routeproof connections doctor`: everything that is wrong with any stored row."""

from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.layout import aligned, number_of
from routeproof.cli.connections.stores import opened
from routeproof.cli.connections.surroundings import survey
from routeproof.cli.connections.verb import Common, verb


@verb("doctor")
def command(asked: Common) -> Said:
    """Name everything that is wrong with any row of the store, whoever wrote it; exit 1 if anything is.

    \b
    Examples:
      routeproof connections doctor
      routeproof connections doctor --store sqlite:///copy.db --json
    """
    with opened(asked, survey(asked.root)) as store:
        faults = store.doctor()
    if not faults:
        return Said(value={"faults": []}, notes=("every row is as it should be",))
    shown = [{"name": fault.name, "kind": fault.kind} for fault in faults]
    text = aligned([("name", "fault"), *((fault.name, fault.kind) for fault in faults)])
    rows = number_of(len({fault.name for fault in faults}), "row", "rows")
    error = f"{number_of(len(faults), 'fault', 'faults')} in {rows}"
    raise Refused("row_faults", error, {"faults": shown}, text=text)
