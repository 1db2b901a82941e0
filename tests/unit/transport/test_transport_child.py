"""A black box as a child process: whatever it does is told, and nothing of it is left behind."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from routeproof.errors import InputError
from routeproof.transport import (
    FaultKind,
    Transcript,
    converse,
    converse_with_function,
    is_named_like_a_secret,
    without_secrets,
)
from routeproof.transport.child import _Conversation

ROLE = "the resolver"


def lines(models: Iterable[str], **fields: str) -> bytes:
    """A question for each model, numbered from 0."""
    numbered = ({"id": number, "model": model} | fields for number, model in enumerate(models))
    return "".join(f"{json.dumps(each)}\n" for each in numbered).encode()


COUNT = 50
QUESTIONS = lines(f"m{number}" for number in range(COUNT))
ANSWERS = {number: {"provider": f"m{number}"} for number in range(COUNT)}

START = """
import json, sys, time, os
def say(text): sys.stdout.write(text + "\\n"); sys.stdout.flush()
def ask(): return json.loads(sys.stdin.readline() or "null")
def answer(question): say(json.dumps({"id": question["id"], "provider": question["model"]}))
"""
ALL = "for line in sys.stdin: answer(json.loads(line))\n"


def told(code: str, *, timeout: float = 20, env: dict[str, str] | None = None) -> Transcript:
    """What a child says that runs this program; without `site`, so that it starts at once."""
    command = [sys.executable, "-S", "-c", START + code]
    return converse(command, QUESTIONS, COUNT, role=ROLE, env=env or {}, timeout=timeout)


def faults(transcript: Transcript) -> dict[FaultKind, str]:
    return {fault.kind: fault.message for fault in transcript.faults}


@pytest.mark.parametrize("reading", ["sys.stdin", "sorted(sys.stdin, reverse=True)"])
def test_every_answer_arrives_early_or_late_and_in_any_order(reading: str) -> None:
    transcript = told(f"for line in {reading}: answer(json.loads(line))")
    assert (transcript.replies, transcript.faults) == (ANSWERS, ())


def test_more_than_a_pipe_holds_does_not_block_either_side() -> None:
    many = lines(map(str, range(2_000)), runtime="r" * 500)
    code = START + "sys.stderr.write('x' * 200_000)\n" + ALL
    told = converse([sys.executable, "-S", "-c", code], many, 2_000, role=ROLE, env={}, timeout=20)
    assert len(told.replies) == 2_000
    assert told.faults == ()


@pytest.mark.parametrize("code", ["time.sleep(600)", "while True: say('still thinking'); time.sleep(0.02)"])
def test_a_resolver_that_hangs_is_ended_and_noise_is_no_sign_of_life(code: str) -> None:
    transcript = told(code, timeout=0.2)
    assert transcript.replies == {}
    assert faults(transcript)[FaultKind.TIMEOUT] == "no answer for 0.2 s after 0 answers"
    assert transcript.status is None


def test_a_resolver_that_crashes_says_its_last_words() -> None:
    transcript = told("answer(ask()); sys.exit('no `registry` found')")
    assert transcript.replies == {0: {"provider": "m0"}}
    last = "it ended with status 1 after 1 answers; its last words: `no 'registry' found`"
    assert faults(transcript) == {FaultKind.CRASH: last}


def test_a_resolver_that_is_killed_is_told_by_its_signal() -> None:
    transcript = told("os.kill(os.getpid(), 9)")
    assert faults(transcript) == {FaultKind.CRASH: "it was ended by signal 9 after 0 answers"}


def test_a_bad_end_after_the_last_answer_is_told_too() -> None:
    transcript = told(ALL + "sys.exit(3)")
    assert transcript.replies == ANSWERS
    assert faults(transcript) == {FaultKind.CRASH: "it ended with status 3 after 50 answers"}


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("answer(ask())", "its output ends after 1 answers"),
        ('answer(ask()); sys.stdout.write(\'{"id": 1, "prov\')', "its output ends after 1 answers"),
    ],
)
def test_output_that_ends_early_is_told(code: str, message: str) -> None:
    transcript = told(code)
    assert transcript.replies == {0: {"provider": "m0"}}
    assert faults(transcript) == {FaultKind.PARTIAL: message}


def test_garbage_between_the_answers_is_told_and_the_answers_count() -> None:
    transcript = told("say('listening'); say('{\"id\": 99, \"provider\": null}')\n" + ALL)
    assert transcript.replies == ANSWERS
    assert faults(transcript).keys() == {FaultKind.GARBAGE, FaultKind.UNKNOWN_ID}


def test_a_flood_is_cut_off() -> None:
    transcript = told("while True: say('x' * 1000)")
    assert {FaultKind.FLOOD, FaultKind.GARBAGE} == faults(transcript).keys()


def test_a_resolver_that_does_not_end_by_itself_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routeproof.transport.child._GRACE", 0.1)
    assert told(ALL + "time.sleep(600)") == Transcript(ANSWERS, (), None)
    assert told(ALL + "os.close(1); time.sleep(600)") == Transcript(ANSWERS, (), None)


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_what_the_resolver_started_is_ended_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routeproof.transport.child._GRACE", 0.1)
    note = tmp_path / "pid"
    code = f"""
pid = os.fork()
if not pid: time.sleep(600)
open({str(note)!r}, "w").write(str(pid))
"""
    assert told(code + ALL).replies == ANSWERS
    deadline = time.monotonic() + 20
    while alive(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(int(note.read_text()))


def test_an_interruption_leaves_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes when the child runs and is watched: both are seen, and neither is waited for by the clock."""
    note, watched = tmp_path / "pid", threading.Event()
    os.mkfifo(note)
    watch = _Conversation.watch

    def tell(conversation: _Conversation, timeout: float) -> None:
        watched.set()
        watch(conversation, timeout)

    def interrupt() -> None:
        pids.append(int(note.read_text()))
        watched.wait()
        signal.raise_signal(signal.SIGINT)

    pids: list[int] = []
    monkeypatch.setattr(_Conversation, "watch", tell)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=interrupt, daemon=True)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            told(f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)", timeout=600)
    finally:
        signal.signal(signal.SIGINT, before)
    thread.join()
    assert not alive(*pids)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["no-such-program-anywhere"], "cannot be started: no such file or directory"),
        (["."], "cannot be started: permission denied"),
        (["a\0b"], "cannot be started: embedded null"),
    ],
)
def test_a_command_that_cannot_be_started_is_an_input_error(command: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        converse(command, b"", 0, role=ROLE, env={}, timeout=1)


# ---- a Python function ----

MODULE = """
import json, sys
calls = []
def resolve(question):
    print("noise")
    if question["model"] == "m3": raise KeyError("m3")
    if question["model"] == "m4": return None
    if question["model"] == "m5": return {"provider": object()}
    return {"provider": question["model"], "id": 7}
class Router:
    def resolve(question): return {"provider": question["model"]}
number = 5
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A folder with `team.py`, current; the environment of the host."""
    (tmp_path / "team.py").write_text(MODULE, encoding="utf-8")
    (tmp_path / "broken.py").write_text("raise RuntimeError('boom')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return dict(os.environ)


SIX = lines(f"m{number}" for number in range(6))


def hosted(entry_point: str, env: dict[str, str]) -> Transcript:
    return converse_with_function(entry_point, SIX, 6, role=ROLE, env=env, timeout=20)


def test_a_function_is_asked_in_a_process_of_its_own(module: dict[str, str]) -> None:
    transcript = hosted("team:resolve", module)
    assert transcript.faults == ()
    assert transcript.replies == {
        0: {"provider": "m0"},
        1: {"provider": "m1"},
        2: {"provider": "m2"},
        3: {"raised": "KeyError: 'm3'"},
        4: {"raised": "TypeError: a NoneType was returned, not a mapping"},
        5: {"raised": "TypeError: Object of type object is not JSON serializable"},
    }


@pytest.mark.parametrize(
    ("entry_point", "said"),
    [
        ("team.resolve", "names no function"),
        ("team:", "names no function"),
        ("team; import os:x", "names no function"),
        ("no_such_module:resolve", "ModuleNotFoundError"),
        ("broken:resolve", "RuntimeError: boom"),
        ("team:missing", "has no attribute 'missing'"),
        ("team:number", "TypeError: team:number is not callable"),
    ],
)
def test_a_function_that_cannot_be_found_is_an_input_error(
    entry_point: str, said: str, module: dict[str, str]
) -> None:
    with pytest.raises(InputError, match=said):
        hosted(entry_point, module)


def test_a_function_may_be_an_attribute(module: dict[str, str]) -> None:
    assert hosted("team:Router.resolve", module).replies[5] == {"provider": "m5"}


# ---- the environment ----


@pytest.mark.parametrize(
    "name", ["API_KEY", "openai_api_key", "GH_TOKEN", "DB_PASSWORD", "A_SECRET", "TOKEN", "KEY"]
)
def test_a_secret_is_known_by_its_name(name: str) -> None:
    assert is_named_like_a_secret(name)


@pytest.mark.parametrize("name", ["PATH", "MONKEY", "KEYBOARD", "TOKENS", "SSH_AUTH_SOCK", "HOME"])
def test_other_names_are_not(name: str) -> None:
    assert not is_named_like_a_secret(name)


def test_the_child_gets_everything_but_secrets_that_nobody_asked_for() -> None:
    environ = {"PATH": "p", "A_KEY": "1", "B": "2", "WANTED_KEY": "4"}
    shown = without_secrets(
        environ, lambda name: name == "B" or name.endswith("_KEY"), wanted=["WANTED_KEY", "OTHER_KEY"]
    )
    assert shown == {"PATH": "p", "WANTED_KEY": "4"}


def test_the_child_sees_the_environment_that_it_is_given() -> None:
    transcript = told(
        "question = ask(); say(json.dumps({'id': 0, 'provider': os.environ['A']}))", env={"A": "b"}
    )
    assert transcript.replies == {0: {"provider": "b"}}
