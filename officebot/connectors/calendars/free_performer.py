"""Performs `calendar.check_free`: looks once more whether a time is still free, before something fills it.

The crash cases. Cut off before or after the look: it is looked at again, which is harmless and needed. The calendar
cannot be reached: it is tried again, and nothing that stands behind it in its bundle is done until it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from officebot.connectors.calendars.performer import WritableCalendar
from officebot.core.actions import Action, CheckFree
from officebot.core.availability.reading import read_busy
from officebot.core.meetings.events import is_of, joined
from officebot.core.problems import Unavailable, UserError
from officebot.core.text import counted, say
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared, Retry


class FreePerformer:
    """Lets a bundle go on while the times that it fills are free, else ends it there.

    `calendar` gives a calendar by its name in the settings, or raises UserError; `zone` is that of times without one.
    """

    kinds = frozenset({CheckFree.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def __init__(self, calendar: Callable[[str], WritableCalendar], zone: ZoneInfo) -> None:
        self._calendar = calendar
        self._zone = zone

    def prepare(self, action: Action) -> Prepared:
        """Says which calendar is looked at, and for when. Raises UserError for one that is not in the settings."""
        if not isinstance(action, CheckFree):
            raise TypeError(action.kind)
        self._calendar(action.calendar)
        first = min(start for start, _ in action.times).astimezone(self._zone).replace(tzinfo=None)
        preview = counted(
            "Go on only if the calendar “{calendar}” is free at that time still: {when}.",
            "Go on only if the calendar “{calendar}” is free at those {count} times still, from {when} on.",
            len(action.times), calendar=action.calendar, when=first,
        )  # fmt: skip
        return Prepared(action=action, preview=preview)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Read the calendars once more, and look."""
        return [self._looked(job.action) for job in jobs]

    def was_done(self, _job: Job) -> Done | NotDone:
        """Not done: looking again is harmless, and needed."""
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """There is nothing to take back."""
        return [Done() for _ in jobs]

    def _looked(self, action: Action) -> Outcome:
        if not isinstance(action, CheckFree):
            raise TypeError(action.kind)
        try:
            objects = self._calendar(action.calendar).store.read()
        except Unavailable as lost:
            return Retry(lost.what)
        except UserError as refused:
            return Failed(refused.problems[0].what)
        text = joined(one.text for one in objects if not any(is_of(one, uid) for uid in action.but_for))
        since, until = min(start for start, _ in action.times), max(end for _, end in action.times)
        times = read_busy(text, since, until, zone=self._zone.key).times
        for start, end in action.times:
            if times.between(start, end):
                return Failed(say("Something else stands in the calendar “{calendar}” on {when} meanwhile: decide anew.",
                                  calendar=action.calendar,
                                  when=start.astimezone(self._zone).replace(tzinfo=None)))  # fmt: skip
        return Done()
