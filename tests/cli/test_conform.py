"""`routeproof conform`: the examples in two languages, recordings, exit codes.

The command runs in this process, with real resolvers as its children: that is where its work is done.
"""

import json
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from routeproof.codegen import CodeLanguage, render
from routeproof.manifest import fingerprint, load
from support.cli_command import ROOT, Run, call, copy_workspace, run

EXAMPLES = ROOT / "examples"
EVERY_OP = ("--op", "derive", "--op", "upstream", "--op", "register", "--op", "billing")
NODE = pytest.mark.skipif(shutil.which("node") is None, reason="the example in JavaScript needs node")


Conform = Callable[..., Run]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace for this module, to which its tests add files."""
    return copy_workspace(tmp_path_factory.mktemp("conform"))


@pytest.fixture
def conform(folder: Path) -> Conform:
    """Run the command in that folder."""
    return partial(call, "conform", folder=folder)


@pytest.fixture(scope="module")
def generated(folder: Path) -> Path:
    """The reference registry as JSON, as the example in JavaScript reads it."""
    path = folder / "registry.json"
    registry = load(folder / "manifest/providers.yaml")
    path.write_text(render(CodeLanguage.JSON, registry, fingerprint(registry)), encoding="utf-8")
    return path


def node(script: str, registry: Path) -> tuple[str, str]:
    return "--command", f"node '{EXAMPLES / 'node-resolver' / script}' '{registry}'"


@NODE
def test_the_mistake_of_the_example_is_found_with_one_line(conform: Conform, generated: Path) -> None:
    done = conform(*node("resolver.js", generated), *EVERY_OP)
    assert done.code == 1
    assert [line for line in done.out.splitlines() if " error " in line] == [
        "  error   derive `gpt-5.2` on `codex` with `CODEX_AUTH_JSON` and `OPENAI_API_KEY` "
        "is `openai-subscription`, the resolver says `openai-api`; 1 more like it"
    ]


@NODE
def test_the_corrected_example_conforms_on_every_class(conform: Conform, generated: Path) -> None:
    done = conform(*node("resolver-corrected.js", generated), *EVERY_OP)
    assert done.code == 0, done.out
    *coverage, counts, verdict = done.out.splitlines()
    assert [line.partition(":")[0] for line in coverage] == ["derive", "upstream", "register", "billing"]
    covered = [line.split(": ")[1].split() for line in coverage]
    assert all(words[0] == words[2] and int(words[0]) > 0 for words in covered)
    assert counts.endswith("answered, none wrong")
    assert verdict == "PASS"


def test_the_example_in_python_shows_where_python_disagrees(conform: Conform, folder: Path) -> None:
    shutil.copytree(EXAMPLES, folder / "examples")
    done = conform("--python", "examples.python_resolver:resolve")
    assert done.code == 1
    for witness in (
        "derive `\\x1copus` on `claude-code` is `unregistered`, the resolver says `anthropic-oauth`",
        "derive `m\u0131mo-` on `claude-code` is `unregistered`, the resolver says `xiaomi-mimo`",
    ):
        assert witness in done.out
    assert "derive: 70 of 70 classes covered" in done.out


# ---- a resolver that is routeproof itself, and what becomes of its recordings ----

ITSELF = """
import routeproof
REGISTRY = routeproof.load("manifest/providers.yaml")
def resolve(question):
    found = routeproof.derive(REGISTRY, question["runtime"], question["model"], question["auth_env"])
    provider = "platform" if found.provider == "groq" and MISTAKEN else found.provider
    return {"provider": provider, "error": found.error}
"""


@pytest.fixture(scope="module")
def recordings(folder: Path) -> None:
    """`old.jsonl` of a resolver that is right, `new.jsonl` of one that sends groq to the platform."""
    for name, mistaken in (("old", False), ("new", True)):
        (folder / f"{name}.py").write_text(f"MISTAKEN = {mistaken}\n{ITSELF}", encoding="utf-8")
        done = call("conform", "--python", f"{name}:resolve", "--record", f"{name}.jsonl", folder=folder)
        assert done.code == int(mistaken), done.out + done.err


@pytest.mark.usefixtures("recordings")
def test_a_recording_is_judged_as_the_run_was(conform: Conform) -> None:
    assert conform("--answers", "old.jsonl").code == 0
    done = conform("--answers", "new.jsonl", "--format", "json")
    report = json.loads(done.out)
    assert (done.code, report["exit_code"], report["answered"]) == (1, 1, report["asked"])
    (found,) = report["disagreements"]
    assert (found["runtime"], found["class"]) == ("openclaw", "found by groq")
    assert (found["expected"], found["said"]) == ("`groq`", "`platform`")


@pytest.mark.usefixtures("recordings")
def test_two_recordings_are_compared(conform: Conform) -> None:
    same = conform("--compare", "old.jsonl", "old.jsonl")
    assert (same.code, same.out.splitlines()[-1]) == (0, "PASS")
    done = conform("--compare", "old.jsonl", "new.jsonl", "--format", "json")
    report = json.loads(done.out)
    assert done.code == 1
    assert [(each["before"], each["after"]) for each in report["changed"]] == [("`groq`", "`platform`")]


@pytest.mark.usefixtures("recordings")
@pytest.mark.parametrize("format_name", ["markdown", "github", "sarif", "junit"])
def test_every_format_of_the_gate_shows_the_disagreement(conform: Conform, format_name: str) -> None:
    done = conform("--answers", "new.jsonl", "--format", format_name)
    assert done.code == 1
    assert "resolver-agrees" in done.out
    assert "groq:" in done.out


@pytest.mark.usefixtures("recordings")
def test_the_ledger_lists_every_class(conform: Conform) -> None:
    lines = conform("--answers", "new.jsonl", "--ledger").out.splitlines()
    listed = [line for line in lines if line.startswith("  derive ")]
    assert len(listed) == 70
    wrong = [line for line in listed if " wrong" in line]
    assert [line.partition(": found by groq: ")[0] for line in wrong] == ["  derive openclaw"]


# ---- where a Python function is looked for ----

ROUTER = "import json\nimport tables\ndef resolve(question): return json.loads(tables.ANSWER)\n"


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a router, and files that only look like modules that its host needs."""
    crowded = copy_workspace(tmp_path_factory.mktemp("crowded"))
    (crowded / "router.py").write_text(ROUTER, encoding="utf-8")
    (crowded / "tables.py").write_text("ANSWER = '{\"provider\": null}'\n", encoding="utf-8")
    for name in ("json", "typing", "routeproof"):
        (crowded / f"{name}.py").write_text("raise SystemExit(77)\n", encoding="utf-8")
    return crowded


def test_a_function_of_the_current_folder_is_found_and_shadows_nothing_of_its_host(crowded: Path) -> None:
    done = run("conform", "--python", "router:resolve", "--format", "json", folder=crowded)
    report = json.loads(done.out)
    assert (done.code, report["faults"], report["answered"]) == (1, [], report["asked"])


def test_the_current_folder_is_left_out_where_python_is_told_to(crowded: Path) -> None:
    done = run("conform", "--python", "router:resolve", folder=crowded, PYTHONSAFEPATH="1")
    assert (done.code, "ModuleNotFoundError" in done.err) == (2, True)


# ---- exit codes ----


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ((), 2, "give one of --command, --python, --answers and --compare"),
        (("--command", "x", "--python", "m:f"), 2, "give one of"),
        (("--command", "no-such-program"), 2, "cannot be started: no such file or directory"),
        (("--command", "'"), 2, "no closing quotation"),
        (("--command", " "), 2, "the command is empty"),
        (("--python", "no_such_module:f"), 2, "ModuleNotFoundError"),
        (("--answers", "manifest/providers.yaml"), 2, "is no recording"),
        (
            ("--compare", "empty.jsonl", "empty.jsonl", "--format", "sarif"),
            2,
            "knows the formats text and json",
        ),
        (("--compare", "empty.jsonl", "empty.jsonl"), 3, ""),
        (("--answers", "empty.jsonl"), 3, ""),
        (("--command", f"'{sys.executable}' -S -c 'import sys; sys.exit(3)'"), 5, ""),
    ],
)
def test_exit_codes(conform: Conform, folder: Path, args: tuple[str, ...], code: int, said: str) -> None:
    header = json.dumps({"format": "routeproof/recording-1"})
    (folder / "empty.jsonl").write_text(header + "\n", encoding="utf-8")
    done = conform(*args)
    assert done.code == code, done.out + done.err
    assert said in done.err
    assert "Traceback" not in done.err


SPY = """
import json, os, sys
for line in sys.stdin:
    seen = sorted(name for name in os.environ if name.startswith("SPY_"))
    print(json.dumps({"id": json.loads(line)["id"], "provider": " ".join(seen)}))
"""


@pytest.mark.parametrize(
    ("args", "seen"), [((), "SPY_PLAIN"), (("--pass-env", "SPY_API_KEY"), "SPY_API_KEY SPY_PLAIN")]
)
def test_secrets_reach_the_resolver_only_when_asked_for(
    conform: Conform, folder: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], seen: str
) -> None:
    (folder / "spy.py").write_text(SPY, encoding="utf-8")
    for name in ("SPY_API_KEY", "SPY_TOKEN", "SPY_PLAIN"):
        monkeypatch.setenv(name, "x")
    done = conform("--command", f"'{sys.executable}' -S spy.py", "--format", "json", "--samples", "0", *args)
    assert {each["said"] for each in json.loads(done.out)["disagreements"]} == {f"`{seen}`"}
