"""What every kind of calendar offers: reading all of it, and changing one object against the version that was read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol

from officebot.core.agendas import CalendarObject
from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.text import Text, say

#: An object larger than this is no appointment; RFC 4791 §5.2.5 lets servers refuse far smaller ones.
LARGEST_OBJECT = 1_000_000
MOST_OBJECTS = 50_000
_PLAIN_NAME = expression(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,119}")


class Conflict(Exception):
    """The object is not what it was when it was read, or it is there where it must not be: nothing was changed."""


class CalendarStore(Protocol):
    """One calendar. Reading raises Unavailable or UserError; so does changing, before anything is changed."""

    @property
    def name(self) -> str:
        """The calendar's name in the settings."""
        ...

    @property
    def can_write(self) -> bool:
        """Whether objects may be changed."""
        ...

    @property
    def left_out(self) -> int:
        """How many objects stand in the calendar and are not among those read, as they are too large or refused."""
        ...

    def tells_attendees(self) -> bool:
        """Whether the server itself writes to the attendees of what is put there (RFC 6638)."""
        ...

    def read(self) -> Sequence[CalendarObject]:
        """All objects, by href; what has not changed since the last reading is not fetched again."""
        ...

    def get(self, href: str) -> CalendarObject | None:
        """The object as it is now; None where there is none."""
        ...

    def href_of(self, uid: str) -> str:
        """Where a new object with this UID goes: always the same place."""
        ...

    def put(self, href: str, text: str, etag: str) -> str:
        """Store the text in the place of that version ("": where nothing is yet); the new version's ETag.

        Raises Conflict or Broken.
        """
        ...

    def remove(self, href: str, etag: str) -> None:
        """Remove that version of the object. Raises Conflict (also where it is gone already) or Broken."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


def file_name_of(uid: str) -> str:
    """The name under which an object is stored: its UID where that makes a plain name, else a hash of it."""
    plain = uid if _PLAIN_NAME.fullmatch(uid) else hashlib.sha256(uid.encode("utf-8", "replace")).hexdigest()[:40]
    return f"{plain}.ics"


def read_only(name: str) -> UserError:
    """What is said to whoever wants to change a calendar that is only read."""
    return UserError(say("The calendar “{name}” is only read: write = true lets officebot change it.", name=name))


def too_many() -> Text:
    """What is said of a calendar with more than MOST_OBJECTS objects."""
    return say(
        "The calendar has more entries than {most}: move those of past years into a calendar of their own.",
        most=MOST_OBJECTS,
    )
