"""Performs `calendar.check_free`: looks once more whether a time is free, before an event is entered and anybody invited.

The crash case: looking changes nothing, so it is repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from officebot.core.actions import Action, CheckFree
from officebot.core.agendas import OfficeCalendar
from officebot.core.availability.busy import Busy, Reading
from officebot.core.availability.reading import read_busy
from officebot.core.clock import Clock
from officebot.core.meetings.events import is_of, joined
from officebot.core.text import Text, say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry

#: How long a time that was found free is kept for whoever asked first: until then their event stands in the calendar.
_KEPT = timedelta(minutes=2)


class FreePerformer:
    """Lets a bundle go on while its time is free for all owners, else ends it there: nothing is entered, nothing is sent.

    `calendars` gives those of people and rooms as they are now, with a problem where one cannot be read.
    """

    kinds = frozenset({CheckFree.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(
        self, calendars: Callable[[Collection[str] | None], Sequence[OfficeCalendar]], clock: Clock, zone: str
    ) -> None:
        self._calendars = calendars
        self._clock = clock
        self._zone = zone
        self._kept: list[tuple[datetime, CheckFree]] = []

    def prepare(self, action: Action) -> Prepared:
        """Says which time is looked at."""
        if not isinstance(action, CheckFree):
            raise TypeError(action.kind)
        preview = say("Go on only if {when} is still free for {owners}.", when=action.start.replace(tzinfo=None),
                      owners=", ".join(action.owners))  # fmt: skip
        return Prepared(action=action, preview=preview)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Look for each job in turn. Of two that want the same time, the second waits for what becomes of the first."""
        return [self._looked(job.action) for job in jobs if isinstance(job.action, CheckFree)]

    def was_done(self, _job: Job) -> Done | NotDone:
        """Not done: looking again is harmless, and needed."""
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """There is nothing to take back."""
        return [Done() for _ in jobs]

    def _looked(self, check: CheckFree) -> Outcome:
        now = self._clock.now()
        self._kept = [(until, one) for until, one in self._kept if until > now]
        calendars = self._calendars(set(check.owners))
        lost = next((one for one in calendars if one.is_lost), None)
        if lost is not None and lost.problem is not None:
            return Retry(say("The calendar “{name}” cannot be read: {why}", name=lost.name, why=lost.problem))
        readings = [self._reading(one, check) for one in calendars]
        taken = next((busy for one in readings for busy in one.times), None)
        if taken is not None:
            return Failed(_taken(taken), is_stale=True)
        unread = next((one.missing for one in readings if one.missing is not None), None)
        if unread is not None:
            return Failed(say("Nobody knows whether the time is free: {where}: {why} Nothing is entered, and nobody is invited.",
                              where=unread.where, why=unread.what))  # fmt: skip
        if any(_clash(check, other) for _, other in self._kept):
            return Retry(say("Another meeting is being entered at that time."))
        self._kept.append((now + _KEPT, check))
        return Done()

    def _reading(self, calendar: OfficeCalendar, check: CheckFree) -> Reading:
        text = joined(one.text for one in calendar.objects if not any(is_of(one, uid) for uid in check.own))
        return read_busy(text, check.start, check.end, zone=self._zone, name=calendar.name)


def _taken(busy: Busy) -> Text:
    if not busy.summary:
        return say("The time was taken meanwhile: nothing is entered, and nobody is invited.")
    return say("“{what}” was put there meanwhile: nothing is entered, and nobody is invited.", what=busy.summary[:80])


def _clash(one: CheckFree, other: CheckFree) -> bool:
    """Whether two checks want the same time of the same owner, and are not about the same meeting."""
    if set(one.own) & set(other.own) or not set(one.owners) & set(other.owners):
        return False
    return one.start < other.end and other.start < one.end
