"""Open items are looked up by their kind."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Let the index of states know the kind, too."""
    op.drop_index("ix_items_state_due", "items")
    op.create_index("ix_items_state_kind", "items", ["state", "kind", "due"])
