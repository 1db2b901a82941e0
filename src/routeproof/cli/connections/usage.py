"""How a call was meant: whether a program reads the answer, and what was wrong, told without secrets."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import click

from routeproof.bindings.references import looks_like_a_key
from routeproof.cli.connections.answers import Said
from routeproof.markup import nearest

JSON = "json"
COMMON_VALUED = ("--format", "--root", "--store", "--vault")
"""The options of every verb that take a value."""
_JSON_FLAG = "--json"
_TRUE = frozenset({"1", "on", "t", "true", "y", "yes"})


def arranged(tokens: Sequence[str]) -> list[str]:
    """The tokens with the common options that stand before the verb moved behind it."""
    at = 0
    while at < len(tokens):
        name, equals, _ = tokens[at].partition("=")
        if name not in (*COMMON_VALUED, _JSON_FLAG):
            break
        at += 1 if equals or name == _JSON_FLAG else 2
    front, rest = tokens[:at], tokens[at:]
    if rest[:1] and rest[0].startswith("-"):
        return [*tokens]
    return [*rest[:1], *front, *rest[1:]]


def wants_json(tokens: Sequence[str], valued: Collection[str], env: Mapping[str, str]) -> bool:
    """Whether standard output is for a program: what the tokens say, else what the variables do.

    The tokens need not make sense otherwise: who asked for JSON is refused in JSON. `valued` are the options
    that take the token behind them, whatever it looks like.
    """
    said = tuple(_formats(tokens, valued))
    if said:
        return JSON in said
    return env.get("ROUTEPROOF_FORMAT") == JSON or env.get("ROUTEPROOF_JSON", "").strip().lower() in _TRUE


def _formats(tokens: Sequence[str], valued: Collection[str]) -> Iterator[str]:
    remaining = iter(tokens)
    for each in remaining:
        if each == "--":
            return
        name, equals, value = each.partition("=")
        if name == _JSON_FLAG:
            yield JSON
        elif name in valued and not equals:
            value = next(remaining, "")
        if name == "--format":
            yield value


def usage_text(error: click.ClickException, typed: Sequence[str]) -> str:
    """What was wrong with a call; where it may be about a secret, no value is repeated.

    `typed` are the tokens, and the values of the variables that stand in for options.
    """
    if isinstance(error, click.NoSuchOption):
        return (
            f"there is no option {token_in_backticks(error.option_name)}{_meant(error.possibilities or ())}"
        )
    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        values = [token.partition("=")[2] if token.startswith("--") else token for token in typed]
        if any(map(looks_like_a_key, values)):
            where = error.param.get_error_hint(error.ctx) if error.param and error.ctx else "an option"
            return f"the value of {where} is refused"
    text = " ".join(error.format_message().split())
    return (text[:1].lower() + text[1:]).rstrip(".")


def unknown_verb(name: str, known: Collection[str]) -> str:
    """What to say where there is no such verb."""
    near = nearest(name, known)
    return f"there is no verb {token_in_backticks(name)}{_meant((near,) if near else ())}"


def veiled(said: Said, typed: Sequence[str]) -> Said:
    """A failure without what was typed and looks like a key: where it was refused, it is not repeated."""
    values = (each for token in typed for each in (token, token.partition("=")[2]))
    keys = sorted({each for each in values if looks_like_a_key(each)}, key=len, reverse=True)
    if not keys:
        return said

    def veil(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: veil(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [veil(each) for each in value]
        for key in keys if isinstance(value, str) else ():
            value = value.replace(key, "***")
        return value

    return replace(said, value=veil(said.value), error=veil(said.error), hint=veil(said.hint))


def token_in_backticks(token: str) -> str:
    """A token of the command line in backticks, unless it may be a secret."""
    bare = token.lstrip("-")
    return "`***`" if looks_like_a_key(token) or looks_like_a_key(bare) else f"`{token}`"


def _meant(near: Collection[str]) -> str:
    return f"; did you mean `{next(iter(near))}`?" if near else ""
