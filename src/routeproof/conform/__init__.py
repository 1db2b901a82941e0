"""Conformance: a team's own resolver, held to the specification over every behavioural class."""
