"""Which row a backfill chooses for an owner's key, and the names that are taken."""

import pytest

from routeproof.bindings.backfill import Plan, plan_backfill
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, ProviderEntry
from support.backfill_plans import DEFAULT, MANAGED, OWN, ROWS, config_of, key_row, outcome

# ---- which key ----

PERSONAL = Connection(
    "openai-personal", "openai", Auth(AuthType.API_KEY, "credential/openai/api_key")
)  # what is created


def test_a_key_is_created_under_the_reference_that_is_looked_up_anyway() -> None:
    plan = plan_backfill(config_of({"provider": "openai"}), ROWS, platform=False)
    assert plan == Plan((PERSONAL,), ((DEFAULT, "openai-personal"),))


def test_a_personal_row_is_taken_whatever_its_credential() -> None:
    row = key_row("openai-personal", "openai", "credential/elsewhere/key")
    plan = plan_backfill(config_of({"provider": "openai"}), (*ROWS, row), platform=False)
    assert plan == Plan((), ((DEFAULT, "openai-personal"),))


def test_else_the_first_row_by_name_with_that_reference() -> None:
    rows = (
        *ROWS,
        key_row("z", "openai", "credential/openai/api_key"),
        key_row("b", "openai", "credential/openai/api_key"),
        key_row("a", "openai", "credential/openai/other"),
        key_row("0", "gemini", "credential/openai/api_key"),
        key_row("1", "openai", "credential/openai/api_key", AuthType.SERVICE_ACCOUNT),
    )
    assert outcome({"provider": "openai"}, rows=rows) == "b"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("absent", "work"),
        ("present", "openai-personal"),
        ("down", "openai-personal"),
        (None, "openai-personal"),
    ],
)
def test_an_only_key_is_taken_when_it_is_known_that_there_is_no_other(
    state: str | None, expected: str
) -> None:
    rows = (
        *ROWS,
        key_row("work", "openai", "credential/work/key"),
        key_row("x", "gemini", "credential/x/key"),
    )
    credentials = None if state is None else {"credential/openai/api_key": state}
    assert outcome({"provider": "openai"}, rows=rows, credentials=credentials) == expected


def test_of_two_keys_none_is_guessed() -> None:
    rows = (*ROWS, key_row("a", "openai", "credential/a/key"), key_row("b", "openai", "credential/b/key"))
    absent = {"credential/openai/api_key": "absent"}
    assert outcome({"provider": "openai"}, rows=rows, credentials=absent) == "openai-personal"


def test_a_row_that_is_no_key_is_not_the_only_key() -> None:
    rows = (*ROWS, key_row("plan", "openai", "credential/a/key", AuthType.OAUTH_SUBSCRIPTION))
    absent = {"credential/openai/api_key": "absent"}
    assert outcome({"provider": "openai"}, rows=rows, credentials=absent) == "openai-personal"


# ---- names that are taken ----


@pytest.mark.parametrize(
    ("entry", "mode", "row"),
    [
        ({"provider": "openai"}, OWN, key_row("openai-personal", "gemini", "credential/gemini/api_key")),
        ({"provider": "openai"}, OWN, Connection("openai-personal", "openai", Auth(AuthType.PLATFORM))),
        ({"provider": "openai"}, OWN, key_row("openai-personal", "openai", "a/b", AuthType.SERVICE_ACCOUNT)),
        ({"provider": "openai"}, MANAGED, key_row("openai-managed", "openai", "credential/openai/api_key")),
        ({"provider": "openai"}, MANAGED, Connection("openai-managed", "gemini", Auth(AuthType.PLATFORM))),
        ({"provider": "ollama"}, OWN, key_row("ollama-local", "ollama", "credential/ollama/api_key")),
        ({"provider": "ollama"}, OWN, Connection("ollama-local", "openai", Auth(AuthType.NONE))),
    ],
)
def test_a_row_of_another_provider_or_payer_is_not_stamped(
    entry: dict[str, str], mode: str, row: Connection
) -> None:
    rows = tuple({**{each.name: each for each in ROWS}, row.name: row}.values())
    plan = plan_backfill(config_of(entry, mode), rows, platform=False)
    assert plan == Plan(skipped=((DEFAULT, "name_taken"),))


@pytest.mark.parametrize(
    ("entry", "mode", "name"),
    [
        ({"provider": "openai"}, OWN, "openai-personal"),
        ({"provider": "openai"}, MANAGED, "openai-managed"),
        ({"provider": "ollama"}, OWN, "ollama-local"),
    ],
)
def test_an_invisible_row_is_neither_stamped_nor_overwritten(
    entry: dict[str, str], mode: str, name: str
) -> None:
    rows = tuple(row for row in ROWS if row.name != name)
    plan = plan_backfill(config_of(entry, mode), rows, platform=False, invisible=[name])
    assert plan == Plan(skipped=((DEFAULT, "name_taken"),))


@pytest.mark.parametrize(
    "entry",
    [
        ProviderEntry("openai", auth_env=("PLATFORM_TOKEN",)),
        ProviderEntry("openai", auth_env=("PROXY_KEY",)),
        ProviderEntry("openai", auth_env=("sk-1234",)),
        ProviderEntry("openai", auth_env=("no name",)),
        ProviderEntry("platform-eu"),
    ],
)
def test_no_row_is_created_that_every_other_entrance_refuses(entry: ProviderEntry) -> None:
    catalogue = Catalogue((entry,), reserved=("PROXY_KEY",))
    plan = plan_backfill(config_of({"provider": entry.name}), (), catalogue, platform=False)
    assert plan == Plan(skipped=((DEFAULT, "name_taken"),))
