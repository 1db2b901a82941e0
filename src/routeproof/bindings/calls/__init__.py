"""How often something is called in source texts of several languages."""

from routeproof.bindings.calls.counting import count_calls

__all__ = ["count_calls"]
