"""What a resolver is asked."""

from dataclasses import dataclass
from enum import StrEnum


class Op(StrEnum):
    """The four things that a resolver may be asked."""

    DERIVE = "derive"
    UPSTREAM = "upstream"
    REGISTER = "register"
    BILLING = "billing"


class Phase(StrEnum):
    """Why a question is asked; the phases follow one another."""

    CLASS = "class"
    BORDER = "border"
    SAMPLE = "sample"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question; `auth_env` holds names of credentials that are present, never values.

    `runtime` is empty for `upstream`, which knows none. `override` and `proxy` matter to `billing` alone.
    """

    op: Op
    runtime: str
    model: str
    auth_env: tuple[str, ...] = ()
    override: str | None = None
    proxy: bool = True

    @property
    def size(self) -> tuple[int, int, str]:
        """What makes one question a better example than another: the shorter, then the fewer credentials."""
        return len(self.model), len(self.auth_env), self.model

    def __str__(self) -> str:
        where = f" on `{self.runtime}`" if self.op is not Op.UPSTREAM else ""
        keys = f" with `{', '.join(self.auth_env)}`" if self.auth_env else ""
        stored = f", override `{self.override}`" if self.override is not None else ""
        return f"{self.op} `{self.model}`{where}{keys}{stored}{'' if self.proxy else ', no proxy'}"
