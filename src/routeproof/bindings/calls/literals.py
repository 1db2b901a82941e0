"""Source texts without their comments and text literals, so that what is left is code.

What is in doubt is no code. What stands in the holes of a template is part of a text, and set aside with it.
"""

import re

from routeproof.bindings.calls.languages import SourceLanguage, Template, language_of

_LITERAL = '"'
"""What stands for a literal: two words are no neighbours across it."""

_EDGE = re.compile(r"/\*|\*/")
_BEFORE = re.compile(
    r"(?:^|[=(,:\[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|yield|await))\s*\Z"
)
"""Behind it a slash opens a literal; behind anything else it divides."""
_LOOK_BACK = 60


def code_of(path: str, text: str) -> str:
    """The code of a file: each comment is a space, each literal a quotation mark."""
    return "".join(_Scanner(language_of(path, text), text).pieces())


class _Scanner:
    """Goes through a text once; `open` are the templates around the place where it is.

    A template's depth counts the braces of the hole that it is read in; 0 is its text.
    """

    def __init__(self, language: SourceLanguage, text: str) -> None:
        self.language, self.pattern, self.text = language, language.pattern, text
        self.at = 0
        self.open: list[tuple[Template, int]] = []
        self.code: list[str] = []

    def pieces(self) -> list[str]:
        """The code, in pieces."""
        while self.at < len(self.text):
            if self.open and self.open[-1][1] == 0:
                self._read_template()
            else:
                self._read_code()
        return self.code

    def _read_code(self) -> None:
        found = self.pattern.search(self.text, self.at)
        start = found.start() if found else len(self.text)
        self._keep(self.text[self.at : start])
        self.at = start
        if found:
            self._read_token(found, found.lastgroup or "")

    def _read_token(self, found: re.Match[str], kind: str) -> None:
        self.at = found.end()
        if kind == "comment":
            self.at = self._end_of_comment(found)
            self._keep(" ")
        elif kind == "literal":
            self._keep(_LITERAL)
        elif kind == "slash":
            self._read_slash(found)
        elif kind == "brace" and self.open:
            template, depth = self.open.pop()
            self.open.append((template, depth + (1 if found[0] == "{" else -1)))
        elif kind in {"brace", "plain"}:
            self._keep(found[0])
        else:
            self._keep(_LITERAL)
            self.open.append((self.language.templates[int(kind[1:])], 0))

    def _read_template(self) -> None:
        template, _ = self.open.pop()
        found = template.pattern.search(self.text, self.at)
        self.at = found.end() if found else len(self.text)
        if found and found["close"] is None:
            self.open.append((template, 0 if found["hole"] is None else 1))

    def _read_slash(self, found: re.Match[str]) -> None:
        before = self.text[max(0, found.start() - _LOOK_BACK) : found.start()]
        if _BEFORE.search(before):
            self._keep(_LITERAL)
        else:
            self.at = found.start() + 1
            self._keep("/")

    def _end_of_comment(self, found: re.Match[str]) -> int:
        if not self.language.nested or not found[0].startswith("/*"):
            return found.end()
        depth, at = 0, found.start()
        for edge in _EDGE.finditer(self.text, found.start()):
            depth += 1 if edge[0] == "/*" else -1
            at = edge.end()
            if depth == 0:
                return at
        return len(self.text)

    def _keep(self, code: str) -> None:
        if not self.open:
            self.code.append(code)
