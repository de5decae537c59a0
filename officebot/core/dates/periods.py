"""Periods that are built on others: the last week of July, next five days, end of June, year to date."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from officebot.core.dates.calendar import (
    add_months,
    add_weekdays,
    first_week,
    monday,
    nth_weekday,
    shifted,
    unit_around,
)
from officebot.core.dates.days import counted, day, yearless_day
from officebot.core.dates.lengths import length, moved
from officebot.core.dates.lexicon import Opens
from officebot.core.dates.nodes import Day, Length, Period, Stretch
from officebot.core.dates.numbers import amount, number, ordinal
from officebot.core.dates.reading import Readers, Run, longest
from officebot.core.dates.units import turned, unit

Found = tuple[Period, int]


def period(run: Run, place: int) -> Found | None:
    """A period of whole days at the place, and the place after it; the longest reading wins."""
    return longest(run, place, "period", _READERS)


def piece(run: Run, place: int) -> Found | None:
    """A piece of a period: early this month, mid May, the end of 2008, fin novembre, later this year."""
    tag = next((tag for tag in ("rest", "early", "mid", "late") if run.has(place, tag)), "")
    if not tag:
        return None
    if run.has(place, "eow", "eom", "eoy"):
        return None
    inner = place + 1
    if run.words[inner] == "-" or run.has(inner, "of") or run.words[inner] in ("in", "dans"):
        inner += 1
    whole = _whole(run, inner)
    if whole is None:
        return None
    is_end = run.has(place, "end")
    return _piece(run, tag, *whole, is_end=is_end)


def _whole(run: Run, place: int) -> tuple[Period, int, bool] | None:
    """The period that a piece is taken from, the place after it, and whether it was named from today."""
    around = turned(run, place)
    if (around is None and run.lexemes[place].unit in ("w", "m", "y", "q") and not run.lexemes[place].plural) or (
        around is None and run.lexemes[place].unit == "m" and run.language == "fr"
    ):
        first, last = unit_around(run.today, run.lexemes[place].unit)
        around = Period(first, last, unit=run.lexemes[place].unit), place + 1
    if around is not None:
        return (*around, True) if around[0].start is not None else None
    inner = place + 1 if run.has(place, "the") else place
    if run.language == "fr" and run.has(inner, "year-word"):
        inner += 1
    found = unit(run, inner)
    return (*found, False) if found is not None and found[0].start is not None else None


def _piece(run: Run, tag: str, whole: Period, end: int, is_near: bool, *, is_end: bool) -> Found:
    assert whole.start is not None
    assert whole.end is not None
    today = run.today
    if tag == "rest":
        return Period(today, whole.end, unit=whole.unit, piece="late"), end
    holds_today = whole.start <= today < whole.end
    if is_near and holds_today and not is_end and tag in ("early", "late") and whole.unit in ("y", "m", "q"):
        near = (whole.start, today) if tag == "early" else (today, whole.end)
        return Period(*near, unit=whole.unit, piece=tag), end
    earlier = None
    if whole.earlier is not None and whole.earlier[0] is not None and whole.earlier[1] is not None:
        earlier = _bounds(tag, whole.unit, *whole.earlier, is_near=is_near)
    start, last = _bounds(tag, whole.unit, whole.start, whole.end, is_near=is_near)
    return Period(start, last, earlier, unit=whole.unit, has_year=whole.has_year, piece=tag), end


def _bounds(tag: str, name: str, start: date | None, last: date | None, *, is_near: bool) -> tuple[date, date]:
    """Where early, mid and late lie, as Recognizers-Text has it: months by tens or halves, years by thirds or halves."""
    assert start is not None
    assert last is not None
    if name == "m":
        cuts = {"early": (0, 15), "mid": (10, 20), "late": (15, None)}[tag]
        return start + timedelta(days=cuts[0]), last if cuts[1] is None else start + timedelta(days=cuts[1])
    if name in ("w", "weekend", "fortnight"):
        size = (last - start).days
        half, third = timedelta(days=size // 2), timedelta(days=size // 3)
        if tag == "mid":
            return start + third, last - third
        return (start, start + half) if tag == "early" else (start + half, last)
    months = (last.year - start.year) * 12 + last.month - start.month
    if is_near and tag != "mid":
        middle = add_months(start, months // 2)
        return (start, middle) if tag == "early" else (middle, last)
    step = max(months // 3, 1)
    edges = (start, add_months(start, step), add_months(start, 2 * step), last)
    index = ("early", "mid", "late").index(tag)
    return edges[index], edges[index + 1]


def of_business(run: Run, place: int) -> Found | None:
    """EOW, EOM, EOY, fin de semaine, fin d'année: the later part of this one."""
    for tag, name in (("eow", "w"), ("eom", "m"), ("eoy", "y")):
        if run.has(place, tag):
            end = place + 1
            first, last = unit_around(run.today, name)
            if run.language == "fr" and run.lexemes[end].turn in ("next",):
                first, last = unit_around(run.today, name, 1)
                end += 1
            start, finish = _bounds("late", name, first, last, is_near=True)
            return Period(start, finish, unit=name, piece="late"), end
    if run.has(place, "until-now"):
        return Period(None, run.today, unit="d"), place + 1
    for tag, name in (("year-to-date", "y"), ("month-to-date", "m"), ("week-to-date", "w")):
        if run.has(place, tag):
            return Period(unit_around(run.today, name)[0], run.today, unit=name), place + 1
    return None


def several(run: Run, place: int) -> Found | None:
    """So many units ahead or back: next five days, the past two quarters, 5 années à venir, les 2 prochains jours."""
    direction, told, end = _counted_units(run, place)
    if direction == "" or told is None or told[1] in ("h", "min", "s"):
        return None
    count, name = told
    return _several(run, direction, count, name), end


def _counted_units(run: Run, place: int) -> tuple[str, tuple[int, str] | None, int]:
    """next/last/past or nothing, the count with its unit, and the place after them."""
    turn = run.lexemes[place].turn
    inner = place + 1 if turn in ("next", "last", "past") else place
    found = number(run, inner) or _few(run, inner)
    if (
        found is None
        and inner > place
        and run.lexemes[inner].unit in ("h", "min", "s")
        and not run.lexemes[inner].plural
    ):
        found = 1, inner
    if found is None:
        return "", None, place
    count, end = found
    if inner == place:
        turn = run.lexemes[end].turn
        if turn in ("next", "last", "past"):
            end += 1
    name = run.lexemes[end].unit
    if not name:
        return "", None, place
    end += 1
    if not turn:
        turn = run.lexemes[end].turn
        if turn not in ("next", "last", "past"):
            return "", None, place
        if run.language == "en" and (not run.has(end, "coming") or run.lexemes[end + 1].unit):
            turn = turn if turn == "last" and run.words[end] == "previous" else ""
        end += 1
    return turn, (count, name), end


def _few(run: Run, place: int) -> tuple[int, int] | None:
    if run.has(place, "few", "couple"):
        found = amount(run, place)
        return (int(found[0]), found[1]) if found is not None else None
    return None


def _several(run: Run, direction: str, count: int, name: str) -> Period:
    today = run.today
    if name in ("q", "half"):
        first = unit_around(today, name, 1)[0] if direction == "next" else unit_around(today, name, -count)[0]
        return Period(first, shifted(first, count, name), unit=name)
    if name == "bd":
        if direction == "next":
            return Period(today + timedelta(days=1), add_weekdays(today, count) + timedelta(days=1), unit="d")
        return Period(add_weekdays(today, -count), today, unit="d")
    if direction == "next":
        start = today + timedelta(days=1)
        return Period(start, shifted(start, count, name), unit="d")
    return Period(shifted(today, -count, name), today, unit="d")


def short_several(run: Run, place: int) -> tuple[Stretch, int] | None:
    """So many hours or minutes ahead or back: the next two hours, 5 coming minutes."""
    direction, told, end = _counted_units(run, place)
    if direction == "" or told is None or told[1] not in ("h", "min", "s"):
        return None
    reach = timedelta(seconds=told[0] * {"h": 3600, "min": 60, "s": 1}[told[1]])
    at: datetime = run.at
    return (Stretch(at, at + reach) if direction == "next" else Stretch(at - reach, at)), end


def weeks_of(run: Run, place: int) -> Found | None:
    """The last week of July, first week of 2019, the last 3 weeks of this year, the third month of 2021."""
    start = place + 1 if run.has(place, "the") and run.language == "en" else place
    nth, inner = _which(run, start)
    if nth == 0:
        return None
    told = number(run, inner)
    count, inner = told if told is not None else (1, inner)
    name = run.lexemes[inner].unit
    if name not in ("w", "m", "d") or (count > 1 and name != "w"):
        return None
    whole = _enclosing(run, inner + 1)
    if whole is None or whole[0].start is None or whole[0].end is None:
        return None
    bounds = _nth_unit(whole[0].start, whole[0].end, nth, count, name)
    earlier = None
    if whole[0].earlier is not None and whole[0].earlier[0] is not None and whole[0].earlier[1] is not None:
        earlier = _nth_unit(whole[0].earlier[0], whole[0].earlier[1], nth, count, name)
    return Period(*bounds, earlier, unit=name, has_year=whole[0].has_year), whole[1]


def _which(run: Run, place: int) -> tuple[int, int]:
    """Which of them (-1 the last, 0 none said), and the place after."""
    if run.lexemes[place].turn == "last":
        return -1, place + 1
    found = ordinal(run, place)
    return found if found is not None else (0, place)


def _enclosing(run: Run, place: int) -> Found | None:
    """The month or year in which weeks are counted: of July, in 2019, du mois prochain."""
    joint = place
    while run.has(joint, "of", "in", "the") and joint < place + 2:
        joint += 1
    if joint == place:
        return None
    found = turned(run, joint) or unit(run, joint)
    return found if found is not None and found[0].unit in ("m", "y", "q") else None


def _nth_unit(start: date, last: date, nth: int, count: int, name: str) -> tuple[date, date]:
    if name == "m":
        months = (last.year - start.year) * 12 + last.month - start.month
        first = add_months(start, nth - 1 if nth > 0 else months - 1)
        return first, add_months(first, 1)
    if name == "weekend":
        saturday = nth_weekday(start.year, start.month, 5, nth)
        return saturday, saturday + timedelta(days=2)
    begin, end = first_week(start, last, nth)
    more = timedelta(days=7 * (count - 1))
    return (begin - more, end) if nth < 0 else (begin, end + more)


def week_of(run: Run, place: int) -> Found | None:
    """The week that holds a day: w/c Feb 4, the week of the 18th, la semaine du 18."""
    start = place + 1 if run.has(place, "the") else place
    if run.has(start, "week-of"):
        inner = start + 1
    elif run.lexemes[start].unit in ("w", "weekend") and not run.lexemes[start].plural and run.has(start + 1, "of"):
        inner = start + 2
    else:
        return None
    if run.has(inner, "the"):
        inner += 1
    found = day(run, inner)
    if found is None and run.lexemes[inner].number is not None:
        found = _numbered(run, inner)
    if found is None:
        return None
    if run.lexemes[start].unit == "weekend":
        return Period(*unit_around(found[0].day, "weekend"), unit="weekend"), found[1]
    start_day = monday(found[0].day)
    week = timedelta(days=7)
    before = monday(found[0].earlier) if found[0].earlier is not None else None
    earlier = (before, before + week) if before is not None else None
    return Period(start_day, start_day + week, earlier, unit="w"), found[1]


def _numbered(run: Run, place: int) -> tuple[Day, int] | None:
    found = ordinal(run, place) or number(run, place)
    return (yearless_day(run, found[0]), found[1]) if found is not None and 1 <= found[0] <= 31 else None


def from_day(run: Run, place: int) -> Found | None:
    """Three days starting from next Monday; for 3 days, from today; less than 3 days after tomorrow."""
    is_for = run.has(place, "for")
    lasting = length(run, place + 1 if is_for else place)
    if lasting is None or lasting[0].is_short:
        return None
    is_apart = run.words[lasting[1]] == ","
    joint = lasting[1] + 1 if is_apart else lasting[1]
    if not run.has(joint, "since-weak", "since") or run.has(joint, "later") or is_for != is_apart:
        return None
    if not is_apart and run.words[joint] == "from":
        return None
    base = day(run, joint + 1)
    return _reaching(run, base[0].day, lasting[0], base[1]) if base is not None else None


def _reaching(run: Run, start: date, by: Length, end: int) -> Found:
    return Period(start, moved(run, start, by, 1), unit="d"), end


def less_than(run: Run, place: int) -> Found | None:
    """Less than 3 days after tomorrow; more than two weeks ago."""
    if not run.has(place, "less", "more"):
        return None
    found = counted(run, place + 1)
    if found is None:
        return None
    end_day = found[0].day
    is_ahead = end_day >= run.today
    if run.has(place, "less"):
        base = _base_of(run, place + 1)
        bounds = (base or run.today, end_day) if is_ahead else (end_day, run.today)
        return Period(*bounds, unit="d"), found[1]
    return Period(end_day if is_ahead else None, None if is_ahead else end_day, unit="d"), found[1]


def _base_of(run: Run, place: int) -> date | None:
    lasting = length(run, place)
    base = day(run, lasting[1] + 1) if lasting is not None else None
    return base[0].day if base is not None else None


def _in_the(run: Run, place: int) -> Found | None:
    """« dans la semaine », « dans le mois », « dans la quinzaine »: from now to its end."""
    name = run.lexemes[place].unit
    if name == "fortnight":
        return Period(run.today, run.today + timedelta(days=14), unit="d", is_inclusive=True), place + 1
    if name not in ("w", "m", "y") or (run.lexemes[place].plural and name != "m"):
        return None
    if run.lexemes[place + 1].turn or run.has(place + 1, "of", "digits"):
        return None
    return Period(run.today, unit_around(run.today, name)[1], unit=name), place + 1


def within(run: Run, place: int) -> tuple[Period | Stretch, int] | None:
    """Within five minutes, sous 48 h, dans un délai de dix jours ouvrés: from now to then."""
    if run.has(place, "dans") and run.language == "fr" and run.has(place + 1, "the"):
        return _in_the(run, place + 2)
    if not run.has(place, "within"):
        return None
    inner = place + 1
    while run.has(inner, "the") or run.lexemes[inner].turn == "next":
        inner += 1
    days = 7 if run.has(inner, "huitaine") else 14 if run.lexemes[inner].unit == "fortnight" else 0
    if days:
        return Period(run.today, run.today + timedelta(days=days), unit="d", is_inclusive=True), inner + 1
    lasting = length(run, inner)
    if lasting is None:
        return None
    by, end = lasting
    if run.lexemes[end].turn in ("next", "last"):
        return None
    if by.is_short:
        return Stretch(run.at, run.at + timedelta(seconds=by.seconds)), end
    return Period(run.today, moved(run, run.today, by, 1), unit="d", is_inclusive=True), end


_READERS: Readers[Period] = (
    (Opens.UNITS, unit),
    (Opens.PIECE, piece),
    (Opens.NAME, of_business),
    (Opens.TURN | Opens.LENGTH, several),
    (Opens.THE | Opens.ORDINAL | Opens.NUMBER | Opens.TURN, weeks_of),
    (Opens.THE | Opens.UNIT | Opens.NAME, week_of),
    (Opens.LENGTH | Opens.FOR, from_day),
    (Opens.LESS, less_than),
)
