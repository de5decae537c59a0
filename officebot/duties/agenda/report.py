"""Which meetings were held and are to come, for reports, as the office's calendars say."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from officebot.core.agendas import OfficeCalendar
from officebot.core.asking import Is
from officebot.core.calendars.occurrences import Occurrence
from officebot.core.reports.events import is_meeting
from officebot.core.reports.kinds import CONFIDENTIAL
from officebot.core.reports.meetings import AHEAD, meetings_in
from officebot.core.reports.tally import Tally, Where
from officebot.core.text import Text, counted, one_line, quoted, say
from officebot.sdk import Office, Part, Window


def report(office: Office, window: Window, _settings: Any) -> Part | None:
    """The period's meetings: what somebody was invited to, each once, in whichever calendars it stands."""
    calendars = [one for one in office.calendars() if one.problem is None or one.left_out]
    if not calendars:
        return None
    tally = Tally("meetings", say("Meetings"), window, "events", "event", place=40)
    meetings, odd = _meetings(calendars, window)

    def within(since: datetime, until: datetime) -> dict[str, Text]:
        return {key: name for key, (at, name) in meetings.items() if since <= at < until}

    tally.flow(
        "held", say("Meetings held"), say("Meetings in the calendars that began in the period and were not cancelled."),
        lambda w: within(w.since, min(w.until, w.now)), lambda w: _between(w.since, min(w.until, w.now)), weight=30,
    )  # fmt: skip
    coming = within(window.now, window.now + AHEAD)
    key = tally.state(
        "coming", say("Meetings of the next seven days"), say("Meetings in the calendars of the next seven days."), coming,
        _between(window.now, window.now + AHEAD), weight=32,
    )  # fmt: skip
    if coming:
        words = counted(
            "{count} meeting is to come in the next seven days: {names}.",
            "{count} meetings are to come in the next seven days: {names}.",
            0,
        )
        tally.need(words, 20, coming.values(), count=key)
    if odd:
        tally.note(say("Meetings by rules that cannot be counted twice are left out."))
    return tally.part()


def _meetings(calendars: list[OfficeCalendar], window: Window) -> tuple[dict[str, tuple[datetime, Text]], bool]:
    """Each meeting once, with when it begins and what it is called; and whether some had to be left out."""
    found: dict[str, tuple[datetime, Text]] = {}
    odd = False
    for one in (stored for calendar in calendars for stored in calendar.objects):
        if not is_meeting(one.text):
            continue
        meetings = meetings_in(one.text, window)
        odd = odd or meetings is None
        for key, time in (meetings or {}).items():
            if isinstance(time.start, datetime):
                found.setdefault(key, (time.start, _name(time)))
    return dict(sorted(found.items(), key=lambda pair: pair[1][0])), odd


def _name(meeting: Occurrence) -> Text:
    return CONFIDENTIAL if meeting.is_private else quoted(one_line(meeting.summary, 70))


def _between(since: datetime, until: datetime) -> Where:
    return Is("start", "from", minute(since)), Is("start", "before", minute(until))


def minute(instant: datetime) -> str:
    """An instant as the second reading of calendars tells it: UTC to the minute, rounded up."""
    from datetime import UTC

    at = instant.astimezone(UTC)
    whole = at.replace(second=0, microsecond=0)
    return (whole if whole == at else whole + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%MZ")
