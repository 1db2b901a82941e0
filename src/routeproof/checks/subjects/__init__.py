"""What the checks of each family are given, and what they share."""
