"""The rule, reasoned about: automata over all ids, read independently of the engine that runs one id."""
