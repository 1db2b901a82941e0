"""How languages write what is no code: comments, text literals, and texts with code in them."""

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

_HASH, _SLASHES, _BLOCK = r"#[^\n]*", r"//[^\n]*", r"/\*.*?(?:\*/|\Z)"


def _quoted(mark: str, *, lines: bool = False) -> str:
    """A literal between two marks, with escapes; one without an end stops at its line, or with the text."""
    inner = rf"[^{mark}\\]" if lines else rf"[^{mark}\\\n]"
    return rf"{mark}{inner}*(?:\\.{inner}*)*{mark}?"


def _tripled(mark: str) -> str:
    return rf"{mark * 3}[^{mark}\\]*(?:(?:\\.|{mark}(?!{mark * 2}))[^{mark}\\]*)*(?:{mark * 3})?"


_DOUBLE, _SINGLE = _quoted('"'), _quoted("'")
_LONG, _LONG_SINGLE = _quoted('"', lines=True), _quoted("'", lines=True)
_RAW = r"`[^`]*`?"
_CLASS = r"\[(?:\\.|[^\]\\\n]){0,200}\]"
_EXPRESSION = rf"/(?!\*)(?:\\.|{_CLASS}|[^/\\\[\n]){{1,1000}}/"
"""A regular expression; one that is longer is taken for code."""
_CHAR = r"'(?:\\.[^'\n]{0,12}|[^\\'\n])'"
"""One letter: an apostrophe that starts none, as of a lifetime, is code."""


@dataclass(frozen=True, slots=True)
class Template:
    """A literal with code in it: how it opens, and what counts inside: its end, a hole, an escape."""

    opening: str
    close: str
    hole: str
    skipped: str = r"\\."

    @property
    def pattern(self) -> re.Pattern[str]:
        """What counts inside, each kind in a group of its own but the escapes."""
        return _compiled(rf"{self.skipped}|(?P<close>{self.close})|(?P<hole>{self.hole})")


@dataclass(frozen=True, slots=True)
class SourceLanguage:
    """What is no code, as patterns; the first that fits at a place is taken.

    `plain` is code in which a mark starts nothing. `nested`: a block comment may hold another. `slashes`: a
    slash may open a literal.
    """

    comments: tuple[str, ...]
    literals: tuple[str, ...]
    templates: tuple[Template, ...] = ()
    plain: tuple[str, ...] = ()
    nested: bool = False
    slashes: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """All of them, each kind in a group of its own: `t0` is the first template."""
        kinds = {
            "plain": self.plain,
            "comment": self.comments,
            **{f"t{at}": (each.opening,) for at, each in enumerate(self.templates)},
            "literal": self.literals,
            "slash": (_EXPRESSION,) if self.slashes else (),
            "brace": ("[{}]",) if self.templates else (),
        }
        return _compiled("|".join(f"(?P<{kind}>{'|'.join(each)})" for kind, each in kinds.items() if each))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL | re.MULTILINE)


_F = r"(?<!\w)(?:[fFtT][rR]?|[rR][fFtT])"
_PYTHON = SourceLanguage(
    (_HASH,),
    (_tripled('"'), _tripled("'"), _DOUBLE, _SINGLE),
    (
        Template(f'{_F}"""', '"""', r"\{", r"\\.|\{\{"),
        Template(f"{_F}'''", "'''", r"\{", r"\\.|\{\{"),
        Template(f'{_F}"', r'"|\n', r"\{", r"\\.|\{\{"),
        Template(f"{_F}'", r"'|\n", r"\{", r"\\.|\{\{"),
    ),
)
_YAML = SourceLanguage((rf"(?<!\S){_HASH}",), (r"(?<![\w\])}])'[^']*'?", rf"(?<![\w\])}}]){_LONG}"))
_SHELL = SourceLanguage(
    (rf"(?<![^\s;&|()]){_HASH}",),
    (
        r"(?<!<)<<-?[ \t]*(?P<mark>['\"]?)(?P<end>[A-Za-z_]\w*)(?P=mark)[^\n]*\n?(?:.*?^[ \t]*(?P=end)$|.*)",
        rf"\${_LONG_SINGLE}",
        "'[^']*'?",
        _LONG,
    ),
    plain=(r"\\.",),
)
_SCRIPT = SourceLanguage((_SLASHES, _BLOCK), (_DOUBLE, _SINGLE), (Template("`", "`", r"\$\{"),), slashes=True)
_C = SourceLanguage(
    (_SLASHES, _BLOCK),
    (
        r'\bR"(?P<delimiter>[^ ()\\\n]{0,16})\(.*?(?:\)(?P=delimiter)"|\Z)',
        _LONG,
        _CHAR,
    ),
)
_GO = SourceLanguage((_SLASHES, _BLOCK), (_RAW, _DOUBLE, _CHAR))
_RUST = SourceLanguage(
    (_SLASHES, _BLOCK),
    (r'\b[bc]?r(?P<hashes>#*)".*?(?:"(?P=hashes)|\Z)', _LONG, _CHAR),
    nested=True,
)
_JAVA = SourceLanguage((_SLASHES, _BLOCK), (_tripled('"'), _DOUBLE, _CHAR))
_SHARP = SourceLanguage(
    (_SLASHES, _BLOCK),
    (r'\$?@\$?"[^"]*(?:""[^"]*)*"?', _tripled('"'), _DOUBLE, _CHAR),
    (Template(r'\$"', r'"|\n', r"\{", r"\\.|\{\{"),),
)
_SWIFT = SourceLanguage((_SLASHES, _BLOCK), (_tripled('"'), _DOUBLE), nested=True)
_KOTLIN = SourceLanguage(
    (_SLASHES, _BLOCK),
    (_CHAR,),
    (Template('"""', '"""', r"\$\{", r"\\\Z"), Template('"', r'"|\n', r"\$\{")),
    nested=True,
)
_OTHER = SourceLanguage((_SLASHES, _BLOCK), (_tripled('"'), _tripled("'"), _DOUBLE, _SINGLE, _RAW))

_BY_SUFFIX = MappingProxyType(
    {
        suffix: language
        for language, suffixes in (
            (_PYTHON, "py pyi pyw"),
            (_YAML, "yaml yml"),
            (_SHELL, "sh bash zsh ksh"),
            (_SCRIPT, "js jsx mjs cjs ts tsx mts cts vue svelte"),
            (_C, "c h cc cpp cxx hpp hh hxx m mm"),
            (_GO, "go"),
            (_RUST, "rs"),
            (_JAVA, "java"),
            (_SHARP, "cs"),
            (_SWIFT, "swift"),
            (_KOTLIN, "kt kts scala sc groovy gradle"),
        )
        for suffix in suffixes.split()
    }
)
_SHEBANG = re.compile(
    r"#![^\n]*?\b(?:(?P<python>python)|(?P<shell>(?:ba|z|k|da)?sh)|(?P<script>node|deno|bun))"
)
_BY_SHEBANG = MappingProxyType({"python": _PYTHON, "shell": _SHELL, "script": _SCRIPT})


def language_of(path: str, text: str) -> SourceLanguage:
    """The language of a file, by its suffix, else by what its first line says runs it."""
    suffix = path.rpartition("/")[2].rpartition(".")[2].lower()
    found = None if suffix in _BY_SUFFIX else _SHEBANG.match(text)
    if found:
        return _BY_SHEBANG[found.lastgroup or ""]
    return _BY_SUFFIX.get(suffix, _OTHER)
