"""The first ledgers, which were made by `create_all`: where the way begins."""

from __future__ import annotations

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Nothing: whoever is here has them."""
