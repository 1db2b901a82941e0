"""Drift: what the templates offer to users, held against the registry (specification, section 5)."""

from routeproof.drift.offers import Category, Drift, drift_of

__all__ = ["Category", "Drift", "drift_of"]
