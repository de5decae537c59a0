"""What to give up where no time fits: the smallest things first, each with the best slot that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from officebot.core.availability.busy import Span
from officebot.core.availability.grid import Marks
from officebot.core.availability.persons import Diary, Reason
from officebot.core.availability.request import Relaxation, Request, World
from officebot.core.availability.scoring import Scorer
from officebot.core.availability.solving import Board, personal, union
from officebot.core.availability.walltime import zone_named
from officebot.core.calendars.lines import unescaped
from officebot.core.text import Text, say

#: So many are told, and so many candidates are looked at for a meeting that could move.
MOST = 8
_MOST_LOOKED_AT = 3_000
_MOST_MOVES = 3
_LATER = (
    (timedelta(days=7), say("Meet later, within a week after that.")),
    (timedelta(days=14), say("Meet later, within two weeks after that.")),
)
#: What a meeting may be shortened to.
_SHORTER = (0.75, 0.5)
_OWN_TIME = frozenset({Reason.LUNCH, Reason.FOCUS, Reason.BUFFER})


def relaxations(board: Board) -> tuple[Relaxation, ...]:
    """What would make the request fit, one thing at a time, what costs least first; at most eight."""
    found: list[Relaxation] = []
    for one in _each(board):
        found.append(one)
        if len(found) == MOST:
            break
    return tuple(found)


def _each(board: Board) -> Iterator[Relaxation]:
    yield from _over(board, Reason.TENTATIVE, "tentative", say("Meet over meetings that are not certain."))
    yield from _without_time_of_their_own(board)
    yield from _shorter(board)
    yield from _another_room(board)
    yield from _moving(board)
    yield from _without_one(board)
    yield from _later(board)
    yield from _outside_hours(board)


def _over(board: Board, given_up: Reason, kind: str, what: Text) -> Iterator[Relaxation]:
    blocked = _blocked(board, frozenset({given_up}))
    yield from _best(board, board.grid.all & ~blocked, kind, what)


def _without_time_of_their_own(board: Board) -> Iterator[Relaxation]:
    blocked = _blocked(board, _OWN_TIME)
    what = say("Use lunch time, time kept for work, or the pauses between meetings.")
    yield from _best(board, board.grid.all & ~blocked, "own-time", what)


def _shorter(board: Board) -> Iterator[Relaxation]:
    step = board.request.step
    for part in _SHORTER:
        length = board.request.length * part // step * step
        if length >= timedelta(minutes=15):
            what = say("Meet for {minutes} minutes only.", minutes=int(length.total_seconds() // 60))
            found = list(_again(replace(board.request, length=length), board.world, "shorter", what))
            yield from found
            if found:
                return


def _another_room(board: Board) -> Iterator[Relaxation]:
    request = board.request
    if not request.rooms:
        return
    others = tuple(name for name in board.world.rooms if name not in request.rooms)
    if others:
        what = say("Take another room than those asked for.")
        found = list(_again(replace(request, rooms=others), board.world, "another-room", what))
        if found:
            yield from (replace(one, what=say("Take the room {room}.", room=one.slot.room)) for one in found)
            return
    yield from _again(replace(request, rooms=()), board.world, "no-room", say("Meet without a room."))


def _without_one(board: Board) -> Iterator[Relaxation]:
    """Each of those required but the chair left out, where that alone helps; the fewest fits need the others' sets."""
    names = board.request.everyone
    rest = union(board.common().values()) | board.without_room()
    sets = [personal(board.person(name)) for name in names]
    before = [0]
    for marks in sets:
        before.append(before[-1] | marks)
    after = 0
    helpful: list[tuple[int, str, Marks]] = []
    for number in range(len(names) - 1, -1, -1):
        name = names[number]
        free = board.grid.all & ~(before[number] | after | rest)
        after |= sets[number]
        if free and name != board.request.chair and len(names) > 1:
            helpful.append((-free.bit_count(), name, free))
    for _, name, free in sorted(helpful)[:_MOST_MOVES]:
        request = board.request
        others = tuple(one for one in request.everyone if one != name)
        fewer = Board(replace(request, required=others, optional=(*request.optional, name)), board.world, board.grid)
        yield from _best(fewer, free, "without", say("Meet without {name}.", name=name))


def _later(board: Board) -> Iterator[Relaxation]:
    for more, what in _LATER:
        request = replace(board.request, start=board.request.end - board.request.length, end=board.request.end + more)
        found = list(_again(request, board.world, "later", what))
        yield from found
        if found:
            return


def _outside_hours(board: Board) -> Iterator[Relaxation]:
    people = dict(board.world.people)
    for name in board.request.everyone:
        people[name] = people[name].humane()
    what = say("Meet outside of working hours, between 7:00 and 21:00 for everyone.")
    request = replace(board.request, not_before=None, not_after=None)
    yield from _again(request, replace(board.world, people=people), "outside-hours", what)


# ── a meeting that could move ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Move:
    name: str
    span: Span


def _moving(board: Board) -> Iterator[Relaxation]:
    """The meetings that alone are in the way: of one person, one meeting, not a whole day, not an absence."""
    people = board.request.everyone
    meeting = frozenset({Reason.BUSY, Reason.TENTATIVE, Reason.BUFFER, Reason.TRAVEL})
    fixed = _blocked(board, meeting)
    taken = {name: _meetings(board, name) for name in people}
    once = twice = 0
    for marks in taken.values():
        twice |= once & marks
        once |= marks
    alone = once & ~twice & ~fixed & board.grid.all
    moves: dict[_Move, list[int]] = {}
    for name, marks in taken.items():
        for index in board.grid.indices(alone & marks, _MOST_LOOKED_AT):
            move = _only_meeting(board, name, index)
            if move is not None:
                moves.setdefault(move, []).append(index)
    ranked = sorted(moves.items(), key=lambda one: (-len(one[1]), one[1][0]))[:_MOST_MOVES]
    for move, indices in ranked:
        scorer = Scorer.of(board)
        best = scorer.best(indices, 1)[0]
        yield Relaxation(kind="move", what=_in_words(board, move), slot=scorer.slot(best), count=len(indices))


def _meetings(board: Board, name: str) -> Marks:
    marks = board.person(name)
    return union(marks.get(reason, 0) for reason in (Reason.BUSY, Reason.TENTATIVE, Reason.BUFFER, Reason.TRAVEL))


def _only_meeting(board: Board, name: str, index: int) -> _Move | None:
    diary, start = board.world.people[name], board.grid.at(index)
    margin = int(diary.rules.buffer.total_seconds())
    found = diary.times.overlapping(start - margin, start + board.grid.length + margin)
    if len(found) != 1 or diary.times.sources[found[0][2]].all_day:
        return None
    return _Move(name, found[0])


def _in_words(board: Board, move: _Move) -> Text:
    diary: Diary = board.world.people[move.name]
    source = diary.times.sources[move.span[2]]
    at = diary.times.busy(move.span).start.astimezone(zone_named(board.request.zone))
    if source.is_private or not source.summary:
        return say("Move a meeting of {name} on {at}.", name=move.name, at=at)
    return say("Move “{what}” of {name} on {at}.", what=unescaped(source.summary)[:60], name=move.name, at=at)


# ── what they share ───────────────────────────────────────────────────────────────────────────────────────


def _blocked(board: Board, given_up: frozenset[Reason]) -> Marks:
    found = union(board.common().values()) | board.without_room()
    return found | union(personal(board.person(name), given_up) for name in board.request.everyone)


def _again(request: Request, world: World, kind: str, what: Text) -> Iterator[Relaxation]:
    board = Board.of(request, world)
    yield from _best(board, board.grid.all & ~_blocked(board, frozenset()), kind, what)


def _best(board: Board, free: Marks, kind: str, what: Text) -> Iterator[Relaxation]:
    if free:
        scorer = Scorer.of(board)
        (best,) = scorer.best(board.grid.indices(free, 200), 1)
        yield Relaxation(kind=kind, what=what, slot=scorer.slot(best), count=free.bit_count())
