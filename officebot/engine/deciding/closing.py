"""A person's word that an item is done with: closed in the ledger, told in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from officebot.core.problems import UserError
from officebot.core.proposals import Item
from officebot.core.text import say
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import Ledger, items
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

#: A key may be shortened to so many of its digits.
_SHORTEST = 4


def close(ledger: Ledger, who: Actor, kinds: Sequence[str], key: str, because: str, now: datetime) -> Item:
    """Close the open item of these kinds whose key is, or alone begins with, `key`; the item as it was.

    Raises UserError where none or several are meant, or where it is meant for another circle.
    """
    with ledger.writing() as tx:
        there = [item for kind in kinds for item in items.find(tx, kind)]
        found = [item for item in there if item.key == key or (len(key) >= _SHORTEST and item.key.startswith(key))]
        meant = [item for item in found if item.key == key] or found
        if len({item.key for item in meant}) != 1:
            raise UserError(say("No open one has the number “{key}”: list them to see their numbers.", key=key))
        item = meant[0]
        if item.circle and who.principal.circle != item.circle and who.principal.address != item.owner:
            raise UserError(say("It is for the circle “{circle}” to decide.", circle=item.circle))
        for one in meant:
            items.set_state(tx, one.kind, one.key, "closed", now)
        note = Note(who.name, "item.closed", f"item:{item.kind}:{item.key}"[:200], {"because": because})
        journal.write(tx, now, [note])
        return item
