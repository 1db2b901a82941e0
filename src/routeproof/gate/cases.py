"""The verdict on a workspace as named cases: how each cell, pin, probe, invariant and check fared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from routeproof.checks import ALL
from routeproof.errors import Place
from routeproof.gate.subjects import Subjects
from routeproof.harness import RULES, Exit, Verdict, Waived, failing
from routeproof.harness.finding import Finding
from routeproof.manifest.files import INVARIANTS, PINS, PROBES
from routeproof.markup import visible
from routeproof.model.declared import Pin
from routeproof.reports.summary import headline
from routeproof.workspace import Workspace

MATRIX_CHECKS = (
    "golden-matrix",
    "listed-id-registers",
    "listed-id-routes-to-its-arm",
    "probe-covers-arm",
)
"""What a cell of the matrix answers to."""

About: TypeAlias = Callable[[Finding], bool]


class State(StrEnum):
    """How a case fared."""

    PASSED = "passed"
    FAILED = "failed"
    WAIVED = "waived"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Case:
    """One case with a name that no other has; `text` says why unless it passed."""

    name: str
    state: State
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Question:
    """What a case is about: the checks that it answers to, and which of their findings are its own."""

    name: str
    checks: tuple[str, ...]
    about: About
    place: Place


def cases_of(workspace: Workspace, verdict: Verdict) -> tuple[Case, ...]:
    """Every case, always in one order; the verdict must be of all checks over that workspace."""
    questions: dict[str, _Question] = {}
    for question in _questions(workspace):
        # Two pins may say the same: then they are one case.
        questions.setdefault(question.name, question)
    whole = Place(workspace.registry_file)
    judged = verdict.exit_code in (Exit.CLEAN, Exit.FINDINGS)
    last = Case("verdict", State.PASSED if judged else State.FAILED, headline(verdict), whole)
    return (*(_case(each, verdict) for each in questions.values()), last)


def _questions(workspace: Workspace) -> Iterator[_Question]:
    yield from _cells(workspace)
    yield from _pins(workspace)
    for probe in workspace.declared.probes:
        place = _place(workspace, PROBES, probe.pointer)
        yield _Question(
            f"probe[{probe.provider}]", ("probe-alive", "probe-covers-arm"), _arm(probe.provider), place
        )
    for invariant in workspace.declared.invariants:
        place = _place(workspace, INVARIANTS, invariant.pointer)
        yield _Question(
            f"invariant[{invariant.id}]", ("invariants-hold",), _about_pointer(invariant.pointer), place
        )
    for rule in (*ALL, *RULES):
        yield _Question(f"check[{rule.id}]", (rule.id,), lambda _: True, Place(workspace.registry_file))


def _cells(workspace: Workspace) -> Iterator[_Question]:
    for cell in Subjects(workspace).cells:
        name = "/".join((cell.runtime, cell.arm, cell.model or "(no probe)"))
        place = _place(workspace, workspace.registry_file, cell.pointer)
        about = _exactly(cell.runtime, cell.arm, cell.model)
        yield _Question(f"cell[{name}]", MATRIX_CHECKS, about, place)


def _pins(workspace: Workspace) -> Iterator[_Question]:
    for pin in workspace.declared.pins.routes:
        place = _place(workspace, PINS, pin.pointer)
        keys = "".join(f"+{name}" for name in pin.auth_env)
        for runtime in pin.runtimes:
            for model in pin.models:
                yield _Question(
                    f"pin[{runtime}/{model}{keys}]", ("pin-holds",), _about_pin(pin, runtime, model), place
                )
    for each in workspace.declared.pins.upstream:
        place = _place(workspace, PINS, each.pointer)
        for model in each.models:
            about = _upstream(each.pointer, model)
            yield _Question(f"upstream-pin[{model}]", ("pin-holds",), about, place)


def _exactly(runtime: str, arm: str, model: str | None) -> About:
    return lambda finding: (
        (finding.coordinate("runtime"), finding.coordinate("arm"), finding.coordinate("model"))
        == (runtime, arm, model)
    )


def _arm(name: str) -> About:
    return lambda finding: finding.coordinate("arm") == name


def _about_pointer(pointer: str) -> About:
    return lambda finding: finding.pointer == pointer


def _about_pin(pin: Pin, runtime: str, model: str) -> About:
    wanted = pin.pointer, runtime, model
    return lambda finding: (
        (finding.pointer, finding.coordinate("runtime"), finding.coordinate("model")) == wanted
    )


def _upstream(pointer: str, model: str) -> About:
    return lambda finding: (
        (finding.pointer, finding.coordinate("runtime"), finding.coordinate("model"))
        == (pointer, None, model)
    )


def _place(workspace: Workspace, file: str, pointer: str) -> Place:
    document = workspace.documents.get(file)
    return document.place(pointer) if document else Place(file)


def _case(question: _Question, verdict: Verdict) -> Case:
    state, text = _state_of(question, verdict)
    return Case(visible(question.name), state, text, question.place)


def _state_of(question: _Question, verdict: Verdict) -> tuple[State, str]:
    """An open finding counts most, then that nobody knows, then that it is accepted."""
    open_ones = [each for each in verdict.findings if each.check in question.checks and question.about(each)]
    closing = failing(open_ones, verdict.fail_level)
    if closing:
        return State.FAILED, "\n".join(map(_describe_finding, closing))
    ledger = verdict.ledger
    undecided = [each for each in ledger.undecided if each.check in question.checks]
    if undecided:
        return State.FAILED, "\n".join(visible(f"undecided: {each.check}: {each.why}") for each in undecided)
    waived = [
        each
        for each in verdict.waived
        if each.finding.check in question.checks and question.about(each.finding)
    ]
    if waived:
        return State.WAIVED, "; ".join(dict.fromkeys(map(_describe_waiver, waived)))
    if all(check in ledger.off for check in question.checks):
        return State.SKIPPED, "switched off by the policy"
    if all(check in ledger.empty for check in question.checks):
        return State.SKIPPED, "nothing to judge"
    return State.PASSED, ""


def _describe_finding(finding: Finding) -> str:
    where = visible(str(finding.place or finding.document))
    hint = f"\n  hint: {visible(finding.hint)}" if finding.hint else ""
    return f"{visible(finding.message)}{hint}\n  {finding.level} of {finding.check} at {where}"


def _describe_waiver(waived: Waived) -> str:
    waiver = waived.waiver
    return visible(f"waived until {waiver.expires} ({waiver.ticket}): {waiver.reason}")
