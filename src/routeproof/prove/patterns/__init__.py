"""What an RE2 pattern is: its characters, its tree, what is refused and what to beware of."""
