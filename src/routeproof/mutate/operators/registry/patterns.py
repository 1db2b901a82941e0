"""Operators on the patterns of providers: anchors, letter case, separators, branches."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from routeproof.model.registry import Payer
from routeproof.mutate.edit import put
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal, catalogue

NOTHING = r"[^\x00-\x{10FFFF}]"
"""A class without a single character."""
_START = re.compile(r"^((?:\(\?[a-zA-Z]+\))?)\^")
_END = re.compile(r"(?<!\\)\$$")
_FOLDED = re.compile(r"^\(\?i\)")
_CLASS = re.compile(r"\[([^\]\\^-]{2,}|[^\]\\^]+-)\]")
_LITERAL = re.compile(r"(?<=\w)[:/]$")
_GROUP = re.compile(r"\((?!\?)([^()]*\|[^()]*)\)")

Rewrite = Callable[[str], Iterator[str]]
"""From a pattern to the patterns that a slip makes of it."""


def _no_anchor(pattern: str) -> Iterator[str]:
    if _START.search(pattern):
        yield _START.sub(r"\1", pattern)
    if _END.search(pattern):
        yield _END.sub("", pattern)


def _constant(new: str, _pattern: str) -> Iterator[str]:
    yield new


def _toggle_case(pattern: str) -> Iterator[str]:
    yield _FOLDED.sub("", pattern) if _FOLDED.search(pattern) else f"(?i){pattern}"


def _drop_one_separator(pattern: str) -> Iterator[str]:
    for found in _CLASS.finditer(pattern):
        for index in range(len(found[1])):
            left = found[1][:index] + found[1][index + 1 :]
            yield pattern[: found.start()] + f"[{left}]" + pattern[found.end() :]


def _no_separator(pattern: str) -> Iterator[str]:
    for found in (*_CLASS.finditer(pattern), *_LITERAL.finditer(pattern)):
        yield pattern[: found.start()] + pattern[found.end() :]


def _widen(pattern: str) -> Iterator[str]:
    for found in _GROUP.finditer(pattern):
        yield pattern[: found.end() - 1] + "|[a-z]+" + pattern[found.end() - 1 :]


def _ungroup(pattern: str) -> Iterator[str]:
    for found in _GROUP.finditer(pattern):
        yield pattern[: found.start()] + found[1] + pattern[found.end() :]


def _drop_branch(pattern: str) -> Iterator[str]:
    for found in _GROUP.finditer(pattern):
        branches = found[1].split("|")
        for index in range(len(branches)):
            left = "|".join(branches[:index] + branches[index + 1 :])
            yield pattern[: found.start()] + f"({left})" + pattern[found.end() :]


def _rewritten(rewrite: Rewrite, material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        for new in rewrite(provider.model_prefix_match):
            yield _proposal(at, provider.name, provider.model_prefix_match, new)


def _proposal(at: str, name: str, old: str, new: str) -> Proposal:
    return Proposal(
        changes=(put(f"{at}/model_prefix_match", new),),
        locus=name,
        description=f"the pattern of `{name}` becomes `{new}`, was `{old}`",
        replacement=new,
        provider=name,
    )


def _over_vendor(material: Material) -> Iterator[Proposal]:
    vendors = [provider.upstream_vendor for _, provider in catalogue(material.registry)]
    for at, provider in catalogue(material.registry):
        for vendor in vendors if provider.payer is Payer.PLATFORM else ():
            if vendor:
                old = provider.model_prefix_match
                yield _proposal(at, provider.name, old, f"{old}|^{re.escape(vendor)}[:/]")


def _providers(*patterns: str) -> str:
    return "providers:\n" + "".join(f"  - {{name: p, model_prefix_match: '{each}'}}\n" for each in patterns)


def _operator(
    name: str, description: str, rewrite: Rewrite, examples: dict[str, tuple[str, ...]]
) -> Operator:
    return Operator(
        name=name,
        description=description,
        touches="/providers/PROVIDER/model_prefix_match",
        propose=partial(_rewritten, rewrite),
        examples=tuple(
            Example(_providers(before), tuple(map(_providers, after))) for before, after in examples.items()
        ),
    )


OPERATORS = (
    _operator(
        "regex-no-anchor",
        "a pattern loses an anchor and is found anywhere, or finds longer ids",
        _no_anchor,
        {"^a-": ("a-",), "(?i)^(a|b)$": ("(?i)(a|b)$", "(?i)^(a|b)"), "a": ()},
    ),
    _operator(
        "regex-match-nothing", "a pattern finds no id", partial(_constant, NOTHING), {"^a-": (NOTHING,)}
    ),
    _operator("regex-match-all", "a pattern finds every id", partial(_constant, ".*"), {"^a-": (".*",)}),
    _operator(
        "regex-toggle-case",
        "a pattern starts or ceases to ignore letter case",
        _toggle_case,
        {"^a-": ("(?i)^a-",), "(?i)^a-": ("^a-",)},
    ),
    _operator(
        "regex-drop-one-separator",
        "a character leaves a class of a pattern",
        _drop_one_separator,
        {"^a[:/]": ("^a[/]", "^a[:]"), "^a/": ()},
    ),
    _operator(
        "regex-no-separator",
        "a pattern no longer asks for a separator",
        _no_separator,
        {"^a[:/]": ("^a",), "^a/": ("^a",), "^(a|b[:/])": ("^(a|b)",), "^a-": ()},
    ),
    _operator(
        "regex-widen-alternation",
        "an alternation gains a branch that finds nearly anything",
        _widen,
        {"^(a|b)$": ("^(a|b|[a-z]+)$",), "^a": ()},
    ),
    _operator(
        "regex-ungroup",
        "an alternation loses its parentheses, and the anchors their reach",
        _ungroup,
        {"^(a|b)$": ("^a|b$",)},
    ),
    _operator(
        "regex-drop-branch",
        "an alternation loses a branch",
        _drop_branch,
        {"^(a|b)$": ("^(b)$", "^(a)$")},
    ),
    Operator(
        name="platform-regex-over-vendor",
        description="the platform's pattern also finds the ids of a vendor",
        touches="/providers/PROVIDER/model_prefix_match",
        propose=_over_vendor,
        examples=(
            Example(
                "providers: [{name: v-api, upstream_vendor: v}, "
                "{name: platform, model_prefix_match: ^platform/}]",
                (
                    "providers: [{name: v-api, upstream_vendor: v}, "
                    "{name: platform, model_prefix_match: '^platform/|^v[:/]'}]",
                ),
            ),
        ),
    ),
)
