"""Of every lane: a job outside of the needs is found, and no file, however odd, makes the judge fail."""

from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from routeproof.errors import InputError
from routeproof.lane import GapKind, judge_lane
from routeproof.manifest import read_document
from routeproof.manifest.workflow import workflow_of
from routeproof.manifest.yaml import YamlDialect
from routeproof.model.workflow import Forge, Workflow
from support.lane_makers import gaps, lane

IDS = st.sampled_from(["gate", "lint", "test", "types", "docs"])
SENTINEL = {
    "if": "always()",
    "steps": [{"run": "test success $R", "env": {"R": "${{ toJSON(needs) }}"}}],
}


def built(data: Any) -> Workflow:
    document = read_document(yaml.safe_dump(data).encode(), "ci.yml", None, YamlDialect.WORKFLOW)
    return workflow_of(document, "ci.yml", Forge.GITHUB)


@given(st.sets(IDS, min_size=1), st.sets(IDS, min_size=1))
def test_exactly_the_jobs_outside_of_the_needs_are_found(present: set[str], needed: set[str]) -> None:
    jobs = {name: {"steps": [{"run": "make"}]} for name in present}
    found = built({"on": "pull_request", "jobs": {**jobs, "ok": {**SENTINEL, "needs": sorted(needed)}}})
    assert {gap.pointer for gap in gaps(GapKind.UNNEEDED, found)} == {
        f"/jobs/{name}" for name in present - needed
    }
    unknown = gaps(GapKind.UNKNOWN_NEED, found)
    assert len(unknown) == len(needed - present)
    assert not gaps(GapKind.LAX_SENTINEL, found)
    required = "gate" in present & needed
    assert (not gaps(GapKind.NOT_REQUIRED, found)) is required


CONDITIONS = st.recursive(
    st.sampled_from(["always()", "github.event_name == 'push'", "github.ref != 'a'", "env.x == 'y'", "true"]),
    lambda inner: st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(
        lambda each: f"({' '.join(each)})"
    ),
    max_leaves=5,
)


@given(CONDITIONS)
def test_a_job_is_left_out_only_when_its_condition_can_be_false_by_the_event(condition: str) -> None:
    """With every other part taken to be true, a gate is false on some event: an independent reading."""
    text = condition.replace("&&", " and ").replace("||", " or ").replace("always()", "True")
    text = text.replace("env.x == 'y'", "True").replace("true", "True")
    closed = text.replace("github.event_name == 'push'", "False").replace("github.ref != 'a'", "False")
    can_be_false = not eval(closed)  # noqa: S307 - made of the constants above
    jobs = {"gate": {"if": condition}, "ok": {**SENTINEL, "needs": ["lint"]}, "lint": {}}
    left_out = not gaps(GapKind.UNNEEDED, built({"on": "push", "jobs": jobs}))
    assert left_out is can_be_false


WORDS = (
    "on jobs needs if name uses steps run strategy matrix include exclude ok gate env with push pull_request"
    " types paths continue-on-error"
)
KEYS = st.sampled_from(WORDS.split())
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["ok", "gate", "always()", "${{ x }}", "./ci.yml", "push", "", "((", "'"])
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=10,
)


FILES = st.fixed_dictionaries(
    {"on": TREES, "jobs": st.dictionaries(KEYS, st.dictionaries(KEYS, TREES, max_size=4), max_size=3)}
)


@given(FILES | TREES)
def test_any_file_is_judged_or_refused(data: Any) -> None:
    try:
        found = built(data)
    except InputError:
        return
    report = judge_lane([found], lane("ok", audit=("ok",), external=("other",)))
    for gap in report.gaps:
        assert gap.message
        assert gap.file in ("ci.yml", "lane.yaml")
        assert "\n" not in gap.message
