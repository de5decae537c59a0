"""The journal is searched by who and by what, runs by their duty."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the three indices."""
    op.create_index("ix_journal_who", "journal", ["who", "what", "seq"])
    op.create_index("ix_journal_what", "journal", ["what", "seq"])
    op.create_index("ix_runs_duty", "runs", ["duty", "id"])
