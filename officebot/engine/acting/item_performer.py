"""Performs `item.note`, `item.amend` and `item.close`: the shared items of the ledger.

The crash case: the item is written, that it was done is not. A second try would find its own work and take
it for what stood there before, so the receipt is kept in the item's own transaction, by the job's key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from officebot.core.actions import Action, AmendItem, CloseItem, NoteItem
from officebot.core.clock import Clock
from officebot.core.proposals import Item
from officebot.core.text import say
from officebot.engine.ledger import Ledger, items, marks
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Uncertain

#: Where the receipts are kept, among the ledger's facts.
_RECEIPTS = "officebot items"
#: Lists that only grow are kept short by their duties: what is older may have gone from them.
_NEWEST = 30


#: Gives an item that a duty noted without an owner or a day the office's own: nothing open is nobody's, or never due.
Settling = Callable[[Item, datetime], Item]


class ItemPerformer:
    """Notes and closes items. Doing either twice is harmless; undo puts back what stood there before."""

    kinds = frozenset({NoteItem.kind, AmendItem.kind, CloseItem.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, ledger: Ledger, clock: Clock, settling: Settling = lambda item, _: item) -> None:
        self._ledger = ledger
        self._clock = clock
        self._settling = settling

    def prepare(self, action: Action) -> Prepared:
        """Says which item is noted or closed."""
        match action:
            case NoteItem(title=title, owner=owner, due=due):
                preview = say("Note “{title}” for {owner}, due {due}", title=title, owner=owner or None, due=due)
            case CloseItem(key=key):
                preview = say("Close “{key}”", key=key)
            case _:
                raise TypeError(action.kind)
        return Prepared(action=action, preview=preview)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Write the items, all in one transaction."""
        now = self._clock.now()
        with self._ledger.writing() as tx:
            return [_done_before(tx, job) or self._kept(tx, job, self._one(tx, job, now)) for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone | Uncertain:
        """Done, with what stood there before, where the item was written; else not done."""
        with self._ledger.reading() as tx:
            return _done_before(tx, job) or NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Put back what stood there before."""
        now = self._clock.now()
        with self._ledger.writing() as tx:
            for job in jobs:
                action = job.action
                if isinstance(action, NoteItem):
                    items.restore(tx, action.item_kind, action.key, job.receipt.get("before"), now)
                elif isinstance(action, CloseItem):
                    items.set_state(tx, action.item_kind, action.key, job.receipt.get("state", "open"), now)
        return [Done() for _ in jobs]

    def _kept(self, tx: Any, job: Job, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Done):
            marks.put_fact(tx, _RECEIPTS, job.key, dict(outcome.receipt))
        return outcome

    def _settled(self, tx: Any, item: Item, now: datetime) -> Item:
        """The item with an owner and a day: those it had, where it is noted anew without."""
        if item.owner and item.due is not None:
            return item
        there = items.one(tx, item.kind, item.key)
        if there is not None and there.state == "open":
            item = replace(item, owner=item.owner or there.owner, due=item.due or there.due)
        return self._settling(item, now)

    def _one(self, tx: Any, job: Job, now: Any) -> Outcome:
        match job.action:
            case AmendItem() as amend if _holds_more(items.one(tx, amend.item_kind, amend.key), amend):
                return Failed(say("“{title}” has changed since: nothing was written over.", title=amend.title))
            case NoteItem() as note:
                item = Item(kind=note.item_kind, key=note.key, title=note.title, owner=note.owner, due=note.due,
                            source=note.source, circle=note.circle)  # fmt: skip
                return Done({"before": items.put(tx, self._settled(tx, item, now), now)})
            case CloseItem(item_kind=kind, key=key):
                state = items.set_state(tx, kind, key, "closed", now)
                if state is None:
                    return Failed(say("There is no open item “{key}”.", key=key))
                return Done({"state": state})
            case _:
                raise TypeError(job.action.kind)


def _done_before(tx: Any, job: Job) -> Done | None:
    receipt = marks.fact(tx, _RECEIPTS, job.key)
    return None if receipt is None else Done(receipt)


def _holds_more(item: Item | None, amend: AmendItem) -> bool:
    """Whether the item was closed, or one of its growing lists holds what the amended one does not."""
    if item is None:
        return False
    return item.state != "open" or any(
        one not in amend.source.get(name, ()) for name in amend.keeps for one in item.source.get(name, ())[-_NEWEST:]
    )
