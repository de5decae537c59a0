"""Wall-clock time as whole numbers: seconds since 1970 on a zone's clock, and the instants they stand for."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 86_400
#: `date(1970, 1, 1).toordinal()`.
EPOCH = 719_163
_START = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock has no zone
#: Beyond these days of the years 1 and 9999 a zone is as it is on them: an event may end where no date is left.
_FIRST, _LAST = (2 - EPOCH) * DAY, (date.max.toordinal() - 1 - EPOCH) * DAY


class Clock:
    """A zone's wall clock; remembers the offset of each day on which it does not change."""

    __slots__ = ("_offsets", "tz")

    def __init__(self, tz: tzinfo) -> None:
        self.tz = tz
        self._offsets: dict[int, int | None] = {}

    def instant(self, wall: int) -> int:
        """The UTC seconds of a wall time; of an hour that comes twice, its first; as `datetime` has it for one skipped."""
        day = wall // DAY
        try:
            offset = self._offsets[day]
        except KeyError:
            offset = self._offsets[day] = self._offset_of(day)
        return wall - (self.offset(wall) if offset is None else offset)

    def instants(self, walls: Collection[int]) -> list[int]:
        """The same of many wall times, in their order."""
        offsets = self._offsets
        found = []
        for wall in walls:
            offset = offsets.get(wall // DAY)
            found.append(self.instant(wall) if offset is None else wall - offset)
        return found

    def wall(self, instant: int) -> int:
        """What the clock shows at an instant."""
        return timegm(datetime.fromtimestamp(instant, self.tz).timetuple())

    def offset(self, wall: int) -> int:
        """Seconds east of UTC at a wall time."""
        moment = _START + timedelta(seconds=min(max(wall, _FIRST), _LAST))
        return int((moment.replace(tzinfo=self.tz).utcoffset() or timedelta(0)).total_seconds())

    def is_utc(self) -> bool:
        """Whether the zone is UTC under some name."""
        return (self.tz.tzname(datetime(2026, 1, 1, tzinfo=self.tz)) or "").upper() == "UTC"

    def _offset_of(self, day: int) -> int | None:
        first, noon, last = (self.offset(day * DAY + seconds) for seconds in (0, DAY // 2, DAY - 1))
        return first if first == noon == last else None


@lru_cache(maxsize=1024)
def clock_of(tz: tzinfo) -> Clock:
    """The clock of a zone, one for each zone, so that what it remembers is shared."""
    return Clock(tz)


UTC_CLOCK = clock_of(UTC)


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo | None:
    """The zone of the IANA database with that name, or None."""
    if not name or name[0] in "/." or ".." in name or not name.isascii() or not name.isprintable():
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def day_of(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - EPOCH


def date_of(day: int) -> date:
    """The date of a day counted since 1970."""
    return date.fromordinal(day + EPOCH)


class _Days(dict[str, int]):
    """`days["20261124"]`: seconds at which that day starts on the wall clock; ValueError where it is no day."""

    def __missing__(self, text: str) -> int:
        if len(text) != 8 or not text.isascii() or not text.isdigit():
            raise ValueError(text)
        found = day_of(date(int(text[:4]), int(text[4:6]), int(text[6:]))) * DAY
        if len(self) > 50_000:
            self.clear()
        self[text] = found
        return found


class _Times(dict[str, int]):
    """`times["T093000"]`: seconds into the day; ValueError where it is no time."""

    def __missing__(self, text: str) -> int:
        digits = text[1:]
        if len(text) != 7 or text[0] != "T" or not digits.isascii() or not digits.isdigit():
            raise ValueError(text)
        hours, minutes, seconds = int(text[1:3]), int(text[3:5]), int(text[5:])
        if hours > 23 or minutes > 59 or seconds > 59:
            raise ValueError(text)
        found = self[text] = hours * 3600 + minutes * 60 + seconds
        return found


#: Calendars name few different days and times: looking them up is faster than reading them.
days, times = _Days(), _Times()
