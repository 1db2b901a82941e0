"""What counts as a call, in languages of several kinds: comments and text literals hold none."""

import pytest

from routeproof.bindings.calls import count_calls


def count(path: str, text: str, symbol: str = "resolve") -> int:
    return count_calls([(path, text)], symbol)


CALLS = [
    ("a.py", "resolve(1)"),
    ("a.py", "x = self.resolve (1)"),
    ("a.py", "@resolve(1)\ndef f(): ..."),
    ("a.py", "resolve\n(1)"),
    ("a.py", "resolve  # why\n(1)"),
    ("a.py", "f(resolve(1))"),
    ("a.py", "x = '#'; resolve(1)"),
    ("a.py", 'x = """\n"#\n"""; resolve(1)'),
    ("a.py", "x = r'\\'' ; resolve(1)"),
    ("a.py", "x = 'it\\'s'; resolve(1)"),
    ("a.py", 'x = f"{d["a"]}#"; resolve(1)'),
    ("a.py", "x = f'{{{{' ; resolve(1)"),
    ("a.py", "x = 'open\nresolve(1)"),
    ("a.py", "undefined resolve(1)"),
    ("a.py", "redef resolve(1)"),
    ("a.sh", 'echo "it"; resolve (1)'),
    ("a.sh", "echo ${#x} \\' ; resolve(1)"),
    ("a.sh", "cat <<EOF\nx\nEOF\nresolve(1)"),
    ("a.sh", "cat <<<x; resolve(1)"),
    ("a.yaml", "run: it's resolve(1)"),
    ("a.yml", "url: http://h#x resolve(1)"),
    ("a.js", "resolve(1) // x"),
    ("a.ts", "const r = /['\"]/; resolve(1)"),
    ("a.ts", "x.replace(/`/g, ''); resolve(1)"),
    ("a.ts", "y = (a / 2) - resolve(1) / 2"),
    ("a.tsx", "await this.resolve(1)"),
    ("a.ts", "`${a + `x`}` ; resolve(1)"),
    ("a.ts", "$x.resolve(1)"),
    ("a.go", 'x := `"`; resolve(1)'),
    ("a.go", "r := '\"'; resolve(1)"),
    ("a.go", "r := '\\''; resolve(1)"),
    ("a.rs", "fn f<'a>(x: &'a str) { resolve(x) }"),
    ("a.rs", "/* /* */ */ resolve(1)"),
    ("a.rs", 'let x = r#"""#; resolve(1)'),
    ("a.c", "int x = 1'000; resolve(1);"),
    ("a.cpp", 'auto x = R"x(")" )x"; resolve(1);'),
    ("a.java", 'x = """\n " \n"""; resolve(1);'),
    ("a.cs", 'x = @"\\"; resolve(1);'),
    ("a.kt", 'val x = "${f("y")}"; resolve(1)'),
    ("a.unknown", "resolve(1)"),
    ("tool", "#!/usr/bin/env python3\n'#'; resolve(1)"),
]


@pytest.mark.parametrize(("path", "text"), CALLS)
def test_a_call_is_counted(path: str, text: str) -> None:
    assert count(path, text) == 1


NO_CALLS = [
    ("a.py", "resolver(1)"),
    ("a.py", "my_resolve(1)"),
    ("a.py", "resolve[1]"),
    ("a.py", "resolve, (1)"),
    ("a.py", "résolve(1)"),
    ("a.py", "éresolve(1)"),
    ("a.py", "# resolve(1)"),
    ("a.py", "x  #resolve(1)"),
    ("a.py", "'resolve(1)'"),
    ("a.py", '"""\nresolve(1)\n"""'),
    ("a.py", "'''\\'''resolve(1)'''"),
    ("a.py", '"""a""b" resolve(1)"""'),
    ("a.py", 'f"{x!r} resolve(1)"'),
    ("a.py", 'f"{d["resolve(1)"]}"'),
    ("a.py", "f'{resolve(1)}'"),
    ("a.py", "resolve'x'(1)"),
    ("a.py", "def resolve(x): ..."),
    ("a.py", "async def  resolve (x): ..."),
    ("a.py", '"""\nresolve(1)'),
    ("a.pyi", "# resolve(1)"),
    ("a.sh", "# resolve (1)"),
    ("a.sh", "x=1;# resolve(1)"),
    ("a.sh", "'\nresolve(1)'"),
    ("a.sh", "$'\\'resolve(1)'"),
    ("a.sh", "cat <<-'EOF'\nresolve(1)\n\tEOF\n"),
    ("a.sh", "cat <<EOF\nresolve(1)\n"),
    ("a.yaml", "a: 'resolve(1)'"),
    ("a.yaml", 'a: "x\n resolve(1)"'),
    ("a.yaml", "a: b # resolve(1)"),
    ("a.js", "// resolve(1)"),
    ("a.js", "/* resolve(1)\nresolve(2) */"),
    ("a.js", "/* resolve(1)"),
    ("a.js", "'resolve(1)' + \"resolve(1)\""),
    ("a.js", "`\nresolve(1)`"),
    ("a.js", "`${resolve(1)}`"),
    ("a.js", "`${`resolve(1)` + {a: 1}.a} resolve(1)`"),
    ("a.js", "x = /resolve(1)/"),
    ("a.js", "return /[/]resolve(1)/g"),
    ("a.js", "$resolve(1)"),
    ("a.js", "this.#resolve(1)"),
    ("a.js", "function resolve(x) {}"),
    ("a.js", "function* resolve(x) {}"),
    ("a.js", "function /* x */ resolve(x) {}"),
    ("a.go", "func resolve(x) {}"),
    ("a.go", "func (r *Resolver) resolve(x) {}"),
    ("a.go", "`resolve(1)\\`"),
    ("a.rs", "fn resolve(x: u8) {}"),
    ("a.rs", "/* /* */ resolve(1) */"),
    ("a.rs", 'r#"" resolve(1) "#'),
    ("a.rs", '"\nresolve(1)"'),
    ("a.cpp", 'R"x(resolve(1))x"'),
    ("a.java", '"""\nresolve(1)"""'),
    ("a.cs", '$"{resolve(1)}"'),
    ("a.cs", '@"""resolve(1)"'),
    ("a.swift", "/* /* */ resolve(1) */"),
    ("a.kt", '"${f("resolve(1)")}"'),
    ("a.unknown", "// resolve(1)"),
    ("a.unknown", "`resolve(1)`"),
    ("tool", "#!/bin/sh\n# resolve(1)"),
    ("tool", "#!/usr/bin/env node\n// resolve(1)"),
    (".py", "# resolve(1)"),
]


@pytest.mark.parametrize(("path", "text"), NO_CALLS)
def test_what_is_no_call_is_not_counted(path: str, text: str) -> None:
    assert count(path, text) == 0


def test_calls_are_added_up_and_each_is_one() -> None:
    texts = [
        ("a.py", "resolve(resolve(1))\n'resolve('\n"),
        ("b.js", "resolve(1);/**/resolve(2)"),
        ("c.py", ""),
    ]
    assert count_calls(texts, "resolve") == 4
    assert count_calls(texts, "absent") == 0


@pytest.mark.parametrize(
    ("symbol", "text", "number"),
    [
        ("cache.clear", "x.cache.clear()", 1),
        ("cache.clear", "cacheXclear()", 0),
        ("$f", "$f(1); x$f(1)", 1),
    ],
)
def test_a_symbol_is_taken_as_it_is_written(symbol: str, text: str, number: int) -> None:
    assert count("a.js", text, symbol) == number


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.js", "`${" * 100_000 + "resolve("),
        ("a.rs", "/*" * 200_000 + "resolve("),
        ("a.js", "/" + " " * 200_000 + "/resolve("),
        ("a.py", 'f"{' * 100_000 + "resolve("),
        ("a.py", "def " + " " * 300_000 + "resolve"),
        ("a.go", "func (" * 3_000 + "resolve"),
        ("a.sh", "<<A\n" * 3_000 + "resolve("),
        ("a.js", " / " * 100_000 + "resolve("),
        ("a.js", "/[" * 30_000 + "resolve("),
        ("a.sh", "<<A" * 200_000 + "resolve("),
    ],
)
def test_a_hostile_text_comes_to_an_end(path: str, text: str) -> None:
    assert count(path, text) <= 1
