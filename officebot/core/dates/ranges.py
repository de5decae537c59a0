"""From something to something: 10/1 to 11/7, du lundi au vendredi, 2014-2018, between now and Friday."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from officebot.core.dates.calendar import add_months
from officebot.core.dates.clock import clock
from officebot.core.dates.days import day, yearless_day
from officebot.core.dates.lengths import length
from officebot.core.dates.nodes import Clock, Day, Hours, Length, Moment, Node, Period, Stretch
from officebot.core.dates.numbers import number, ordinal, year
from officebot.core.dates.reading import Run
from officebot.core.dates.simple import simple

Found = tuple[Node, int]


def between(run: Run, place: int) -> Found | None:
    """From something to something: from 10/1 to 11/7, du lundi prochain au vendredi, 2014~2018, November 19-20."""
    if place >= _last_joint(run):
        return None
    if run.has(place, "from-now"):
        return _to(run, (Moment(run.at), place + 1), is_between=False)
    is_between = run.has(place, "between")
    inner = place + 1 if is_between or run.has(place, "from") else place
    best: Found | None = None
    for start in _starts(run, inner):
        found = _to(run, start, is_between=is_between)
        if found is not None and (best is None or found[1] > best[1]):
            best = found
    return best


def _last_joint(run: Run) -> int:
    """The last place where a word such as "to" stands: a range must begin before it."""
    if "joint" not in run.memo:
        places = [place for place, one in enumerate(run.lexemes) if not one.tags.isdisjoint(_JOINTS)]
        run.memo["joint"] = places[-1] if places else 0
    kept: int = run.memo["joint"]
    return kept


_JOINTS = frozenset({"to", "dash", "and", "to-date"})


def _starts(run: Run, place: int) -> list[Found]:
    """What a range at the place may start with; « 01/10 à 07 » may be a day with its hour, or a day before another."""
    if run.has(place - 1, "from", "between"):
        place = _past_article(run, place)
    whole = simple(run, place)
    found = [whole]
    if whole is None or run.has(whole[1] - 2, "to", "dash", "and"):
        # « 01/10 à 07/11 »: the last number may belong to what follows.
        found += [day(run, place), _bare_number(run, place), clock(run, place)]
    return [one for one in dict.fromkeys(found) if one is not None]


def _past_article(run: Run, place: int) -> int:
    if run.language == "fr":
        return place + 1 if run.has(place, "the", "on") and not run.lexemes[place].turn else place
    return place + 1 if run.has(place, "the") and simple(run, place) is None else place


def _to(run: Run, start: Found, *, is_between: bool) -> Found | None:
    """The range from what has been read to what stands behind "to"."""
    joint = start[1]
    if run.has(joint, "to-date"):
        made = _range(run, start[0], Day(run.today, is_near=True))
        return (made, joint + 1) if made is not None else None
    if run.words[joint] == ",":
        if run.business and run.has(joint + 1, "before"):
            return None  # « les volumes de l'an dernier, jusqu'au 11 décembre » are two.
        joint += 1
    is_and = run.has(joint, "and")
    if not ((run.has(joint, "to", "dash") and not (is_and and run.language == "fr")) or (is_between and is_and)):
        return None
    after = _past_article(run, joint + 1)
    for end in (simple(run, after), _to_now(run, after), day(run, after), _bare_number(run, after)):
        if end is None or (
            isinstance(start[0], _Bare) and isinstance(end[0], _Bare) and not _are_days(run, start, end)
        ):
            continue
        made = _range(run, start[0], end[0])
        if made is not None:
            return _with_year_behind(run, start[0], end, made)
    return None


def _with_year_behind(run: Run, start: Node, end: Found, made: Node) -> Found:
    """The range; with its year where that follows a bare end: May 1-7, 2020."""
    if isinstance(end[0], _Bare) and isinstance(start, Day) and isinstance(made, Period) and not start.has_year:
        told = year(run, end[1] + 1 if run.words[end[1]] == "," else end[1])
        if told is not None and made.start is not None and made.end is not None:
            years = told[0] - made.end.year
            return Period(
                add_months(made.start, 12 * years), add_months(made.end, 12 * years), unit="d", is_inclusive=True
            ), told[1]
    return made, end[1]


def _are_days(run: Run, start: Found, end: Found) -> bool:
    """Whether « du 3 au 5 » or "the 3rd to the 5th" stands there, and no other pair of numbers."""
    if run.language == "fr":
        return run.words[start[1]] == "au" or (run.has(start[1] - 2, "the") and run.has(end[1] - 2, "the"))
    return run.has(start[1] - 1, "suffix") and run.has(end[1] - 1, "suffix")


def _to_now(run: Run, place: int) -> Found | None:
    lasting = length(run, place)
    if lasting is not None and run.has(lasting[1], "later"):
        return Moment(run.at + timedelta(seconds=lasting[0].seconds)), lasting[1] + 1
    if run.has(place, "to-date"):
        return Day(run.today, is_near=True), place + 1
    return None


class _Bare(Length):
    """A bare number or ordinal: the day of a month that the other end names."""


def _bare_number(run: Run, place: int) -> Found | None:
    start = place + 1 if run.has(place, "the") else place
    found = ordinal(run, start) or (number(run, start) if run.has(start, "digits") else None)
    if found is None or not 1 <= found[0] <= 31:
        return None
    return _Bare((), found[0]), found[1]


def _range(run: Run, start: Node, end: Node) -> Node | None:
    """The range from one end to the other; None where they do not go together."""
    start, end = _completed(start, end)
    if isinstance(start, _Bare) and isinstance(end, _Bare):
        return _bare_days(run, start.seconds, end.seconds)
    if isinstance(start, Length) or isinstance(end, Length):
        return None
    if isinstance(start, Clock) and isinstance(end, Clock):
        return Hours(start, end) if not (start.is_weak and end.is_weak) else None
    if isinstance(start, Day) and isinstance(end, Clock):
        return None
    if isinstance(start, Day) and isinstance(end, Moment) and end.at == run.at:
        end = Day(run.today, is_near=True)
    if isinstance(start, (Clock, Moment)) or isinstance(end, (Clock, Moment)):
        return _stretch(run, start, end)
    return _days(start, end)


def _bare_days(run: Run, first: int, last: int) -> Node:
    """From the 3rd to the 5th: the coming ones."""
    end = yearless_day(run, last).day
    start = end.replace(day=first) if first <= last else add_months(end.replace(day=1), -1).replace(day=first)
    return Period(start, end, unit="d", is_inclusive=True)


def _completed(start: Node, end: Node) -> tuple[Node, Node]:
    """Both ends, each with what only the other names: month, year."""
    if isinstance(start, _Bare) and isinstance(end, (Day, Period)):
        start = _numbered(start.seconds, end, is_end=False)
    elif isinstance(end, _Bare) and isinstance(start, Day):
        end = _numbered(end.seconds, start, is_end=True)
    if isinstance(start, Day) and isinstance(end, (Day, Period)) and not start.has_year and start.has_month:
        named_year = end.has_year and ((isinstance(end, Day) and not end.is_near) or isinstance(end, Period))
        last = end.day if isinstance(end, Day) else end.start
        if named_year and last is not None:
            start = _with_year_of(start, last)
    if isinstance(start, Period) and not start.has_year and start.start is not None:
        last = end.day if isinstance(end, Day) else end.start if isinstance(end, Period) else None
        named_year = isinstance(end, (Day, Period)) and end.has_year and not (isinstance(end, Day) and end.is_near)
        if named_year and last is not None:
            begin = date(last.year - (start.start.month > last.month), start.start.month, 1)
            start = Period(begin, add_months(begin, 1), unit="m")
    if (
        isinstance(start, Day)
        and isinstance(end, Day)
        and start.has_year
        and not end.has_year
        and end.has_month
        and not start.is_near
    ):
        later = end.day.replace(year=start.day.year)
        end = Day(later if later >= start.day else later.replace(year=later.year + 1))
    return start, end


def _numbered(value: int, other: Day | Period, *, is_end: bool) -> Node:
    """The day of this number in the month of the other end; the next month, where an end would lie before its start."""
    base = other.day if isinstance(other, Day) else other.start
    if base is None:
        raise ValueError("a period without days")
    if isinstance(other, Period):
        return Day(base.replace(day=value))
    months = 1 if is_end and value < base.day else -1 if not is_end and value > base.day else 0
    moved_to = add_months(base.replace(day=1), months).replace(day=value)
    earlier = (
        add_months(other.earlier.replace(day=1), months).replace(day=value) if other.earlier is not None else None
    )
    return Day(moved_to, earlier, has_year=other.has_year)


def _with_year_of(start: Day, end: date) -> Day:
    try:
        same = start.day.replace(year=end.year)
    except ValueError:
        return start
    return Day(same if same <= end else same.replace(year=end.year - 1))


def _first(node: Node) -> date | None:
    if isinstance(node, Day):
        return node.day
    return node.start if isinstance(node, Period) else None


def _days(start: Node, end: Node) -> Node | None:
    if not isinstance(start, (Day, Period)) or not isinstance(end, (Day, Period)):
        return None
    first = _first(start)
    if (
        isinstance(start, Period)
        and start.piece in ("mid", "late")
        and start.start is not None
        and start.unit == "y"
        and start.end is not None
    ):
        first = start.start.replace(month=7, day=2) if start.piece == "mid" else start.end
    last = end.day if isinstance(end, Day) else end.end if end.piece == "late" else end.start
    if first is None or last is None:
        return None
    if last < first:
        before = _earlier(start)
        if before is not None and before <= last:
            first = before
        elif isinstance(end, Day) and end.is_weekday:
            last += timedelta(days=7 * ((first - last).days // 7 + 1))
        elif isinstance(end, Day) and not end.has_year:
            last = last.replace(year=last.year + 1)
        elif isinstance(end, Period) and not end.has_year:
            last = add_months(last, 12)
    if last < first:
        return None
    return Period(first, last, unit="d", is_inclusive=isinstance(end, Day))


def _earlier(node: Node) -> date | None:
    if isinstance(node, Day):
        return node.earlier
    return node.earlier[0] if isinstance(node, Period) and node.earlier is not None else None


def _stretch(run: Run, start: Node, end: Node) -> Node | None:
    """From an instant to another, each taking the day of the other where it has none."""
    first, last = _instant(run, start, end, is_end=False), _instant(run, end, start, is_end=True)
    if first is None or last is None:
        return None
    if isinstance(start, Moment) and isinstance(end, Day):
        # Between now and 21 May: whole days.
        return Period(first.date(), end.day, unit="d", is_inclusive=True) if end.day >= first.date() else None
    if isinstance(end, Clock) and last <= first:
        last += timedelta(hours=12 if not end.is_sure else 24)
    return Stretch(first, last) if last >= first else None


def _instant(run: Run, node: Node, other: Node, *, is_end: bool) -> datetime | None:
    if isinstance(node, Moment):
        return node.at
    if isinstance(node, Day):
        return datetime.combine(node.day, time(), tzinfo=run.at.tzinfo)
    if isinstance(node, Clock):
        on = other.at.date() if isinstance(other, Moment) and is_end else run.today
        return datetime.combine(on, node.plain(), tzinfo=run.at.tzinfo)
    return None
