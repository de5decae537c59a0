"""Weekdays with all that tells which: next Monday, vendredi 31, Tuesday week, lundi de la semaine prochaine."""

from __future__ import annotations

from datetime import date, timedelta

from officebot.core.dates.calendar import monday, weekday_after
from officebot.core.dates.lengths import length, moved
from officebot.core.dates.nodes import Day
from officebot.core.dates.numbers import number, ordinal
from officebot.core.dates.reading import Run
from officebot.core.dates.units import turn_before, turned
from officebot.core.dates.written import in_figures, in_letters

Found = tuple[Day, int]


def weekday(run: Run, place: int) -> Found | None:
    """A weekday with all that tells which: next Monday, vendredi 31, Tuesday week, lundi de la semaine prochaine."""
    turn, start = turn_before(run, place), place
    if turn:
        place += 1
    lexeme = run.lexemes[place]
    if lexeme.weekday is None or lexeme.plural:
        return None
    end = place + 1
    if run.words[end] == "." and run.is_glued(end):
        if not lexeme.has("doubtful") and len(run.words[place]) > 4:
            return _of_week(run, lexeme.weekday, turn, end, start)
        end += 1
    dated = _dated(run, lexeme.weekday, end)
    if dated is None and run.language == "fr" and run.lexemes[end].turn in ("next", "last"):
        # « vendredi prochain, le 12 mai »
        dated = _dated(run, lexeme.weekday, end + 1)
    if dated is not None:
        return dated
    if lexeme.has("doubtful") and not (turn or _is_surely_weekday(run, start, end)):
        return None
    return _of_week(run, lexeme.weekday, turn, end, start)


def _is_surely_weekday(run: Run, start: int, end: int) -> bool:
    """Whether "sat", "sun" or « mar » is a weekday: something of a date stands beside it."""
    if run.language == "fr":
        return run.words[end - 1] == "." and run.lexemes[end].number is not None
    around = ("on", "before", "since", "by", "from", "to", "or", "and", "between", "dash", "every")
    is_time = (
        run.lexemes[end].part != ""
        or run.lexemes[end].turn != ""
        or run.has(end, "at", "to", "digits", "dash", "noon")
    )
    return run.has(start - 1, *around) or is_time or run.words[end - 1] in ("mon", "tue", "wed", "thu", "fri")


def _dated(run: Run, index: int, place: int) -> Found | None:
    """The day behind a weekday: Friday 27 November, Tuesday, Jan 15, ce vendredi (15 juin), lundi 27, Thu 14th."""
    inner = place
    is_open = run.words[inner] == "("
    if is_open or run.words[inner] == ",":
        inner += 1
    if run.has(inner, "the", "on") and not run.lexemes[inner].number:
        inner += 1
    found = in_figures(run, inner, is_dated=True) or in_letters(run, inner)
    if found is not None:
        end = found[1]
        if is_open:
            if run.words[end] != ")":
                return None
            end += 1
        return _agreeing(found[0], index), end
    return _numbered(run, index, inner)


def _agreeing(found: Day, index: int) -> Day:
    """Of the two readings of a day without a year, the one that falls on the weekday that was named with it."""
    if found.earlier is None or found.day.weekday() == index or found.earlier.weekday() != index:
        return found
    return Day(found.earlier, None, found.has_month, found.has_year)


def _numbered(run: Run, index: int, place: int) -> Found | None:
    counted = ordinal(run, place)
    if counted is None:
        value = run.lexemes[place].number
        if value is None or not run.has(place, "digits") or _is_hour(run, place):
            return None
        counted = value, place + 1
    if not 1 <= counted[0] <= 31 or run.lexemes[counted[1]].unit or run.lexemes[counted[1]].month:
        return None
    found = _numbered_day(run.today, index, counted[0])
    return (found, counted[1]) if found is not None else None


def _is_hour(run: Run, place: int) -> bool:
    """Whether the number begins a time: 9h, 9:30, 9 am, 9-10."""
    behind = place + 1
    if run.has(behind, "hour-word", "am", "pm", "oclock") or run.words[behind] in ("h", "-", ":"):
        return True
    if (run.words[behind] in ("a", "p") and run.is_glued(behind)) or (run.has(behind, "to") and run.language == "en"):
        return True
    return run.words[behind] == "." and run.is_glued(behind) and run.has(behind + 1, "digits", "am", "pm")


def _numbered_day(today: date, index: int, number_of_day: int) -> Day | None:
    """The nearest days of that number that fall on the weekday, ahead and behind."""
    ahead = _search(today, index, number_of_day, 1)
    behind = _search(today - timedelta(days=1), index, number_of_day, -1)
    return Day(ahead, behind, has_month=False, has_year=False, is_weekday=True) if ahead is not None else None


def _search(start: date, index: int, number_of_day: int, step: int) -> date | None:
    one = weekday_after(start, index) if step > 0 else weekday_after(start - timedelta(days=6), index)
    # A weekday and number come again within eleven years at the latest.
    for _ in range(600):
        if one.day == number_of_day:
            return one
        one += timedelta(days=7 * step)
    return None


def _of_week(run: Run, index: int, turn: str, place: int, start: int) -> Found | None:
    """The weekday of the week that the words behind it, or the turn before it, name."""
    today = run.today
    if not turn and run.language == "fr" and run.lexemes[place].turn in ("next", "last"):
        return _turned(run, index, run.lexemes[place].turn), place + 1
    if run.words[place] == "-" and run.has(place + 1, "current"):
        return _turned(run, index, "this"), place + 2
    if run.has(place, "after-next") and not turn:
        return Day(monday(today) + timedelta(days=index + 14)), place + 1
    if run.has(place, "in-eight", "in-fifteen"):
        weeks = 1 if run.has(place, "in-eight") else 2
        return Day(coming(today, index, not_today=True) + timedelta(days=7 * weeks)), place + 1
    behind = _week_behind(run, place)
    if behind is not None:
        return Day(monday(behind[0]) + timedelta(days=index)), behind[1]
    if run.lexemes[place].unit == "w" and not turn and run.language == "en" and not run.has(place + 1, "of"):
        return Day(coming(today, index, not_today=True) + timedelta(days=7)), place + 1
    if turn:
        if run.has(start, "nearest"):
            return Day(coming(today, index, not_today=True)), place
        return _turned(run, index, turn), place
    return coming_weekday(run, index), place


def coming_weekday(run: Run, index: int) -> Day:
    """The coming and the former such weekday, where nothing tells which."""
    ahead = coming(run.today, index, not_today=run.business)
    return Day(ahead, ahead - timedelta(days=7), is_weekday=True, has_month=False, has_year=False)


def coming(today: date, index: int, *, not_today: bool) -> date:
    """The first such weekday from today on, or from tomorrow on."""
    return weekday_after(today + timedelta(days=1 if not_today else 0), index)


def _week_behind(run: Run, place: int) -> tuple[date, int] | None:
    """A day of the week of "Monday next week", « mardi de la semaine prochaine », "Saturday 3 days from now"."""
    joint = place
    while run.has(joint, "of", "in", "the") and joint < place + 2:
        joint += 1
    week = turned(run, joint)
    if week is not None and week[0].unit == "w" and week[0].start is not None:
        return week[0].start, week[1]
    lasting = length(run, place)
    if lasting is not None and run.has(lasting[1], "later") and not lasting[0].is_short:
        return moved(run, run.today, lasting[0], 1), lasting[1] + 1
    return None


def _turned(run: Run, index: int, turn: str) -> Day:
    """Next Monday is the one of next week, last Monday of last week; "past" is the most recent.

    An office's French « mardi prochain » is the next one to come, whatever its week.
    """
    today = run.today
    if turn == "past":
        return Day(weekday_after(today - timedelta(days=7), index))
    if run.business and run.language == "fr" and turn == "next":
        return Day(coming(today, index, not_today=True))
    if run.business and turn == "last":
        return Day(weekday_after(today - timedelta(days=7), index))
    weeks = {"next": 1, "last": -1}.get(turn, 0)
    return Day(monday(today) + timedelta(days=index + 7 * weeks))


def in_week(run: Run, place: int) -> Found | None:
    """Next week on Tuesday, next week Mon, semaine prochaine mardi."""
    week = turned(run, place)
    if week is None or week[0].unit != "w" or week[0].start is None:
        return None
    end = week[1]
    if run.has(end, "on", "the", "of") or run.words[end] in (",", "-"):
        end += 1
    lexeme = run.lexemes[end]
    if lexeme.weekday is None or lexeme.plural:
        return None
    return Day(week[0].start + timedelta(days=lexeme.weekday)), end + 1


def weekdays_away(run: Run, place: int) -> Found | None:
    """Two Fridays from now, three Mondays ago."""
    told = number(run, place)
    if told is None or run.lexemes[told[1]].weekday is None or not 1 <= told[0] <= 100:
        return None
    index, end = run.lexemes[told[1]].weekday or 0, told[1] + 1
    if run.has(end, "later"):
        return Day(coming(run.today, index, not_today=True) + timedelta(days=7 * (told[0] - 1))), end + 1
    if run.has(end, "ago"):
        return Day(weekday_after(run.today - timedelta(days=7), index) - timedelta(days=7 * (told[0] - 1))), end + 1
    return None


def with_weekday(run: Run, found: Day, end: int) -> Found:
    """The day with the weekday behind it: 22 May (Tue), « le 21, lundi »."""
    is_open = run.words[end] == "("
    inner = end + 1 if is_open or run.words[end] == "," else end
    index = run.lexemes[inner].weekday
    if (
        index is None
        or run.lexemes[inner].plural
        or found.is_weekday
        or found.is_near
        or (found.has_month and not is_open and found.has_year)
    ):
        return found, end
    if is_open:
        return (_agreeing(found, index), inner + 2) if run.words[inner + 1] == ")" else (found, end)
    if found.has_month or run.language != "fr":
        return found, end
    numbered = _numbered_day(run.today, index, found.day.day)
    return (numbered, inner + 1) if numbered is not None else (found, end)
