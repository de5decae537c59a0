"""When a duty is due: schedules in words, such as "mon-fri 08:00" or « toutes les 15 minutes ».

A calendar schedule means the wall clock: once a local date-time, whatever the clocks do that night.
An interval means the UTC clock, counted from the epoch, so that every process agrees on its instants.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import PurePosixPath
from unicodedata import normalize
from zoneinfo import ZoneInfo

from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.core.worktime import WorkingTime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
# A yearly cycle of holidays and more: what is not due within it is never due.
_HORIZON = 800


class Kind(StrEnum):
    """What sets a duty off."""

    CALENDAR = "schedule"
    INTERVAL = "interval"
    MAIL = "mail"
    ARRIVALS = "after mail"
    ANSWERS = "after answer"
    FILE = "file"
    START = "start"


class Monthly(StrEnum):
    """Days of a month that have no number."""

    LAST_DAY = "last day"
    FIRST_WORKING_DAY = "first working day"
    LAST_WORKING_DAY = "last working day"


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One firing: the aware UTC instant, and the key that makes it unique for its duty.

    The key of a calendar schedule is the local date-time "2026-11-23T08:00"; that of an interval is
    the UTC instant "2026-11-23T07:00Z".
    """

    instant: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a duty is due. Days are named by weekday (Monday 0), by number in the month, or as a `Monthly`.

    A number that a month does not have means its last day. With `working_days_only`, a weekly schedule skips the
    days on which the office does not work, and a monthly one waits for the next day on which it does.
    """

    kind: Kind
    source: str = field(compare=False)
    weekdays: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    monthly: Monthly | None = None
    times: tuple[time, ...] = ()
    every: timedelta = timedelta()
    working_days_only: bool = False
    claim: str = ""
    path: str = ""

    def due_between(self, after: datetime, until: datetime, zone: ZoneInfo, working_time: WorkingTime) -> list[Due]:
        """Every firing in (after, until], oldest first. Those set off by mail, files or the start have none."""
        if self.kind is Kind.INTERVAL:
            found = self._instants(after, until, zone, working_time)
        elif self.kind is Kind.CALENDAR:
            found = self._wall_times(after, until, zone, working_time)
        else:
            return []
        return sorted(found)

    def latest_between(
        self, after: datetime, until: datetime, zone: ZoneInfo, working_time: WorkingTime
    ) -> Due | None:
        """The last firing in (after, until]: what is caught up after a stop, however long it was."""
        for days in (1, 40, _HORIZON):
            start = max(after, until - days * _DAY)
            due = self.due_between(start, until, zone, working_time)
            if due or start == after:
                return due[-1] if due else None
        return None

    def next_after(self, instant: datetime, zone: ZoneInfo, working_time: WorkingTime) -> Due | None:
        """The first firing after the instant, or None when there is none within two years."""
        start = instant
        for days in (1, 7, 32, 180, _HORIZON):
            end = instant + days * _DAY
            if due := self.due_between(start, end, zone, working_time):
                return due[0]
            start = end
        return None

    def _instants(self, after: datetime, until: datetime, zone: ZoneInfo, working: WorkingTime) -> Iterator[Due]:
        step = (after - _EPOCH) // self.every + 1
        while (instant := _EPOCH + step * self.every) <= until:
            if not self.working_days_only or working.is_working_day(instant.astimezone(zone).date()):
                yield Due(instant, f"{instant:%Y-%m-%dT%H:%M}Z")
            step += 1

    def _wall_times(self, after: datetime, until: datetime, zone: ZoneInfo, working: WorkingTime) -> Iterator[Due]:
        # From the day before: a day that a zone skips fires on the day after it.
        day = after.astimezone(zone).date() - _DAY
        last = until.astimezone(zone).date()
        while day <= last:
            if self._falls_on(day, working):
                for at in self.times:
                    due = Due(_instant_of(datetime.combine(day, at), zone), f"{day}T{at:%H:%M}")
                    if after < due.instant <= until:
                        yield due
            day += _DAY

    def _falls_on(self, day: date, working: WorkingTime) -> bool:
        if self.weekdays:
            return day.weekday() in self.weekdays and (not self.working_days_only or working.is_working_day(day))
        if self.monthly is Monthly.FIRST_WORKING_DAY:
            return working.is_working_day(day) and working.add_working_days(day, -1).month != day.month
        if self.monthly is Monthly.LAST_WORKING_DAY:
            return working.is_working_day(day) and working.add_working_days(day, 1).month != day.month
        if not self.working_days_only:
            return self._is_numbered(day)
        return working.is_working_day(day) and self._is_numbered_since_last_work(day, working)

    def _is_numbered(self, day: date) -> bool:
        is_last = (day + _DAY).month != day.month
        if self.monthly is Monthly.LAST_DAY:
            return is_last
        return day.day in self.month_days or (is_last and any(number > day.day for number in self.month_days))

    def _is_numbered_since_last_work(self, day: date, working: WorkingTime) -> bool:
        for _ in range(31):
            if self._is_numbered(day):
                return True
            day -= _DAY
            if working.is_working_day(day):
                return False
        return False


def _instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first UTC instant at which the wall clock of the zone shows this, or has just jumped over it."""
    before, after = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if before <= after:
        return before
    # In a gap, PEP 495's two readings lie on either side of the jump: narrow them down to its second.
    late, early = before, after
    offset_before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset_before:
            early = middle
        else:
            late = middle
    return late


# ── reading a schedule ────────────────────────────────────────────────────────────────────────────────────

_LONGEST = 200
_EVERY_DAY = frozenset(range(7))
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "mondays", "lun", "lundi", "lundis"),
            ("tue", "tues", "tuesday", "tuesdays", "mar", "mardi", "mardis"),
            ("wed", "wednesday", "wednesdays", "mer", "mercredi", "mercredis"),
            ("thu", "thur", "thurs", "thursday", "thursdays", "jeu", "jeudi", "jeudis"),
            ("fri", "friday", "fridays", "ven", "vendredi", "vendredis"),
            ("sat", "saturday", "saturdays", "sam", "samedi", "samedis"),
            ("sun", "sunday", "sundays", "dim", "dimanche", "dimanches"),
        )
    )
    for name in names
}
_MONTHLY = {
    "last day": Monthly.LAST_DAY,
    "dernier jour": Monthly.LAST_DAY,
    "first working day": Monthly.FIRST_WORKING_DAY,
    "premier jour ouvré": Monthly.FIRST_WORKING_DAY,
    "last working day": Monthly.LAST_WORKING_DAY,
    "dernier jour ouvré": Monthly.LAST_WORKING_DAY,
}
_DAILY = frozenset({"daily", "day", "days", "jour", "jours"})
_WORKING_DAYS = frozenset({"working days", "working day", "jours ouvrés", "jour ouvré"})
_WORKING_SUFFIX = expression(r"(?<=[^\s,])[ ,]+(?:on |les )?(?:working days|jours ouvrés)$")
_INTERVAL = expression(r"(?:every|toutes les|tous les|chaque) (?:(\d{1,6}) ?)?(minutes?|min|hours?|heures?|h)")
_TIME = expression(r"(\d{1,2})(?::(\d{2})|h(\d{2})?)")
_LOOKS_LIKE_TIME = expression(r"\d+[:h]\d*")
_NUMBER = expression(r"(\d{1,2})(?:st|nd|rd|th|er|e)?")
_FILLERS = frozenset({"on", "the", "every", "le", "les", "chaque", "tous", "toutes", "au", "at", "à", "and", "et"})
_CLAIM = expression(r"[a-z][a-z0-9_.-]{0,60}")


def parse(words: str) -> Schedule:
    """The schedule that these words mean, in English or French; raises UserError when they mean none.

    "mon-fri 08:00" · "daily 07:30" · "mon,thu 09:00 14:00" · "1st 09:00" · "last working day 17:00" ·
    "every 15 minutes" · "mail" · "mail invoice" · "after mail" · "after answer" · "file stock.xlsx" · "start" ·
    « toutes les 2 heures »;
    "working days" at the end leaves out the days on which the office does not work.
    """
    source = " ".join(words.split())
    if not source or len(source) > _LONGEST:
        raise _not_understood(source[:_LONGEST])
    first, _, rest = source.partition(" ")
    match first.lower():
        case "mail" | "courriel":
            return _mail(source, rest)
        case "file" | "fichier":
            return Schedule(kind=Kind.FILE, source=source, path=_office_path(rest))
    lowered = normalize("NFC", source.lower())
    if lowered in ("start", "at start", "démarrage", "au démarrage"):
        return Schedule(kind=Kind.START, source=source)
    if lowered in ("after mail", "après le courrier", "après courriel"):
        return Schedule(kind=Kind.ARRIVALS, source=source)
    if lowered in ("after answer", "après réponse"):
        return Schedule(kind=Kind.ANSWERS, source=source)
    shortened = _WORKING_SUFFIX.sub("", lowered)
    working_days_only = shortened != lowered
    interval = _INTERVAL.fullmatch(shortened)
    if interval:
        every = _length(interval, source)
        return Schedule(kind=Kind.INTERVAL, source=source, every=every, working_days_only=working_days_only)
    return _calendar(source, shortened, working_days_only)


def _mail(source: str, claim: str) -> Schedule:
    if claim and not _CLAIM.fullmatch(claim):
        raise UserError(
            say("“{words}” is not a kind of mail: write for example “mail invoice”, or “mail” for all.", words=claim)
        )
    return Schedule(kind=Kind.MAIL, source=source, claim=claim)


def _office_path(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or "\\" in path or not path.isprintable():
        raise UserError(
            say("“{path}” is not a file of the office: name it from the office's folder, as in “file stock.xlsx”.",
                path=path)
        )  # fmt: skip
    return str(PurePosixPath(path))


def _length(interval: re.Match[str], source: str) -> timedelta:
    number = int(interval[1] or 1)
    every = timedelta(hours=number) if interval[2].startswith("h") else timedelta(minutes=number)
    if not timedelta(minutes=1) <= every <= timedelta(days=7):
        raise UserError(say("“{words}”: an interval lasts from one minute to a week (168 hours).", words=source))
    return every


def _calendar(source: str, words: str, working_days_only: bool) -> Schedule:
    days, times = _split(words, source)
    if days in _WORKING_DAYS:
        return Schedule(kind=Kind.CALENDAR, source=source, weekdays=_EVERY_DAY, times=times, working_days_only=True)
    numbers, weekdays = _month_days(days), _weekdays(days)
    monthly = _MONTHLY.get(days)
    if not (numbers or weekdays or monthly):
        raise _not_understood(source)
    return Schedule(
        kind=Kind.CALENDAR,
        source=source,
        weekdays=weekdays,
        month_days=numbers,
        monthly=monthly,
        times=times,
        working_days_only=working_days_only,
    )


def _split(words: str, source: str) -> tuple[str, tuple[time, ...]]:
    """The days ("mon,thu") and the times of "mon, thu at 09:00 and 14:00"."""
    words = re.sub(r"\bdu (\w+) au (\w+)", r"\1-\2", words)
    words = re.sub(r" (?:du mois|of the month)\b", "", words)
    tokens = [token for token in re.split(r"[ ,]+", words) if token and token not in _FILLERS]
    times: list[time] = []
    while tokens and _LOOKS_LIKE_TIME.fullmatch(tokens[-1]):
        times.append(_time(tokens.pop()))
    if not times:
        raise _not_understood(source)
    return " ".join(tokens), tuple(sorted(set(times)))


def _time(word: str) -> time:
    found = _TIME.fullmatch(word)
    hour, minute = (int(found[1]), int(found[2] or found[3] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise UserError(say("“{word}” is not a time of day: write it from 00:00 to 23:59.", word=word))
    return time(hour, minute)


def _month_days(days: str) -> frozenset[int]:
    found = [_NUMBER.fullmatch(word) for word in days.split()]
    numbers = frozenset(int(each[1]) for each in found if each)
    return numbers if found and all(found) and numbers <= frozenset(range(1, 32)) else frozenset()


def _weekdays(days: str) -> frozenset[int]:
    if days in _DAILY:
        return _EVERY_DAY
    found: set[int] = set()
    for word in re.sub(r" ?- ?", "-", days).split():
        first, _, last = word.partition("-")
        start, end = _WEEKDAYS.get(first), _WEEKDAYS.get(last or first)
        if start is None or end is None:
            return frozenset()
        found.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return frozenset(found)


def _not_understood(words: str) -> UserError:
    return UserError(
        say(
            "“{words}” is not a schedule: write for example “mon-fri 08:00”, “1st 09:00”, “last working day 17:00”, "
            "“every 15 minutes”, “mail invoice”, “file stock.xlsx” or “start”.",
            words=words,
        )
    )
