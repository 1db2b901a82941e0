"""The table of connections with its index, the epoch with its triggers; what is there is adopted."""

from alembic import op

from routeproof.connections.store import shape

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Add what is missing, and touch no row."""
    shape.complete(op.get_bind())
