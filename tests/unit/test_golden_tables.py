"""The goldens beside the matrix: one fact a line, compared field by field, and guards counted."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routeproof import schema
from routeproof.manifest import Document, read_document
from routeproof.manifest.census import census
from routeproof.manifest.files import REQUIRABLE
from routeproof.manifest.table import read, written
from routeproof.matrix import guards, metadata, offered
from routeproof.model.declared import Offered, OfferedModel
from routeproof.model.registry import EndpointVar, Provider, Registry, Runtime
from support.payer_registry import ARMS, CATALOGUE, REGISTRY

COLUMNS = ("one", "two")
HARD = st.text(alphabet=',"\n\r\0 |a\u2028', max_size=5)
FULL = replace(
    CATALOGUE[1],
    vendor_logo="acme",
    base_url_template="https://{eu}.acme.example",
    base_url_anthropic="https://acme.example",
    auth_token_env="ACME_KEY",  # noqa: S106 - the name of a variable
    model_aliases=("b", "a", "b"),
    deprecated=True,
    upstream_vendor="acme",
    endpoint_vars=(EndpointVar("eu", "ACME_EU", "eu1"), EndpointVar("us", "ACME_US")),
    wire_model_prefix="acme/",
    thinking_policy="on",
)


def with_acme(provider: Provider) -> Registry:
    arms = (ARMS[0], replace(ARMS[1], provider=provider, withdrawn_models=("old", "old")))
    return Registry((CATALOGUE[0], provider), {"desk": Runtime("desk", arms, "Desk")})


# ---- the table ----


@given(st.lists(st.tuples(HARD, HARD), max_size=4))
def test_a_table_is_read_back_as_it_was_written(lines: list[tuple[str, str]]) -> None:
    found = read(written(COLUMNS, lines), COLUMNS)
    assert [line for _, line in found] == lines


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the columns must be one,two"),
        ("two,one\n", "line 1: the columns must be one,two"),
        ("one,two\na\n", "line 2: 1 columns where 2 are meant"),
        ('one,two\n"a\nb",c\nd\n', "line 4: 1 columns where 2 are meant"),
        ('one,two\n"a"b,c\n', "line 2: "),
    ],
)
def test_a_table_that_was_not_written_here_is_an_error_at_its_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read(text, COLUMNS)


# ---- the metadata ----


def test_every_fact_of_a_provider_and_of_a_runtime_has_its_line() -> None:
    lines = [fact.line[1:] for fact in metadata.facts_of(with_acme(FULL)) if fact.name in ("acme", "desk")]
    assert lines == [
        ("acme", "payer", "byok"),
        ("acme", "display_name", "acme"),
        ("acme", "vendor_logo", "acme"),
        ("acme", "protocol", "openai"),
        ("acme", "auth_mode", "oauth"),
        ("acme", "auth_token_env", "ACME_KEY"),
        ("acme", "base_url_template", "https://{eu}.acme.example"),
        ("acme", "base_url_anthropic", "https://acme.example"),
        ("acme", "upstream_vendor", "acme"),
        ("acme", "wire_model_prefix", "acme/"),
        ("acme", "thinking_policy", "on"),
        ("acme", "model_prefix_match", "^acme/"),
        ("acme", "auth_env", "ACME_KEY"),
        ("acme", "auth_env", "ACME_TOKEN"),
        ("acme", "model_aliases", "a"),
        ("acme", "model_aliases", "b"),
        ("acme", "endpoint_vars", "{eu} from ACME_EU, else eu1"),
        ("acme", "endpoint_vars", "{us} from ACME_US"),
        ("acme", "deprecated", "true"),
        ("desk", "display_name", "Desk"),
        ("desk", "arm", "acme"),
        ("desk", "arm", "platform"),
        ("desk", "menu", "house-1"),
        ("desk", "withdrawn", "old by acme"),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("display_name", "Acme"),
        ("protocol", "anthropic"),
        ("auth_mode", "anthropic_api"),
        ("auth_env", ("ACME_KEY",)),
        ("auth_token_env", None),
        ("base_url_template", "https://acme.example.net"),
        ("base_url_anthropic", None),
        ("upstream_vendor", None),
        ("model_aliases", ()),
        ("deprecated", False),
        ("endpoint_vars", ()),
        ("wire_model_prefix", ""),
        ("thinking_policy", None),
        ("vendor_logo", None),
        ("model_prefix_match", "^acme"),
    ],
)
def test_a_field_that_changes_is_the_one_change(field: str, value: Any) -> None:
    golden = [fact.line for fact in metadata.facts_of(with_acme(FULL))]
    (change,) = metadata.compare(golden, metadata.facts_of(with_acme(replace(FULL, **{field: value}))))
    assert (change.what, change.name, change.field) == ("provider", "acme", field)
    assert change.was != change.now


@pytest.mark.parametrize(
    "same",
    [
        {"auth_env": ("ACME_TOKEN", "ACME_KEY", "ACME_TOKEN")},
        {"model_aliases": ("a", "b")},
    ],
)
def test_order_and_repetition_of_a_set_are_no_change(same: dict[str, Any]) -> None:
    golden = [fact.line for fact in metadata.facts_of(with_acme(FULL))]
    assert metadata.compare(golden, metadata.facts_of(with_acme(replace(FULL, **same)))) == ()


def test_a_provider_that_comes_and_one_that_goes_change_each_of_their_fields() -> None:
    golden = [fact.line for fact in metadata.facts_of(with_acme(FULL))]
    changes = metadata.compare(golden, metadata.facts_of(with_acme(replace(FULL, name="other"))))
    assert {(change.name, bool(change.was), bool(change.now)) for change in changes} >= {
        ("acme", True, False),
        ("other", False, True),
    }


def test_the_providers_for_people_name_payer_keys_and_endpoints() -> None:
    rows = [row for row in metadata.render_markdown(with_acme(FULL)).splitlines() if row.startswith("| `")]
    acme, platform = ([cell.strip() for cell in row.split("|")[1:-1]] for row in rows)
    assert acme == [
        "`acme` (deprecated)",
        "byok",
        "`ACME_KEY`, `ACME_TOKEN`",
        "`ACME_KEY`",
        "openai",
        "`oauth`",
        "`https://{eu}.acme.example`<br>`https://acme.example`",
        "`acme`",
    ]
    assert platform[:2] == ["`platform`", "**platform**"]
    assert platform[6:] == ["-", "`-`"]


# ---- what templates offer ----


def desk(*models: OfferedModel, default: str | None = None) -> Offered:
    return Offered(
        runtime="desk", models=models, default_model=default, document="o.yaml", default_pointer="/d"
    )


def lines(*offers: Offered) -> list[tuple[str, ...]]:
    return [offer.line for offer in offered.offers_of(REGISTRY, offers)]


def test_every_offered_id_has_its_line_with_key_label_and_payer() -> None:
    models = (
        OfferedModel("twin", "plan", ("Z", "A", "Z")),
        OfferedModel("bolt-eu-1"),
        OfferedModel("house-1"),
    )
    assert lines(desk(*models, default="house-1")) == [
        ("desk", "bolt-eu-1", "", "", "", "(ambiguous)", ""),
        ("desk", "house-1", "yes", "", "", "platform", "platform"),
        ("desk", "twin", "", "plan", "A Z", "plan", "byok"),
    ]


def test_a_default_beside_the_list_is_offered_as_well() -> None:
    found = offered.offers_of(REGISTRY, [desk(OfferedModel("twin"), default="acme/1")])
    assert [(offer.line[:3], offer.pointer) for offer in found] == [
        (("desk", "acme/1", "beside"), "/d"),
        (("desk", "twin", ""), ""),
    ]


def test_a_default_that_leaves_the_list_is_a_change() -> None:
    listed = desk(OfferedModel("twin"), OfferedModel("acme/1"), default="acme/1")
    beside = desk(OfferedModel("twin"), default="acme/1")
    (change,) = offered.compare(lines(listed), offered.offers_of(REGISTRY, [beside]))
    assert (change.model, change.pointer) == ("acme/1", "/d")


def test_offers_are_compared_id_by_id() -> None:
    before = lines(desk(OfferedModel("twin"), OfferedModel("acme/1"), OfferedModel("acme/2")))
    after = desk(OfferedModel("twin"), OfferedModel("acme/1", None, ("K",)), OfferedModel("acme/3"))
    changes = offered.compare(before, offered.offers_of(REGISTRY, [after]))
    assert [(change.model, change.was is not None, change.now is not None) for change in changes] == [
        ("acme/1", True, True),
        ("acme/2", True, False),
        ("acme/3", False, True),
    ]


def test_an_id_that_is_offered_twice_is_two_offers() -> None:
    once, twice = desk(OfferedModel("twin")), desk(OfferedModel("twin"), OfferedModel("twin"))
    (change,) = offered.compare(lines(once), offered.offers_of(REGISTRY, [twice]))
    assert (change.was, change.now) == (None, lines(once)[0])
    (change,) = offered.compare(lines(twice), offered.offers_of(REGISTRY, [once]))
    assert (change.was, change.now) == (lines(once)[0], None)


def test_both_goldens_are_tables_under_their_columns() -> None:
    facts, offers = metadata.facts_of(REGISTRY), offered.offers_of(REGISTRY, [desk(OfferedModel("a,b"))])
    assert [line for _, line in read(metadata.render_csv(facts), metadata.COLUMNS)] == [f.line for f in facts]
    assert [line for _, line in read(offered.render_csv(offers), offered.COLUMNS)] == [o.line for o in offers]


# ---- the guards ----


def held(**files: str) -> dict[str, Document]:
    paths = {f"checks/{name}.yaml": text for name, text in files.items()}
    return {file: read_document(text.encode(), file, None) for file, text in paths.items()}


def test_every_list_of_a_guard_is_counted_and_one_left_out_is_none() -> None:
    documents = held(
        pins="pins: [{}, {}]", hosts="hosts: {a: [x, y], b: [z]}", waivers="waivers:", moves="moves: []"
    )
    assert census(documents | held(other="pins: [1]")) == (
        ("checks/hosts.yaml", "hosts", "2"),
        ("checks/moves.yaml", "moves", "0"),
        ("checks/pins.yaml", "pins", "2"),
        ("checks/pins.yaml", "upstream", "0"),
        ("checks/waivers.yaml", "waivers", "0"),
    )


def test_a_guard_that_came_went_or_has_other_entries_is_one_change() -> None:
    golden = (("a", "x", "3"), ("a", "y", "1"), ("b", "x", "2"), ("b", "y", "5"), ("c", "x", "many"))
    today = (("b", "x", "2"), ("b", "y", "4"), ("b", "z", "1"), ("c", "x", "1"), ("d", "x", "0"))
    assert guards.compare(golden, golden[:4]) == (guards.GuardChange("c", "", -1, None),)
    assert guards.compare(golden, today) == (
        guards.GuardChange("a", "", 4, None),
        guards.GuardChange("b", "/y", 5, 4),
        guards.GuardChange("b", "/z", 0, 1),
        guards.GuardChange("c", "/x", -1, 1),
        guards.GuardChange("d", "", None, 0),
    )
    assert guards.compare(today, today) == ()


def test_what_the_policy_may_require_is_what_its_schema_lists() -> None:
    listed = json.loads(schema.text("policy"))["properties"]["require"]["items"]["enum"]
    assert listed == list(REQUIRABLE)
    assert not {"policy", "registry", "workflows", "schemas", "routing", "guards"} & {*listed}
