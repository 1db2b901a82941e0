"""What a resolver is asked, as it is written for it and as it is read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from routeproof.errors import InputError
from routeproof.markup import with_keys
from routeproof.match import require_unicode


class Op(StrEnum):
    """The four things that a resolver may be asked."""

    DERIVE = "derive"
    UPSTREAM = "upstream"
    REGISTER = "register"
    BILLING = "billing"


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

    @property
    def fields(self) -> dict[str, object]:
        """The question as a JSON object, without its number."""
        fields: dict[str, object] = {
            "op": self.op,
            "runtime": self.runtime,
            "model": self.model,
            "auth_env": self.auth_env,
        }
        if self.op is Op.BILLING:
            fields |= {"override": self.override, "proxy_configured": self.proxy}
        return fields

    def __str__(self) -> str:
        where = f" on `{self.runtime}`" if self.op is not Op.UPSTREAM else ""
        keys = with_keys(self.auth_env)
        stored = f", override `{self.override}`" if self.override is not None else ""
        return f"{self.op} `{self.model}`{where}{keys}{stored}{'' if self.proxy else ', no proxy'}"


def read_question(asked: Mapping[str, Any]) -> Question:
    """Read the fields of a question; InputError when they make none."""
    if asked.get("op") not in tuple(Op):
        raise InputError(f"its `op` is none of {', '.join(Op)}")
    names, override = asked.get("auth_env", []), asked.get("override")
    texts = [asked.get("runtime", ""), asked.get("model"), *(names if isinstance(names, list) else [None])]
    if not all(isinstance(text, str) for text in [*texts, override or ""]):
        raise InputError("its `runtime`, `model` and `auth_env` are not texts, and a list of texts")
    for text in (*texts, override or ""):
        require_unicode(text, "the text")
    proxy = asked.get("proxy_configured", True)
    if not isinstance(proxy, bool):
        raise InputError("its `proxy_configured` is not true or false")
    return Question(
        op=Op(asked["op"]),
        runtime=asked.get("runtime", ""),
        model=asked["model"],
        auth_env=tuple(names),
        override=override,
        proxy=proxy,
    )
