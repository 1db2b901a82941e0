"""What the checks on guards are given: the files that the policy requires, and whether they are there."""

from dataclasses import dataclass

from routeproof.harness.filed import Filed


@dataclass(frozen=True, slots=True)
class RequiredGuard:
    """One entry of the policy's `require`; `file` is a folder where any file in it will do."""

    name: str
    file: str
    present: bool
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardsSubject:
    """Everything that the policy requires."""

    required: Filed[RequiredGuard] = Filed("checks/policy.yaml")
