"""Every operator, and the mutants that they make of a workspace."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from routeproof.manifest.files import row_of
from routeproof.mutate.edit import Edit
from routeproof.mutate.mutant import Mutant, MutantKind
from routeproof.mutate.operators import connections, files, guards, lane, offered, registry
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal

ALL: tuple[Operator, ...] = (
    *registry.OPERATORS,
    *offered.OPERATORS,
    *connections.OPERATORS,
    *lane.OPERATORS,
    *guards.OPERATORS,
    *files.OPERATORS,
)
"""In the order of reports; what the table of files gives comes last: an operator of its own goes first."""

_KINDS = {
    "registry": MutantKind.REGISTRY,
    "offers": MutantKind.OFFERED,
    "workflows": MutantKind.WORKFLOW,
    "connections": MutantKind.CONNECTION,
}
"""What is judged, by the row of its file; every other file is a guard."""

__all__ = ["ALL", "Example", "Material", "Operator", "Proposal", "mutants_of"]


def mutants_of(material: Material) -> tuple[Mutant, ...]:
    """Every mutant of the workspace, operator by operator; an edit that two operators propose counts once."""
    seen: set[Edit] = set()
    repeats: Counter[str] = Counter()
    found = []
    for mutant in _proposed(material):
        if mutant.edit not in seen:
            seen.add(mutant.edit)
            found.append(replace(mutant, repeat=repeats[mutant.id]))
            repeats[mutant.id] += 1
    return tuple(found)


def _proposed(material: Material) -> Iterator[Mutant]:
    for operator in ALL:
        for proposal in operator.propose(material):
            file = proposal.file or material.subject.registry_file
            yield Mutant(
                operator=operator.name,
                kind=MutantKind.GUARD if proposal.guard else _kind(material, file),
                edit=Edit(file, proposal.changes),
                locus=proposal.locus,
                description=proposal.description,
                replacement=proposal.replacement,
                runtime=proposal.runtime,
                provider=proposal.provider,
            )


def _kind(material: Material, file: str) -> MutantKind:
    if file == material.subject.registry_file:
        return MutantKind.REGISTRY
    row = row_of(file)
    return _KINDS.get(row.name, MutantKind.GUARD) if row is not None else MutantKind.GUARD
