"""When the appointments of an object take place within a span: asked in a worker, which ends what never ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from officebot.connectors.workers import WorkerFault, WorkerPool
from officebot.core.agendas import CalendarObject
from officebot.core.calendars.occurrences import Occurrence, occurrences
from officebot.core.problems import Problem
from officebot.core.text import one_line, say

_EXPAND = "officebot.connectors.calendars.occurring:expand"
_SECONDS = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One occurrence. `start` and `end` are aware; of a whole day they are its midnights, and `all_day` is set."""

    calendar: str
    uid: str
    recurrence_id: str
    summary: str
    start: datetime
    end: datetime
    all_day: bool
    status: str
    transparent: bool
    place: str
    is_private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    """What takes place, by start; a problem for each object that could not be followed."""

    found: tuple[Happening, ...]
    problems: tuple[Problem, ...]


def happenings(
    objects: Sequence[CalendarObject], since: datetime, until: datetime, zone: ZoneInfo, workers: WorkerPool
) -> Happenings:
    """What takes place between two aware instants; a time that names no zone is one of `zone`."""
    payloads = [(one.calendar, one.text, since, until, zone.key) for one in objects]
    answers = workers.map_batch(_EXPAND, payloads, _SECONDS)
    found: list[Happening] = []
    problems: list[Problem] = []
    for one, answer in zip(objects, answers, strict=True):
        if isinstance(answer, WorkerFault):
            what = say("This entry cannot be understood: look at it in your calendar program.")
            problems.append(Problem(where=f"{one.calendar}: {one_line(one.href, 100)}", what=what))
        else:
            found += answer[0]
            problems += [replace(problem, where=f"{one.calendar}: {problem.where}") for problem in answer[1]]
    return Happenings(
        found=tuple(sorted(found, key=lambda one: (one.start, one.end, one.uid))), problems=tuple(problems)
    )


def expand(payload: tuple[str, str, datetime, datetime, str]) -> tuple[list[Happening], tuple[Problem, ...]]:
    """The occurrences of one object's text, and why some of it is left out. Raises UserError for what is no calendar."""
    calendar, text, since, until, key = payload
    zone = ZoneInfo(key)
    read = occurrences(text, since, until, zone)
    return [_happening(calendar, one, zone) for one in read.found], read.problems


def _happening(calendar: str, one: Occurrence, zone: tzinfo) -> Happening:
    return Happening(
        calendar=calendar,
        uid=one.uid,
        recurrence_id=one.recurrence_id.isoformat() if one.recurrence_id is not None else "",
        summary=one_line(one.summary),
        start=_aware(one.start, zone),
        end=_aware(one.end, zone),
        all_day=one.all_day,
        status=one.status[:20],
        transparent=one.transparent,
        place=one_line(one.place),
        is_private=one.is_private,
    )


def _aware(when: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), zone)
    # A zone of the text's own is no zone that a pickle may carry: the instant is what counts.
    return when.replace(tzinfo=zone) if when.tzinfo is None else when.astimezone(UTC)
