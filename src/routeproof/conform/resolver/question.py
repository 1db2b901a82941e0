"""What a resolver is asked, and how it is written for it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from routeproof.markup import with_keys


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
        keys = with_keys(self.auth_env)
        stored = f", override `{self.override}`" if self.override is not None else ""
        return f"{self.op} `{self.model}`{where}{keys}{stored}{'' if self.proxy else ', no proxy'}"


def fields_of(question: Question) -> dict[str, object]:
    """The question as a JSON object, without its number."""
    fields: dict[str, object] = {
        "op": question.op,
        "runtime": question.runtime,
        "model": question.model,
        "auth_env": question.auth_env,
    }
    if question.op is Op.BILLING:
        fields |= {"override": question.override, "proxy_configured": question.proxy}
    return fields


def encode_questions(questions: Sequence[Question]) -> bytes:
    """Every question on a line of ASCII, numbered from 0."""
    lines = (json.dumps({"id": number} | fields_of(each)) for number, each in enumerate(questions))
    return "".join(f"{line}\n" for line in lines).encode("ascii")
