"""Days: written out, in numbers, by their weekday, or counted from another."""

from __future__ import annotations

from datetime import date, timedelta

from officebot.core.dates import feasts
from officebot.core.dates.calendar import add_months, nth_weekday
from officebot.core.dates.lengths import length, moved
from officebot.core.dates.lexicon import Opens
from officebot.core.dates.nodes import Day
from officebot.core.dates.numbers import ordinal, year
from officebot.core.dates.reading import Readers, Run, longest
from officebot.core.dates.units import month, turned, unit
from officebot.core.dates.weekdays import coming, in_week, weekday, weekdays_away, with_weekday
from officebot.core.dates.written import in_figures, in_letters

Found = tuple[Day, int]


def day(run: Run, place: int) -> Found | None:
    """A day at the place, and the place after it; the longest reading wins."""
    best = longest(run, place, "day", _READERS)
    return with_weekday(run, *best) if best is not None else None


def this_date(run: Run, place: int) -> Found | None:
    """« ce 12/05 », this 5/12: the one of this year."""
    found = in_figures(run, place + 1) if run.lexemes[place].turn == "this" else None
    return found if found is not None and found[0].has_year else None


def near(run: Run, place: int) -> Found | None:
    """Today, tomorrow, hier; the day (today), this very day."""
    lexeme = run.lexemes[place]
    if lexeme.near is not None and not lexeme.part:
        return Day(run.today + timedelta(days=lexeme.near), is_near=True), place + 1
    if run.has(place, "the-day-after") and not length_follows(run, place):
        return Day(run.today + timedelta(days=1)), place + 1
    if run.has(place, "the-day-before"):
        return Day(run.today - timedelta(days=1)), place + 1
    if run.has(place, "the") and run.lexemes[place + 1].unit == "d" and not run.lexemes[place + 1].plural:
        behind = run.lexemes[place + 2]
        is_more = behind.turn or behind.has("after-length", "before-length", "of", "in") or behind.near is not None
        return None if is_more else (Day(run.today, is_near=True), place + 2)
    return None


def length_follows(run: Run, place: int) -> bool:
    """Whether a day stands right behind « the day after »: then it is counted from that one."""
    return day(run, place + 1) is not None


def nth_of(run: Run, place: int) -> Found | None:
    """First Monday of next month, le dernier vendredi de novembre, 15th day of next month, the 21st this month."""
    start = place
    if run.has(place, "the"):
        place += 1
    counted = ordinal(run, place)
    if counted is not None:
        nth, place = counted
    elif run.lexemes[place].turn == "last":
        nth, place = -1, place + 1
    elif run.has(place, "digits") and (
        run.has(place - 1, "dash", "to")
        or (run.language == "fr" and (start < place or run.has(place - 1, "the", "around", "before")))
    ):
        nth, place = run.lexemes[place].number or 0, place + 1
    else:
        return None
    index = run.lexemes[place].weekday
    is_day = run.lexemes[place].unit == "d" or run.has(place, "day-of")
    if index is not None or is_day:
        place += 1
    whole = nth_whole(run, place)
    if whole is None:
        return None
    first, end, has_year = whole
    if index is None:
        if not 1 <= nth <= 31 and not (nth < 0 and is_day):
            return None
        if nth < 0:
            return Day(add_months(first, 1) - timedelta(days=1), has_year=has_year), end
        if not is_day and turned(run, _past_joints(run, place)) is None:
            return None
        return Day(first.replace(day=nth), has_year=has_year), end
    return Day(nth_weekday(first.year, first.month, index, nth), has_year=has_year), end


def nth_whole(run: Run, place: int) -> tuple[date, int, bool] | None:
    """The month that a day is counted in: of next month, du mois prochain, in November 2026."""
    joint = _past_joints(run, place)
    around = turned(run, joint) or month(run, joint)
    if (
        around is None
        and run.lexemes[joint].unit == "m"
        and run.has(joint - 1, "of", "in", "day-of")
        and run.language == "fr"
    ):
        return run.today.replace(day=1), joint + 1, True
    if around is None or around[0].unit != "m" or around[0].start is None:
        return None
    return around[0].start, around[1], around[0].has_year


def _past_joints(run: Run, place: int) -> int:
    """The place after "of", "in" and the article; "the month" keeps its own, which says that it is this one."""
    joint = place
    while run.has(joint, "of", "in", "the") and joint < place + 2:
        if run.has(joint, "the") and run.lexemes[joint + 1].unit == "m" and run.language == "en":
            break
        joint += 1
    return joint


def feast(run: Run, place: int) -> Found | None:
    """A feast, with its year if it has one: Christmas, next easter, black friday 2010, independence day of this year."""
    turn = run.lexemes[place].turn
    if turn:
        place += 1
    name = run.lexemes[place].feast
    if not name:
        return None
    end = place + 1
    if not turn and run.language == "fr" and run.lexemes[end].turn:
        turn, end = run.lexemes[end].turn, end + 1
    joint = end + 1 if run.has(end, "of", "in") or run.words[end] == "," else end
    told = year(run, joint)
    if told is not None:
        return Day(feasts.feast(name, told[0], run.language)), told[1]
    whole = turned(run, joint)
    if whole is not None and whole[0].unit == "y" and whole[0].start is not None:
        return Day(feasts.feast(name, whole[0].start.year, run.language)), whole[1]
    ahead, behind = feasts.around(name, run.today, run.language)
    if turn in ("last", "past"):
        return Day(behind), end
    if turn == "this":
        return Day(feasts.feast(name, run.today.year, run.language)), end
    return Day(ahead, None if turn else behind, has_year=False), end


def counted(run: Run, place: int) -> Found | None:
    """A day so and so long from another: in two weeks, il y a deux ans, 4 months from tomorrow, two days before yesterday."""
    is_ahead = run.has(place, "dans")
    is_back = run.has(place, "il-y-a")
    lasting = length(run, place + 1 if is_ahead or is_back else place)
    if lasting is None or lasting[0].is_short:
        return None
    by, end = lasting
    if is_back:
        return Day(moved(run, run.today, by, -1)), end
    if run.has(end, "ago"):
        return Day(moved(run, run.today, by, -1)), end + 1
    if len(by.parts) == 1 and by.seconds == 604800 and run.language == "en" and not is_ahead:
        # "A week on Friday": seven days after it.
        joint = end + 1 if run.has(end, "on") else end
        index = run.lexemes[joint].weekday
        if index is not None and not run.lexemes[joint].plural:
            return Day(coming(run.today, index, not_today=True) + timedelta(days=7)), joint + 1
    base = _base(run, end)
    if base is not None:
        return Day(moved(run, base[0], by, base[2])), base[1]
    if run.has(end, "later"):
        return Day(moved(run, run.today, by, 1)), end + 1
    return (Day(moved(run, run.today, by, 1)), end) if is_ahead else None


def _base(run: Run, place: int) -> tuple[date, int, int] | None:
    """The day that is counted from, the place after it, and the direction."""
    sign = 1 if run.has(place, "after-length") else -1 if run.has(place, "before-length") else 0
    if not sign:
        return None
    inner = place + 1
    if run.has(inner, "the", "on"):
        inner += 1
    base = day(run, inner)
    if base is not None:
        return base[0].day, base[1], sign
    whole = unit(run, inner)
    if whole is not None and whole[0].start is not None:
        return whole[0].start, whole[1], sign
    return None


def bare(run: Run, place: int) -> Found | None:
    """The day of a month of which only the number is told: « le 17 », by the 3rd."""
    before = place - 1
    counted_day = ordinal(run, place)
    is_told = run.words[before] == "on" or (
        run.has(before, "the")
        and (
            run.language == "fr"
            or run.business
            or run.has(before - 1, "on", "by", "before", "until", "since", "after")
        )
    )
    if counted_day is not None and not run.has(place, "digits"):
        is_told = is_told and run.language == "en" and counted_day[0] > 2
    if (
        counted_day is None
        and run.language == "fr"
        and run.has(place, "digits")
        and run.lexemes[before].has("the", "on", "before")
    ):
        counted_day, is_told = (run.lexemes[place].number or 0, place + 1), True
    if (
        counted_day is None
        or not is_told
        or not 1 <= counted_day[0] <= 31
        or (len(run.words[place]) > 2 and run.has(place, "digits"))
    ):
        return None
    if run.language == "en" and not run.has(place, "digits") and run.words[place] in ("first", "second"):
        return None
    if not _ends_here(run, counted_day[1]):
        return None
    return yearless_day(run, counted_day[0]), counted_day[1]


def _ends_here(run: Run, place: int) -> bool:
    """Whether nothing follows that the number could count."""
    behind = run.lexemes[place]
    if run.words[place] in (",", ".", ")", ""):
        return not (run.is_glued(place) and run.has(place + 1, "digits") and run.is_glued(place + 1))
    if behind.weekday is not None and run.language == "fr":
        return True
    if run.words[place] == "de" and run.language == "fr" and run.lexemes[place + 1].number is None:
        return False  # « le 14 de la rue » is a house.
    return (
        behind.has("at", "to", "for", "and", "or", "before", "after", "from", "between", "dash")
        or behind.part != ""
        or _is_clock(run, place)
    )


def _is_clock(run: Run, place: int) -> bool:
    return run.has(place, "digits") and (
        run.has(place + 1, "hour-word", "am", "pm") or run.words[place + 1] in (":", "h")
    )


def yearless_day(run: Run, number_of_day: int) -> Day:
    """The coming and the former day of that number, months too short for it left out."""
    today, found = run.today, []
    for offset in (-2, -1, 0, 1, 2):
        months = today.year * 12 + today.month - 1 + offset
        try:
            found.append(date(months // 12, months % 12 + 1, number_of_day))
        except ValueError:
            continue
    ahead = min(one for one in found if one >= today)
    behind = max(one for one in found if one < today)
    return Day(ahead, behind, has_month=False, has_year=False)


_READERS: Readers[Day] = (
    (Opens.NEAR | Opens.THE | Opens.NAME, near),
    (Opens.NUMBER | Opens.ORDINAL | Opens.MONTH | Opens.THE, in_letters),
    (Opens.NUMBER, in_figures),
    (Opens.WEEKDAY | Opens.TURN, weekday),
    (Opens.TURN | Opens.THE | Opens.UNIT, in_week),
    (Opens.THE | Opens.ORDINAL | Opens.NUMBER | Opens.TURN, nth_of),
    (Opens.FEAST | Opens.TURN, feast),
    (Opens.LENGTH | Opens.IN, counted),
    (Opens.ORDINAL | Opens.NUMBER, bare),
    (Opens.TURN, this_date),
    (Opens.NUMBER, weekdays_away),
)
