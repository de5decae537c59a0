"""The calendar's own periods: this week, le mois prochain, March 2019, 2027, the third quarter, the nineties."""

from __future__ import annotations

from datetime import date

from officebot.core.dates.calendar import add_months, monday, unit_around
from officebot.core.dates.lexicon import Opens
from officebot.core.dates.nodes import Period
from officebot.core.dates.numbers import number, ordinal, year
from officebot.core.dates.reading import Readers, Run, longest

_OFFSETS = {"next": 1, "last": -1, "past": -1, "this": 0}
_CALENDAR = frozenset({"w", "m", "q", "y", "half", "weekend", "fortnight", "decade", "century"})

Found = tuple[Period, int]


def unit(run: Run, place: int) -> Found | None:
    """A period of the calendar at the place, and the place after it."""
    return longest(run, place, "unit", _READERS)


def turn_before(run: Run, place: int) -> str:
    """next, last, past or this, where the word there says so of what follows it."""
    lexeme = run.lexemes[place]
    return "" if "behind" in lexeme.tags else lexeme.turn


def turned(run: Run, place: int) -> Found | None:
    """Last week, this calendar year, la semaine prochaine, ce mois-ci; the week (this one)."""
    turn = turn_before(run, place)
    start = place
    if turn:
        place += 1
    elif run.has(place, "the"):
        place += 1
        if run.lexemes[place].turn and run.lexemes[place + 1].unit in ("decade", "century"):
            turn, place = run.lexemes[place].turn, place + 1
        elif run.language == "fr" and (run.lexemes[place + 1].turn or run.has(place + 1, "current", "digits")):
            return None
    is_school = run.has(place, "school")
    if run.has(place, "calendar") or is_school:
        place += 1
    lexeme = run.lexemes[place]
    if lexeme.unit not in _CALENDAR or (lexeme.plural and lexeme.unit != "m"):
        return None
    end = place + 1
    if run.language == "fr" and run.has(end, "calendar") and run.has(end + 1, "digits"):
        return None
    if run.has(end, "school", "calendar"):
        is_school, end = is_school or run.has(end, "school"), end + 1
    if is_school and lexeme.unit == "y" and (told := year(run, end)) is not None:
        return Period(None, None, unit="y"), told[1]
    after, end = _turn_after(run, end)
    if run.has(end, "after-next", "before-last") and not turn:
        offset = 2 if run.has(end, "after-next") else -2
        first, last = unit_around(run.today, lexeme.unit, offset)
        return Period(first, last, unit=lexeme.unit), end + 1
    turn = turn or after
    if (
        turn == ""
        and not (lexeme.unit == "weekend" and not run.has(start, "the"))
        and not (run.has(start, "the") and _may_stand_alone(run, start, end, lexeme.unit))
    ):
        return None
    if is_school:
        return Period(None, None, unit="y"), end
    first, last = unit_around(run.today, lexeme.unit, _OFFSETS[turn or "this"])
    return Period(first, last, unit=lexeme.unit), end


def _turn_after(run: Run, place: int) -> tuple[str, int]:
    """The turn behind a unit: prochaine, dernier, en cours, -ci."""
    if run.words[place] == "-" and run.has(place + 1, "current"):
        return "this", place + 2
    if run.language != "fr":
        return "", place
    lexeme = run.lexemes[place]
    if lexeme.turn in ("next", "last"):
        return lexeme.turn, place + 1
    return ("this", place + 1) if lexeme.has("current") else ("", place)


def _may_stand_alone(run: Run, start: int, end: int, name: str) -> bool:
    """Whether "the week" is this one, and no piece of something longer: of the week, the week of 4 May."""
    if run.language == "fr":
        return run.has(start - 1, "late", "early", "mid", "rest", "of", "every") and name != "half"
    return (
        name in ("w", "m", "y", "q", "weekend")
        and run.lexemes[end].number is None
        and not run.has(end, "of", "digits")
    )


def month(run: Run, place: int) -> Found | None:
    """A month, with its year if it has one: March, 2017 april, cette décembre, janvier de l'année prochaine."""
    start, turn = place, run.lexemes[place].turn
    early = year(run, place)
    if early is not None:
        place = early[1] + (1 if run.has(early[1], "of") or run.words[early[1]] in ",-" else 0)
    elif turn:
        place += 1
    lexeme = run.lexemes[place]
    if not lexeme.month:
        return None
    end = place + 1
    if lexeme.has("doubtful") and not _is_surely_month(run, start, place, early is not None or bool(turn)):
        return None
    if early is not None:
        return _month_of(early[0], lexeme.month, end)
    if turn:
        return _turned_month(run, lexeme.month, turn, end)
    late = _year_behind(run, end)
    if late is not None:
        return _month_of(late[0], lexeme.month, late[1])
    if run.language == "fr" and run.lexemes[end].turn in ("next", "last"):
        return _turned_month(run, lexeme.month, run.lexemes[end].turn, end + 1)
    return _yearless(run, lexeme.month, end)


def _is_surely_month(run: Run, start: int, place: int, is_named: bool) -> bool:
    """Whether "may" or "march" is a month here: something before or behind it says so."""
    if is_named or _year_behind(run, place + 1) is not None:
        return True
    if run.has(place + 1, "dash"):
        return True
    return run.has(
        start - 1,
        "in",
        "of",
        "since",
        "from",
        "before",
        "to",
        "early",
        "mid",
        "late",
        "between",
        "by",
        "after",
        "on",
        "for",
        "dash",
        "for",
    ) or (run.has(start - 1, "and") and run.has(place + 1, "dash"))


def _year_behind(run: Run, place: int) -> tuple[int, int] | None:
    """The year behind a month: 2017, of 1992, , 2018, '19, juillet 98, of next year."""
    joint = place
    if run.has(joint, "of", "in") or run.words[joint] in (",", "-", "/", "."):
        joint += 1
    found = year(run, joint, may_be_short=(joint > place and run.has(place, "of")) or _short_follows(run, joint))
    if found is not None:
        return found
    around = turned(run, joint)
    return (around[0].start.year, around[1]) if around and around[0].unit == "y" and around[0].start else None


def _short_follows(run: Run, place: int) -> bool:
    """Whether two digits behind a month are a year: more than any day, and no hour."""
    word = run.words[place]
    return (
        len(word) == 2
        and word.isdigit()
        and word > "31"
        and not run.has(place + 1, "digits", "hour-word", "am", "pm")
        and run.words[place + 1] not in (":", "%")
    )


def _month_of(number_of_year: int, index: int, end: int) -> Found:
    first = date(number_of_year, index, 1)
    return Period(first, add_months(first, 1), unit="m"), end


def _turned_month(run: Run, index: int, turn: str, end: int) -> Found:
    today = run.today
    own_year = today.year + _OFFSETS[turn]
    if run.business or run.language == "fr":
        # « mars prochain » is the coming one, whatever the year.
        own_year = (
            today.year
            + (turn == "next" and index <= today.month)
            - (turn in ("last", "past") and index >= today.month)
        )
    return _month_of(own_year, index, end)


def _yearless(run: Run, index: int, end: int) -> Found:
    today = run.today
    coming = date(today.year + (index < today.month), index, 1)
    before = date(coming.year - 1, index, 1)
    return Period(coming, add_months(coming, 1), (before, add_months(before, 1)), unit="m", has_year=False), end


def month_in_digits(run: Run, place: int) -> Found | None:
    """12-2015, 2015/12."""
    if not (run.has(place, "digits") and run.has(place + 2, "digits") and run.words[place + 1] in ("-", "/", ".")):
        return None
    if not (run.is_glued(place + 1) and run.is_glued(place + 2)) or (
        run.is_glued(place) and run.words[place - 1] in "-/."
    ):
        return None
    if (
        run.words[place + 3] in ("-", "/")
        and run.is_glued(place + 3)
        and run.has(place + 4, "digits")
        and run.is_glued(place + 4)
    ):
        return None
    first, second = run.words[place], run.words[place + 2]
    if len(first) == 4 and len(second) <= 2:
        first, second = second, first
    if len(second) != 4 or len(first) > 2 or not 1 <= int(first) <= 12 or not "1500" <= second <= "2199":
        return None
    return _month_of(int(second), int(first), place + 3)


def years(run: Run, place: int) -> Found | None:
    """A year, a decade or a century: 2027, year 2016, the nineties, années 90, 21st century."""
    start = place
    if run.has(place, "year-word") and run.lexemes[place + 1].number is not None and run.language == "en":
        start = place + 1
    if run.has(place, "annees"):
        start = place + 1
    if run.language == "fr" and run.has(place, "year-word") and run.has(place + 1, "calendar"):
        start = place + 2
    if run.has(place, "school-year"):
        told = year(run, place + 1, may_be_short=True)
        return (Period(None, None, unit="y"), told[1]) if told is not None else None
    for tag in run.lexemes[place].tags:
        if tag.startswith("decade-"):
            return _decade(1900 + int(tag[7:]), place + 1)
    found = year(run, start)
    if found is None:
        return _short_decade(run, start, has_word=start > place) or _century(run, place)
    is_tail = run.is_glued(start) and run.words[start - 1] in "-/.:'$" and run.is_glued(start - 1)
    if is_tail and len(run.words[start - 2]) != 4:
        return None
    if (
        run.words[found[1]] in ("-", "/", ".")
        and run.is_glued(found[1])
        and run.is_glued(found[1] + 1)
        and len(run.words[found[1] + 1]) < 4
    ):
        return None
    if _is_decade_sign(run, found[1]):
        return _decade(found[0], found[1] + 1)
    if run.has(place, "annees"):
        return _decade(found[0], found[1])
    first = date(found[0], 1, 1)
    return Period(first, add_months(first, 12), unit="y"), found[1]


def _is_decade_sign(run: Run, place: int) -> bool:
    return run.words[place] in ("s", "'s") or (
        run.words[place] == "phrase" and run.has(place, "of") and run.language == "en"
    )


def _decade(first: int, end: int) -> Found:
    return Period(date(first, 1, 1), date(first + 10, 1, 1), unit="decade"), end


def _short_decade(run: Run, place: int, *, has_word: bool) -> Found | None:
    word = run.words[place]
    is_tens = len(word) == 2 and word.isdigit() and word[1] == "0"
    if not is_tens or not (_is_decade_sign(run, place + 1) or has_word):
        return None
    return _decade((1900 if word > "20" else 2000) + int(word), place + 1 + _is_decade_sign(run, place + 1))


def _century(run: Run, place: int) -> Found | None:
    counted = ordinal(run, place)
    if counted is None or run.lexemes[counted[1]].unit != "century" or not 1 < counted[0] < 50:
        return None
    first = date((counted[0] - 1) * 100, 1, 1)
    return Period(first, add_months(first, 1200), unit="century"), counted[1] + 1


_PIECES_OF_YEAR = {"quarter-word": ("q", 3, 4), "half-word": ("half", 6, 2)}


def quarter(run: Run, place: int) -> Found | None:
    """A quarter or a half of a year: Q1 2019, 2019 H2, the first quarter of 2013, premier semestre."""
    start = place
    early = year(run, place) or _year_of(run, place)
    if early is not None:
        place = early[1] + (1 if run.words[early[1]] in (",", "-", "/") or run.has(early[1], "of") else 0)
    counted = ordinal(run, place)
    if counted is not None and counted[0] < 5:
        nth, sign, end = counted[0], counted[1], counted[1] + 1
    elif (
        run.has(place + 1, "digits")
        and len(run.words[place + 1]) == 1
        and (run.is_glued(place + 1) or run.lexemes[place].unit)
    ):
        nth, sign, end = int(run.words[place + 1]), place, place + 2
    else:
        return None
    name = next((tag for tag in _PIECES_OF_YEAR if run.has(sign, tag)), "")
    if not name or not 1 <= nth <= _PIECES_OF_YEAR[name][2]:
        return None
    if early is None:
        early = _year_behind(run, end)
        end = early[1] if early is not None else end
    elif start == place:
        return None
    kind, months, _ = _PIECES_OF_YEAR[name]
    first = date(early[0] if early is not None else run.today.year, (nth - 1) * months + 1, 1)
    return Period(first, add_months(first, months), unit=kind, has_year=early is not None), end


def _year_of(run: Run, place: int) -> tuple[int, int] | None:
    """The year of "next year's first quarter"."""
    around = turned(run, place)
    if around is None or around[0].unit != "y" or around[0].start is None:
        return None
    return around[0].start.year, around[1]


def season(run: Run, place: int) -> Found | None:
    """A season; which days that is, only the year tells, and not even that: it stays open."""
    start = place
    early = year(run, place)
    if early is not None:
        place = early[1]
    elif run.lexemes[place].turn:
        place += 1
    tag = next((tag for tag in run.lexemes[place].tags if tag.startswith("season-")), "")
    if not tag:
        return None
    is_sure = place > start or run.lexemes[place].anchor
    end = place + 1
    late = _year_behind(run, end)
    if late is not None:
        end, is_sure = late[1], True
    elif run.lexemes[end].turn in ("next", "last"):
        end, is_sure = end + 1, True
    if not is_sure:
        return None
    return Period(None, None, unit="season"), end


def week_in_year(run: Run, place: int) -> Found | None:
    """Week 10, the week 3 of 2027, semaine 48: weeks of ISO 8601."""
    is_short = run.words[place] == "s" and run.language == "fr" and run.is_glued(place + 1)
    if (
        not (run.lexemes[place].unit == "w" or is_short)
        or run.lexemes[place].plural
        or not run.has(place + 1, "digits")
    ):
        return None
    counted = number(run, place + 1)
    if counted is None or not (3 if is_short else 1) <= counted[0] <= 53 or len(run.words[place + 1]) > 2:
        return None
    late = _year_behind(run, counted[1])
    first = monday(date(late[0] if late is not None else run.today.year, 1, 4))
    start = date.fromordinal(first.toordinal() + 7 * (counted[0] - 1))
    return Period(start, date.fromordinal(start.toordinal() + 7), unit="w"), late[1] if late is not None else counted[
        1
    ]


_READERS: Readers[Period] = (
    (Opens.TURN | Opens.THE | Opens.UNIT | Opens.NAME, turned),
    (Opens.MONTH | Opens.TURN | Opens.NUMBER, month),
    (Opens.NUMBER, month_in_digits),
    (Opens.NUMBER | Opens.ORDINAL | Opens.NAME | Opens.UNIT, years),
    (Opens.NUMBER | Opens.ORDINAL | Opens.TURN | Opens.NAME | Opens.UNIT | Opens.COUNT, quarter),
    (Opens.TURN | Opens.NAME | Opens.NUMBER, season),
    (Opens.UNIT | Opens.NAME, week_in_year),
)
