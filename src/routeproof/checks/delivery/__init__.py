"""How a registry reaches its users: copies, artefacts, schemas."""

from routeproof.checks.delivery import (
    artefacts_current,
    copies_in_sync,
    schema_copy_equal,
)

CHECKS = (
    artefacts_current.CHECK,
    copies_in_sync.CHECK,
    schema_copy_equal.CHECK,
)
