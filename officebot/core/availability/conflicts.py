"""What is wrong with an agenda, and how to mend it: for whoever watches over somebody's days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise

from officebot.core.availability.busy import Status
from officebot.core.availability.persons import HUMANE, Rules
from officebot.core.availability.places import Travel, left_at
from officebot.core.availability.walltime import zone_named
from officebot.core.text import Text, counted, say

#: Who has not answered is named from so long before the meeting on.
UNANSWERED_BEFORE = timedelta(days=2)
#: A meeting without an agenda is named from so long before it on.
NO_AGENDA_BEFORE = timedelta(days=2)
#: So many people need no agenda: they know what they meet for.
_FEW = 2
_LONGEST = 60


class Kind(StrEnum):
    """What is wrong."""

    OVERLAP = "overlap"
    NO_WAY = "no-time-for-the-way"
    NO_ROOM = "no-room"
    UNANSWERED = "unanswered"
    NO_AGENDA = "no-agenda"
    HOLIDAY = "holiday"
    WRONG_ZONE = "wrong-zone"
    HOURS = "inhumane-hours"


class Reply(StrEnum):
    """What an attendee answered (RFC 5545 PARTSTAT)."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NONE = "needs-action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One occurrence in somebody's agenda, aware. `zone` is the one it was written in, "" for UTC or none.

    `replies` are those of the other people, by name; `is_ours` says that its owner organises it.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str = ""
    status: Status = Status.BUSY
    place: str = ""
    room: str = ""
    zone: str = ""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    is_ours: bool = True
    is_private: bool = False
    all_day: bool = False
    has_agenda: bool = False

    @property
    def name(self) -> str:
        """Its subject as a sentence may show it: nothing of a private one."""
        return "" if self.is_private else self.summary[:_LONGEST]

    @property
    def ends_at(self) -> str:
        """The place one is at when it ends; empty where nobody knows."""
        return left_at(self.place, self.summary)

    @property
    def coming(self) -> list[str]:
        """Who did not decline."""
        return [name for name, reply in self.replies.items() if reply is not Reply.DECLINED]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One thing that is wrong: the meetings' UIDs in the order of time, what it is, and a mend, in words."""

    kind: Kind
    uids: tuple[str, ...]
    start: datetime
    what: Text
    mend: Text


def problems_of(
    agenda: Iterable[Meeting],
    *,
    now: datetime,
    rules: Rules,
    travel: Travel | None = None,
    zones: Mapping[str, str] | None = None,
) -> tuple[Conflict, ...]:
    """What is wrong with what lies ahead in somebody's agenda, in the order of time.

    `rules` are the owner's: zone, holidays, hours. `zones` are those of other people, by the names in `replies`.
    """
    ahead = sorted((one for one in agenda if one.end > now), key=lambda one: (one.start, one.end, one.uid))
    timed = [one for one in ahead if not one.all_day]
    found = [*_pairs(timed, rules, travel or Travel())]
    for one in timed:
        found += _alone(one, now, rules, zones or {})
    return tuple(sorted(found, key=lambda one: (one.start, one.kind, one.uids)))


def _pairs(timed: list[Meeting], rules: Rules, travel: Travel) -> Iterator[Conflict]:
    running: list[Meeting] = []
    for one in timed:
        running = [other for other in running if other.end > one.start]
        for other in running:
            yield _overlap(other, one, rules)
        running.append(one)
    for one, other in pairwise(timed):
        way = travel.between(one.ends_at, other.place)
        gap = other.start - one.end
        if timedelta(0) <= gap < way:
            yield _no_way(one, other, gap, way, rules)


def _overlap(one: Meeting, other: Meeting, rules: Rules) -> Conflict:
    what = say("{one} and {other} overlap from {at}.", one=_begun_by(one), other=_named(other), at=_at(other, rules))
    if Status.TENTATIVE in (one.status, other.status):
        loose = one if one.status is Status.TENTATIVE else other
        mend = say("Decline or move {meeting}: it is not certain.", meeting=_named(loose))
    elif one.is_ours or other.is_ours:
        ours = min((each for each in (one, other) if each.is_ours), key=lambda each: len(each.replies))
        mend = (
            counted(
                "Move {meeting}: it is yours, with {count} other person.", "Move {meeting}: it is yours, with {count} others.",
                len(ours.replies), meeting=_named(ours),
            )
            if ours.replies
            else say("Move {meeting}: nobody else takes part.", meeting=_named(ours))
        )  # fmt: skip
    else:
        mend = say("Ask one of the two organisers for another time, or send somebody in your place.")
    return Conflict(kind=Kind.OVERLAP, uids=(one.uid, other.uid), start=other.start, what=what, mend=mend)


def _no_way(one: Meeting, other: Meeting, gap: timedelta, way: timedelta, rules: Rules) -> Conflict:
    what = say(
        "From {one} to {other} at {at} there are {gap} minutes; the way takes {way}.",
        one=_named(one), other=_named(other), at=_at(other, rules), gap=_minutes(gap), way=_minutes(way),
    )  # fmt: skip
    late = _minutes(way - gap)
    if other.is_ours:
        mend = say("Put {meeting} {minutes} minutes later, or meet by video.", meeting=_named(other), minutes=late)
    else:
        mend = say(
            "Leave {meeting} {minutes} minutes early, or join the next by video.", meeting=_named(one), minutes=late
        )
    return Conflict(kind=Kind.NO_WAY, uids=(one.uid, other.uid), start=other.start, what=what, mend=mend)


def _alone(one: Meeting, now: datetime, rules: Rules, zones: Mapping[str, str]) -> Iterator[Conflict]:
    checks = (
        _room(one, rules),
        _answers(one, now, rules),
        _agenda(one, now, rules),
        _holiday(one, rules),
        _hours(one, rules, zones),
    )
    yield from (found for found in checks if found is not None)


def _room(one: Meeting, rules: Rules) -> Conflict | None:
    if one.room or one.place.strip() or not one.coming or not one.is_ours:
        return None
    seats = len(one.coming) + 1
    return _conflict(
        Kind.NO_ROOM, one,
        say("{meeting} on {at} has no room and no link.", meeting=_begun_by(one), at=_at(one, rules)),
        say("Book a room for {seats}, or add a link.", seats=seats),
    )  # fmt: skip


def _answers(one: Meeting, now: datetime, rules: Rules) -> Conflict | None:
    silent = [name for name, reply in one.replies.items() if reply is Reply.NONE]
    if not silent or not one.is_ours or one.start - now > UNANSWERED_BEFORE:
        return None
    return _conflict(
        Kind.UNANSWERED, one,
        say("{names} did not answer for {meeting} on {at}.", names=silent, meeting=_named(one), at=_at(one, rules)),
        say("Ask {names} once more.", names=silent),
    )  # fmt: skip


def _agenda(one: Meeting, now: datetime, rules: Rules) -> Conflict | None:
    few = len(one.coming) < _FEW
    if one.has_agenda or one.is_private or few or not one.is_ours or one.start - now > NO_AGENDA_BEFORE:
        return None
    return _conflict(
        Kind.NO_AGENDA, one,
        say("{meeting} on {at} has no agenda.", meeting=_begun_by(one), at=_at(one, rules)),
        say("Send an agenda, or ask whether the meeting is needed."),
    )  # fmt: skip


def _holiday(one: Meeting, rules: Rules) -> Conflict | None:
    here = rules.working.local(one.start)
    if not rules.working.is_holiday(here.date()):
        return None
    later = rules.working.add_working_days(here.date(), 1)
    return _conflict(
        Kind.HOLIDAY, one,
        say("{meeting} is on a holiday, {day}.", meeting=_begun_by(one), day=here.date()),
        say("Move it to {day}, the next working day.", day=later),
    )  # fmt: skip


def _hours(one: Meeting, rules: Rules, zones: Mapping[str, str]) -> Conflict | None:
    """Hours at which nobody meets; where those of the wall clock in the owner's zone would be right, a wrong zone."""
    clocks = {"": rules.working.zone, **{name: zones[name] for name in one.coming if name in zones}}
    late = [name for name, zone in clocks.items() if not _is_humane(one, zone)]
    if not late:
        return None
    written = zone_named(one.zone) if one.zone else None
    if "" in late and (written is None or one.zone not in clocks.values()):
        meant = (one.start.astimezone(written) if written else one.start).time()
        if HUMANE[0] <= meant <= HUMANE[1] and meant != rules.working.local(one.start).time():
            return _conflict(
                Kind.WRONG_ZONE, one,
                say("{meeting} falls on {here} for you: it was written in {zone}.", meeting=_begun_by(one),
                    here=_at(one, rules), zone=one.zone or "UTC"),
                say("Ask whether {time} in {zone} is meant.", time=f"{meant:%H:%M}", zone=rules.working.zone),
            )  # fmt: skip
    who = [name for name in late if name]
    if not who:
        what = say("{meeting} falls on {here} for you.", meeting=_begun_by(one), here=_at(one, rules))
    else:
        hour = one.start.astimezone(zone_named(clocks[who[0]]))
        what = say("{meeting} is at {time} for {names}.", meeting=_begun_by(one), time=f"{hour:%H:%M}", names=who)
    return _conflict(Kind.HOURS, one, what, say("Look for a time between 7:00 and 21:00 for everyone."))


def _is_humane(one: Meeting, zone: str) -> bool:
    tz = zone_named(zone)
    start, end = (moment.astimezone(tz).time() for moment in (one.start, one.end))
    return HUMANE[0] <= start < HUMANE[1] and time(0) < end <= HUMANE[1]


def _conflict(kind: Kind, one: Meeting, what: Text, mend: Text) -> Conflict:
    return Conflict(kind=kind, uids=(one.uid,), start=one.start, what=what, mend=mend)


def _named(one: Meeting) -> Text:
    return say("“{name}”", name=one.name) if one.name else say("a private meeting")


def _begun_by(one: Meeting) -> Text:
    """The same where a sentence begins with it."""
    return _named(one) if one.name else say("A private meeting")


def _at(one: Meeting, rules: Rules) -> datetime:
    return rules.working.local(one.start)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)
