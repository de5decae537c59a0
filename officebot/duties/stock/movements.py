"""What colleagues' mails moved, as rows for the journal."""

from __future__ import annotations

from collections.abc import Iterator

from officebot.core.proposals import Proposal
from officebot.duties.stock.observe import Facts


def movements(facts: Facts) -> Iterator[Proposal]:
    """One proposal a mail that took or brought something."""
    yield from ()
