"""A run of conform as a verdict, so that every format of the gate can show it."""

from routeproof.conform.kit import Disagreement, judge_run
from routeproof.conform.resolver.groups import QuestionGroup
from routeproof.conform.resolver.judge import ResolverConformance
from routeproof.conform.resolver.question import Op, Question
from routeproof.errors import pointer
from routeproof.harness import Verdict
from routeproof.harness.finding import Finding, Level, Location, Rule
from routeproof.match import trim
from routeproof.matrix import count_cells
from routeproof.model.about import about
from routeproof.model.pointer import claim_pointer
from routeproof.model.registry import Registry

AGREES = Rule(
    id="resolver-agrees",
    title="the resolver answers what the registry says",
    level=Level.ERROR,
    doc="""The resolver answers what the registry says.

What was proved of a registry holds for customers only as far as the code that routes them reads it in the
same way.""",
    waivable=False,
    lowerable=False,
)
ANSWERS = Rule(
    id="resolver-answers",
    title="the resolver answers every question once",
    level=Level.ERROR,
    doc="""The resolver answers every question once.

A resolver that hangs, crashes or answers something else is not judged on the rest, and that is no pass.""",
    waivable=False,
    lowerable=False,
)
RULES = (AGREES, ANSWERS)
_HINT = "correct the resolver, or the registry if the resolver is right: `routeproof why` tells the route"


def judge_conformance(registry: Registry, registry_file: str, result: ResolverConformance) -> Verdict:
    """The verdict on a resolver; pointers lead to the arm of the registry that ought to serve the id."""
    return judge_run(
        result,
        (_disagreement(registry, registry_file, each) for each in result.disagreements),
        agrees=AGREES,
        answers=ANSWERS,
        document=registry_file,
        who="a resolver",
        counts=count_cells(registry, ()).shown,
    )


def _disagreement(
    registry: Registry, registry_file: str, each: Disagreement[Question, QuestionGroup]
) -> Finding:
    question = each.example
    return Finding(
        check=AGREES.id,
        level=AGREES.level,
        message=each.message,
        hint=_HINT,
        at=Location(registry_file, _claim(registry, each.group, question.model)),
        about=about(
            runtime=question.runtime if question.runtime in registry.runtimes else None,
            arm=next(iter(each.group.exact or each.group.pattern), None),
            model=question.model,
        ),
        present=question.auth_env,
        expected=each.expected,
        actual=each.said,
        key=f"{question.op} {each.group} {each.said}",
    )


def _claim(registry: Registry, group: QuestionGroup, model: str) -> str:
    """Where the first arm that claims the id says so, else the runtime, else the whole registry."""
    if group.op is Op.UPSTREAM or not group.runtime:
        return ""
    runtime = registry.runtimes[group.runtime]
    names = group.exact or group.pattern
    arm = next((arm for arm in runtime.arms if arm.name in names), None)
    if arm is None:
        return pointer("runtimes", group.runtime)
    return claim_pointer(registry, runtime, arm, trim(model))
