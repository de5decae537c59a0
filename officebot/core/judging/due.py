"""Until when something is wanted: the deadline among the dates of a mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from officebot.core.dates import deadline_of, find_dates
from officebot.core.judging.reading import Reading
from officebot.core.mail import Mail
from officebot.core.worktime import WorkingTime

_CLOSING = time(18)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is wanted at the latest (aware), and its words; `has_time` tells a time from a whole day.

    `value` is the local day or the local time to the minute (ISO).
    """

    at: datetime
    has_time: bool
    value: str
    start: int
    end: int
    words: str


def deadline_in(mail: Mail, reading: Reading, sent: datetime, language: str, working: WorkingTime) -> Deadline | None:
    """The deadline that a mail names, counted from when it was sent (aware), or None."""
    local = working.local(sent)
    text = reading.text.written
    matches = find_dates(text, local, language if language in ("fr", "en") else "mixed", working=working)
    found = deadline_of(text, matches, local, sender=_zone_of(mail, local)) if matches else None
    if found is None or found.latest is None:
        return None
    at, has_time = _instant(found.latest, local)
    value = at.replace(tzinfo=None).isoformat(timespec="minutes") if has_time else at.date().isoformat()
    return Deadline(at, has_time, value, found.start, found.end, _verbatim(found.text, mail))


def _zone_of(mail: Mail, local: datetime) -> tzinfo | None:
    """The sender's zone, where the clock of the mail is not the office's; UTC is written by machines."""
    zone = mail.date.tzinfo
    return zone if zone is not None and mail.date.utcoffset() != local.utcoffset() else None


def _instant(due: date | datetime, local: datetime) -> tuple[datetime, bool]:
    if isinstance(due, datetime):
        return (due if due.tzinfo is not None else due.replace(tzinfo=local.tzinfo)), True
    return datetime.combine(due, _CLOSING, tzinfo=local.tzinfo), False


def _verbatim(words: str, mail: Mail) -> str:
    """The words as the mail has them: judging reads curled apostrophes and hard blanks as plain ones."""
    if "'" in words and words not in mail.text and words not in mail.subject:
        curled = words.replace("'", "\u2019")
        return curled if curled in mail.text or curled in mail.subject else words
    return words
