"""What a deployment calls the things that it puts into workspaces and responses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """Names that differ from one deployment to the next; the defaults are nobody's own."""

    model_variables: tuple[str, ...] = ("MODEL",)
    """The variables in which a workspace remembers its model, the stronger one first; at least one."""
    proxy_variable: str = "LLM_BASE_URL"
    """The variable under which the proxy's URL is injected; its token goes under an operator's `auth_env`."""
    header: str = "Model-Unregistered"
    """The response header by which warn mode says that a model is not registered."""


NEUTRAL = Deployment()
"""A deployment that says nothing of itself."""
