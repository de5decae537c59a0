"""Until or from when: before the 26th, since August, by 5pm, avant vendredi, 2016 and later."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from officebot.core.dates.clock import PARTS, clock, in_part, part
from officebot.core.dates.nodes import Clock, Day, Hours, Moment, Node, Part, Period, Stretch
from officebot.core.dates.reading import Run
from officebot.core.dates.simple import simple

Found = tuple[Node, int]


def bounded(run: Run, place: int) -> Found | None:
    """Until or from when: before the 26th, since August, by 5pm, avant vendredi, year 2016 and greater."""
    kind = _kind(run, place)
    if not kind:
        return _bounded_behind(run, place)
    inner = place + 1
    while (
        run.has(inner, "the", "on", "at")
        and run.language == "fr"
        and not run.lexemes[inner].number
        and not run.lexemes[inner].turn
        and inner < place + 3
    ):
        inner += 1
    if kind != "around" and run.has(inner, "around"):
        inner += 1
    found = _bounded_by(run, inner)
    if found is None:
        return None
    node, end = found
    if run.business and kind == "before" and isinstance(node, Part) and node.name == "lunch":
        return Hours(None, Clock(_LUNCH)), end
    if run.business and run.has(place, "within") and isinstance(node, Clock) and _is_rather_length(node):
        return None  # « d'ici deux heures » is in two hours: two in the afternoon would be « d'ici 14 heures ».
    made = bound(kind, node)
    return (made, end) if made is not None else None


def _is_rather_length(node: Clock) -> bool:
    """Whether a plain hour is so small that it rather says how long: « d'ici une heure »."""
    return not node.is_sure and not node.minute and 0 < node.hour <= _LONGEST_WAIT


_LONGEST_WAIT = 6
#: What an office wants by lunch is late after noon.
_LUNCH = 12


def _kind(run: Run, place: int) -> str:
    """before, after, since or around, as the word there says."""
    tags = run.lexemes[place].tags
    if _KINDS.isdisjoint(tags):
        return ""
    return next(kind for kind in ("around", "before", "since", "after") if kind in tags)


_KINDS = frozenset({"around", "before", "since", "after"})


def _bounded_by(run: Run, place: int) -> Found | None:
    found = simple(run, place)
    if found is None and run.has(place, "the"):
        found = simple(run, place + 1)
    if found is not None and isinstance(found[0], Hours) and run.business:
        # "By ten to four" is no time from ten to four.
        told = clock(run, place)
        found = told if told is not None and told[1] == found[1] else found
    if found is not None:
        return (
            found
            if not (isinstance(found[0], Clock) and found[0].is_weak and not _is_hour_here(run, found[1]))
            else None
        )
    if run.has(place, "to-date"):
        return Day(run.today), place + 1
    return None


def _is_hour_here(run: Run, place: int) -> bool:
    """Whether a bare number behind "by" or "before" ends there, and is an hour."""
    if run.has(place - 1, "hour-word"):
        return True
    is_year = run.has(place - 1, "digits") and len(run.words[place - 1]) > _LONGEST_HOUR
    return (run.is_over(place) or run.has(place, "whose")) and not is_year


#: In digits: 1700 may be an hour or a year.
_LONGEST_HOUR = 3


def bound(kind: str, node: Node) -> Node | None:
    if isinstance(node, Clock):
        open_end = Hours(None, node) if kind == "before" else Hours(node, None)
        return Hours(node, node) if kind == "around" else open_end
    if isinstance(node, Moment):
        if kind == "around":
            return node
        return Stretch(None, node.at, zone=node.zone) if kind == "before" else Stretch(node.at, None)
    if isinstance(node, Day):
        return _bound_day(kind, node)
    if isinstance(node, Period):
        return _bound_period(kind, node)
    if isinstance(node, Stretch):
        return (
            Stretch(None, node.start, node.part)
            if kind == "before"
            else Stretch(node.start if kind == "since" else node.end, None)
        )
    if isinstance(node, Part):
        start, end = Clock(node.start.hour, node.start.minute), Clock(node.end.hour, node.end.minute)
        is_late = kind == "before" and node.start > PARTS[node.name][0]
        return (
            Hours(None, end if is_late else start)
            if kind == "before"
            else Hours(start if kind == "since" else end, None)
        )
    return None


def _bound_day(kind: str, node: Day) -> Node:
    if kind == "around":
        return Period(node.day, node.day, unit="d", piece="around")
    before = node.earlier
    if kind == "before":
        return Period(None, node.day, (None, before) if before else None, unit="d", is_inclusive=True)
    return Period(node.day, None, (before, None) if before else None, unit="d")


def _bound_period(kind: str, node: Period) -> Node | None:
    if kind == "around":
        return replace(node, piece="around")
    early = node.earlier
    if kind == "before":
        end = node.end if node.piece == "late" else node.start
        return Period(None, end, (None, early[0]) if early else None, unit=node.unit, piece=node.piece)
    if kind == "since":
        return Period(node.start, None, (early[0], None) if early else None, unit=node.unit)
    if node.piece == "early":
        return Period(node.start, None, (early[0], None) if early else None, unit=node.unit)
    return Period(node.end, None, (early[1], None) if early else None, unit=node.unit)


def _bounded_behind(run: Run, place: int) -> Found | None:
    """2016 and greater; today before 4pm; jeudi avant 17h."""
    found = simple(run, place)
    if found is None:
        return None
    node, end = found
    last = end + 1 if run.has(end, "and", "or") else end
    is_after = run.has(last, "upward")
    is_said = last > end or run.words[last] in ("onwards", "onward")
    is_open = is_said and run.is_over(last + 1) and (is_after or run.has(last, "downward"))
    if is_open and isinstance(node, (Day, Period, Moment)):
        made = bound("since" if is_after else "before", node)
        return (made, last + 1) if made is not None else None
    kind = _kind(run, end)
    if kind in ("before", "since", "after") and isinstance(node, Day):
        when = clock(run, end + 1)
        if when is not None and when[0].is_bare and not run.is_over(when[1]) and part(run, when[1]) is None:
            return None
        if (when is not None and run.has(end + 1, "digits", "noon", "midnight")) or when is not None:
            later = moment_of(run, node, when[0], when[1])
            at = later[0].at
            return (Stretch(None, at, zone=when[0].zone) if kind == "before" else Stretch(at, None)), later[1]
    return None


def moment_of(run: Run, on: Day, when: Clock, end: int) -> tuple[Moment, int]:
    """The moment of a day and a time, with the part of the day that may follow: by 2 in the afternoon."""
    named = part(run, end)
    if named is not None:
        when, end = in_part(when, named[0].name), named[1]
    return Moment(datetime.combine(on.day, when.plain(), tzinfo=run.at.tzinfo)), end
