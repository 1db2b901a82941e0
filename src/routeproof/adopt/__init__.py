"""A new workspace: around a registry that is there already, or a small one to start from."""
