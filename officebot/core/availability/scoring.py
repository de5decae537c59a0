"""How good a candidate is, and its reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from officebot.core.availability.persons import Diary, Room
from officebot.core.availability.places import is_nowhere
from officebot.core.availability.request import Slot
from officebot.core.availability.solving import Board, personal
from officebot.core.availability.walltime import DAY, Clock, clock_of, date_of, zone_named
from officebot.core.calendars.lines import unescaped
from officebot.core.text import Text, say

_HOUR = 3_600
#: What a candidate loses, in points of a hundred.
_MISSING, _MISSING_AT_MOST = 15, 60
_EARLY_OR_LATE, _AT_NOON, _FRIDAY_AFTERNOON = 4, 4, 3
_STRAIGHT_FROM, _STRAIGHT_AT_MOST = 2, 8
_SCHOOL, _SCHOOL_AT_MOST = 3, 9
_OFF_THE_HOUR = {0: 0, 30: 1}
_A_DAY_LATER, _LATER_AT_MOST = 1, 20
_SOON = 4 * _HOUR


@dataclass(slots=True)
class Scorer:
    """Weighs candidates of a board; made once for many."""

    board: Board
    _starts: Mapping[int, int]
    _ends: Mapping[int, int]
    _clocks: list[Clock]
    _absent: list[tuple[str, bytes]]
    _rooms: list[tuple[Room, bytes]]
    _pupils: list[Diary]
    _first_day: int

    @classmethod
    def of(cls, board: Board) -> Scorer:
        """The scorer of a board."""
        request, grid = board.request, board.grid
        diaries = [board.world.people[name] for name in (*request.everyone, *request.extras)]
        own = zone_named(request.zone) or diaries[0].rules.working.tz
        clocks = list(dict.fromkeys([clock_of(own), *(one.clock for one in diaries)]))
        return cls(
            board,
            *board.world.edges(tuple(sorted(one.name for one in diaries))),
            clocks,
            [(name, grid.bytes_of(personal(board.person(name)))) for name in request.extras],
            [(room, grid.bytes_of(board.room_taken(room))) for room in board.suitable_rooms()],
            [one for one in diaries if one.rules.school_holidays],
            clocks[0].wall(int(request.start.timestamp())) // DAY,
        )

    def score(self, index: int) -> int:
        """Points of a hundred; more is better."""
        start = self.board.grid.at(index)
        end = start + self.board.grid.length
        lost = min(_MISSING * len(self.missing(index)), _MISSING_AT_MOST)
        for clock in self._clocks:
            wall = clock.wall(start)
            since_midnight, till = wall % DAY, wall % DAY + end - start
            if since_midnight < 9 * _HOUR or till > 18 * _HOUR:
                lost += _EARLY_OR_LATE
            if since_midnight < 14 * _HOUR and till > 12 * _HOUR:
                lost += _AT_NOON
        wall = self._clocks[0].wall(start)
        lost += _OFF_THE_HOUR.get(wall % _HOUR // 60, 2)
        if date_of(wall // DAY).weekday() == 4 and wall % DAY >= 15 * _HOUR:
            lost += _FRIDAY_AFTERNOON
        lost += min(_STRAIGHT_FROM * (self._ends.get(start, 0) + self._starts.get(end, 0)), _STRAIGHT_AT_MOST)
        lost += min(_SCHOOL * sum(one.school_is_out(start) for one in self._pupils), _SCHOOL_AT_MOST)
        lost += min(_A_DAY_LATER * (wall // DAY - self._first_day), _LATER_AT_MOST)
        return max(100 - lost, 0)

    def missing(self, index: int) -> tuple[str, ...]:
        """Who may come and cannot."""
        return tuple(name for name, absent in self._absent if absent[index])

    def room(self, index: int) -> Room | None:
        """The smallest room that suits and is free."""
        return next((room for room, taken in self._rooms if not taken[index]), None)

    def slot(self, index: int, more: Iterable[Text] = ()) -> Slot:
        """A candidate in full, with its reasons."""
        start = self.board.grid.at(index)
        zone = self._clocks[0].tz
        return Slot(
            start=datetime.fromtimestamp(start, UTC).astimezone(zone),
            end=datetime.fromtimestamp(start + self.board.grid.length, UTC).astimezone(zone),
            score=self.score(index),
            reasons=(*more, *self._reasons(index)),
            missing=self.missing(index),
            room=room.name if (room := self.room(index)) else "",
        )

    def best(self, indices: Iterable[int], most: int) -> list[int]:
        """The best candidates: one of each half day before a second, none that share time."""
        ranked = sorted(indices, key=lambda index: (-self.score(index), index))
        chosen: list[int] = []
        halves: set[int] = set()
        for spread in (True, False):
            for index in ranked:
                if len(chosen) == most:
                    return chosen
                half = self._clocks[0].wall(self.board.grid.at(index)) // (DAY // 2)
                if (spread and half in halves) or any(self._share_time(index, other) for other in chosen):
                    continue
                chosen.append(index)
                halves.add(half)
        return chosen

    def _share_time(self, one: int, other: int) -> bool:
        return abs(one - other) * self.board.grid.step < self.board.grid.length

    def _reasons(self, index: int) -> Iterator[Text]:
        request = self.board.request
        start = self.board.grid.at(index)
        end = start + self.board.grid.length
        missing = self.missing(index)
        if missing:
            yield say("All who must come are free; {names} cannot come.", names=list(missing))
        elif len(request.everyone) + len(request.extras) > 1:
            yield say("Everyone is free.")
        else:
            yield say("{name} is free.", name=request.everyone[0])
        room = self.room(index)
        if room is not None:
            yield _room_in_words(room)
        coming = [name for name in (*request.everyone, *request.extras) if name not in missing]
        for name in coming:
            yield from self._around(name, self.board.world.people[name], start, end)
        yield from self._elsewhere(coming, start)

    def _around(self, name: str, diary: Diary, start: int, end: int) -> Iterator[Text]:
        """What comes next for somebody: a way to go, a meeting at once, a holiday of the schools."""
        place = self.board.request.place
        for next_start, _, number in diary.times.overlapping(end, end + _SOON):
            source = diary.times.sources[number]
            if source.all_day or source.is_private or next_start < end or is_nowhere(source.place):
                continue
            there = unescaped(source.place)
            way = self.board.world.travel.between(place, there) if place else timedelta(0)
            leaves = datetime.fromtimestamp(next_start, UTC) - way
            if place and not way:
                continue
            at = f"{leaves.astimezone(self._clocks[0].tz):%H:%M}"
            if way:
                yield say("{name} leaves for {place} at {time}.", name=name, place=there, time=at)
            else:
                yield say("{name} is expected in {place} at {time}.", name=name, place=there, time=at)
            break
        if diary.times.overlapping(start - 1, start) and start in self._ends:
            yield say("{name} comes straight from another meeting.", name=name)
        if diary.school_is_out(start):
            yield say("School holidays where {name} lives.", name=name)

    def _elsewhere(self, coming: Iterable[str], start: int) -> Iterator[Text]:
        """What time it is for those on another clock."""
        own = self._clocks[0]
        here = own.wall(start)
        for name in coming:
            clock = self.board.world.people[name].clock
            there = clock.wall(start)
            if there != here:
                hour = f"{there % DAY // _HOUR:02}:{there % _HOUR // 60:02}"
                yield say("For {name} it is {time}.", name=name, time=hour)


def _room_in_words(room: Room) -> Text:
    if room.capacity:
        return say("{room} is free, with {seats} seats.", room=room.name, seats=room.capacity)
    return say("{room} is free.", room=room.name)
