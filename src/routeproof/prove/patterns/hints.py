"""What to write instead of what RE2 refuses, by its reason and by how the refused text begins."""

_ROWS = (
    ("", "(?<=", "RE2 has no lookaround: let the pattern match the text before as well"),
    ("", "(?<!", "RE2 has no lookaround: say what the text before may be, with a class `[^...]`"),
    ("missing )", "", "close the group with `)`, or write `\\(` for the character"),
    ("unexpected )", "", "open a group before it, or write `\\)` for the character"),
    ("missing ]", "", "close the class with `]`, or write `\\[` for the character"),
    ("trailing", "", "write `\\\\` for a backslash"),
    ("no argument", "", "write what is repeated before it, or a backslash before it for the character"),
    ("bad repetition", "", "a repeat of a repeat needs a group, `(?:a*)*`; RE2 has no possessive repeats"),
    (
        "invalid repetition",
        "",
        "a count is at most 1000, nested counts multiply, the lower bound comes first",
    ),
    (
        "invalid character class",
        "\\",
        "name a script or category that RE2 knows, such as `\\p{Greek}` or `\\pL`",
    ),
    ("invalid character class", "[:", "name a class that RE2 knows, such as `[[:alpha:]]`"),
    (
        "invalid character class",
        "",
        "write the bounds of a range in ascending order, and `\\[` for the character",
    ),
    ("not valid Unicode", "", "write a character, not half of a surrogate pair"),
    ("invalid named", "", "write `(?P<name>...)`, the name in letters, digits and `_`"),
    ("", "(?=", "RE2 has no lookaround: list the ids, or split the arm in two"),
    ("", "(?!", "RE2 has no lookaround: say what the id may be, for example with a class `[^...]`"),
    ("", "(?>", "RE2 has no atomic groups and needs none, for it never backtracks: write `(?:...)`"),
    ("", "(?#", "RE2 has no comments in patterns: write the comment beside it"),
    ("", "(?P", "RE2 has no references to groups: write the text out"),
    ("", "(?", "the flags are `i`, `m`, `s` and `U`: write `(?i)` or `(?i:...)`"),
    ("", "\\C", "write `.`: `\\C` is one byte, which Go refuses"),
    ("", "\\B", "name the neighbouring characters: RE2 and Go read `\\B` differently beside non-ASCII text"),
    ("", "\\Z", "write `\\z` or `$`"),
    ("", "\\u", "write the code point as `\\x{2014}`"),
    ("", "\\x", "write two hexadecimal digits, or `\\x{...}` up to `\\x{10FFFF}`"),
    ("", "\\", "write the character itself, or its code point as `\\x{41}`; RE2 has no backreferences"),
)


def hint_for(reason: str, refused: str) -> str:
    """The hint for RE2's reason and the text it stumbled over."""
    for why, start, hint in _ROWS:
        if reason.startswith(why) and refused.startswith(start) and (why or start):
            return hint
    return "write a smaller pattern"
