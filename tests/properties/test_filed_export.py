"""An export that is written to a file is read back: the same rows, catalogue, configuration and terms."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routeproof.bindings.export import Export, format_export, read_export
from routeproof.manifest import read_document
from routeproof.manifest.declared import connections_of
from routeproof.model.connection import Auth, AuthType, Catalogue, Connection, ProviderEntry
from support.case_files import dumped
from support.connection_makers import EXPORT

PART = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9._:-]{0,12}", fullmatch=True)
NAME = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,12}", fullmatch=True)
REFERENCE = st.builds("credential/{}/{}".format, PART, PART)
PROVIDERS = ("one", "two", "yes", "1e3", "null")
"""Names that YAML reads as something else where they are not quoted."""
CATALOGUE = Catalogue(
    tuple(
        ProviderEntry(
            name,
            managed=bool(at % 2),
            keyless=not at % 3,
            auth_env=("A_KEY", "on")[:at],
            base_url=("never", "optional", "required")[at % 3],
            key_header=("authorization", "x-api-key")[at % 2],
            registry=(None, "other")[at % 2],
        )
        for at, name in enumerate(PROVIDERS)
    ),
    reserved=("GATE_TOKEN",),
    operators=("gate",),
)


def auths() -> st.SearchStrategy[Auth]:
    bare = st.sampled_from([AuthType.PLATFORM, AuthType.NONE]).map(Auth)
    keyed = st.sampled_from([AuthType.API_KEY, AuthType.OAUTH_SUBSCRIPTION, AuthType.SERVICE_ACCOUNT])
    return bare | st.builds(Auth, keyed, REFERENCE.filter(is_harmless))


def is_harmless(reference: str) -> bool:
    """Whether no part of it begins as a key does, or names what is the operator's."""
    parts = reference.split("/")[1:]
    taken = ("sk-", "sk_", "AIza", "AKIA", "ghp_", "gho_", "github_pat_", "xox", "hf_", "gsk_", "xai-", "eyJ")
    named = "".join(each if each.isalnum() else "_" for each in "_".join(parts).upper())
    operators = named.startswith(("PLATFORM", "ENV_")) or named == "GATE_TOKEN"
    return not operators and not any(part.startswith(taken) for part in parts)


ROWS = st.lists(
    st.builds(
        Connection,
        NAME,
        st.sampled_from(PROVIDERS),
        auths(),
        st.none() | st.sampled_from(["https://a.example.org/v1", "http://localhost:1", "no url", ""]),
    ),
    max_size=6,
    unique_by=lambda row: row.name,
)
ADDRESSED = Connection("a", "two", Auth(AuthType.NONE), "https://a.example.org/v1")
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["yes", "1e3", "a: b", "é", "#", ""]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAME, inner, max_size=2),
    max_leaves=6,
)
CONFIG = st.fixed_dictionaries(
    {}, optional={"llm": st.dictionaries(NAME, PLAIN, max_size=3), "services": st.dictionaries(NAME, PLAIN)}
)
DEPLOYMENT = st.fixed_dictionaries({}, optional={"platform": st.booleans(), "hosted": st.booleans()})


def filed(value: dict[str, Any], layout: str) -> Export:
    """The export as a workspace reads it from a file of that layout."""
    text = dumped(value) if layout == "yaml" else json.dumps(value, ensure_ascii=False)
    found = connections_of(read_document(text.encode(), EXPORT, "connections"))
    # The registry's own catalogue gives what is reserved, and is otherwise not asked.
    reserving = Catalogue((ProviderEntry("unasked"),), CATALOGUE.reserved, CATALOGUE.operators)
    return read_export(found.document, reserving, found.config)


# Named apart, so that a lost address is seen without a search for the smallest.
@pytest.mark.parametrize("layout", ["yaml", "json"])
@example(rows=[ADDRESSED], config={}, policy="any", deployment={})
@given(
    rows=ROWS, config=CONFIG, policy=st.sampled_from(["forbid", "same_payer", "any"]), deployment=DEPLOYMENT
)
def test_what_is_written_is_read_back(
    layout: str, rows: list[Connection], config: dict[str, Any], policy: str, deployment: dict[str, bool]
) -> None:
    value = format_export(rows, CATALOGUE, config, policy=policy, deployment=deployment)
    found = filed(value, layout)
    assert found.connections == tuple(rows)
    assert found.catalogue == CATALOGUE
    assert {key: found.config[key] for key in ("llm", "services") if key in found.config} == config
    assert (found.policy, found.platform, found.hosted) == (
        policy,
        deployment.get("platform", False),
        deployment.get("hosted", False),
    )
