"""The semantic difference of two registries: exact over every possible id, not over samples."""

from routeproof.compare.difference import Difference, compare
from routeproof.compare.fields import FieldChange
from routeproof.compare.menus import MenuChange
from routeproof.compare.moves import Moves, judge_moves
from routeproof.compare.routes import RouteChange

__all__ = ["Difference", "FieldChange", "MenuChange", "Moves", "RouteChange", "compare", "judge_moves"]
