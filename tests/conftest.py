"""How Hypothesis draws: the same examples on every run of the gate, many new ones for `make fuzz`."""

from hypothesis import settings

settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.register_profile("fuzz", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("gate")
