"""An office with calendars that proposals really change: what is put stands there, what is noted is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from officebot.connectors.calendars.checking import FreePerformer
from officebot.core.actions import (
    Action,
    CheckFree,
    CloseItem,
    DraftMail,
    NoteItem,
    PutCalendarObject,
    RemoveCalendarObject,
    SendMail,
)
from officebot.core.agendas import CalendarObject, OfficeCalendar, PromisedTime, Room
from officebot.core.availability.busy import Busy
from officebot.core.availability.reading import read_busy
from officebot.core.calendars.components import read_calendars
from officebot.core.mail import Mail, OutgoingMail
from officebot.core.meetings.events import stored_text
from officebot.core.proposals import Claim, Item, Proposal
from officebot.core.text import say
from officebot.duties.calendar_coordination.decide import decide
from officebot.duties.calendar_coordination.observe import observe
from officebot.duties.calendar_coordination.recognise import recognise
from officebot.duties.calendar_coordination.settings import Settings
from officebot.engine.running.promises import promised_by
from officebot.sdk import Done, Job, Office, OfficeFacts, SeenMail, SeenProposal, Trigger
from officebot.testing.clock import VirtualClock

PARIS = ZoneInfo("Europe/Paris")
LOOKED = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Conflict(AssertionError):
    """An action took the place of another version than the one that stood there."""


class Diaries:
    """The office: facts, calendars by owner, rooms, items; `outbox` holds the mails that were approved."""

    def __init__(self, facts: OfficeFacts, owners: Iterable[str], rooms: Iterable[Room] = ()) -> None:
        self.facts = facts
        self._rooms = list(rooms)
        self.stored: dict[str, dict[str, CalendarObject]] = {owner: {} for owner in owners}
        self._items: dict[str, Item] = {}
        self.outbox: list[OutgoingMail] = []
        self._versions = 0
        #: Those whose calendars are only read, as published ones; and those whose calendars cannot be reached.
        self.read_only: set[str] = set()
        self.lost: set[str] = set()
        #: The copies of what the office sent, as they lie in Sent.
        self.copies: list[SeenMail] = []
        #: What was proposed before.
        self.past: list[SeenProposal] = []
        #: What was proposed and waits for a yes.
        self.waiting: list[Proposal] = []
        self._clock = VirtualClock(LOOKED)
        self._looks = FreePerformer(self.calendars, self._clock, "Europe/Paris")

    # ── what a duty sees ──────────────────────────────────────────────────────────────────────────────────

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        return [
            OfficeCalendar(
                name=owner, person=owner if "@" in owner else "", room="" if "@" in owner else owner,
                can_write=owner not in self.read_only,
                objects=tuple(objects.values()),
                problem=say("The server does not answer.") if owner in self.lost else None,
            )
            for owner, objects in self.stored.items()
            if of is None or owner in of
        ]  # fmt: skip

    def proposals(self, states: Iterable[str], since: datetime | None = None) -> Sequence[SeenProposal]:
        wanted = set(states)
        return [one for one in self.past if one.state in wanted and (since is None or one.created >= since)]

    def sent(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        return [one for one in self.copies if since <= one.received < until]

    def rooms(self) -> Sequence[Room]:
        return self._rooms

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        return [one for one in self._items.values() if one.state == state and kind in (None, one.kind)]

    def promised(self) -> Sequence[PromisedTime]:
        return [time for one in self.waiting for time in promised_by(one.actions)]

    def read_file(self, path: str) -> bytes:
        raise FileNotFoundError(path)

    # ── what happens ──────────────────────────────────────────────────────────────────────────────────────

    def comes(
        self, mail: Mail, now: datetime, verdict: dict[str, object] | None = None, **changes: object
    ) -> list[Proposal]:
        """What the duty proposes about a mail."""
        settings = Settings.model_validate(changes)
        claims = (Claim(kind="triage", data=verdict or {"kind": "meeting"}),
                  *recognise(mail, self.facts, settings, now))  # fmt: skip
        trigger = Trigger(kind="mail", key="one", due=now, now=now, mail=mail, claims=claims)
        found = list(decide(observe(cast(Office, self), trigger, settings), settings))
        keys = {one.key for one in found}
        self.waiting = [one for one in self.waiting if one.key not in keys] + found
        return found

    def in_the_morning(self, now: datetime, **changes: object) -> list[Proposal]:
        """What the duty proposes by the clock."""
        settings = Settings.model_validate(changes)
        trigger = Trigger(kind="schedule", key=f"{now:%Y-%m-%d}", due=now, now=now)
        return list(decide(observe(cast(Office, self), trigger, settings), settings))

    def approve(self, proposal: Proposal) -> bool:
        """Carry out what was proposed, as the executor does; False where it ended before anything was entered."""
        self.waiting = [one for one in self.waiting if one.key != proposal.key]
        # What was found free for an earlier one was entered long ago.
        self._clock.advance(timedelta(minutes=5))
        for action in proposal.actions:
            if isinstance(action, CheckFree):
                (looked,) = self._looks.perform([Job(id=1, key="one", action=action)])
                if not isinstance(looked, Done):
                    return False
            self.carry_out(action)
        return True

    def carry_out(self, action: Action) -> None:
        match action:
            case PutCalendarObject():
                there = self.stored[action.calendar].get(action.uid)
                if (there.etag if there else "") != action.etag:
                    raise Conflict(action.uid)
                self._versions += 1
                self.stored[action.calendar][action.uid] = CalendarObject(
                    calendar=action.calendar, href=f"{action.uid}.ics", etag=f"v{self._versions}", text=action.text
                )
            case RemoveCalendarObject():
                if self.stored[action.calendar].pop(action.uid).etag != action.etag:
                    raise Conflict(action.uid)
            case NoteItem():
                self._items[action.key] = Item(kind=action.item_kind, key=action.key, title=action.title,
                                               owner=action.owner, due=action.due, source=action.source)  # fmt: skip
            case CloseItem():
                self._items[action.key] = replace(self._items[action.key], state="closed")
            case SendMail() | DraftMail():
                self.outbox.append(action.mail)
            case _:
                pass

    def put(self, owner: str, uid: str, start: datetime, end: datetime, summary: str = "Occupé") -> None:
        """Something that stands in a calendar already."""
        text = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
            f"UID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{_utc(start)}\r\nDTEND:{_utc(end)}\r\n"
            f"SUMMARY:{summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        self.carry_out(PutCalendarObject(calendar=owner, uid=uid, text=text))

    def store(self, owner: str, message: str) -> None:
        """What a message says stands in a calendar already."""
        text = stored_text(message)
        uid = next(one.value("UID") for one in read_calendars(text)[0].children if one.name == "VEVENT")
        self.carry_out(PutCalendarObject(calendar=owner, uid=uid, text=text))

    # ── looking ───────────────────────────────────────────────────────────────────────────────────────────

    def busy(self, owner: str, start: datetime, end: datetime) -> list[Busy]:
        """What stands in a calendar between two instants."""
        text = "".join(one.text for one in self.stored[owner].values())
        return list(read_busy(text, start, end).times)


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"
