"""A meeting agreed on by mail, from the first mail to the last: what was offered, what holds, what is in the calendars."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from officebot.core.expressions import expression
from officebot.core.text import Language

#: The identity of what keeps an offered time free, as `Appointment.hold_uid` makes it.
_HOLD = expression(r"[0-9a-f]{24}-hold-[0-9]{1,4}-[0-9]{1,2}@officebot")
#: So many mails of a guest are remembered: the conversation is found by any of them.
_MOST_MAILS = 30


def is_hold(uid: str) -> bool:
    """Whether this is the identity of something that keeps an offered time free."""
    return _HOLD.fullmatch(uid) is not None


class Stage(StrEnum):
    """How far it is. ASKED: nothing was offered yet; CALLED_OFF is its end, as is a past meeting."""

    ASKED = "asked"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    CALLED_OFF = "called off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """One meeting that is agreed on by mail.

    `key` is the same through the whole conversation; `uid` that of the event (RFC 5545 §3.8.4.7). `offers` and `start` are
    aware, offers in the order in which the letter numbers them, `rooms` the room kept for each of them ("" for none);
    `round` counts the letters that offered times. `start` and `room` are those of the event that stands, also while others
    are offered instead. `offered` is when the times were offered; `is_held`, whether they are still kept free. Hosts and
    guest are addresses, lower case, `organizer` is who invited; `message_ids` are the guest's mails, the latest last.
    """

    key: str
    account: str
    thread: str
    subject: str
    guest: str
    hosts: tuple[str, ...]
    minutes: int
    stage: Stage = Stage.ASKED
    guest_name: str = ""
    language: Language = "fr"
    place: str = ""
    room: str = ""
    organizer: str = ""
    offers: tuple[datetime, ...] = ()
    rooms: tuple[str, ...] = ()
    offered: datetime | None = None
    is_held: bool = False
    start: datetime | None = None
    sequence: int = 0
    round: int = 0
    message_ids: tuple[str, ...] = ()

    @property
    def uid(self) -> str:
        """The event's identity, in every calendar and invitation."""
        return f"{self.key.partition(':')[2]}@officebot"

    def hold_uid(self, place: int) -> str:
        """The identity of what keeps an offered time free, by its place in the list; of its own in each round."""
        return f"{self.key.partition(':')[2]}-hold-{self.round}-{place + 1}@officebot"

    def holds(self) -> tuple[str, ...]:
        """The identities of all that keeps offered times free at present."""
        return tuple(dict.fromkeys(uid for _, uid in self.held()))

    def held(self) -> tuple[tuple[str, str], ...]:
        """Where times are kept free at present: whose calendar (an address, or a room), and the identity of what does so."""
        if self.stage is not Stage.OFFERED or not self.is_held:
            return ()
        return tuple(
            (owner, self.hold_uid(place))
            for place in range(len(self.offers))
            for owner in (*self.hosts, *([self.room_of(place)] if self.room_of(place) else []))
        )

    def room_of(self, place: int) -> str:
        """The room that is kept for an offered time, by its place in the list; "" for none."""
        return self.rooms[place] if place < len(self.rooms) else ""

    def owners(self) -> tuple[str, ...]:
        """In whose calendars the event stands: the hosts', and its room's."""
        return (*self.hosts, *([self.room] if self.room else []))

    def hearing(self, message_id: str) -> Appointment:
        """The meeting once another mail of the guest's is part of its conversation."""
        if not message_id or message_id in self.message_ids:
            return self
        return replace(self, message_ids=(*self.message_ids, message_id)[-_MOST_MAILS:])

    def offering(
        self, offers: Sequence[datetime], *, rooms: Sequence[str] = (), at: datetime | None = None, is_held: bool = True,
    ) -> Appointment:  # fmt: skip
        """The meeting once these times are offered, instead of any before; an event that stands stays until one is taken."""
        return replace(
            self, stage=Stage.OFFERED, offers=tuple(offers), rooms=tuple(rooms), offered=at, is_held=is_held,
            round=self.round + 1,
        )  # fmt: skip

    def freed(self) -> Appointment:
        """The meeting once its offered times are kept free no longer; a late answer still finds them."""
        return replace(self, is_held=False)

    def confirming(self, start: datetime, room: str = "") -> Appointment:
        """The meeting once it stands at this time; moved, it is the next version of the same event (RFC 5546 §2.1.4)."""
        moved = self.start is not None and start != self.start
        return replace(
            self, stage=Stage.CONFIRMED, start=start, room=room, offers=(), rooms=(), is_held=False,
            sequence=self.sequence + 1 if moved else self.sequence,
        )  # fmt: skip

    def calling_off(self) -> Appointment:
        """The meeting once it is called off."""
        sequence = self.sequence + 1 if self.start is not None else self.sequence
        return replace(self, stage=Stage.CALLED_OFF, offers=(), rooms=(), is_held=False, sequence=sequence)

    def last_moment(self) -> datetime | None:
        """When nothing of it lies ahead any more: behind the event, or the last offered time; None where nothing is set."""
        times = [*([self.start] if self.start is not None else []), *self.offers]
        return max(times) + timedelta(minutes=self.minutes) if times else None

    def to_source(self) -> dict[str, Any]:
        """What the ledger keeps of it, as JSON; `from_source` gives an equal meeting back."""
        return {
            "stage": self.stage.value, "account": self.account, "thread": self.thread, "guest": self.guest,
            "guest_name": self.guest_name, "language": self.language, "hosts": list(self.hosts),
            "minutes": self.minutes, "place": self.place, "room": self.room,
            "organizer": self.organizer,
            "offers": [one.isoformat() for one in self.offers], "rooms": list(self.rooms),
            "offered": self.offered.isoformat() if self.offered else "", "is_held": self.is_held,
            "start": self.start.isoformat() if self.start else "", "sequence": self.sequence, "round": self.round,
            "message_ids": list(self.message_ids),
        }  # fmt: skip

    @staticmethod
    def from_source(key: str, subject: str, source: Mapping[str, Any]) -> Appointment:
        """The meeting that the ledger keeps under this key. Raises KeyError or ValueError for what is none."""
        start, offered = str(source.get("start", "")), str(source.get("offered", ""))
        return Appointment(
            key=key, subject=subject, account=str(source["account"]), thread=str(source["thread"]),
            guest=str(source["guest"]), hosts=tuple(map(str, source["hosts"])), minutes=int(source["minutes"]),
            stage=Stage(str(source["stage"])), guest_name=str(source.get("guest_name", "")),
            language="en" if source.get("language") == "en" else "fr",
            place=str(source.get("place", "")), room=str(source.get("room", "")), organizer=str(source.get("organizer", "")),
            rooms=tuple(map(str, source.get("rooms", ()))), is_held=source.get("is_held") is True,
            offered=datetime.fromisoformat(offered) if offered else None,
            offers=tuple(datetime.fromisoformat(str(one)) for one in source.get("offers", ())),
            start=datetime.fromisoformat(start) if start else None, sequence=int(source.get("sequence", 0)),
            round=int(source.get("round", 0)), message_ids=tuple(map(str, source.get("message_ids", ()))),
        )  # fmt: skip


def appointment_key(thread: str, guest: str) -> str:
    """The key of the meeting that a guest's conversation is about.

    Whoever names another's conversation in a mail, or takes its Message-ID, has a meeting of their own all the same.
    """
    words = repr((thread, guest)).encode("utf-8", "replace")
    return f"meeting:{hashlib.sha256(words).hexdigest()[:24]}"
