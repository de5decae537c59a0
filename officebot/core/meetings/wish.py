"""Whether a mail asks for a meeting, and what it says of it: how long, between which days, at what times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from officebot.core.dates import Match
from officebot.core.judging.evidence import fold
from officebot.core.meetings.sentences import Said, sentences_in
from officebot.core.meetings.words import place_words, wish_words
from officebot.core.text import Language
from officebot.core.worktime import WorkingTime

#: A meeting lasts at least and at most so long; other lengths are of something else.
_SHORTEST, _LONGEST = timedelta(minutes=10), timedelta(hours=8)
#: Hours between which somebody can are longer than a meeting whose hours are told.
_ONE_MEETING = timedelta(hours=2)
#: An open end reaches so many working days on, and nobody asks for a meeting further ahead than this.
_OPEN_DAYS = 10
_FURTHEST = timedelta(days=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a meeting is wished: from the first to the last day, both counted, between two times of day if those are told."""

    first: date
    last: date
    from_time: time | None = None
    to_time: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A meeting that somebody asks for.

    `minutes` is 0 and `windows` are empty where nothing is said. `exact` are the very times that were proposed, naive on
    the office's clock, in order. `place` is "phone", "video", "here" (with us) or "".
    """

    minutes: int = 0
    windows: tuple[Window, ...] = ()
    exact: tuple[datetime, ...] = ()
    place: str = ""
    words: str = ""


def wish_of(subject: str, text: str, at: datetime, language: Language, working: WorkingTime) -> Wish | None:
    """What meeting a mail asks for; None where it asks for none. `at` (aware) is when it was written."""
    said = sentences_in(text, wish_words(), at, language, working)
    asking = next((place for place, one in enumerate(said) if _asks(one)), None)
    if asking is None:
        return None
    # What stands before is why, what stands behind is when.
    about = said[asking:]
    today = working.local(at).date()
    dates = [one for sentence in about for one in sentence.dates]
    minutes = _minutes(dates) or _minutes([one for sentence in said for one in sentence.dates])
    return Wish(
        minutes=minutes,
        windows=tuple(_windows(dates, today, working)),
        exact=tuple(_exact(dates, working.local(at), minutes)),
        place=_place(f"{subject}\n{' '.join(one.written for one in about)}"),
        words=said[asking].written,
    )


def windows_of(dates: Iterable[Match], at: datetime, working: WorkingTime) -> tuple[Window, ...]:
    """The days and times of these dates as windows, those that are over left out."""
    return tuple(_windows(dates, working.local(at).date(), working))


def _asks(said: Said) -> bool:
    """Whether a sentence asks for a time to meet, rather than tells one."""
    if said.has("settled"):
        return False
    return said.has("asks") or (said.has("meet") and (said.has("wants") or said.is_question))


def _minutes(dates: Iterable[Match]) -> int:
    for one in dates:
        if one.seconds is not None and _SHORTEST <= timedelta(seconds=one.seconds) <= _LONGEST:
            return one.seconds // 60
    return 0


def _place(words: str) -> str:
    said = {hit.sign for hit in place_words().find(fold(words))}
    return next((sign for sign in ("video", "phone", "here") if sign in said), "")


def _exact(dates: Iterable[Match], now: datetime, minutes: int) -> Iterator[datetime]:
    for one in dates:
        if one.type == "datetimerange" and not _is_one_meeting(one, minutes):
            continue
        value = one.value if one.type == "datetime" else one.from_ if one.type == "datetimerange" else ""
        # « mardi après-midi » is no time by the clock.
        if value and any(letter.isdigit() for letter in one.text) and one.has_time:
            told = datetime.fromisoformat(value)
            if told > now.replace(tzinfo=None) and (one.type == "datetime" or ":" in one.text or _is_clock(one.text)):
                yield told


def _is_one_meeting(one: Match, minutes: int) -> bool:
    """Whether from one time to another is the meeting itself: « de 10h à 11h »; else it is to lie somewhere within."""
    if not (one.from_ and one.to):
        return True
    length = datetime.fromisoformat(one.to) - datetime.fromisoformat(one.from_)
    return length == timedelta(minutes=minutes) if minutes else length <= _ONE_MEETING


def _is_clock(words: str) -> bool:
    """Whether hours by the clock are told: « de 10h à 11h », "from 2 pm"."""
    lowered = words.lower()
    return any(mark in lowered for mark in ("h", "am", "pm")) and any(
        letter.isdigit() and lowered[place + 1 : place + 4].lstrip()[:1] in ("h", "a", "p")
        for place, letter in enumerate(lowered)
    )


def _windows(dates: Iterable[Match], today: date, working: WorkingTime) -> Iterator[Window]:
    hours: tuple[time, time] | None = None
    found: list[Window] = []
    for one in dates:
        if one.type == "timerange" and one.from_ and one.to:
            hours = (time.fromisoformat(one.from_), time.fromisoformat(one.to))
        window = _window(one, today, working)
        if window is not None:
            found.append(window)
    for window in _narrowed(found):
        if hours is not None and window.from_time is None:
            window = Window(first=window.first, last=window.last, from_time=hours[0], to_time=hours[1])
        yield window
    if not found and hours is not None:
        yield Window(
            first=working.add_working_days(today, 1), last=working.add_working_days(today, _OPEN_DAYS),
            from_time=hours[0], to_time=hours[1],
        )  # fmt: skip


def _narrowed(windows: Sequence[Window]) -> Sequence[Window]:
    """The single days, where any are named: "next week, on Tuesday" is Tuesday."""
    return [one for one in windows if one.first == one.last] or windows


def _window(one: Match, today: date, working: WorkingTime) -> Window | None:
    if one.type == "date" and one.value:
        day = date.fromisoformat(one.value)
        return _kept(Window(first=day, last=day), today)
    if one.type == "datetime" and one.value:
        day = datetime.fromisoformat(one.value).date()
        return _kept(Window(first=day, last=day), today)
    if one.type == "datetimerange" and one.from_ and one.to:
        begin, end = datetime.fromisoformat(one.from_), datetime.fromisoformat(one.to)
        if begin.date() == end.date():
            return _kept(
                Window(first=begin.date(), last=end.date(), from_time=begin.time(), to_time=end.time()), today
            )
        return _kept(Window(first=begin.date(), last=end.date()), today)
    if one.type == "daterange" and (one.from_ or one.to):
        first = date.fromisoformat(one.from_) if one.from_ else today
        # The end of a range is exclusive, but who says « entre lundi et mercredi » means Wednesday too.
        is_spoken = one.text.lower().startswith(_BETWEEN)
        if one.to:
            last = date.fromisoformat(one.to) - timedelta(days=0 if is_spoken else 1)
        else:
            last = working.add_working_days(first, _OPEN_DAYS)
        return _kept(Window(first=first, last=last), today)
    return None


_BETWEEN = ("entre ", "between ", "du ", "from ", "de ")


def _kept(window: Window, today: date) -> Window | None:
    """The window without the days that are over; None where all are, or where it lies too far ahead."""
    if window.last < today or window.first - today > _FURTHEST or window.last < window.first:
        return None
    if window.first < today:
        return Window(first=today, last=window.last, from_time=window.from_time, to_time=window.to_time)
    return window
