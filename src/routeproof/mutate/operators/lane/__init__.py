"""Operators on the workflows that the lane is made of."""

from routeproof.mutate.operators.lane import scripts, workflows

OPERATORS = (*workflows.OPERATORS, *scripts.OPERATORS)
