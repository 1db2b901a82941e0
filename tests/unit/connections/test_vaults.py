"""What a vault answers, whatever keeps its secrets: variables, several vaults, and the words for them."""

import os
from collections.abc import Mapping

import pytest

from routeproof.connections.vault import (
    SOURCES,
    Asked,
    ChainVault,
    DirVault,
    EnvVault,
    KeyringVault,
    ask_vault,
    vault_of,
)
from routeproof.errors import InputError
from routeproof.model.secret import Absent, Down, Found, Malformed, Secret, VaultAnswer

REF = "credential/anthropic-work/api_key"
VARIABLE = "ANTHROPIC_WORK_API_KEY"


def held(text: str) -> Found:
    return Found(Secret(text))


TEXTS: list[tuple[str, VaultAnswer]] = [
    ("key", held("key")),
    ("key\n", held("key")),
    ("key\r\n", held("key")),
    ("key\n\n", Malformed()),
    (" key ", held(" key ")),
    ("k\u00e9y", held("k\u00e9y")),
    ("", Absent()),
    ("\n", Absent()),
    (" \t ", Absent()),
    ("a\nb", Malformed()),
    ("a\r\nX-Injected: b", Malformed()),
    ("a\tb", Malformed()),
    ("a\x00b", Malformed()),
    ("a\x7fb", Malformed()),
    ("a\x85b", Malformed()),
    ("k\u20acy", Malformed()),
    ("\ufeffkey", Malformed()),
    ("key\udc80", Malformed()),
    ("x" * 65536, held("x" * 65536)),
    ("x" * 65536 + "\n", held("x" * 65536)),
    ("x" * 65537, Malformed()),
    ("\u00e9" * 32769, Malformed()),
]


@pytest.mark.parametrize(("text", "answer"), TEXTS)
def test_a_variable_holds_a_secret_or_nothing_or_what_no_header_carries(
    text: str, answer: VaultAnswer
) -> None:
    assert EnvVault({VARIABLE: text}).get(REF) == answer


@pytest.mark.parametrize(
    ("ref", "name"),
    [
        (REF, VARIABLE),
        ("credential/env/My_Key", "My_Key"),
        ("credential/a.b:c/d-e", "A_B_C_D_E"),
    ],
)
def test_a_reference_stands_for_one_variable(ref: str, name: str) -> None:
    assert EnvVault({name: "key"}).get(ref) == held("key")
    assert EnvVault({f"{name}2": "key"}).get(ref) == Absent()


def test_a_variable_is_read_each_time() -> None:
    env = {VARIABLE: "one"}
    vault = EnvVault(env)
    assert vault.get(REF) == held("one")
    env[VARIABLE] = "two"
    assert vault.get(REF) == held("two")
    del env[VARIABLE]
    assert vault.get(REF) == Absent()


class Broken(Mapping[str, str]):
    """Variables that cannot be read; it counts who tries."""

    def __init__(self) -> None:
        self.asked = 0

    def __getitem__(self, name: str) -> str:
        self.asked += 1
        raise OSError("the secret is hunter2")

    def __iter__(self) -> None:  # type: ignore[override]  # nobody may iterate
        raise OSError

    def __len__(self) -> int:
        return 1


NO_REFERENCES = [
    "",
    "key",
    "a:b",
    "credential/a",
    "credential/a/",
    "credential//b",
    "credential/a/b/c",
    f"{REF} ",
]


@pytest.mark.parametrize("ref", NO_REFERENCES)
def test_what_is_no_reference_is_absent_and_nobody_is_asked(ref: str) -> None:
    env = Broken()
    assert EnvVault(env).get(ref) == Absent()
    assert DirVault("no-such-folder").get(ref) == Absent()
    assert KeyringVault(timeout_s=0).get(ref) == Absent()
    assert ChainVault(EnvVault(env)).get(ref) == Absent()
    assert env.asked == 0


def test_whatever_is_raised_is_down_and_its_words_are_not_repeated() -> None:
    env = Broken()
    answer = EnvVault(env).get(REF)
    assert answer == Down("OSError")
    assert env.asked == 1


def test_without_a_thread_to_ask_in_a_key_ring_is_down_and_may_be_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(thread: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", fails)
    vault = KeyringVault(timeout_s=0)
    assert [vault.get(REF) for _ in range(20)] == [Down("RuntimeError")] * 20


# ---- several, and those of others ----


class Fixed:
    """A vault of somebody else's, with one answer or one failure."""

    def __init__(self, answer: object) -> None:
        self._answer = answer
        self.asked: list[str] = []

    def get(self, ref: str, /) -> VaultAnswer:
        self.asked.append(ref)
        if isinstance(self._answer, BaseException):
            raise self._answer
        return self._answer  # type: ignore[return-value]  # also what is no answer


WALKS: list[tuple[list[object], VaultAnswer, int]] = [
    ([], Absent(), 0),
    ([Absent(), Absent()], Absent(), 2),
    ([Absent(), held("b"), held("c")], held("b"), 2),
    ([held("a"), Down()], held("a"), 1),
    ([Malformed(), held("b")], Malformed(), 1),
    ([Down("away"), held("b")], Down("away"), 1),
    ([Absent(), Down("away"), held("b")], Down("away"), 2),
    ([OSError("hunter2"), held("b")], Down("OSError"), 1),
    ([None, held("b")], Down("no answer"), 1),
]


@pytest.mark.parametrize(("answers", "expected", "asked"), WALKS)
def test_the_first_that_has_something_answers_and_one_that_is_down_ends_the_walk(
    answers: list[object], expected: VaultAnswer, asked: int
) -> None:
    vaults = [Fixed(answer) for answer in answers]
    assert ChainVault(*vaults).get(REF) == expected
    assert [vault.asked for vault in vaults] == [[REF]] * asked + [[]] * (len(vaults) - asked)


def test_a_vault_of_somebody_elses_is_down_when_it_raises_or_says_nothing() -> None:
    assert ask_vault(Fixed(ValueError("hunter2")), REF) == Down("ValueError")
    assert ask_vault(Fixed("hunter2"), REF) == Down("no answer")
    assert ask_vault(Fixed(held("a")), REF) == held("a")


def test_who_interrupts_is_not_held_up() -> None:
    with pytest.raises(KeyboardInterrupt):
        ask_vault(Fixed(KeyboardInterrupt()), REF)


# ---- the words of the command line ----


def test_each_word_names_its_vault(tmp_path: os.PathLike[str]) -> None:
    assert SOURCES == ("env", "dir:PATH", "keyring")
    assert vault_of("env", {VARIABLE: "key"}).get(REF) == held("key")
    found: list[Asked] = [vault_of(f"dir:{os.fspath(tmp_path)}", {}), vault_of("keyring", {})]
    assert [type(each) for each in found] == [DirVault, KeyringVault]


@pytest.mark.parametrize("source", ["", "dir", "dir:", "file:x", "env:X", "Keyring"])
def test_any_other_word_is_refused(source: str) -> None:
    with pytest.raises(InputError, match="is no vault"):
        vault_of(source, {})
