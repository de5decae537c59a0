"""What was read: days, clock times, periods, lengths, before they become matches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

#: Zones without a name: the office's clock, whoever writes ("your time", in ten minutes), and the sender's ("my time").
HERE, THERE = "here", "there"


@dataclass(frozen=True, slots=True)
class Day:
    """A day; where the words leave the year or week open, `day` is the coming one and `earlier` the one before."""

    day: date
    earlier: date | None = None
    #: Which parts the words themselves named: what one end of a range lacks, it takes from the other.
    has_month: bool = True
    has_year: bool = True
    is_weekday: bool = False
    #: Said as today, tomorrow or yesterday.
    is_near: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day. One that is not sure may lie twelve hours later; a weak one is a bare number, or « 2 heures »."""

    hour: int
    minute: int = 0
    second: int = 0
    is_sure: bool = True
    is_weak: bool = False
    zone: str = ""
    #: 24:00 of the day before, when it ends something.
    is_midnight: bool = False
    #: Only a number: nothing says that it is a time.
    is_bare: bool = False

    def plain(self) -> time:
        """The reading that an office means: three o'clock is in the afternoon, eight in the morning."""
        hour = self.hour + 12 if not self.is_sure and 1 <= self.hour < _FIRST_OFFICE_HOUR else self.hour
        return time(hour, self.minute, self.second)


#: Before seven in the morning, "at 5" is taken for the afternoon.
_FIRST_OFFICE_HOUR = 7


@dataclass(frozen=True, slots=True)
class Hours:
    """From a time of day to another; an end may be open."""

    start: Clock | None
    end: Clock | None
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day, such as the late afternoon; with `near`, of a day that the word names too."""

    name: str
    start: time
    end: time
    near: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and a time of day."""

    at: datetime
    is_sure: bool = True
    earlier: datetime | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to the day after its last; an end may be open, and both where only the year would tell."""

    start: date | None
    end: date | None
    earlier: tuple[date | None, date | None] | None = None
    #: week, m, y, … where it is one of the calendar's.
    unit: str = ""
    has_year: bool = True
    #: early, mid or late where a piece of a longer period is meant, around for « vers le 21 ».
    piece: str = ""
    #: Whether `end` is the last day itself, as in « avant vendredi » and « sous dix jours ».
    is_inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """From an instant to another; an end may be open."""

    start: datetime | None
    end: datetime | None
    #: The part of the day that it is, if it is one.
    part: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Length:
    """How long something lasts: counts of units, and the seconds that makes."""

    parts: tuple[tuple[float, str], ...]
    seconds: int

    @property
    def is_short(self) -> bool:
        """Whether it counts in units below a day."""
        return any(unit in ("h", "qh", "min", "s") for _, unit in self.parts)


@dataclass(frozen=True, slots=True)
class Every:
    """A repetition, as a rule of RFC 5545."""

    rule: str


@dataclass(frozen=True, slots=True)
class NoDay:
    """A day that the calendar does not have, such as 30 February: said, but nowhere."""


Node = NoDay | Day | Clock | Hours | Part | Moment | Period | Stretch | Length | Every
