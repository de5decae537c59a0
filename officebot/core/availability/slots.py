"""The best times for a meeting, why the others do not fit, and what to give up where none does."""

from __future__ import annotations

from officebot.core.availability.relaxing import relaxations
from officebot.core.availability.request import Request, Slot, SlotsFound, World
from officebot.core.availability.scoring import Scorer
from officebot.core.availability.solving import Board, union

#: So many of the earliest candidates that fit are weighed; more would only be later ones.
MOST_WEIGHED = 1_000


def find_slots(request: Request, world: World) -> SlotsFound:
    """The answer to a request: the best slots first, none sharing time, times aware and in the request's zone.

    Pure: `request.now` is the clock. Raises UserError for names that nobody has. The diaries of `world` keep what was
    worked out: the next question over the same days is answered faster.
    """
    board = Board.of(request, world)
    by_reason = board.by_reason()
    fitting = board.grid.all & ~union(by_reason.values())
    slots: list[Slot] = []
    if fitting:
        scorer = Scorer.of(board)
        slots += map(scorer.slot, scorer.best(board.grid.indices(fitting, MOST_WEIGHED), request.top))
    return SlotsFound(
        slots=tuple(slots),
        blocked=board.counts(by_reason),
        candidates=board.grid.count,
        fitting=fitting.bit_count(),
        relaxations=() if slots else relaxations(board),
    )
