"""Which candidates fit, and why the others do not: everyone's diaries laid over one grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from officebot.core.availability.grid import Grid, Marks, earliest
from officebot.core.availability.persons import Diary, Pairs, Reason, Room, seconds
from officebot.core.availability.quick import Window
from officebot.core.availability.request import Request, World
from officebot.core.availability.walltime import DAY, clock_of, zone_named
from officebot.core.problems import UserError
from officebot.core.text import Text, say

#: Those that another time of the day would not mend: they are not given up for a meeting.
_PERSONAL = tuple(reason for reason in Reason if reason not in (Reason.NOTICE, Reason.TIME_OF_DAY, Reason.ROOM))


@dataclass(slots=True)
class Board:
    """A request laid over a grid. Sets of candidates that were worked out are kept for the next question."""

    request: Request
    world: World
    grid: Grid
    _of_people: dict[str, Mapping[Reason, Marks]] = field(default_factory=dict, repr=False)
    _of_rooms: dict[str, Marks] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, request: Request, world: World) -> Board:
        """The board of a request; raises UserError for names that nobody has and lengths that are none."""
        _check(request, world)
        grid = Grid.within(
            int(request.start.timestamp()),
            int(request.end.timestamp()),
            int(request.length.total_seconds()),
            int(request.step.total_seconds()),
        )
        return cls(request, world, grid)

    @property
    def window(self) -> Window:
        """The time that is looked at, to whole days, so that like questions share what is worked out."""
        start, end = int(self.request.start.timestamp()), int(self.request.end.timestamp())
        return Window(start // DAY * DAY, -(-end // DAY) * DAY)

    def person(self, name: str) -> Mapping[Reason, Marks]:
        """For each reason, the candidates at which this person cannot meet."""
        known = self._of_people.get(name)
        if known is None:
            known = self._of_people[name] = self.marks_of(self.world.people[name])
        return known

    def marks_of(self, diary: Diary) -> Mapping[Reason, Marks]:
        """The same of any diary."""
        return diary.marks(self.window, self.grid, self.request.place, self.world.travel)

    def room_taken(self, room: Room) -> Marks:
        """The candidates at which a room is taken."""
        known = self._of_rooms.get(room.name)
        if known is None:
            known = self._of_rooms[room.name] = union(self.marks_of(room.diary).values())
        return known

    def suitable_rooms(self) -> list[Room]:
        """The rooms asked for that suit, the smallest first."""
        rooms = (self.world.rooms[name] for name in self.request.rooms)
        fitting = [room for room in rooms if room.suits(self.request.needed_seats, self.request.equipment)]
        return sorted(fitting, key=lambda room: (room.capacity or 10_000, room.name))

    def without_room(self) -> Marks:
        """The candidates at which a room is needed and none is free."""
        if not self.request.rooms:
            return 0
        none_free = self.grid.all
        for room in self.suitable_rooms():
            none_free &= self.room_taken(room)
        return none_free

    def common(self) -> dict[Reason, Marks]:
        """The candidates that nobody's diary blocks, but the request: too soon, or at the wrong hours."""
        request = self.request
        found: dict[Reason, Marks] = {}
        if request.now is not None:
            soonest = int((request.now + request.notice).timestamp())
            # A candidate that starts at the soonest instant is right: only what lies before it is touched.
            found[Reason.NOTICE] = self.grid.touched([(0, min(soonest, 2**40))]) & self._starting_before(soonest)
        if request.not_before or request.not_after:
            found[Reason.TIME_OF_DAY] = self.grid.touched(self._outside_the_day())
        return found

    def _starting_before(self, instant: int) -> Marks:
        count = min(max(-(-(instant - self.grid.start) // self.grid.step), 0), self.grid.count)
        return earliest(count)

    def _outside_the_day(self) -> Pairs:
        zone = zone_named(self.request.zone)
        if zone is None:
            return []
        clock, found, free_from = clock_of(zone), [], self.window.start - DAY
        first = seconds(self.request.not_before) if self.request.not_before else 0
        last = seconds(self.request.not_after) if self.request.not_after else DAY
        for day in range(self.window.start // DAY - 1, self.window.end // DAY + 2):
            found.append((free_from, clock.instant(day * DAY + first)))
            free_from = clock.instant(day * DAY + last)
        return [pair for pair in found if pair[0] < pair[1]]

    def by_reason(self) -> dict[Reason, Marks]:
        """For each reason, the candidates that it blocks for anyone required."""
        found = self.common()
        for name in self.request.everyone:
            for reason, marks in self.person(name).items():
                found[reason] = found.get(reason, 0) | marks
        if self.request.rooms:
            found[Reason.ROOM] = self.without_room()
        return found

    def counts(self, by_reason: Mapping[Reason, Marks]) -> dict[str, int]:
        """How many candidates are blocked, each counted once, by the first of its reasons in the order of `Reason`."""
        seen, counts = 0, {}
        for reason in Reason:
            marks = by_reason.get(reason, 0) & ~seen
            if marks:
                counts[str(reason)] = marks.bit_count()
                seen |= marks
        return counts


def union(sets: Iterable[Marks]) -> Marks:
    """All candidates that are in any of the sets."""
    found = 0
    for marks in sets:
        found |= marks
    return found


def personal(marks: Mapping[Reason, Marks], but: frozenset[Reason] = frozenset()) -> Marks:
    """The candidates that a person's own reasons block, some of them given up."""
    return union(blocked for reason, blocked in marks.items() if reason in _PERSONAL and reason not in but)


def _check(request: Request, world: World) -> None:
    for name in (*request.everyone, *request.extras):
        if name not in world.people:
            known = sorted(world.people)
            raise UserError(
                say("There is no calendar of “{name}”: there are those of {known}.", name=name, known=known)
            )
    for name in request.rooms:
        if name not in world.rooms:
            raise UserError(_no_room(name, sorted(world.rooms)))
    if zone_named(request.zone) is None:
        raise UserError(say("There is no time zone “{zone}”: name it as “Europe/Paris”.", zone=request.zone))
    if not request.everyone:
        raise UserError(say("Nobody is asked to come: name at least one person who is required."))
    if request.length.total_seconds() < 60 or request.step.total_seconds() < 300:
        raise UserError(say("A meeting lasts a minute at least, and starts are at least five minutes apart."))
    if request.end - request.start < request.length:
        raise UserError(say("The meeting is longer than the time it is looked for in."))


def _no_room(name: str, known: list[str]) -> Text:
    if not known:
        return say(
            "There is no room “{name}”: no room is known; name one with its calendar, or in the rules.", name=name
        )
    return say("There is no room “{name}”: the rooms are {known}.", name=name, known=known)
