"""What a team's code has to call."""

from routeproof.checks.calls import (
    declared_call_exists,
)

CHECKS = (declared_call_exists.CHECK,)
