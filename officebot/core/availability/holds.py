"""Holds: times kept for a meeting that is being agreed on, until one is chosen and the others are given back.

Answers come late, twice and out of order. What holds whatever comes: nobody, and no room, has two confirmed meetings at
once, and a confirmed one never stands over another request's hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from officebot.core.availability.busy import Busy, BusyTimes, Status


class State(StrEnum):
    """What became of a hold."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    RELEASED = "released"


class Outcome(StrEnum):
    """What an answer, or a proposal, did.

    `again`: nothing new, as for an answer that comes twice. `taken`: the time is no longer free; propose others.
    `otherwise`: another time of this request is confirmed already; a person, or `move`, decides. `unknown`: no such hold.
    """

    HELD = "held"
    CONFIRMED = "confirmed"
    AGAIN = "again"
    TAKEN = "taken"
    OTHERWISE = "otherwise"
    UNKNOWN = "unknown"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One time kept for a request: [start, end), aware, for people and rooms by name, until `expires`."""

    request: str
    start: datetime
    end: datetime
    who: frozenset[str]
    state: State = State.TENTATIVE
    expires: datetime | None = None

    @property
    def key(self) -> tuple[str, datetime, datetime]:
        """A request holds a time once."""
        return self.request, self.start, self.end

    def clashes_with(self, other: Hold) -> bool:
        """Whether somebody would have to be at both."""
        return self.start < other.end and other.start < self.end and bool(self.who & other.who)


@dataclass(frozen=True, slots=True)
class Holds:
    """All holds, the released ones among them; each change gives a new one. The store keeps it in one transaction."""

    all: tuple[Hold, ...] = ()

    def of(self, request: str) -> tuple[Hold, ...]:
        """The holds of one request, in the order of time."""
        return tuple(sorted((one for one in self.all if one.request == request), key=lambda one: one.start))

    def confirmed(self, request: str) -> Hold | None:
        """The time that was chosen."""
        return next((one for one in self.of(request) if one.state is State.CONFIRMED), None)

    def busy(self, name: str, but: str = "") -> tuple[Busy, ...]:
        """What holds take of somebody's time, for the search of slots; those of the request `but` left out."""
        return tuple(
            Busy(
                start=one.start,
                end=one.end,
                status=Status.BUSY if one.state is State.CONFIRMED else Status.TENTATIVE,
                uid=one.request,
            )
            for one in self.all
            if name in one.who and one.request != but and one.state is not State.RELEASED
        )

    def blockers(self, hold: Hold) -> tuple[Hold, ...]:
        """The holds of other requests that stand in a hold's way."""
        return tuple(
            one
            for one in self.all
            if one.request != hold.request and one.state is not State.RELEASED and one.clashes_with(hold)
        )


@dataclass(frozen=True, slots=True)
class Step:
    """The holds after a change, what it did, and which holds changed: those are written to the calendars."""

    holds: Holds
    outcome: Outcome
    changed: tuple[Hold, ...] = ()


#: What the calendars say of everyone now, holds of our own not among it.
Calendars = Mapping[str, BusyTimes]


def hold(holds: Holds, wanted: Iterable[Hold], calendars: Calendars) -> Step:
    """Keep these times, those of them that are still free; what is kept already stays as it is.

    A request that is confirmed holds nothing more: its step is `otherwise`.
    """
    kept: list[Hold] = []
    now, wanted = holds, tuple(wanted)
    for one in wanted:
        if now.confirmed(one.request) is not None:
            return Step(now, Outcome.OTHERWISE, tuple(kept))
        old = _find(now, one.key)
        if old is not None and old.state is State.TENTATIVE:
            continue
        fresh = replace(one, state=State.TENTATIVE)
        if _is_free(now, fresh, calendars):
            now = _with(now, fresh)
            kept.append(fresh)
    if kept:
        return Step(now, Outcome.HELD, tuple(kept))
    return Step(now, Outcome.AGAIN if any(_is_held(now, one) for one in wanted) else Outcome.TAKEN)


def choose(holds: Holds, request: str, start: datetime, calendars: Calendars) -> Step:
    """An answer that chooses the time that starts at `start`: it is confirmed, the others are given back.

    Twice the same: `again`. After it was given back (late): confirmed if still free for everyone, else `taken`.
    """
    chosen = next((one for one in holds.of(request) if one.start == start), None)
    if chosen is None:
        return Step(holds, Outcome.UNKNOWN)
    confirmed = holds.confirmed(request)
    if confirmed is not None:
        return Step(holds, Outcome.AGAIN if confirmed.key == chosen.key else Outcome.OTHERWISE)
    if not _is_free(holds, chosen, calendars):
        # The calendars, or another request, were faster: what is no longer free is given back.
        return _change(holds, _releasing([chosen]), Outcome.TAKEN)
    rest = (one for one in holds.of(request) if one.key != chosen.key)
    return _change(holds, [replace(chosen, state=State.CONFIRMED), *_releasing(rest)], Outcome.CONFIRMED)


def move(holds: Holds, request: str, to: Hold, calendars: Calendars) -> Step:
    """A confirmed meeting put to another time, in one step; `taken` where that is not free, and nothing changes."""
    confirmed = holds.confirmed(request)
    if confirmed is None or to.request != request:
        return Step(holds, Outcome.UNKNOWN)
    if confirmed.key == to.key:
        return Step(holds, Outcome.AGAIN)
    if not _is_free(holds, to, calendars):
        return Step(holds, Outcome.TAKEN)
    return _change(
        holds, [replace(confirmed, state=State.RELEASED), replace(to, state=State.CONFIRMED)], Outcome.CONFIRMED
    )


def release(holds: Holds, request: str) -> Step:
    """Everything of a request given back: it was declined or cancelled."""
    open_ = list(_releasing(holds.of(request)))
    return _change(holds, open_, Outcome.RELEASED if open_ else Outcome.AGAIN)


def expire(holds: Holds, now: datetime) -> Step:
    """The holds that nobody chose in time given back."""
    late = (
        one for one in holds.all if one.state is State.TENTATIVE and one.expires is not None and one.expires <= now
    )
    open_ = list(_releasing(late))
    return _change(holds, open_, Outcome.RELEASED if open_ else Outcome.AGAIN)


def double_bookings(holds: Holds) -> list[tuple[Hold, Hold]]:
    """Pairs of confirmed meetings at which somebody would have to be at once: always empty, and cheap to look."""
    firm = sorted((one for one in holds.all if one.state is State.CONFIRMED), key=lambda one: one.start)
    return [
        (one, other) for number, one in enumerate(firm) for other in firm[number + 1 :] if one.clashes_with(other)
    ]


def _is_free(holds: Holds, wanted: Hold, calendars: Calendars) -> bool:
    if holds.blockers(wanted):
        return False
    start, end = int(wanted.start.timestamp()), int(wanted.end.timestamp())
    return not any(name in calendars and calendars[name].overlapping(start, end) for name in wanted.who)


def _is_held(holds: Holds, wanted: Hold) -> bool:
    old = _find(holds, wanted.key)
    return old is not None and old.state is not State.RELEASED


def _find(holds: Holds, key: tuple[str, datetime, datetime]) -> Hold | None:
    return next((one for one in holds.all if one.key == key), None)


def _with(holds: Holds, hold_: Hold) -> Holds:
    return Holds((*(one for one in holds.all if one.key != hold_.key), hold_))


def _releasing(some: Iterable[Hold]) -> Iterator[Hold]:
    return (replace(one, state=State.RELEASED) for one in some if one.state is not State.RELEASED)


def _change(holds: Holds, changed: Iterable[Hold], outcome: Outcome) -> Step:
    done = tuple(changed)
    for one in done:
        holds = _with(holds, one)
    return Step(holds, outcome, done)
