"""What is put off of somebody's queue tells who did it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from officebot.engine.ledger.types import words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; of what there is nobody knows."""
    op.add_column("later", sa.Column("by", words(320), nullable=False, server_default=""))
