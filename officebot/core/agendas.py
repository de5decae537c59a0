"""The office's calendars as they are handed to duties: whose they are, and the objects stored in them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from officebot.core.text import Text

#: Who sends invitations: the calendar's server, or officebot by mail (RFC 6047).
Invitations: TypeAlias = Literal["caldav", "mail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarObject:
    """One stored object: all components of one UID, with the zones they name.

    `calendar` is the calendar's name in the settings, `href` where the object lies in it, `etag` its version as the
    store tells it, `text` the iCalendar text as stored (RFC 5545), line ends and all.
    """

    calendar: str
    href: str
    etag: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCalendar:
    """One calendar of the office and what is stored in it, by href.

    It belongs to a `person` (an address of the table of people) or to a `room` (a name of the settings); the other
    is "". Where it could not be read, `problem` says why, and `objects` are those of the last reading, if any.
    """

    name: str
    person: str = ""
    room: str = ""
    can_write: bool = False
    invitations: Invitations = "mail"
    objects: tuple[CalendarObject, ...] = ()
    problem: Text | None = None
    #: How many entries are no appointments by their size; where there are any, that is the problem, and the rest was read.
    left_out: int = 0

    @property
    def is_lost(self) -> bool:
        """Whether it could not be read: what stands in it now, nobody knows."""
        return self.problem is not None and not self.left_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room, or a piece of equipment that is lent out: what it offers, and who says yes to its use.

    `seats` is 0 where nobody counted them; `approver` and `address` are mail addresses or "".
    """

    name: str
    title: str
    seats: int = 0
    equipment: tuple[str, ...] = ()
    approver: str = ""
    address: str = ""
    is_equipment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedTime:
    """A time that a proposal needs to be free which is not carried out yet: whoever offers it again offers it twice.

    `owners` are people (addresses) and rooms (names); `start` and `end` are aware; `own` are the UIDs of the meeting that it
    is needed for, in calendars.
    """

    owners: tuple[str, ...]
    start: datetime
    end: datetime
    own: tuple[str, ...] = ()
