"""Patterns run all at once: a joint automaton, walked over all ids within a budget."""
