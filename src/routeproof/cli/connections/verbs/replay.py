"""`routeproof connections replay`: the stages of the rule's history, and what each of them broke."""

from routeproof.bindings.replay import replay
from routeproof.cli.connections.answers import Refused, Said
from routeproof.cli.connections.layout import aligned
from routeproof.cli.connections.verb import Common, PlainVerb, verb

_REFERENCE = "reference"


@verb("replay", PlainVerb)
def command(asked: Common) -> Said:
    """Run every stage of the rule's history, and name the invariants that each breaks.

    The last stage is the reference: it breaks none, or the exit code is 1.

    \b
    Examples:
      routeproof connections replay
      routeproof connections replay --json
    """
    stages = replay()
    value = {"stages": {name: [*broken] for name, broken in stages.items()}}
    text = aligned([("stage", "breaks"), *((name, " ".join(ids) or "none") for name, ids in stages.items())])
    if stages[_REFERENCE]:
        raise Refused("replay_differs", "the reference breaks what it is to hold", value, text=text)
    return Said(value=value, text=text)
