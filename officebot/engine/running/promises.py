"""The times that proposals need to be free and that no calendar shows yet: who offers them again would offer them twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from officebot.core import actions as kinds
from officebot.core.actions import Action, CheckFree
from officebot.core.agendas import PromisedTime
from officebot.core.proposals import OPEN_STATES
from officebot.engine.ledger import queued


class Promises:
    """Those of proposals that are made and not stored yet, by whoever makes them (a mailbox, each in its own thread)."""

    def __init__(self) -> None:
        self._times: dict[str, tuple[PromisedTime, ...]] = {}

    def begin(self, who: str) -> None:
        """Nothing of `who` is on its way: what was is stored, or came to nothing."""
        self._times[who] = ()

    def add(self, who: str, actions: Iterable[Action]) -> None:
        """What `who` has made just now."""
        self._times[who] = (*self._times.get(who, ()), *promised_by(actions))

    def all(self) -> list[PromisedTime]:
        """All of them, in no order."""
        return [one for times in list(self._times.values()) for one in times]


def stored_promises(tx: Connection) -> Iterator[PromisedTime]:
    """Those of the ledger's proposals that wait, or are approved and not carried out yet."""
    found = queued.params_of(tx, CheckFree.kind, OPEN_STATES)
    return promised_by(kinds.from_json(CheckFree.kind, params) for params in found)


def promised_by(actions: Iterable[Action]) -> Iterator[PromisedTime]:
    """The times that these actions look at."""
    for one in actions:
        if isinstance(one, CheckFree):
            yield PromisedTime(owners=one.owners, start=one.start, end=one.end, own=one.own)
