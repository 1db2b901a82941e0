"""Operators on provider connections: their rows, the entries that name them, and the terms for both."""

from routeproof.mutate.operators.connections import entries, rows, terms

OPERATORS = (*rows.OPERATORS, *entries.OPERATORS, *terms.OPERATORS)
