"""Which meetings reports count: those of which both ways of reading a calendar's object say the same times.

What either cannot follow, or the two follow differently, is left out of both and said: one odd object stops no report.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from officebot.core.calendars.occurrences import Occurrence, occurrences
from officebot.core.problems import UserError
from officebot.core.reports.events import is_plain, key_of, meetings_again
from officebot.core.reports.period import Window

#: How far ahead meetings count as coming.
AHEAD = timedelta(days=7)


def span_of(window: Window) -> tuple[datetime, datetime]:
    """The times between which both ways look for meetings: from the period before to the coming days."""
    return window.before.since, max(window.until, window.now + AHEAD)


def meetings_in(text: str, window: Window) -> dict[str, Occurrence] | None:
    """The meetings of an object by their keys, as the library finds them; None where the second way finds others."""
    if not is_plain(text):
        return None
    since, until = span_of(window)
    try:
        again = {one.key for one in meetings_again([text], since, until, window.zone)}
        times = occurrences(text, since, until, window.zone).found
        # What a calendar holds may lie outside of all that clocks and calendars can tell.
    except (UserError, ValueError, OverflowError):
        return None
    found = {
        key_of(one.uid, one.start): one
        for one in times
        if isinstance(one.start, datetime) and since <= one.start < until and one.status.upper() != "CANCELLED"
    }
    return found if set(found) == again else None
