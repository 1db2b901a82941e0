"""The frozen values that every layer above speaks in: no behaviour, no I/O."""
