"""The desk: passwords, sessions, what was shown to whom, what is wanted later, one-time codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from officebot.engine.ledger.types import Instant, Json, words

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the five tables, empty."""
    op.create_table(
        "passwords",
        sa.Column("person", words(320), nullable=False),
        sa.Column("hash", words(200), nullable=False),
        sa.Column("changed", Instant, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_passwords"),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", words(64), nullable=False),
        sa.Column("person", words(320), nullable=False),
        sa.Column("created", Instant, nullable=False),
        sa.Column("seen", Instant, nullable=False),
        sa.Column("proven", Instant, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_sessions"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])
    op.create_table(
        "shown",
        sa.Column("proposal_id", sa.Integer, nullable=False),
        sa.Column("person", words(320), nullable=False),
        sa.Column("hash", words(64), nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "person", name="pk_shown"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_shown_proposal_id"),
    )
    op.create_table(
        "later",
        sa.Column("proposal_id", sa.Integer, nullable=False),
        sa.Column("person", words(320), nullable=False),
        sa.Column("until", Instant, nullable=False),
        sa.Column("at", Instant, nullable=False),
        sa.PrimaryKeyConstraint("proposal_id", "person", name="pk_later"),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name="fk_later_proposal_id"),
    )
    op.create_table(
        "codes",
        sa.Column("hash", words(64), nullable=False),
        sa.Column("purpose", words(40), nullable=False),
        sa.Column("person", words(320), nullable=False),
        sa.Column("data", Json, nullable=False),
        sa.Column("created", Instant, nullable=False),
        sa.Column("until", Instant, nullable=False),
        sa.Column("used", Instant),
        sa.PrimaryKeyConstraint("hash", name="pk_codes"),
    )
    op.create_index("ix_codes_person", "codes", ["person"])
