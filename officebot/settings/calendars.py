"""What stands in office.toml about calendars and rooms: where each calendar lies, whose it is, what may be done to it."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from officebot.core.text import say
from officebot.settings.fields import Filled, Line, Lines, OptionalAddress, SecretPlace, Wrong, is_loopback
from officebot.settings.table import Table

CalendarKind: TypeAlias = Literal["caldav", "feed", "file", "folder"]
_SCHEMES = ("https", "http", "webcal")
_BY_URL = ("caldav", "feed")


def _url(value: object) -> object:
    if not isinstance(value, str) or not value:
        return value
    try:
        read = urlsplit(value)
        is_right = read.scheme in _SCHEMES and bool(read.hostname) and value.isprintable() and " " not in value
        # Asked for: a port that is no number raises here, and a host that no name server could look up.
        is_right = is_right and (read.port is None or read.port > 0) and bool((read.hostname or "").encode("idna"))
    except ValueError:
        is_right = False
    if not is_right:
        # A feed's address is often its password: it is not repeated.
        raise Wrong(say("This is not the address of a calendar: write it as https://server.example/calendar/."))
    if read.username or read.password:
        raise Wrong(say("The url holds a login: take it out, and write user and password below it."))
    return value


Url: TypeAlias = Annotated[str, BeforeValidator(_url)]


class CalendarTable(Table):
    """[calendars.NAME]: one calendar, of a person or of a room."""

    person: OptionalAddress = Field(
        default="", description="Whose calendar it is: an address of the table of people."
    )
    room: Line = Field(default="", description="Which room's or equipment's it is: a name of [rooms].")
    kind: CalendarKind = Field(description="A CalDAV server, a published feed, one .ics file, or a folder of them.")
    url: Url = Field(
        default="", description="The address of the calendar, or of its server; for “caldav” and “feed”."
    )
    calendar: Line = Field(default="", description="The calendar's name, where the address holds several.")
    path: Line = Field(default="", description="The file or folder, seen from the office's; for “file” and “folder”.")
    user: Line = Field(default="", description="The login.")
    password: SecretPlace | None = Field(default=None, description="Where the password is kept, never the password.")
    ca_file: Line = Field(default="", description="A file with the certificate authority of an own server.")
    timeout_seconds: Annotated[int, Field(ge=1, le=600)] = Field(default=30, description="Patience with the server.")
    write: bool = Field(default=False, description="Whether officebot may change it; else it is only read.")
    invitations: Literal["caldav", "mail"] = Field(
        default="mail", description="Who sends invitations: the calendar's server, or officebot by mail."
    )
    local: bool = Field(default=False, description="Whether a feed may lie on this machine or in a private network.")

    @model_validator(mode="after")
    def _says_where_it_lies(self) -> CalendarTable:
        key, other = ("url", "path") if self.kind in _BY_URL else ("path", "url")
        if not getattr(self, key):
            raise Wrong(say("A calendar of the kind “{kind}” needs {key} =.", kind=self.kind, key=key))
        if getattr(self, other):
            raise Wrong(say("A calendar of the kind “{kind}” has no {key}: take it out.", kind=self.kind, key=other))
        return self

    @model_validator(mode="after")
    def _belongs_to_somebody(self) -> CalendarTable:
        if bool(self.person) == bool(self.room):
            raise Wrong(say("Say whose calendar it is, once: person = an address, or room = a name of [rooms]."))
        return self

    @model_validator(mode="after")
    def _is_reached_safely(self) -> CalendarTable:
        if bool(self.user) != (self.password is not None):
            raise Wrong(say("A user needs a password, and a password needs a user: write both or none."))
        read = urlsplit(self.url)
        if read.scheme == "http" and not is_loopback(read.hostname or ""):
            if self.kind == "caldav" or self.user:
                raise Wrong(say("http would send the password in the clear: write https."))
            if not self.local:
                raise Wrong(
                    say("A feed over http can be changed on its way: write https, or local = true in a house.")
                )
        return self

    @model_validator(mode="after")
    def _promises_what_it_can(self) -> CalendarTable:
        if self.write and self.kind == "feed":
            raise Wrong(say("A feed is only read: take write = true out."))
        if self.invitations == "caldav" and not (self.kind == "caldav" and self.write):
            raise Wrong(
                say('Only a CalDAV calendar with write = true sends invitations: write invitations = "mail".')
            )
        return self


class RoomTable(Table):
    """[rooms.NAME]: a room, or a piece of equipment that is lent out."""

    title: Filled = Field(description="What people call it.")
    kind: Literal["room", "equipment"] = Field(default="room", description="A room, or something that is lent out.")
    capacity: Annotated[int, Field(ge=0, le=100_000)] = Field(
        default=0, description="How many people it holds; 0: not said."
    )
    equipment: Lines = Field(default=(), description="What is in it, as “screen” or “phone”.")
    approver: OptionalAddress = Field(default="", description="Who says yes to its use; “” for nobody: first come.")
    address: OptionalAddress = Field(default="", description="Its mail address, where it has one.")
