"""Mutation: plausible edits of a workspace, decided one by one, and the report of who noticed them."""

from routeproof.mutate.choose import Shard
from routeproof.mutate.edit import Change, Edit, applied
from routeproof.mutate.merge import merge_reports
from routeproof.mutate.mutant import Mutant
from routeproof.mutate.operators import Material, mutants_of
from routeproof.mutate.report import JudgedMutant, Report, Score, guard_score, ordered_entries, score
from routeproof.mutate.result import Status
from routeproof.mutate.runner import Limits
from routeproof.mutate.session import (
    Request,
    UnknownMutantError,
    Untrusted,
    exit_of,
    find_mutant,
    hold,
    repair,
    show,
)
from routeproof.mutate.source import Source, TableSource, TextSource, YamlSource
from routeproof.mutate.text import difference
from routeproof.mutate.trial import Attempt, Opener, Trial

__all__ = [
    "Attempt",
    "Change",
    "Edit",
    "JudgedMutant",
    "Limits",
    "Material",
    "Mutant",
    "Opener",
    "Report",
    "Request",
    "Score",
    "Shard",
    "Source",
    "Status",
    "TableSource",
    "TextSource",
    "Trial",
    "UnknownMutantError",
    "Untrusted",
    "YamlSource",
    "applied",
    "difference",
    "exit_of",
    "find_mutant",
    "guard_score",
    "hold",
    "ordered_entries",
    "merge_reports",
    "mutants_of",
    "repair",
    "score",
    "show",
]
