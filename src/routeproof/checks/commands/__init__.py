"""How risky the commands of a program are."""

from routeproof.checks.commands import (
    command_risk_covered,
)

CHECKS = (command_risk_covered.CHECK,)
