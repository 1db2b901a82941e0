"""Commands that show what is there: checks, schemas, commands, a fingerprint."""
