"""Days that are written out with their month: 27 November 2026, le 1er mars, 27/11/26, 2026-11-27."""

from __future__ import annotations

from datetime import date

from officebot.core.dates.calendar import full_year
from officebot.core.dates.nodes import Day, NoDay
from officebot.core.dates.numbers import number, ordinal, year
from officebot.core.dates.reading import Run
from officebot.core.dates.units import turned

Found = tuple[Day, int]
_SEPARATORS = ("/", "-", ".")


def yearless(today: date, month: int, number_of_day: int) -> Day:
    """The coming and the former such day; 29 February only where there is one. Raises ValueError where never."""
    if not (month == 2 and number_of_day == 29):
        this = date(today.year, month, number_of_day)
        if this >= today:
            return Day(this, this.replace(year=today.year - 1) if today.year > 1 else None, has_year=False)
        return Day(this.replace(year=today.year + 1), this, has_year=False)
    found: list[date] = []
    for year_of in range(today.year - 8, today.year + 9):
        try:
            found.append(date(year_of, month, number_of_day))
        except ValueError:
            continue
    ahead = min((one for one in found if one >= today), default=None)
    behind = max((one for one in found if one < today), default=None)
    if ahead is None:
        raise ValueError("no such day")
    return Day(ahead, behind, has_year=False)


def in_letters(run: Run, place: int) -> Found | None:
    """A day with its month in letters: 27 November, the 09th of May, fourth of july 1995, March 3, 2017."""
    early = year(run, place)
    if early is not None and run.lexemes[early[1]].month:
        # 2019 march 3: a year in front.
        found = _month_first(run, early[1])
        return (Day(found[0].replace(year=early[0])), found[2]) if found is not None and not found[1] else None
    found = _day_first(run, place) or _month_first(run, place)
    if found is None:
        return None
    day, has_year, end = found
    if has_year:
        return Day(day), end
    if run.language == "fr" and run.lexemes[end].turn in ("next", "last"):
        # « le 6 avril prochain »
        near = yearless(run.today, day.month, day.day)
        return Day(near.day if run.lexemes[end].turn == "next" or near.earlier is None else near.earlier), end + 1
    return yearless(run.today, day.month, day.day), end


#: A leap year, for days whose year is not told.
_LEAP = 2000


def _day_first(run: Run, place: int) -> tuple[date, bool, int] | None:
    if run.has(place, "the") and run.language == "en":
        place += 1
    counted = ordinal(run, place)
    if counted is None and (run.lexemes[place].number is not None) and not _is_tail(run, place):
        counted = number(run, place)
    if counted is None or not 1 <= counted[0] <= 31:
        return None
    end = counted[1]
    if run.has(end, "day-of") or run.lexemes[end].unit == "d":
        end += 1
    if run.has(end, "of") or (run.words[end] in ("-", "/", ".") and run.lexemes[end + 1].month):
        end += 1
    if run.lexemes[end].turn == "this" and run.lexemes[end + 1].month:
        end += 1
    index = run.lexemes[end].month
    if not index or (
        run.language == "en"
        and run.has(end, "doubtful")
        and end == place + 1
        and not run.has(place, "digits")
        and run.lexemes[place].ordinal is None
    ):
        return None
    return _with_year(run, index, counted[0], end + 1, is_short=run.has(end, "short"))


def impossible(run: Run, place: int) -> tuple[NoDay, int] | None:
    """A day that is written like one and that no year has: 30 February, « 31 juin »."""
    for number_at, month_at in ((place, place + 1), (place + 1, place)):
        index, value = run.lexemes[month_at].month, run.lexemes[number_at].number
        is_day = "digits" in run.lexemes[number_at].tags and value is not None and 28 < value < 32
        if index and is_day and value is not None and _checked(_LEAP, index, value, 0, has_year=False) is None:
            return NoDay(), place + 2
    return None


def _is_tail(run: Run, place: int) -> bool:
    """Whether the number is the tail of something else: 37.1, 12:30, A1."""
    if not run.is_glued(place):
        return False
    before = run.words[place - 1]
    return before in (".", ":", "/", ",") and run.is_glued(place - 1) and run.lexemes[place - 2].number is not None


def _with_year(
    run: Run, index: int, number_of_day: int, end: int, *, is_short: bool
) -> tuple[date, bool, int] | None:
    """The day, whether its year is told, and the place after it."""
    if run.words[end] == "." and is_short:
        end += 1
    joint = end
    if run.has(joint, "of", "in") or run.words[joint] in (",", "-", "/"):
        joint += 1
    told = year(
        run,
        joint,
        may_be_short=joint > end and (run.has(end, "of") or (run.words[end] == "/" and run.is_glued(joint))),
    )
    if told is not None and not _is_time(run, told[1]):
        return _checked(told[0], index, number_of_day, told[1], has_year=True)
    around = turned(run, joint)
    if around is not None and around[0].unit == "y" and around[0].start is not None:
        return _checked(around[0].start.year, index, number_of_day, around[1], has_year=True)
    return _checked(_LEAP, index, number_of_day, end, has_year=False)


def _is_time(run: Run, place: int) -> bool:
    return run.words[place] in (":", "h") and run.is_glued(place)


def _checked(
    year_of: int, index: int, number_of_day: int, end: int, *, has_year: bool
) -> tuple[date, bool, int] | None:
    try:
        return date(year_of, index, number_of_day), has_year, end
    except ValueError:
        return None


def _month_first(run: Run, place: int) -> tuple[date, bool, int] | None:
    index = run.lexemes[place].month
    if not index:
        return None
    end = place + 1
    if run.words[end] in (".", "/", "-", ",") or run.has(end, "the"):
        end += 1
    if run.words[end - 1] == "." and run.has(end, "the"):
        end += 1
    counted = ordinal(run, end)
    if counted is None and run.lexemes[end].number is not None and run.language == "en":
        counted = number(run, end)
    if counted is None or not 1 <= counted[0] <= 31 or _starts_something(run, end, counted[1]):
        return None
    return _with_year(run, index, counted[0], counted[1], is_short=False)


def _starts_something(run: Run, place: int, end: int) -> bool:
    """Whether the number behind a month begins a time, a year or a length, rather than being the day."""
    if run.has(place, "digits") and len(run.words[place]) > 2:
        return True
    if run.has(end, "am", "pm", "oclock", "hour-word") or run.lexemes[end].unit:
        return True
    if run.lexemes[end].month and run.has(place, "digits") and not run.is_glued(place):
        return (
            run.lexemes[place - 1].month != 0
            and run.has(end, "doubtful") is False
            and run.lexemes[end + 1].number is None
        )
    return run.words[end] in (":", "h", "%") and run.is_glued(end)


def in_figures(run: Run, place: int, is_dated: bool = False) -> Found | None:
    """A day in figures: 2026-11-27, 27/11/26, 27.11.2026, 23/Sep/2020, 27/11; 7.6 only behind a weekday."""
    if not run.has(place, "digits") or _is_tail(run, place):
        return None
    if run.is_glued(place) and run.words[place - 1] in ("-", "/", ".", "$", "'"):
        return _after_range(run, place)
    return _figures(run, place, is_dated=is_dated)


def _after_range(run: Run, place: int) -> Found | None:
    """The second of two days written together: 10/1-11/7."""
    return (
        _figures(run, place, is_dated=False) if run.words[place - 1] == "-" and run.words[place + 1] != "-" else None
    )


def _figures(run: Run, place: int, *, is_dated: bool) -> Found | None:
    first, sign = run.words[place], run.words[place + 1]
    is_spaced = run.has(place + 1, "digits")
    second = place + 1 if is_spaced else place + 2
    if not is_spaced and (sign not in _SEPARATORS or not (run.is_glued(place + 1) and run.is_glued(second))):
        return None
    third = second + 1 if is_spaced else second + 2
    has_third = run.has(third, "digits") and (
        is_spaced or (run.words[second + 1] == sign and run.is_glued(second + 1) and run.is_glued(third))
    )
    if is_spaced and not (has_third and 4 in (len(first), len(run.words[third]))):
        return None
    if has_third:
        found = _three(run, first, second, run.words[third])
        return (found, third + 1) if found is not None and not _goes_on(run, third + 1) else None
    if not run.has(second, "digits") or is_spaced or len(first) > 2 or len(run.words[second]) > 2:
        return None
    if _goes_on(run, second + 1) or not (
        sign == "/" or (is_dated and sign == ".") or _is_announced(run, place, sign)
    ):
        return None
    return _two(
        run,
        int(first),
        int(run.words[second]),
        second + 1,
        is_this=_is_this(run, place),
    )


def _is_this(run: Run, place: int) -> bool:
    """Whether « ce » or "this" stands before the figures, or before the weekday before them."""
    return any(run.lexemes[before].turn == "this" for before in (place - 1, place - 2) if before >= 0)


def _is_announced(run: Run, place: int, sign: str) -> bool:
    """Whether « le 4-12 », "on 4-22" and « ce 7.6 » are days: a word before them says so."""
    before = place - 1
    if run.lexemes[before].number is not None and run.lexemes[before].has("digits"):
        return False
    if run.lexemes[before].turn == "this" or _is_pointed(run, place, sign):
        return True
    return run.has(before, "on") and sign == "-" and run.words[before] not in ("au", "du")


def _is_pointed(run: Run, place: int, sign: str) -> bool:
    """Whether a mail says "until 11.12." for a day: nobody names a time to such a minute."""
    if sign != "." or not run.business or not run.has(place - 1, "before", "since", "on"):
        return False
    second = run.words[place + 2]
    return len(second) == 2 and 0 < int(second) <= _MONTHS and int(second) % 5 != 0


_MONTHS = 12


def _goes_on(run: Run, place: int) -> bool:
    """Whether the figures go on, as in a telephone number, or a percentage follows."""
    if run.words[place] == "%":
        return True
    return (
        run.words[place] in ("/", ".")
        and run.is_glued(place)
        and run.has(place + 1, "digits")
        and run.is_glued(place + 1)
    )


def _three(run: Run, first: str, second: int, third: str) -> Day | None:
    index = run.lexemes[second].month
    middle = run.words[second]
    if not index and (not middle.isdigit() or len(middle) > 2):
        return None
    if len(first) == 4 and len(third) <= 2:
        return _day(int(first), index or int(middle), int(third))
    if len(first) > 2 or len(third) not in (2, 4):
        return None
    year_of = int(third) if len(third) == 4 else full_year(int(third), run.today)
    if index:
        return _day(year_of, index, int(first))
    if len(third) == 2 and run.words[second - 1] == "-" and int(first) > 31:
        return _day(full_year(int(first), run.today), int(middle), int(third))
    return _ordered(run, int(first), int(middle), year_of)


def _ordered(run: Run, first: int, second: int, year_of: int) -> Day | None:
    """The day in the order of the reader, or in the other one where that is none."""
    day, month = (first, second) if run.order == "dmy" else (second, first)
    return _day(year_of, month, day) or _day(year_of, day, month)


def _day(year_of: int, month: int, day: int) -> Day | None:
    try:
        return Day(date(year_of, month, day))
    except ValueError:
        return None


def _two(run: Run, first: int, second: int, end: int, *, is_this: bool) -> Found | None:
    day, month = (first, second) if run.order == "dmy" else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31) or ((day, month) == (24, 7) and run.order == "mdy"):
        return None
    told = year(run, end + 1) if run.words[end] == "," else None
    if told is not None or is_this:
        found = _day(told[0] if told is not None else run.today.year, month, day)
        return (found, told[1] if told is not None else end) if found is not None else None
    try:
        return yearless(run.today, month, day), end
    except ValueError:
        return None
