"""The commands about one id: where it goes, why, and what would have to change."""
