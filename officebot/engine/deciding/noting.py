"""A person's word that something is to be remembered: noted in the ledger, told in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from officebot.core.proposals import Item
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import Ledger, items
from officebot.engine.record import journal
from officebot.engine.record.journal import Note


def note(ledger: Ledger, who: Actor, noted: Sequence[Item], now: datetime) -> list[bool]:
    """Note the items, all or none; of each whether it changed one that was there under its key."""
    with ledger.writing() as tx:
        changed = [items.put(tx, item, now) is not None for item in noted]
        journal.write(tx, now, [
            Note(who.name, "item.noted", f"item:{item.kind}:{item.key}"[:200], {"changed": was_there})
            for item, was_there in zip(noted, changed, strict=True)
        ])  # fmt: skip
    return changed
