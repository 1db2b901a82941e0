"""Packages whose names load when they are asked for."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_face(package: str, homes: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """The `__getattr__` of a package, which imports a name from the module that has it, once.

    `homes` are modules, absolute or with a leading dot within the package, with the names that each gives.
    AttributeError for any other name.
    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def find(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module `{package}` has no attribute `{name}`")
        found: object = getattr(import_module(home_of[name], package), name)
        setattr(sys.modules[package], name, found)
        return found

    return find
