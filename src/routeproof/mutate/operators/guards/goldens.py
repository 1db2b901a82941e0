"""Operators on the committed goldens: a line that remembers something else than what was accepted."""

from collections.abc import Iterator, Sequence

from routeproof.mutate.edit import put
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal

STALE = "stale"


def _stale(file: str, lines: Sequence[Sequence[str]], column: int) -> Iterator[Proposal]:
    """Another value in one column of each line."""
    for index, line in enumerate(lines):
        yield Proposal(
            changes=(put(f"/{index}/{column}", STALE),),
            locus=" / ".join(line),
            description=f"the golden has `{STALE}` for `{line[column]}` of `{' / '.join(line[:column])}`",
            replacement=STALE,
            file=file,
        )


def _routes(material: Material) -> Iterator[Proposal]:
    routing = material.goldens.routing
    yield from _stale(routing.file, [row.values for row in routing.rows or ()], 4)


def _facts(material: Material) -> Iterator[Proposal]:
    golden = material.goldens.metadata
    yield from _stale(golden.file, golden.lines or (), 3)


def _counts(material: Material) -> Iterator[Proposal]:
    golden = material.goldens.guards
    yield from _stale(golden.file, golden.lines or (), 2)


def _offers(material: Material) -> Iterator[Proposal]:
    golden = material.goldens.offered
    yield from _stale(golden.file, golden.lines or (), 4)


OPERATORS = (
    Operator(
        name="stale-golden-route",
        description="a line of the golden matrix names another provider",
        touches="matrix/routing.csv",
        propose=_routes,
        examples=(Example("r,a,listed,x,a,byok,yes,", ("r,a,listed,x,stale,byok,yes,",)),),
    ),
    Operator(
        name="stale-golden-metadata",
        description="a line of the golden of the metadata has another value",
        touches="matrix/metadata.csv",
        propose=_facts,
        examples=(Example("provider,a,payer,byok", ("provider,a,payer,stale",)),),
    ),
    Operator(
        name="stale-golden-offer",
        description="a line of the golden of what is offered asks for another key",
        touches="matrix/offered.csv",
        propose=_offers,
        examples=(Example("r,x,yes,,KEY,a,byok", ("r,x,yes,,stale,a,byok",)),),
    ),
    Operator(
        name="stale-golden-guard",
        description="a line of the golden of the guards has another number",
        touches="matrix/guards.csv",
        propose=_counts,
        examples=(Example("checks/pins.yaml,pins,3", ("checks/pins.yaml,pins,stale",)),),
    ),
)
