"""What a conversion could not keep: each loss with its place, and the refusals that stop it."""

import re
from collections.abc import Iterable

_ODD = re.compile(r"[^A-Za-z0-9_.\[\]-]")
_LONGEST = 200


class NotConvertible(ValueError):
    """The request says something that the target cannot say; `param` is its place in the guest's body."""

    def __init__(self, param: str, message: str) -> None:
        super().__init__(message)
        self.param = param
        self.message = message


class LossReport:
    """Gathers the losses of one conversion, each place once; `refuse_lossy` makes each a refusal."""

    def __init__(self, *, refuse_lossy: bool = False, refuse_unknown: bool = False) -> None:
        self._refuse_lossy = refuse_lossy
        self._refuse_unknown = refuse_unknown
        self._found: dict[str, str] = {}

    def dropped(self, path: str) -> None:
        """Something is not sent."""
        self._note(path, "dropped")

    def changed(self, path: str) -> None:
        """Something is sent otherwise than it was meant."""
        self._note(path, "changed")

    def added(self, path: str) -> None:
        """Something is sent that the guest did not say; the place is in the sent body."""
        self._note(path, "added")

    def unknown(self, names: Iterable[str]) -> None:
        """Fields that the protocol is not known to have are dropped."""
        for name in names:
            if self._refuse_unknown:
                raise NotConvertible(name, "this field is not known")
            self.dropped(name)

    @property
    def losses(self) -> tuple[str, ...]:
        """`PATH=dropped|changed|added`, sorted; of a name that the guest made up, `?` for what is no name."""
        return tuple(f"{path}={how}" for path, how in sorted(self._found.items()))

    def _note(self, path: str, how: str) -> None:
        if self._refuse_lossy:
            raise NotConvertible(path, f"this would be {how}")
        self._found.setdefault(safe_path(path), how)


def safe_path(path: str) -> str:
    """A place or a type as a header may hold it: bounded, and `?` for what no name has."""
    return _ODD.sub("?", path)[:_LONGEST]


def format_losses(losses: tuple[str, ...], limit: int = 2048) -> str:
    """The losses as one header value of at most `limit` characters; `more=N` says how many are left out."""
    shown: list[str] = []
    length = 0
    for place, loss in enumerate(losses):
        behind = len(losses) - place - 1
        room = limit - (len(f", more={behind}") if behind else 0)
        if length + len(loss) + 2 > room:
            return ", ".join([*shown, f"more={behind + 1}"])
        shown.append(loss)
        length += len(loss) + 2
    return ", ".join(shown)
