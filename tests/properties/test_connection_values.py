"""References, auths, documents and command trees, drawn: what holds for each of them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof.bindings.auth import dump_auth, parse_auth, read_auth
from routeproof.bindings.config import references
from routeproof.bindings.export import read_export
from routeproof.bindings.references import env_name, is_well_formed, normalize_ref
from routeproof.bindings.risk import risk_gaps
from routeproof.model.connection import Auth, AuthType, Err

PIECES = ("credential/", "credential", "/", ":", "a", "env", "anthropic-work", "api_key", "é", " ", "\n", "")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=7).map("".join) | st.text(max_size=20)
FIRST, REST = "abcXYZ059_", "abcXYZ059_.:-"


@st.composite
def parts(draw: st.DrawFn) -> str:
    """A service or a field that is no key's and not the operator's."""
    return f"x{draw(st.text(REST, max_size=12))}"


AUTHS = st.sampled_from([Auth(AuthType.PLATFORM), Auth(AuthType.NONE)]) | st.builds(
    lambda kind, service, name: Auth(kind, f"credential/{service}/{name}"),
    st.sampled_from([AuthType.API_KEY, AuthType.OAUTH_SUBSCRIPTION, AuthType.SERVICE_ACCOUNT]),
    parts(),
    parts(),
)


@given(TEXTS)
def test_a_normal_form_is_its_own(text: str) -> None:
    normal = normalize_ref(text)
    assert normalize_ref(normal) == normal
    left, colon, right = text.rpartition(":")
    if text.startswith("credential/") or not (left and colon and right):
        assert normal == text
    else:
        assert normal == "credential/" + left + "/" + right


@given(AUTHS)
def test_what_is_dumped_is_read_back_by_both_readers(auth: Auth) -> None:
    assert parse_auth(json.loads(dump_auth(auth))) == auth
    assert read_auth(dump_auth(auth)) == auth


@given(TEXTS, st.sampled_from(["api_key", "oauth_subscription", "service_account"]))
def test_the_two_readers_differ_on_malformed_references_alone(credential: str, kind: str) -> None:
    value = {"type": kind, "credential": credential}
    parsed = parse_auth(value, reserved=("X_KEY",))
    stored = read_auth(json.dumps(value), reserved=("X_KEY",))
    if parsed == Err("invalid_auth", {"reason": "malformed_credential"}):
        assert isinstance(stored, Auth)
        assert not is_well_formed(stored.credential or "")
    else:
        assert stored == parsed


SERVICES = ("platform", "Platform", "PLATFORM", "platform-eu", "platform.eu", "platform:eu", "platform_eu")
VARIABLES = ("PLATFORM_API_KEY", "platform_api_key", "Platform_Key", "platform.api_key", "PLATFORM-KEY")
SPELLINGS = [f"{service}:api_key" for service in SERVICES]
SPELLINGS += [f"credential/{service}/api_key" for service in SERVICES]
SPELLINGS += [f"env:{name}" for name in VARIABLES] + [f"credential/env/{name}" for name in VARIABLES]
SPELLINGS += ["gate:token", "GATE:token", "credential/gate/TOKEN", "env:gate_token", "env:Gate_Token"]
SPELLINGS += ["credential/env/GATE_TOKEN", "credential/Gate/Token", "ga:te.token", "gate.token:x"]


@pytest.mark.parametrize("credential", SPELLINGS)
def test_no_spelling_of_the_operators_credential_gets_through(credential: str) -> None:
    reserved = ("GATE_TOKEN", "ga_te_token", "Gate_Token_X")
    value = {"type": "api_key", "credential": credential}
    refused = Err("invalid_auth", {"reason": "operator_credential"})
    assert parse_auth(value, reserved=reserved) == refused
    assert read_auth(json.dumps(value), reserved=reserved) == refused
    rows = [{"name": "w", "provider": "anthropic", "auth": value}]
    if env_name(normalize_ref(credential)).upper().startswith("PLATFORM"):
        (row,) = read_export({"connections": rows}).rows
        assert (row.connection, row.read.faults) == (None, ("operator_credential",))


NAMES = st.sampled_from(["w", "W", "x", "provider_connection", ""])
KEYS = st.sampled_from(["provider_connection", "a/b", "~", "llm", "defaultProvider", "connectionName", "0"])
DOCUMENTS: st.SearchStrategy[Any] = st.recursive(
    NAMES | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def found_by_recursion(value: Any, path: tuple[str, ...] = ()) -> list[str]:
    """The pointers of what refers to `w`, by the plainest walk there is."""
    if isinstance(value, list):
        members = [(str(at), member) for at, member in enumerate(value)]
    elif isinstance(value, dict):
        members = [*value.items()]
    else:
        return []
    found = []
    for key, member in members:
        here = (*path, key)
        default = here == ("llm", "defaultProvider", "connectionName") and isinstance(value, dict)
        if member == "w" and isinstance(value, dict) and (key == "provider_connection" or default):
            found.append("".join("/" + step.replace("~", "~0").replace("/", "~1") for step in here))
        found += found_by_recursion(member, here)
    return found


@given(DOCUMENTS)
def test_references_are_those_of_the_plainest_walk(document: Any) -> None:
    expected = found_by_recursion(document)
    # The one place that is named by its path stands below mappings alone.
    llm = document.get("llm") if isinstance(document, dict) else None
    below = llm.get("defaultProvider") if isinstance(llm, dict) else None
    if not isinstance(below, dict):
        expected = [each for each in expected if each != "/llm/defaultProvider/connectionName"]
    assert references(document, "w") == tuple(sorted(expected))


VERBS: dict[str, str] = {"list": "low", "show": "low", "delete": "high", "make": "medium"}


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> dict[str, Any]:
    name = draw(st.sampled_from(["items", "keys", "list"]))
    below = []
    if depth:
        groups = draw(st.lists(trees(depth - 1), max_size=2, unique_by=lambda tree: tree["name"]))
        leaves = draw(st.lists(st.sampled_from(sorted(VERBS)), min_size=1, max_size=3, unique=True))
        taken = {tree["name"] for tree in groups}
        below = groups + [{"name": leaf, "options": [f"--{leaf}"]} for leaf in leaves if leaf not in taken]
    return {"name": name, "options": [], "commands": below}


def listed(tree: dict[str, Any], above: str = "") -> dict[str, Any]:
    """The risks that suit a tree, written down from the tree itself."""
    found: dict[str, Any] = {}
    for each in tree.get("commands", []):
        path = f"{above} {each['name']}".strip()
        leaf = not each.get("commands")
        level = VERBS.get(each["name"], "low") if leaf else "low"
        found[path] = {"risk": level, "reason": " ".join(each["options"])} if leaf else level
        found |= listed(each, path)
    return found


@given(trees(), st.randoms(use_true_random=False))
def test_a_registry_that_loses_a_path_is_told_so_and_one_with_all_of_them_is_not(
    tree: dict[str, Any], random: Any
) -> None:
    read = [verb for verb, level in VERBS.items() if level == "low"] + ["items", "keys"]
    risk: dict[str, Any] = {"read": read, "mutate": ["delete", "make"], "paths": listed(tree)}
    assert risk_gaps(tree, risk) == ()
    lost = random.choice(sorted(risk["paths"]))
    fewer = {path: level for path, level in risk["paths"].items() if path != lost}
    assert [(gap.kind, gap.path) for gap in risk_gaps(tree, {**risk, "paths": fewer})] == [("unlisted", lost)]
    more = {**risk["paths"], "zz": "low"}
    assert [(gap.kind, gap.path) for gap in risk_gaps(tree, {**risk, "paths": more})] == [("stale", "zz")]
