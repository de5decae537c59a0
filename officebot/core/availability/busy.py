"""Busy time: one interval of a calendar as others may see it, and a calendar's intervals in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from officebot.core.calendars.lines import unescaped
from officebot.core.problems import Problem


class Status(StrEnum):
    """How firmly the time is taken: a meeting, a meeting that is not certain, or not there at all."""

    BUSY = "busy"
    TENTATIVE = "tentative"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """One stretch of taken time, aware and in UTC. Of private events, summary and place are empty."""

    start: datetime
    end: datetime
    status: Status = Status.BUSY
    uid: str = ""
    all_day: bool = False
    summary: str = ""
    place: str = ""


class Source(NamedTuple):
    """What all occurrences of one VEVENT have in common; `summary` and `place` as they stand in the file."""

    status: Status
    uid: str
    all_day: bool
    is_private: bool
    summary: str
    place: str


#: Start and end in seconds since 1970 in UTC, and which of the sources is the cause; plain, as there are many.
Span: TypeAlias = "tuple[int, int, int]"


@dataclass(frozen=True, slots=True)
class BusyTimes:
    """The busy time of one calendar, sorted by start; made once, asked often.

    `reach[i]` is the latest end among the first i+1 spans: it finds what still runs at an instant by bisection.
    """

    spans: tuple[Span, ...] = ()
    sources: tuple[Source, ...] = ()
    reach: tuple[int, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span], sources: Iterable[Source]) -> BusyTimes:
        """The spans in order, with their sources."""
        ordered = tuple(sorted(spans))
        return cls(ordered, tuple(sources), tuple(accumulate((end for _, end, _ in ordered), max)))

    @classmethod
    def joined(cls, parts: Iterable[BusyTimes]) -> BusyTimes:
        """Several calendars of one owner as one."""
        spans: list[Span] = []
        sources: list[Source] = []
        for part in parts:
            spans += [(start, end, number + len(sources)) for start, end, number in part.spans]
            sources += part.sources
        return cls.of(spans, sources)

    def overlapping(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans that share time with [start, end), in seconds since 1970."""
        first = bisect_right(self.reach, start)
        last = bisect_left(self.spans, (end,), lo=first)
        return tuple(span for span in self.spans[first:last] if span[1] > start)

    def between(self, start: datetime, end: datetime) -> tuple[Busy, ...]:
        """The intervals that share time with [start, end), uncut, sorted by start."""
        return tuple(map(self.busy, self.overlapping(int(start.timestamp()), int(end.timestamp()))))

    def busy(self, span: Span) -> Busy:
        """A span in full."""
        start, end, number = span
        source = self.sources[number]
        return Busy(
            start=datetime.fromtimestamp(start, UTC),
            end=datetime.fromtimestamp(end, UTC),
            status=source.status,
            uid=source.uid,
            all_day=source.all_day,
            summary="" if source.is_private else unescaped(source.summary),
            place="" if source.is_private else unescaped(source.place),
        )

    def __iter__(self) -> Iterator[Busy]:
        return map(self.busy, self.spans)

    def __len__(self) -> int:
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar's text gave: its busy time, and what could not be read or had to be assumed.

    `missing` is the first reason why something that may lie within the window is not among the times; None where all is.
    """

    times: BusyTimes
    problems: tuple[Problem, ...] = ()
    missing: Problem | None = None


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The intervals in order, those that touch or overlap made one."""
    out: list[tuple[int, int]] = []
    first = last = None
    for start, end in sorted(spans):
        if last is None or start > last:
            if first is not None and last is not None:
                out.append((first, last))
            first, last = start, end
        elif end > last:
            last = end
    if first is not None and last is not None:
        out.append((first, last))
    return out
