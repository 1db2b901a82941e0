"""What tests share: makers of values and workspaces, readers of reports, a second reading of the rule."""
