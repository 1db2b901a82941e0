"""The settings file of the facade: what it says, what it leaves out, and every problem where it stands."""

from pathlib import Path

import pytest

import routeproof.facade as face
from routeproof.errors import InputError
from routeproof.facade import load_settings
from routeproof.relay.model import HeaderKind, Wire
from routeproof.relay.settings import CredentialSettings, FacadeLimits, Settings, parse_duration, read_wire

HEAD = "format: routeproof/facade-1\n"
FULL = """\
format: routeproof/facade-1
registry: other/providers.yaml
listen: 127.0.0.1:0
admin: null
public_url: https://agents.example
store: postgresql+psycopg://db/facade
ledger: {path: /var/ledger.jsonl, fsync: always}
credentials:
  source: connections
  owner: ann
  store: sqlite:///connections.db
  vault: ["env:"]
  prefer: [mine]
  shared: {A_KEY: [one, two]}
providers:
  open:
    wire_apis: [Responses, chat]
    base_url: https://x.example
    namespaces: []
    auth_header: x-api-key
    headers: {x-team: blue}
    max_tokens_field: max_tokens
    default_max_tokens: 5
    finish_reasons: {done: stop}
tokens: {ttl: 90m, max_ttl: 0}
limits: {streams: 3}
conversion: {lossy: refuse, unknown_fields: report}
upstream: {private_hosts: [127.0.0.1], proxy: null, ca_file: ca.pem}
headers: {forward: [x-trace]}
"""


def loaded(folder: Path, text: str) -> Settings:
    (folder / "facade.yaml").write_text(text, encoding="utf-8")
    return load_settings(folder / "facade.yaml")


def test_what_is_left_out_has_its_default_beside_the_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, HEAD) == Settings(
        registry=str(tmp_path / "manifest" / "providers.yaml"),
        store=f"sqlite:///{tmp_path}/facade.db",
        ledger=str(tmp_path / "ledger.jsonl"),
        credentials=CredentialSettings(
            path=str(tmp_path / "secrets"), sessions=str(tmp_path / "session-keys")
        ),
    )


def test_the_defaults_are_those_of_the_specification() -> None:
    settings = Settings()
    assert (settings.listen, settings.admin) == ("127.0.0.1:4100", "127.0.0.1:4101")
    assert (settings.ttl_ms, settings.max_ttl_ms) == (86_400_000, 2_592_000_000)
    assert settings.limits == FacadeLimits(
        body_bytes=33_554_432,
        json_depth=128,
        body_seconds=30,
        upstream_body_bytes=67_108_864,
        sse_line_bytes=8_388_608,
        connect_seconds=10,
        first_byte_seconds=300,
        idle_seconds=300,
        write_stall_seconds=60,
        streams_per_token=64,
        streams=2000,
        held_bytes=8_388_608,
        drain_seconds=30,
    )


def test_everything_that_is_said_is_there(tmp_path: Path) -> None:
    settings = loaded(tmp_path, FULL)
    assert (settings.listen, settings.admin, settings.fsync) == ("127.0.0.1:0", None, "always")
    assert (settings.ledger, settings.store) == ("/var/ledger.jsonl", "postgresql+psycopg://db/facade")
    assert settings.credentials.store == f"sqlite:///{tmp_path}/connections.db"
    assert (settings.credentials.owner, settings.credentials.vault) == ("ann", ("env:",))
    assert (settings.credentials.prefer, settings.credentials.shared) == (
        ("mine",),
        {"A_KEY": ("one", "two")},
    )
    assert (settings.ttl_ms, settings.max_ttl_ms, settings.limits.streams) == (5_400_000, 0, 3)
    assert (settings.refuse_lossy, settings.refuse_unknown, settings.forward) == (True, False, ("x-trace",))
    assert (settings.private_hosts, settings.ca_file) == (("127.0.0.1",), str(tmp_path / "ca.pem"))
    provider = settings.of("open")
    assert (provider.wire_apis, provider.namespaces) == ((Wire.RESPONSES, Wire.CHAT), ())
    assert (provider.auth_header, provider.headers) == (HeaderKind.X_API_KEY, (("x-team", "blue"),))
    assert (provider.max_tokens_field, provider.default_max_tokens) == ("max_tokens", 5)
    assert provider.finish_reasons == (("done", "stop"),)
    assert settings.of("other").base_url is None


PROBLEMS = [
    ("registri: x\n", 2, "unknown key `registri`"),
    ("limits: {streams: 0}\n", 2, "must be at least 1"),
    ("limits: {stream: 1}\n", 2, "unknown key `stream`"),
    ("tokens: {ttl: 1w}\n", 2, "`1w` is no duration"),
    ("tokens:\n  max_ttl: 5\n", 3, "`5` is no duration"),
    ("headers:\n  forward:\n  - x-trace\n  - X-Api-Key\n", 5, "`X-Api-Key` can carry a credential"),
    ("headers: {forward: [openai-project]}\n", 2, "`openai-project` says who or whose the guest is"),
    ("headers: {forward: [te]}\n", 2, "`te` belongs to the connection"),
    ("listen: 4100\n", 2, "expected a string, got the number `4100`"),
    ("listen: localhost\n", 2, "`localhost` is no address"),
    ("admin: 127.0.0.1:70000\n", 2, "`127.0.0.1:70000` is no address"),
    ("providers:\n  open:\n    wire_apis: [soap]\n", 4, "`soap` is no wire API"),
    ("providers:\n  open:\n    headers: {Authorization: x}\n", 4, "`Authorization` can carry a credential"),
    ('providers:\n  open:\n    headers: {x-a: "a\\nb"}\n', 4, "`x-a` holds what no header can"),
    ("credentials: {source: files, store: x}\n", 2, "`files` has no `store`"),
    ("credentials: {source: connections, store: x}\n", 2, "missing key `vault`"),
    ("conversion: {lossy: maybe}\n", 2, "`maybe` is not one of `report`, `refuse`"),
]


@pytest.mark.parametrize(("text", "line", "said"), PROBLEMS)
def test_a_problem_is_said_where_it_stands(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, HEAD + text)
    (problem,) = refused.value.problems
    assert problem.place is not None
    assert (problem.place.line, problem.message) == (line, said)


def test_every_problem_is_said_in_the_order_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        loaded(tmp_path, f"{HEAD}headers: {{forward: [host]}}\ntokens: {{ttl: x}}\nlisten: y\n")
    assert [problem.place.line for problem in refused.value.problems if problem.place] == [2, 3, 4]


DURATIONS = [("0", 0), ("1s", 1000), ("2m", 120_000), ("24h", 86_400_000), ("30d", 2_592_000_000)]


@pytest.mark.parametrize(("text", "milliseconds"), DURATIONS)
def test_a_duration(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize(
    "text", ["", "s", "5", "1.5h", "-1s", "1 s", "1w", "1S", "\u0661s", "00", "9" * 10 + "s"]
)
def test_no_duration(text: str) -> None:
    assert parse_duration(text) is None


def test_a_wire_api_is_named_in_several_ways() -> None:
    assert {read_wire(text) for text in (" Chat-Completions ", "chat", "CHAT_COMPLETIONS")} == {Wire.CHAT}
    assert {read_wire("message"), read_wire("MESSAGES")} == {Wire.MESSAGES}


@pytest.mark.parametrize("name", face.__all__)
def test_every_name_of_the_face_is_there(name: str) -> None:
    assert getattr(face, name).__name__ == name


def test_a_name_that_the_face_has_not() -> None:
    with pytest.raises(AttributeError):
        face.nothing  # noqa: B018 - the access itself is what is tested
