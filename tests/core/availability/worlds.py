"""Small worlds for the tests of slots: people with meetings given as local times of one week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from officebot.core.availability.busy import Busy, BusyTimes, Source, Status
from officebot.core.availability.persons import Diary, Room, Rules, always
from officebot.core.availability.request import Request, World
from officebot.core.worktime import WorkingTime

PARIS = ZoneInfo("Europe/Paris")
NO_HOLIDAYS = WorkingTime(country="")


def at(words: str, zone: ZoneInfo = PARIS) -> datetime:
    """`at("24 09:30")`: of November 2026; the 23rd is a Monday."""
    day, _, hour = words.partition(" ")
    hours, minutes = (hour or "0:0").split(":")
    return datetime(2026, 11, int(day), int(hours), int(minutes), tzinfo=zone)


def meeting(start: str, minutes: int, summary: str = "Point", **more: Any) -> Busy:
    """A meeting of so many minutes."""
    return Busy(start=at(start), end=at(start) + timedelta(minutes=minutes), summary=summary, uid=start, **more)


def tentative(start: str, minutes: int) -> Busy:
    """One that is not certain."""
    return meeting(start, minutes, status=Status.TENTATIVE)


def taken(times: Iterable[Busy]) -> BusyTimes:
    """The busy time of these intervals, whose words hold nothing that iCalendar escapes."""
    given = list(times)
    sources = [Source(one.status, one.uid, one.all_day, False, one.summary, one.place) for one in given]
    return BusyTimes.of(
        [(int(one.start.timestamp()), int(one.end.timestamp()), number) for number, one in enumerate(given)], sources
    )


def person(name: str, *meetings: Busy, **rules: Any) -> Diary:
    """Somebody who works from 9 to 18 in Paris unless their rules say otherwise."""
    return Diary(name, taken(meetings), Rules(**{"working": NO_HOLIDAYS, **rules}))


def room(name: str, *meetings: Busy, **more: Any) -> Room:
    """A room."""
    return Room(diary=always(name, taken(meetings)), **more)


def world(*people: Diary, rooms: tuple[Room, ...] = (), **more: Any) -> World:
    """The world of these people and rooms."""
    return World(people={one.name: one for one in people}, rooms={one.name: one for one in rooms}, **more)


def asked(start: str, end: str, minutes: int, *required: str, **more: Any) -> Request:
    """A request."""
    return Request(start=at(start), end=at(end), length=timedelta(minutes=minutes), required=required, **more)
