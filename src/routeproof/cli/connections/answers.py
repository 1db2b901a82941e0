"""What a verb comes to: one value for programs, one text for people, and the exit code that both share."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import click

from routeproof.cli import actions
from routeproof.errors import RouteproofError
from routeproof.harness import Exit
from routeproof.markup import visible

_NO = (
    "already_exists",
    "has_references",
    "not_found",
    "payer_change",
    "payer_moved",
    "replay_differs",
    "row_faults",
)
_WRONG_INPUT = (
    "bad_store_url",
    "config_unreadable",
    "config_unwritable",
    "extra_missing",
    "invalid_auth",
    "invalid_base_url",
    "invalid_name",
    "invalid_provider",
    "output_unwritable",
    "references_unknown",
    "store_outdated",
    "usage",
)
_UNKNOWN = ("config_changed", "lookup_failed", "store_unavailable", "vault_unavailable")

EXITS: Mapping[str, Exit] = MappingProxyType(
    {
        **dict.fromkeys(_NO, Exit.FINDINGS),
        **dict.fromkeys(_WRONG_INPUT, Exit.INPUT),
        "nothing_checked": Exit.NOTHING_CHECKED,
        **dict.fromkeys(_UNKNOWN, Exit.UNDECIDED),
        "internal_error": Exit.INTERNAL,
    }
)
"""Code of a failure to exit code. A reason of dispatch that is not here is an answer, and it is no."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a verb says. With a `code` it has failed, and `error` says why in a sentence.

    `value` is what programs read, without `ok`; where it is None, `text` is a document that stands for itself
    in both modes. `text` goes to standard output for people, `notes` to standard error, a line each. With
    `is_file` the text is what a file is to hold: UTF-8, whatever the terminal's encoding.
    """

    value: Mapping[str, Any] | None = field(default_factory=lambda: _NOTHING)
    text: str = ""
    notes: tuple[str, ...] = ()
    code: str = ""
    error: str = ""
    hint: str = ""
    exit_code: int = Exit.CLEAN
    color: bool | None = None
    is_file: bool = False


class Refused(RouteproofError):
    """A verb cannot go on, or its answer is no.

    `detail` are the other fields of the answer, `text` is a report for people.
    """

    def __init__(
        self,
        code: str,
        error: str,
        detail: Mapping[str, Any] = _NOTHING,
        *,
        hint: str = "",
        text: str = "",
    ) -> None:
        super().__init__(error, hint=hint)
        self.code = code
        self.detail = detail
        self.text = text
        self.exit_code = EXITS.get(code, Exit.FINDINGS)


def failure_of(error: RouteproofError) -> Said:
    """The failure that an error stands for; what has no code of its own has the one of its exit code."""
    code = str(getattr(error, "code", "")) or _CODES.get(error.exit_code, "internal_error")
    first = error.problems[0]
    sentences = [f"{each.place}: {each.message}" if each.place else each.message for each in error.problems]
    return Said(
        value=getattr(error, "detail", _NOTHING),
        text=getattr(error, "text", ""),
        code=code,
        error="; ".join(sentences),
        hint=first.hint,
        exit_code=error.exit_code,
    )


_CODES: Mapping[int, str] = {Exit.INPUT: "config_unreadable", Exit.UNDECIDED: "store_unavailable"}


def print_answer(said: Said, *, as_json: bool) -> None:
    """Say it: with `as_json` one object and a line end on standard output, and nothing anywhere else."""
    if as_json and said.value is not None:
        click.echo(json_line(said))
        return
    text = said.text if said.value is None else actions.for_log(said.text)
    click.echo(text.encode() if said.is_file else text, nl=False, color=said.color)
    for note in said.notes:
        click.echo(visible(note), err=True)
    if said.code:
        click.echo(f"error: {visible(said.error)}", err=True)
        if said.hint:
            click.echo(f"  hint: {visible(said.hint)}", err=True)


def json_line(said: Said) -> str:
    """The answer as one line, in ASCII: what came in as no Unicode leaves as an escape."""
    head = {"ok": False, "code": said.code, "error": said.error} if said.code else {"ok": True}
    return json.dumps({**head, **(said.value or {})})
