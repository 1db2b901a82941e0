"""What a job's `if` says: gated on an event, always true, or neither. Unsure counts as neither."""

import pytest

from routeproof.lane.condition import always_runs, is_event_gate

GATES = [
    "github.event_name == 'push'",
    "${{ github.event_name != 'pull_request' }}",
    "github.ref == 'refs/heads/main' && always()",
    "always() && (github.ref_type == 'tag')",
    "startsWith(github.ref, 'refs/tags/')",
    "!startsWith(github.ref, 'refs/tags/')",
    "! ( github.event_name == 'push' )",
    "gitea.event_name == 'push' || gitea.event_name == 'schedule'",
    "(github.event_name == 'push' || github.ref == 'a') && github.actor != 'x'",
    "GitHub.Event_Name == 'push'",
    "github.event_name == '||'",
    "github.event_name == 'it''s (odd' && true",
]
NO_GATES = [
    None,
    "",
    "always()",
    "github.actor != 'bot'",
    "github.event_name == 'push' || github.actor == 'x'",
    "github.event_name == 'push' || true",
    "true || (github.event_name == 'push' && always())",
    "contains(github.event.head_commit.message, 'github.event_name')",
    "env.x == 'github.ref'",
    "needs.changes.outputs.github.ref_x == '1'",
    "github.references == 'x'",
    "'" * 10_001,
    "(" * 4_000 + "github.ref" + ")" * 4_000,
    "github.event_name == '" + "x" * 10_000 + "'",
]


@pytest.mark.parametrize("condition", GATES)
def test_it_is_false_on_some_events(condition: str) -> None:
    assert is_event_gate(condition)


@pytest.mark.parametrize("condition", NO_GATES)
def test_it_is_not_known_to_be_false_on_an_event(condition: str | None) -> None:
    assert not is_event_gate(condition)


@pytest.mark.parametrize(
    "condition",
    [None, "always()", "${{always()}}", " ! cancelled() ", "true", "success( )", "${{ Always() }}"],
)
def test_it_never_skips(condition: str | None) -> None:
    assert always_runs(condition)


@pytest.mark.parametrize(
    "condition", ["", "false", "failure()", "always() && x", "${{ always() }} ${{ x }}", "github.ref == 'x'"]
)
def test_it_can_skip(condition: str) -> None:
    assert not always_runs(condition)
