"""No secret leaves: what a vault holds, what is typed in the wrong place, a password of a store."""

from itertools import product
from pathlib import Path

import pytest

from support.cli_command import call
from support.connection_commands import put, write_json

TYPED = "sk-typed-7f3a9c"
HELD = "held-in-a-vault-51d2"
WORD = "password-of-a-store-88e1"
CANARIES = (TYPED, HELD, WORD)

KEY = ("--auth", "api_key", "--credential")
MISTYPED: list[tuple[str, ...]] = [
    (TYPED,),
    ("--" + TYPED,),
    ("get", TYPED),
    ("get", "work", TYPED),
    ("list", "--provider", TYPED),
    ("list", TYPED),
    ("list", f"--{TYPED}"),
    ("list", f"-{TYPED}"),
    ("list", "--format", TYPED),
    ("list", "--root", TYPED),
    ("list", "--vault", TYPED),
    ("list", f"--vault={TYPED}"),
    ("list", "--store", TYPED),
    ("list", "--json=" + TYPED),
    ("create", "new", "--provider", "openai", *KEY, TYPED),
    ("create", "new", "--provider", "openai", *KEY, f"env:{TYPED}"),
    ("create", "new", "--provider", "openai", *KEY, f"Bearer {TYPED}"),
    ("create", "new", "--provider", "openai", "--auth", TYPED),
    ("create", "new", "--provider", TYPED, "--auth", "platform"),
    ("create", f"{TYPED} x", "--provider", "openai", "--auth", "platform"),
    ("create", "new", "--provider", "openai", "--auth", "none", "--credential", TYPED),
    (
        "create",
        "new",
        "--provider",
        "ollama",
        "--auth",
        "none",
        "--base-url",
        f"https://u:{WORD}@h.example",
    ),
    ("update", "work", *KEY, TYPED),
    ("update", "work", *KEY, "s:f", "--config", TYPED),
    ("update", TYPED, *KEY, "s:f"),
    ("delete", "work", "--config", TYPED),
    ("delete", TYPED),
    ("delete", "work", f"--force={TYPED}"),
    ("backfill", "--config", TYPED),
    ("resolve", "--config", "config.json", "--profile", TYPED),
    ("resolve", "--config", "config.json", "--call-site", TYPED),
    ("resolve", "--config", "config.json", "--policy", TYPED),
    ("export", "--config", TYPED),
    ("check", "--select", TYPED),
    ("check", "--report", TYPED),
    ("check", "--config", TYPED),
    ("prove", "--file", TYPED),
]
STORES = [
    f"postgresql+psycopg://user:{WORD}@127.0.0.1:1/db",
    f"postgresql://user:{WORD}@127.0.0.1:1/db",
    f"postgresql+psycopg://user@127.0.0.1:1/db?password={WORD}",
    f"mysql://user:{WORD}@h/db",
    f"sqlite://user:{WORD}@h/db",
    f"postgresql+psycopg://user:{WORD}@[h/db",
    f"user:{WORD}@h",
]


def without_canaries(folder: Path, *args: str, **variables: str) -> None:
    """Run the call for both readers, and find no canary in what is said or left behind."""
    for mode in ((), ("--json",)):
        done = call("connections", *mode, *args, folder=folder, **variables)
        leaked = [canary for canary in CANARIES if canary in done.out + done.err]
        assert leaked == [], done
        assert "Traceback" not in done.err
    left = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("known")]
    for file, canary in product(left, CANARIES):
        assert canary.encode() not in file.read_bytes(), file


@pytest.mark.parametrize("args", MISTYPED, ids=" ".join)
def test_what_is_typed_in_the_wrong_place_is_not_repeated(team: Path, args: tuple[str, ...]) -> None:
    without_canaries(team, *args)


@pytest.mark.parametrize(
    "name", ["FORMAT", "JSON", "ROOT", "VAULT", "STORE", "CONFIG", "PROVIDER", "CREDENTIAL"]
)
def test_a_variable_is_not_repeated_either(team: Path, name: str) -> None:
    key = ("--provider", "openai", "--auth", "api_key")
    for args in (("list",), ("delete", "work"), ("create", "new", *key)):
        without_canaries(team, *args, **{f"ROUTEPROOF_{name}": TYPED})


@pytest.mark.parametrize("url", STORES)
def test_a_password_of_a_store_is_not_shown(team: Path, url: str) -> None:
    for verb in ("list", "migrate"):
        without_canaries(team, verb, "--store", url)
    without_canaries(team, "doctor", ROUTEPROOF_STORE=url)


def test_a_row_that_holds_a_key_is_shown_by_nobody(team: Path) -> None:
    put(team, "odd", "openai", f'{{"type": "api_key", "credential": "{TYPED}"}}')
    write_json(
        team / "known.json", {"llm": {"default": {"provider": "openai", "provider_connection": "odd"}}}
    )
    (team / ".routeproof/connections.db").rename(team / ".routeproof/known.db")
    store = ("--store", "sqlite:///.routeproof/known.db")
    config = ("--config", "known.json")
    for args in (
        ("list",),
        ("get", "odd"),
        ("doctor",),
        ("export", *config),
        ("check", *config),
        ("resolve", *config),
        ("backfill", *config, "--dry-run"),
        ("update", "odd", "--auth", "platform"),
        ("delete", "odd"),
        ("migrate",),
    ):
        without_canaries(team, *args, *store)


def test_what_a_vault_holds_is_looked_up_and_not_shown(team: Path) -> None:
    secrets = {"ANTHROPIC_WORK_API_KEY": HELD, "PLATFORM_API_KEY": HELD, "ANTHROPIC_API_KEY": HELD}
    proxy = ("--platform-url", "https://proxy.example")
    for call_site in ("mainAgent", "other"):
        for policy in ("forbid", "same_payer", "any"):
            args = ("--config", "config.json", "--call-site", call_site, "--policy", policy, *proxy)
            without_canaries(team, "resolve", *args, **secrets)


def test_one_argument_too_many_is_not_repeated(team: Path) -> None:
    """Not even one that looks like nothing: whoever types it there may have meant a secret."""
    for args in (("get", "work", WORD), ("list", WORD), ("create", "x", WORD, "--auth", "none")):
        without_canaries(team, *args)
