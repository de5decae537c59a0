"""Numbers without gaps: their register, the series of a proposal, an action with its number filled in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from officebot.engine.ledger.types import Instant, Json, words

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the table and the two columns; what there is has no number."""
    op.add_column("proposals", sa.Column("number_series", words(40), nullable=False, server_default=""))
    op.add_column("actions", sa.Column("filled", Json))
    op.create_table(
        "numbers",
        sa.Column("series", words(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("text", words(80), nullable=False),
        sa.Column("proposal_id", sa.Integer, nullable=False),
        sa.Column("state", words(8), nullable=False),
        sa.Column("because", words(16)),
        sa.Column("at", Instant, nullable=False),
        sa.Column("who", words(320), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", "number", name="pk_numbers"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_numbers_proposal_id"),
        sa.UniqueConstraint("proposal_id", name="uq_numbers_proposal_id"),
    )
