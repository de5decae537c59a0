"""Days and times that stand together: next monday afternoon, 10am to 12pm Monday, demain à 17 h."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from officebot.core.dates.calendar import nth_weekday
from officebot.core.dates.clock import clock, hours, in_part, part, piece_of
from officebot.core.dates.days import day, nth_whole
from officebot.core.dates.lengths import length
from officebot.core.dates.lexicon import Opens
from officebot.core.dates.nodes import HERE, Clock, Day, Hours, Moment, Node, Part, Stretch
from officebot.core.dates.numbers import ordinal, year
from officebot.core.dates.office import closing, opening
from officebot.core.dates.reading import Readers, Run

Found = tuple[Node, int]
_END_OF_DAY = time(23, 59, 59)


@dataclass(slots=True)
class Parts:
    """What has been read so far of a day with its time, each at most once."""

    day: Day | None = None
    clock: Clock | None = None
    hours: Hours | None = None
    part: Part | None = None
    #: early or late, where it stands before the day.
    piece: str = ""
    #: Whether a word such as "at" stands before the time: then a bare number is one.
    is_told: bool = False

    def has_time(self) -> bool:
        """Whether a time or a range of times is read."""
        return self.clock is not None or self.hours is not None


def moment(run: Run, place: int) -> Found | None:
    """A day, a time, or both in any order, at the place; and the place after them."""
    key = ("moment", place)
    if key not in run.memo:
        run.memo[key] = _moment_at(run, place)
    kept: Found | None = run.memo[key]
    return kept


def _moment_at(run: Run, place: int) -> Found | None:
    opens = run.lexemes[place].opens
    for bits, read in _READERS:
        if opens & bits:
            found = read(run, place)
            if found is not None:
                return found
    return None


def _now(run: Run, place: int) -> Found | None:
    return (Moment(run.at, zone=HERE), place + 1) if run.has(place, "now") else None


def _in_short(run: Run, place: int) -> Found | None:
    """In five minutes, il y a 24 heures, 3 minutes from now."""
    is_ahead = run.has(place, "dans")
    is_back = run.has(place, "il-y-a")
    lasting = length(run, place + 1 if is_ahead or is_back else place)
    if lasting is None or not lasting[0].is_short:
        return None
    reach, end = timedelta(seconds=lasting[0].seconds), lasting[1]
    if is_back or run.has(end, "ago"):
        return Moment(run.at - reach, zone=HERE), end if is_back else end + 1
    if run.has(end, "later"):
        return Moment(run.at + reach, zone=HERE), end + 1
    if is_ahead:
        return Moment(run.at + reach, zone=HERE), end
    return None


def _within_hour(run: Run, place: int) -> Found | None:
    """« dans l'heure », within the half hour: so much from now."""
    if not run.business or not run.has(place, "in-the-hour", "in-the-half-hour"):
        return None
    return Stretch(run.at, run.at + timedelta(minutes=60 if run.has(place, "in-the-hour") else 30)), place + 1


def _until_now(run: Run, place: int) -> Found | None:
    """« jusqu'à aujourd'hui 18 h »: until then, not until now."""
    told = clock(run, place + 1) if run.business and run.has(place, "until-now") else None
    return (Stretch(None, _at(run, run.today, told[0].plain())), told[1]) if told is not None else None


def _end_of_day(run: Run, place: int) -> Found | None:
    """The end of tomorrow, EOD, fin de journée, by COB Thursday; the middle of today."""
    is_leaving = run.business and run.has(place, "before-leaving")
    if run.has(place, "eod") or (run.business and run.has(place, "in-the-day")) or is_leaving:
        inner = place + 1
        if is_leaving and run.has(inner, "for", "in"):
            return None  # For good, for the fair, « en congés »: who knows when.
        if run.has(inner, "on", "the", "of") or run.words[inner] == ",":
            inner += 1
        named = day(run, inner) or (Day(run.today), place + 1)
        return _at_a_time(run, *named) if is_leaving else (_closing(run, named[0]), named[1])
    named_day = day(run, place + 1) if run.lexemes[place + 1].near is not None else None
    if named_day is None or not run.has(place, "mid", "end"):
        return None
    on, after = named_day
    if run.has(place, "end"):
        return _closing(run, on), after
    return Stretch(_at(run, on.day, time(10)), _at(run, on.day, time(14))), after


def _at_a_time(run: Run, named: Day, place: int) -> Found:
    """The end of the office's day, or the time told behind it: « à la fermeture du bureau à 17 h »."""
    inner = place + 1 if run.words[place] in (",", "(") else place
    told = clock(run, inner + 1 if run.has(inner, "at") else inner)
    if told is None or told[0].is_weak:
        return _closing(run, named), place
    return Moment(_at(run, named.day, told[0].plain()), zone=HERE), told[1]


def _nth_part(run: Run, place: int) -> Found | None:
    """First Monday evening of next month: the part of the day stands inside the day."""
    counted = ordinal(run, place)
    if counted is None or run.lexemes[counted[1]].weekday is None or not run.lexemes[counted[1] + 1].part:
        return None
    inner = part(run, counted[1] + 1)
    whole = nth_whole(run, inner[1]) if inner is not None else None
    if inner is None or whole is None:
        return None
    index = run.lexemes[counted[1]].weekday or 0
    on = nth_weekday(whole[0].year, whole[0].month, index, counted[0])
    return Stretch(_at(run, on, inner[0].start), _at(run, on, inner[0].end), inner[0].name), whole[1]


def _first_thing(run: Run, place: int) -> Found | None:
    """First thing Monday, « à la première heure demain »: when the office opens."""
    if not run.business or not run.has(place, "first-thing"):
        return None
    inner = place + 1
    while run.has(inner, "on", "in", "the") and inner < place + 3:
        inner += 1
    named = day(run, inner)
    if named is None:
        return None
    morning = part(run, named[1])
    end = morning[1] if morning is not None and morning[0].near is None else named[1]
    return Moment(_at(run, named[0].day, opening(named[0].day, run.working)), zone=HERE), end


def _closing(run: Run, named: Day) -> Moment:
    earlier = _at(run, named.earlier, _END_OF_DAY) if named.earlier is not None else None
    return Moment(_at(run, named.day, _closing_time(run, named.day)), earlier=earlier, zone=HERE)


def _closing_time(run: Run, on: date) -> time:
    """The end of a day: midnight, or when the office closes."""
    return closing(on, run.working) if run.working is not None else _END_OF_DAY


def _at(run: Run, on: date, when: time) -> datetime:
    return datetime.combine(on, when, tzinfo=run.at.tzinfo)


def _composed(run: Run, place: int) -> Found | None:
    if _is_rather_length(run, place) or _is_count(run, place):
        return None
    parts = Parts(is_told=run.has(place - 1, "at", "by", "before", "around", "after", "since"))
    end = _past_piece(run, place)
    parts.piece = "" if end == place else "early" if run.has(place, "early") else "late"
    start = end
    kept = 0
    for _ in range(4):
        start = _past_joint(run, end, parts) if end > start else end
        following = _next(run, start, parts) or _other_half(run, end, parts)
        if following is None:
            break
        end = kept = following
    if not kept or (parts.piece and (parts.day is None or parts.part is None)):
        return None
    if run.business and run.has(kept, "first-thing") and parts.day is not None and not parts.has_time():
        return Moment(_at(run, parts.day.day, opening(parts.day.day, run.working)), zone=HERE), kept + 1
    if run.business and run.has(kept, "before-leaving", "eod") and parts.day is not None and not parts.has_time():
        return _closing(run, parts.day), kept + 1
    told = year(run, kept)
    if (
        parts.day is not None
        and not parts.day.has_year
        and parts.day.has_month
        and parts.clock is not None
        and told is not None
    ):
        parts.day, kept = Day(parts.day.day.replace(year=told[0])), told[1]
    node = made(run, parts)
    return (node, kept) if node is not None else _without_weak(run, place, parts)


def _is_rather_length(run: Run, place: int) -> bool:
    """« un créneau d'une heure le 3 décembre », "a call of 2 hours on Friday": how long it lasts, and not when."""
    number = run.lexemes[place].number
    return (
        number is not None
        and number < _LONGEST_MEETING
        and run.has(place - 1, "of", "for")
        and run.has(place + 1, "hour-word")
    )


def _is_count(run: Run, place: int) -> bool:
    """Whether a number before « ce soir », « demain matin » counts or names something: « une salle pour 12 ce matin »."""
    if not run.business or run.language != "fr" or not run.has(place, "digits"):
        return False
    following = run.lexemes[place + 1]
    is_told = run.has(place - 1, "at", "before", "around", "after", "since", "from", "between", "to")
    return not is_told and (
        following.near is not None or (following.turn == "this" and bool(run.lexemes[place + 2].part))
    )


#: A small number of hours is a length.
_LONGEST_MEETING = 5


def _past_piece(run: Run, place: int) -> int:
    """The place after the "early" of "early Monday morning"."""
    is_piece = run.has(place, "early", "late") and not run.has(place, "mid", "end")
    return place + 1 if is_piece and run.lexemes[place + 1].opens & (Opens.WEEKDAY | Opens.NEAR) else place


def _other_half(run: Run, place: int, parts: Parts) -> int | None:
    """« ce soir à 1h du matin »: the part behind the time says which half of the day it is."""
    if parts.clock is None or parts.part is None or parts.part.near is None or not run.has(place, "in", "of"):
        return None
    found = part(run, place)
    if found is None or found[0].near is not None:
        return None
    parts.clock = replace(in_part(parts.clock, found[0].name), is_sure=True)
    return found[1]


def _past_joint(run: Run, place: int, parts: Parts) -> int:
    """The place after what may stand between a day and its time: at, on, a comma, le."""
    start = place
    if run.words[place] == "t" and run.is_glued(place) and run.is_glued(place + 1):
        return place + 1
    if run.words[place] == "," or (run.words[place] == "-" and run.is_glued(place)) or run.words[place] in ("(", ":"):
        place += 1
    if run.has(place, "at", "around", "on") and not _starts(run, place):
        parts.is_told = True
        place += 1
        if run.has(place, "around", "at"):
            place += 1
    if parts.part is not None and parts.day is None and run.has(place, "of"):
        return place + 1
    if run.has(place, "the") and run.language == "fr" and place > start - 1 and not run.lexemes[place].part:
        place += 1
    return place


def _starts(run: Run, place: int) -> bool:
    return run.lexemes[place].number is not None


def _next(run: Run, place: int, parts: Parts) -> int | None:
    """Read one more part at the place; the longest that is not there yet."""
    best: tuple[int, str, object] | None = None
    opens = run.lexemes[place].opens
    if parts.day is None and opens & Opens.DAY:
        found = day(run, place)
        if found is not None:
            best = found[1], "day", found[0]
    if opens & Opens.HOURS and not parts.has_time():
        best = _longer(best, hours(run, place), "hours")
        best = _longer(best, _clock_beside(run, place, parts), "clock")
    if opens & Opens.DAYTIME and parts.part is None:
        best = _longer(best, part(run, place), "part")
    if best is None:
        return None
    if (
        best[1] == "part"
        and parts.clock is not None
        and parts.clock.is_weak
        and not parts.is_told
        and parts.day is None
        and run.lexemes[place].part
    ):
        return None
    is_lunch = parts.part is not None and parts.part.name == "lunch" and not parts.has_time()
    if best[1] == "day" and is_lunch and not (run.business and run.has(place - 2, "before")):
        return None
    if (
        best[1] == "part"
        and isinstance(best[2], Part)
        and best[2].near is not None
        and parts.day is not None
        and not run.lexemes[place].part
    ):
        return None
    setattr(parts, best[1], best[2])
    if best[1] == "day" and run.words[best[0]] == ",":
        parts.is_told = False  # The one of "before 1 February, one way or the other" is no time.
    return best[0]


def _clock_beside(run: Run, place: int, parts: Parts) -> tuple[Clock, int] | None:
    """A time; behind a day a bare number is one only after "at": 11/20, 11/22."""
    found = clock(run, place)
    if found is not None and found[0].is_bare and run.lexemes[found[1]].month:
        return None  # "by Friday week (4 December)"
    if (
        found is not None
        and found[0].is_weak
        and parts.day is not None
        and not (parts.is_told or run.has(place + 1, "hour-word"))
    ):
        return None
    return found


def _longer(
    best: tuple[int, str, object] | None, found: tuple[object, int] | None, name: str
) -> tuple[int, str, object] | None:
    if found is None or (best is not None and best[0] >= found[1]):
        return best
    return found[1], name, found[0]


def made(run: Run, parts: Parts) -> Node | None:
    """What the parts mean together; None where a bare number is no time."""
    if (
        parts.clock is not None
        and parts.clock.is_weak
        and not (parts.is_told or parts.part or (parts.day and not parts.clock.is_bare))
    ):
        return None
    if parts.hours is not None and parts.hours.is_weak and not (parts.part or parts.day or parts.is_told):
        return None
    named = parts.day
    if named is None and parts.part is not None and parts.part.near is not None:
        named = Day(run.today + timedelta(days=parts.part.near), is_near=True)
    if named is None:
        return _without_day(parts)
    if parts.hours is not None:
        return _stretch(run, named, _in_part(parts.hours, parts.part))
    if parts.clock is not None:
        return _moment(run, named, in_part(parts.clock, parts.part.name) if parts.part is not None else parts.clock)
    if parts.part is not None:
        start, end = piece_of(parts.part.start, parts.part.end, parts.piece)
        if run.language == "fr" and named.day < run.today and named.is_near and parts.part.name == "evening":
            start, end = time(20), _END_OF_DAY
        return Stretch(_at(run, named.day, start), _at(run, named.day, end), parts.part.name)
    return named


def _without_day(parts: Parts) -> Node | None:
    if parts.hours is not None:
        return _in_part(parts.hours, parts.part)
    if parts.clock is not None:
        return in_part(parts.clock, parts.part.name) if parts.part is not None else parts.clock
    return parts.part


def _in_part(found: Hours, named: Part | None) -> Hours:
    if named is None:
        return found
    start = in_part(found.start, named.name) if found.start is not None else None
    end = in_part(found.end, named.name) if found.end is not None else None
    return replace(found, start=start, end=end)


def _moment(run: Run, named: Day, when: Clock) -> Moment:
    shift = timedelta(days=1 if when.is_midnight and when.hour == 0 and run.business else 0)
    earlier = _at(run, named.earlier, when.plain()) if named.earlier is not None else None
    return Moment(_at(run, named.day, when.plain()) + shift, earlier=earlier, is_sure=when.is_sure, zone=when.zone)


def _stretch(run: Run, named: Day, between: Hours) -> Stretch:
    first, last = ends(between)
    start = _at(run, named.day, first) if first is not None else None
    end = _at(run, named.day, last) if last is not None else None
    if start is not None and end is not None and end <= start:
        end += timedelta(days=1)
    return Stretch(start, end)


def ends(between: Hours) -> tuple[time | None, time | None]:
    """The plain times of a range; where both are unsure, both lie in the same half of the day. Of one time, that twice."""
    start, end = between.start, between.end
    if start is None or end is None or start is end or start.is_sure or end.is_sure:
        return (start.plain() if start else None), (end.plain() if end else None)
    if start.plain() < end.plain():
        return start.plain(), end.plain()
    if (start.hour, start.minute) < (end.hour, end.minute):
        return time(start.hour, start.minute), time(end.hour, end.minute)
    return time(start.hour, start.minute), time((end.hour + 12) % 24, end.minute)


def _without_weak(run: Run, place: int, parts: Parts) -> Found | None:
    """What is left when a bare number is no time."""
    found = day(run, place)
    if found is not None:
        return found
    at = clock(run, place)
    if at is not None and not at[0].is_weak:
        return at
    told = part(run, place)
    return told if told is not None and parts.part is not None else None


#: The first that finds something wins.
_READERS: Readers[Node] = (
    (Opens.NAME, _now),
    (Opens.LENGTH | Opens.IN, _in_short),
    (Opens.NAME, _within_hour),
    (Opens.NAME, _until_now),
    (Opens.NAME | Opens.PIECE, _end_of_day),
    (Opens.ORDINAL | Opens.NUMBER, _nth_part),
    (Opens.NAME, _first_thing),
    (Opens.MOMENT, _composed),
)
