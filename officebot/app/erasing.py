"""Erasing for good what the office keeps about one person: in the ledger, and in the history of its settings.

The cases. The ledger is erased first, which checks who asks and what is under way: where it refuses, nothing is. After a
crash between the two the history still names them: it is found, and erased, by asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from officebot.engine.erasing import persons
from officebot.engine.erasing.persons import Held, mention_of
from officebot.engine.lease import ExecutorLease
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.settings.changing import Keeper

if TYPE_CHECKING:
    from officebot.app import App
    from officebot.engine.deciding.approvals import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the office keeps about a person: what the ledger holds, and the changes of settings whose files named them."""

    ledger: Held
    changes: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return self.ledger.is_empty and not self.changes


def kept(app: App, address: str) -> Kept:
    """What would be erased. Raises UserError for what is no address."""
    return Kept(ledger=persons.held(app.ledger, address), changes=_changes(app, address))


def erase(app: App, who: Actor, address: str) -> Kept:
    """Erase it; what was erased. Raises what `persons.erase` does."""
    held = persons.erase(app.ledger, ExecutorLease(app.ledger, app.owner), address, who, app.clock.now())
    changes = _changes(app, address)
    if changes:
        _keeper(app).forget(changes)
        with app.ledger.writing() as tx:
            # Not whom: the entry would name them again.
            note = Note(who.name, "person.erased", "office", {"changes": len(changes)})
            journal.write(tx, app.clock.now(), [note])
    return Kept(ledger=held, changes=changes)


def _changes(app: App, address: str) -> tuple[int, ...]:
    named = mention_of(address.lower())
    return tuple(_keeper(app).naming(lambda text: named.search(text) is not None))


def _keeper(app: App) -> Keeper:
    return Keeper(folder=app.folder, duties=app.installed)
