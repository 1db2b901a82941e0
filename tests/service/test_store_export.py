"""The rows of a store, exported and read back, are the same rows, times apart; on each database."""

import json
from contextlib import ExitStack
from dataclasses import replace

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from routeproof.bindings.export import format_export, read_export
from routeproof.connections.store import Store, open_store
from routeproof.model.connection import Err
from support.live_database import LiveDatabase
from support.store_cases import CATALOGUE

parts = st.from_regex(r"\A[A-Za-z0-9_][A-Za-z0-9._:-]{0,12}\Z")
short = st.from_regex(r"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,12}\Z")
credentials = st.builds("credential/{}/{}".format, parts, parts) | st.builds("{}:{}".format, parts, short)
auths = st.sampled_from(["platform", "none"]).map(lambda kind: {"type": kind}) | st.builds(
    lambda kind, credential: {"type": kind, "credential": credential},
    st.sampled_from(["api_key", "oauth_subscription", "service_account"]),
    credentials,
)
hosts = st.from_regex(r"\Ahttps://[a-z]{1,8}\.example(:[1-9][0-9]{1,3})?(/[a-z]{0,5})?\Z")
rows = st.dictionaries(
    st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,12}\Z"),
    st.tuples(st.sampled_from(["plain", "local", "hosted"]), auths, hosts),
    max_size=5,
)


CONFIG = {"llm": {"default": {"provider": "plain", "provider_connection": "w"}}, "services": {}}


def exported(store: Store) -> object:
    """What another program reads: the export as a text, read by a YAML reader."""
    return yaml.safe_load(json.dumps(format_export(store.list(), store.catalogue, CONFIG)))


def test_export_and_reading_are_inverse(sqlite: LiveDatabase, postgresql: LiveDatabase) -> None:
    seen: set[tuple[str, bool]] = set()
    with ExitStack() as stack:
        watched = [
            (
                stack.enter_context(open_store(each.url, catalogue=CATALOGUE)),
                stack.enter_context(each.connected()),
            )
            for each in (sqlite, postgresql)
        ]

        @settings(max_examples=settings().max_examples // 2)
        @given(rows)
        def check(listed: dict[str, tuple[str, dict[str, str], str]]) -> None:
            found = []
            for store, sql in watched:
                sql("DELETE FROM provider_connections")
                for name, (provider, auth, host) in listed.items():
                    base_url = None if provider == "plain" else host
                    answer = store.create(name, provider, auth, base_url=base_url)
                    assert answer.ok or answer == Err("invalid_auth", {"reason": "operator_credential"})
                value = exported(store)
                assert isinstance(value, dict)
                read = read_export(value)
                kept = [replace(each, created_at=0, updated_at=0) for each in store.list()]
                assert [*read.connections] == kept
                assert (read.catalogue.entries, read.config) == (CATALOGUE.entries, CONFIG)
                found.append(value)
                seen.update((each.auth.type, each.base_url is None) for each in kept)
            assert found[0] == found[1]

        check()
    assert len(seen) == 10, "every type of auth was there, with a base URL and without"
