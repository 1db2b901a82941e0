"""What a reader of GitHub-flavoured Markdown sees of a report, and what was smuggled into it."""

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

OURS = re.compile(
    r"<!-- routeproof:comment -->|<details><summary>[A-Za-z ]*\(?\d*\)?[a-z ]*</summary>|</details>"
)
"""The only HTML that a report writes."""


@lru_cache(maxsize=16)
def tokens(markdown: str) -> list[Token]:
    """Every token, those inside of paragraphs and cells included; the same list for whoever asks again."""
    found: list[Token] = []
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        found += [token, *(token.children or ())]
    return found


def smuggled(markdown: str) -> list[str]:
    """Links, images, mentions, guessed links and HTML that the report did not write itself."""
    found = []
    for token in tokens(markdown):
        if token.type in {"html_block", "html_inline"}:
            found += [
                line for line in token.content.splitlines() if line.strip() and not OURS.fullmatch(line)
            ]
        elif token.type in {"link_open", "image", "fence", "code_block"}:
            found.append(token.type)
        elif token.type == "text":
            found += re.findall(r"@(?!\u200b)|://|www\.", token.content)
    return found


def cells(markdown: str) -> list[list[str]]:
    """The body rows of every table, each cell as its plain text."""
    rows: list[list[str]] = []
    inside = False
    for token in tokens(markdown):
        if token.type in {"tbody_open", "tbody_close"}:
            inside = token.type == "tbody_open"
        elif token.type == "tr_open" and inside:
            rows.append([])
        elif token.type == "td_open":
            rows[-1].append("")
        elif inside and token.type in {"text", "code_inline", "text_special"}:
            rows[-1][-1] += token.content
    return rows
