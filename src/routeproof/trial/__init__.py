"""A workspace edited in thought, and judged again."""

from routeproof.trial.workspace_trial import WorkspaceTrial, open_trial

__all__ = ["WorkspaceTrial", "open_trial"]
