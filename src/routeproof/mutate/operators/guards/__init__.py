"""Operators on what a workspace is held to: each makes a guard say less."""

from routeproof.mutate.operators.guards import declared, goldens

OPERATORS = (*declared.OPERATORS, *goldens.OPERATORS)
