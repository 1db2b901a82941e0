"""The pure half of provider connections: what a team's configuration binds, where it goes, and who pays."""
