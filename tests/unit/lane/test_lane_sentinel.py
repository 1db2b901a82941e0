"""Which sentinels are strict: recognised by what they compare, and reported when they are not."""

import textwrap

import pytest

from routeproof.lane import GapKind
from routeproof.model.workflow import Workflow
from support.lane_makers import gaps, jobs, lane


def sentinel(steps: str, needs: str = "[lint, test]", condition: str = "always()") -> Workflow:
    head = f"lint: {{}}\ntest: {{}}\nok:\n  if: {condition}\n  needs: {needs}\n  steps:\n"
    return jobs(head + textwrap.indent(textwrap.dedent(steps), "    "))


def said(*workflows: Workflow) -> list[str]:
    return [gap.message.removeprefix("sentinel `ok` ") for gap in gaps(GapKind.LAX_SENTINEL, *workflows)]


STRICT = {
    "jq over all": """
        - env: {NEEDS: "${{ toJSON(needs) }}"}
          run: |
            jq -r 'to_entries[] | "\\(.key): \\(.value.result)"' <<<"$NEEDS"
            jq -e 'length > 0 and all(.[]; .result == "success")' <<<"$NEEDS" >/dev/null
        """,
    "a loop over the results": """
        - env: {RESULTS: "${{ join(needs.*.result, ' ') }}"}
          run: for result in $RESULTS; do test "$result" = success || exit 1; done
        """,
    "each by its name": """
        - run: |
            [[ "${{ needs.lint.result }}" == "success" ]] || exit 1
            [[ "${{ needs['test'].result }}" == "success" ]] || exit 1
        """,
    "every other result refused": """
        - if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')
          run: exit 1
        - if: contains(needs.*.result, 'skipped')
          run: exit 1
        """,
    "Python": """
        - shell: python
          env: {NEEDS: "${{ toJson( needs ) }}"}
          run: |
            import json, os, sys
            bad = [k for k, v in json.loads(os.environ["NEEDS"]).items() if v["result"] != "success"]
            print("failed or skipped:", bad)
            sys.exit(bool(bad))
        """,
    "words that are no comparisons": """
        - env: {NEEDS: "${{ toJSON(needs) }}"}
          run: |
            # a job that was skipped or cancelled is no success
            bad=$(jq -r '.[].result' <<<"$NEEDS" | grep -vx success || true)
            if [ -n "$bad" ]; then echo "a failure, or skipped; see above"; exit 1; fi
        """,
    "the results in the environment of the job": """
        - run: ./all-are "${{ join(needs.*.result) }}" success
        """,
    "a published action": """
        - uses: re-actors/alls-green@release/v1
          with: {jobs: "${{ toJSON(needs) }}"}
        """,
}


@pytest.mark.parametrize("steps", STRICT.values(), ids=STRICT)
def test_it_is_strict(steps: str) -> None:
    assert said(sentinel(steps)) == []


ALL = 'env: {R: "${{ toJSON(needs) }}"}'
ONE = "is content with one `success` among the results"
LAX = {
    "looks for failure alone": (
        "- if: contains(needs.*.result, 'failure')\n  run: exit 1",
        "accepts a job that ended in `cancelled` or `skipped`",
    ),
    "forgets the skipped": (
        "- if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')\n  run: exit 1",
        "accepts a job that ended in `skipped`",
    ),
    "allows the skipped": (
        f"- {ALL}\n  run: grep -vE '\"(success|skipped)\"' <<<$R",
        "looks for `skipped` beside `success`, and may accept it",
    ),
    "allows two more": (
        f"- {ALL}\n  run: 'case $R in success|skipped|cancelled) ;; *) exit 1;; esac'",
        "looks for `cancelled`, `skipped` beside `success`, and may accept it",
    ),
    "asks a script": (
        f"- {ALL}\n  run: ./scripts/judge.sh",
        "is not seen to compare a result with `success`",
    ),
    "only speaks of it": (f"- {ALL}\n  run: echo success", "is not seen to compare a result with `success`"),
    "looks at nothing": ("- run: echo done", "never looks at the result of `lint`, `test`"),
    "looks at one": (
        '- run: test "${{ needs.lint.result }}" = success',
        "never looks at the result of `test`",
    ),
    "looks at one with a longer name": (
        '- run: test "${{ needs.lint.result }}${{ needs.test-2.result }}" = success',
        "never looks at the result of `test`",
    ),
    "swallows": (f"- {ALL}\n  run: test success = $R || true", "swallows a failure with `||`"),
    "leaves with 0": (f"- {ALL}\n  run: test success = $R || exit 0", "swallows a failure with `||`"),
    "judges now and then": (
        f"- if: github.actor != 'x'\n  {ALL}\n  run: test success = $R",
        "judges in a step that can be skipped",
    ),
    "judges softly": (
        f"- {ALL}\n  continue-on-error: true\n  run: test success = $R\n- run: echo done",
        "judges in a step that cannot fail",
    ),
    "is content with one, by a filter": (f"- {ALL}\n  run: grep -q success <<<$R", ONE),
    "is content with one, by jq": (f"- {ALL}\n  run: jq -e 'any(.[]; .result == \"success\")' <<<$R", ONE),
    "is content with one, by an expression": (
        "- if: (!contains(join(needs.*.result, ','), 'success'))\n  run: exit 1",
        ONE,
    ),
    "an action with an allowance": (
        '- uses: re-actors/alls-green@v1\n  with: {jobs: "${{ toJSON(needs) }}", allowed-skips: test}',
        "accepts more than success: `allowed-skips`",
    ),
    "no step": ("[]", "never looks at the result of `lint`, `test`"),
    "an endless script": (
        f"- {ALL}\n  run: test success {'x' * 100_000}",
        "has a script that is too long to be read",
    ),
}


@pytest.mark.parametrize(("steps", "message"), LAX.values(), ids=LAX)
def test_it_is_lax(steps: str, message: str) -> None:
    assert said(sentinel(steps)) == [message]


SKIPPED = "does not run always: when a needed job fails it is skipped, and skipped counts as green"


@pytest.mark.parametrize(
    "condition", ["", "success()", "'!cancelled()'", "always() && x", "failure()", "true"]
)
def test_it_has_to_run_always(condition: str) -> None:
    assert said(sentinel(STRICT["jq over all"], condition=condition)) == [SKIPPED]


@pytest.mark.parametrize("condition", ["always()", "${{ always() }}", "'  always( ) '"])
def test_it_runs_always(condition: str) -> None:
    assert said(sentinel(STRICT["jq over all"], condition=condition)) == []


def test_it_has_to_need_something() -> None:
    assert said(sentinel(STRICT["jq over all"], needs="[]")) == ["needs no job"]


def test_a_missing_one_is_reported_where_it_is_declared() -> None:
    [gap] = gaps(GapKind.LAX_SENTINEL, jobs("lint: {}"), declared=lane(sentinel="all"))
    assert (gap.file, gap.pointer) == ("lane.yaml", "/sentinel")
    assert gap.message == "no workflow has the sentinel job `all`"


def test_every_workflow_that_has_one_is_judged() -> None:
    lax = jobs("ok: {if: always(), needs: lint}\nlint: {}", path="b.yml")
    found = gaps(GapKind.LAX_SENTINEL, sentinel(STRICT["jq over all"]), lax)
    assert [(gap.file, gap.pointer) for gap in found] == [("b.yml", "/jobs/ok/steps")]


def test_many_unseen_needs_are_cut() -> None:
    many = ", ".join(f"j{number}" for number in range(9))
    assert said(sentinel("- run: make", needs=f"[{many}]")) == [
        "never looks at the result of `j0`, `j1`, `j2` and others"
    ]
