"""Busy time of one event with its exceptions, by whole numbers; Unsure wherever the library must be asked.

It mirrors recurring-ical-events 3.8: a start that the rule does not name counts as well, exceptions match by their
instant or by their wall time, lengths are those of the wall clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from officebot.core.availability.busy import Source, Span, Status
from officebot.core.availability.limits import MOST_DATES, MOST_OCCURRENCES, TooMany, check_steps
from officebot.core.availability.rules import Rule, Unsure, rule_of
from officebot.core.availability.scan import Fields
from officebot.core.availability.walltime import DAY, UTC_CLOCK, Clock, days, times
from officebot.core.availability.zones import clock_named
from officebot.core.calendars.lines import is_private
from officebot.core.expressions import expression

_LENGTH = expression(
    r"(\+)?P(?:([0-9]{1,4})W|(?:([0-9]{1,5})D)?(?:T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,7})S)?)?)"
)
_DATE, _FLOATING, _ZONED = "date", "floating", "zoned"


class Moment(NamedTuple):
    """A time as written: its wall clock in seconds, whose clock, and whether it is a date, floating or in a zone."""

    wall: int
    clock: Clock
    form: str


@dataclass(slots=True)
class Context:
    """What an event's times depend on: the reader's zone, the calendar's, its definitions; what was met on the way."""

    reader: Clock
    own: Clock | None
    zones: dict[str, str]
    floating: bool = False
    seen: dict[str, tuple[bool, Clock | None]] = field(default_factory=dict)

    def parameters(self, text: str) -> tuple[bool, Clock | None]:
        """Whether they say VALUE=DATE, and the zone that they name."""
        found = self.seen.get(text)
        if found is None:
            found = self.seen[text] = self._read(text)
        return found

    def _read(self, text: str) -> tuple[bool, Clock | None]:
        is_date, clock = False, None
        for one in text.split(";")[1:]:
            name, _, value = one.partition("=")
            if name == "VALUE" and value in ("DATE", "DATE-TIME"):
                is_date = value == "DATE"
            elif name == "TZID":
                clock = clock_named(value.strip('"'), self.zones)
                if self.own is not None and clock.is_utc():
                    raise Unsure(text)
            elif not name.startswith("X-"):
                raise Unsure(text)
        if is_date and clock is not None:
            raise Unsure(text)
        return is_date, clock


def moment(written: tuple[str, str], context: Context) -> Moment:
    """The moment of a property's parameters and value; raises Unsure for any form not known."""
    parameters, value = written
    is_date, clock = context.parameters(parameters) if parameters else (False, None)
    try:
        if len(value) == 8:
            if clock is not None or (parameters and not is_date):
                raise Unsure(written)
            return Moment(days[value], context.reader, _DATE)
        if is_date or len(value) not in (15, 16):
            raise Unsure(written)
        wall = days[value[:8]] + times[value[8:15]]
    except ValueError:
        raise Unsure(written) from None
    if len(value) == 16:
        if value[15] != "Z" or clock is not None:
            raise Unsure(written)
        return Moment(wall, UTC_CLOCK, _ZONED) if context.own is None else _moved(wall, context.own)
    if clock is not None:
        return Moment(wall, clock, _ZONED)
    if context.own is not None:
        return Moment(wall, context.own, _ZONED)
    context.floating = True
    return Moment(wall, context.reader, _FLOATING)


def _moved(instant: int, clock: Clock) -> Moment:
    # A calendar that names its own zone means its times in UTC to stand on that zone's clock.
    wall = clock.wall(instant)
    if clock.instant(wall) != instant:
        raise Unsure("in an hour that comes twice")
    return Moment(wall, clock, _ZONED)


def length_of(start: Moment, found: Fields, context: Context) -> int:
    """Seconds that an event lasts on the wall clock of its start."""
    if "DTEND" in found.one:
        end = moment(found.one["DTEND"], context)
        if end.form != start.form:
            raise Unsure("a start and an end of different kinds")
        if end.clock is start.clock:
            length = end.wall - start.wall
        else:
            length = end.clock.instant(end.wall) - start.clock.instant(start.wall)
    elif "DURATION" in found.one:
        length = duration(found.one["DURATION"][1])
        if start.form == _DATE and length % DAY:
            raise Unsure("a day that lasts hours")
    else:
        return DAY if start.form == _DATE else 0
    if length < 0:
        raise Unsure("it ends before it starts")
    return DAY if start.form == _DATE and not length else length


def duration(text: str) -> int:
    """Seconds of a DURATION that is not negative; raises Unsure for any other text."""
    match = _LENGTH.fullmatch(text)
    if match is None or text[-1] in "PT":
        raise Unsure(text)
    weeks, days_, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return (weeks * 7 + days_) * DAY + hours * 3600 + minutes * 60 + seconds


def status_of(status: str, transparency: str, outlook: str) -> Status | None:
    """What an event does to its owner's time; None where it leaves it free.

    What Outlook says of it (X-MICROSOFT-CDO-BUSYSTATUS) tells more than TRANSP, and decides where it stands.
    """
    if status == "CANCELLED":
        return None
    match outlook:
        case "FREE" | "WORKINGELSEWHERE":
            return None
        case "OOF":
            return Status.OUT
        case "TENTATIVE":
            return Status.TENTATIVE
        case "BUSY":
            return Status.TENTATIVE if status == "TENTATIVE" else Status.BUSY
    if transparency == "TRANSPARENT":
        return None
    return Status.TENTATIVE if status == "TENTATIVE" else Status.BUSY


def source_of(found: Fields, form: str) -> Source | None:
    """What the event's occurrences have in common; None where it takes no time."""
    values = found.one
    one = ("", "")
    status = status_of(
        values.get("STATUS", one)[1].upper(),
        values.get("TRANSP", one)[1].upper(),
        values.get("X-MICROSOFT-CDO-BUSYSTATUS", one)[1].upper(),
    )
    if status is None:
        return None
    hidden = is_private(values.get("CLASS", one)[1])
    uid, summary, place = values.get("UID", one)[1], values.get("SUMMARY", one)[1], values.get("LOCATION", one)[1]
    return Source(status, uid, form == _DATE, hidden, summary, place)


class Window(NamedTuple):
    """[start, end) in seconds since 1970."""

    start: int
    end: int


@dataclass(slots=True)
class Found:
    """What was read so far of a calendar."""

    spans: list[Span] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    def add(self, source: Source, times_: Iterable[tuple[int, int]]) -> None:
        """The occurrences of one source."""
        number = len(self.sources)
        self.sources.append(source)
        self.spans += [(start, end, number) for start, end in times_]


def read_event(found: Fields, context: Context, window: Window, into: Found) -> None:
    """The busy time of an event that stands alone."""
    if found.many or "RECURRENCE-ID" in found.one:
        read_series([found], context, window, into)
        return
    if "DTSTART" not in found.one:
        raise Unsure("no start")
    _single(found, context, window, into)


def _single(found: Fields, context: Context, window: Window, into: Found) -> None:
    start = moment(found.one["DTSTART"], context)
    length = length_of(start, found, context)
    end = start.clock.instant(start.wall + length)
    first = start.clock.instant(start.wall)
    check_lasts(length, [(first, end)])
    if first < window.end and end > window.start and first < end:
        source = source_of(found, start.form)
        if source is not None:
            into.add(source, ((first, end),))


def check_lasts(length: int, spans: Sequence[tuple[int, int]]) -> None:
    """Zones that a calendar defines put an hour that the clock skips before it: what ends in one may take no time."""
    if length > 0 and any(first >= end for first, end in spans):
        raise Unsure("an end in a skipped hour")


def read_series(group: Sequence[Fields], context: Context, window: Window, into: Found) -> None:
    """The busy time of the events of one UID: at most one that recurs, and its exceptions."""
    core: Fields | None = None
    instead: dict[int, int] = {}
    for number, found in enumerate(group):
        if "DTSTART" not in found.one:
            raise Unsure("no start")
        if "RECURRENCE-ID" not in found.one:
            if core is not None:
                raise Unsure("two events of one name")
            core = found
            continue
        if found.many:
            raise Unsure("an exception that recurs")
        for key in keys_of(moment(without_range(found.one["RECURRENCE-ID"]), context)):
            if instead.setdefault(key, number) != number:
                raise Unsure("two exceptions for one occurrence")
    if core is not None:
        _recurring(core, instead, context, window, into)
    for found in group:
        if found is not core:
            _single(found, context, window, into)


def without_range(written: tuple[str, str]) -> tuple[str, str]:
    if "RANGE" in written[0]:
        raise Unsure("an exception for all that follow")
    return written


def keys_of(at: Moment) -> set[int]:
    """How the library recognises an occurrence: by its instant and by its wall time."""
    return {at.wall, at.clock.instant(at.wall)} if at.form == _ZONED else {at.wall}


def _recurring(core: Fields, instead: Mapping[int, int], context: Context, window: Window, into: Found) -> None:
    check_dates(core)
    start = moment(core.one["DTSTART"], context)
    length = length_of(start, core, context)
    left_out, days_out = exceptions_of(core, start, context)
    if left_out & instead.keys():
        raise Unsure("an exception that is left out")
    # Two days more than a wall clock and UTC can be apart, and an exception's key.
    walls = walls_of(core, start, context, (window.start - length) // DAY - 2, window.end // DAY + 2)
    source = source_of(core, start.form)
    if source is None:
        return
    clock = start.clock
    zoned = start.form == _ZONED
    without = left_out | instead.keys()
    if without or days_out:
        walls = [
            wall
            for wall in walls
            if not (wall in without or wall // DAY in days_out or (zoned and clock.instant(wall) in without))
        ]
    starts, ends = clock.instants(walls), clock.instants([wall + length for wall in walls])
    spans = list(zip(starts, ends, strict=True))
    check_lasts(length, spans)
    kept = [(first, end) for first, end in spans if first < window.end and end > window.start and first < end]
    if len(kept) > MOST_OCCURRENCES:
        raise TooMany
    if kept:
        into.add(source, kept)


def check_dates(core: Fields) -> None:
    """Raises TooMany for an event that lists more dates than anybody keeps."""
    listed = (values for name in ("RDATE", "EXDATE") for _, values in core.many.get(name, ()))
    if sum(values.count(",") + 1 for values in listed) > MOST_DATES:
        raise TooMany


def exceptions_of(core: Fields, start: Moment, context: Context) -> tuple[set[int], set[int]]:
    """The keys and the days that EXDATE leaves out."""
    keys: set[int] = set()
    whole: set[int] = set()
    for parameters, values in core.many.get("EXDATE", ()):
        for value in values.split(","):
            at = moment((parameters, value), context)
            if (start.form == _DATE and at.form != _DATE) or (start.form == _FLOATING and at.form == _ZONED):
                raise Unsure("an exception of another kind")
            keys |= keys_of(at)
            if at.form == _DATE:
                whole.add(at.wall // DAY)
    return keys, whole


def walls_of(core: Fields, start: Moment, context: Context, first: int, last: int) -> Collection[int]:
    """The wall times of all occurrences between two days, the start's and those of RDATE among them, each once."""
    rules = core.many.get("RRULE", ())
    if len(rules) > 1:
        raise Unsure("two rules")
    day, time = divmod(start.wall, DAY)
    more = _more(core, start, context)
    if not rules:
        return {start.wall, *more}
    rule = rule_of(rules[0][1])
    check_steps(rule.freq, rule.interval, last - day)
    until = _until(rule, start)
    if until is not None:
        # In UTC, a day may be another than on the wall.
        last = min(last, until // DAY + 1)
    walls = [one * DAY + time for one in rule.days(day, max(day, last), first) if one >= first]
    if len(walls) > MOST_OCCURRENCES + 800:
        raise TooMany
    if until is not None:
        at = start.clock.instant if start.form == _ZONED else int
        walls = [wall for wall in walls if at(wall) <= until]
        starts = at(start.wall) <= until
    else:
        starts = True
    if starts and day >= first and (not walls or walls[0] != start.wall):
        more.add(start.wall)
    return set(walls) | more if more else walls


def _more(core: Fields, start: Moment, context: Context) -> set[int]:
    more: set[int] = set()
    for parameters, values in core.many.get("RDATE", ()):
        for value in values.split(","):
            at = moment((parameters, value), context)
            if at.form != start.form or at.clock is not start.clock:
                raise Unsure("a date of another kind")
            more.add(at.wall)
    return more


def _until(rule: Rule, start: Moment) -> int | None:
    """The last instant of a rule (for dates and floating times: the last wall time), or None."""
    text = rule.until
    if not text:
        return None
    try:
        wall = days[text[:8]]
        if len(text) == 8 or start.form == _DATE:
            return wall
        if len(text) not in (15, 16) or text[15:] not in ("", "Z"):
            raise Unsure(text)
        return wall + times[text[8:15]]
    except ValueError:
        raise Unsure(text) from None
