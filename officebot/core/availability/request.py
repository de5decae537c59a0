"""What is asked for when a meeting is to be found, and what is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from officebot.core.availability.persons import Diary, Room
from officebot.core.availability.places import Travel
from officebot.core.text import Text

#: Meetings start at these steps.
STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A meeting to be found within [start, end), aware. `zone` is the one in which times are told.

    The chair counts as required. With `rooms`, one of them is needed that suits everyone who is required (or `seats`)
    and has all the equipment. With `now`, no meeting starts before `notice` has passed. `not_before` and `not_after`
    are hours of the day in `zone`.
    """

    start: datetime
    end: datetime
    length: timedelta
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    chair: str = ""
    zone: str = "Europe/Paris"
    place: str = ""
    rooms: tuple[str, ...] = ()
    seats: int = 0
    equipment: frozenset[str] = frozenset()
    now: datetime | None = None
    notice: timedelta = timedelta(0)
    not_before: time | None = None
    not_after: time | None = None
    step: timedelta = STEP
    top: int = 5

    @property
    def everyone(self) -> tuple[str, ...]:
        """Who must come, the chair first, each once."""
        return tuple(dict.fromkeys([*([self.chair] if self.chair else []), *self.required]))

    @property
    def extras(self) -> tuple[str, ...]:
        """Who may come."""
        needed = set(self.everyone)
        return tuple(name for name in dict.fromkeys(self.optional) if name not in needed)

    @property
    def needed_seats(self) -> int:
        """How many must find a seat."""
        return self.seats or len(self.everyone) + len(self.extras)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everyone's diaries, the rooms and the ways between places."""

    people: Mapping[str, Diary]
    rooms: Mapping[str, Room] = field(default_factory=dict)
    travel: Travel = field(default_factory=Travel)
    _edges: dict[tuple[str, ...], tuple[Counter[int], Counter[int]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def edges(self, names: tuple[str, ...]) -> tuple[Counter[int], Counter[int]]:
        """How many meetings of these people start, and how many end, at an instant; kept for the next question."""
        known = self._edges.get(names)
        if known is None:
            if len(self._edges) > 16:
                self._edges.clear()
            spans = [span for name in names for span in self.people[name].times.spans]
            known = Counter(start for start, _, _ in spans), Counter(end for _, end, _ in spans)
            self._edges[names] = known
        return known


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One time at which the meeting fits, aware, in the request's zone; `score` is 100 at best."""

    start: datetime
    end: datetime
    score: int
    reasons: tuple[Text, ...] = ()
    missing: tuple[str, ...] = ()
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One thing to give up: what it is in words, of which kind, the best slot that it gives and how many there are."""

    kind: str
    what: Text
    slot: Slot
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsFound:
    """The best slots first; how many candidates were blocked, each counted by the first reason; what would help."""

    slots: tuple[Slot, ...]
    blocked: Mapping[str, int]
    candidates: int
    fitting: int
    relaxations: tuple[Relaxation, ...] = ()
