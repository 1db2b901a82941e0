"""The verbs of `routeproof connections`, one module for each: `command` is what the group calls."""
