"""Operators on what a registry is held to: each guard weakened in the ways that pass for a repair."""

from routeproof.mutate.operators.guards import declared, delivery, goldens

OPERATORS = (*declared.OPERATORS, *goldens.OPERATORS, *delivery.OPERATORS)
