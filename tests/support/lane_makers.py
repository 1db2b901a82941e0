"""Workflows and lanes for tests, written as YAML, and the gaps that are found in them."""

import textwrap
from dataclasses import replace
from typing import Any

from routeproof.lane import GapKind, LaneGap, judge_lane
from routeproof.manifest import read_document
from routeproof.manifest.workflow import workflow_of
from routeproof.manifest.yaml import YamlDialect
from routeproof.model.workflow import Forge, Lane, Workflow

WORKFLOW = ".github/workflows/ci.yml"


def workflow(text: str, path: str = WORKFLOW, forge: Forge = Forge.GITHUB) -> Workflow:
    """The workflow that a text describes."""
    data = textwrap.dedent(text).encode()
    return workflow_of(read_document(data, path, None, YamlDialect.WORKFLOW), path, forge)


def jobs(text: str, on: str = "pull_request", path: str = WORKFLOW, forge: Forge = Forge.GITHUB) -> Workflow:
    """A workflow with these jobs."""
    return workflow(f"on: {on}\njobs:\n" + textwrap.indent(textwrap.dedent(text), "  "), path, forge)


def lane(*required: str, **fields: Any) -> Lane:
    """A lane with the usual names, and with the fields that are given; it requires the sentinel at least."""
    usual = Lane(file="lane.yaml", sentinel="ok", routeproof_job="gate", required=required or ("ok",))
    return replace(usual, **fields)


def gaps(kind: GapKind, *workflows: Workflow, declared: Lane | None = None) -> list[LaneGap]:
    """The gaps of one kind."""
    report = judge_lane(workflows, declared or lane())
    return [gap for gap in report.gaps if gap.kind is kind]
