"""An office with a board that meets: what the duty proposes is carried out here as the executor would, mails included."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from officebot.core.actions import (
    Action,
    CloseItem,
    DraftMail,
    KeepAttachment,
    MoveFile,
    NoteItem,
    SendMail,
    WriteDocument,
)
from officebot.core.agendas import CalendarObject, OfficeCalendar
from officebot.core.mail import Address, Attachment, Mail, MessageRef, OutgoingMail, Proof
from officebot.core.minutes.arrived import ArrivedFile, MailNotes
from officebot.core.minutes.readback.document import Returned
from officebot.core.people import Contacts, People, Person
from officebot.core.proposals import Claim, Item, Proposal
from officebot.core.text import Text
from officebot.core.wellbeing import Sign
from officebot.core.worktime import WorkingTime
from officebot.duties.minutes.decide import decide
from officebot.duties.minutes.observe import observe
from officebot.duties.minutes.recognise import recognise
from officebot.duties.minutes.settings import Settings
from officebot.engine.running.proposing import content_of
from officebot.sdk import Office, OfficeFacts, SeenItem, SeenMail, SeenProposal, Trigger

HOUSE = "office.example"
NADIA, CHAIR, SOPHIE, RACHEL = (f"{one}@{HOUSE}" for one in ("nadia", "etienne", "sophie", "rachel"))
GUEST, BANKER = "guest@cabinet.example", "banker@bank.example"
#: Thursday 26 November 2026, 10:00 in Paris, and what a person might do around it.
MEETING = datetime(2026, 11, 26, 9, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 7, tzinfo=UTC)
AFTERNOON = datetime(2026, 11, 26, 14, tzinfo=UTC)
NOTES = """# Travaux
Décision : nous louons le hangar.
Action : signer le bail (Sophie Delmas, 2026-12-04)
Action : prévenir l'assureur
"""


def person(name: str, address: str, circle: str = "direction", **more: Any) -> Person:
    return Person(name=name, address=address, circle=circle, **more)


def board(**changes: Any) -> dict[str, Any]:
    """The board's table of settings."""
    own = {"title": "Comité de direction", "words": ["CODIR"], "chair": CHAIR, "secretary": NADIA, "members": [SOPHIE, RACHEL],
           "standing": ["Finances"], "agenda_days": 2, "validation_days": 2}  # fmt: skip
    return {**own, **changes}


class Boardroom:
    """The office. `outbox` holds what was sent, `drafts` what was put into Drafts, `written` the documents by path."""

    def __init__(self, *, meetings: dict[str, Any] | None = None, **settings: Any) -> None:
        people = People([
            person("Nadia Ferrand", NADIA, responsibilities=("mailbox owner",)), person("Étienne Kerbrat", CHAIR),
            person("Sophie Delmas", SOPHIE, circle="finance"), person("Rachel Ashworth", RACHEL, circle="sales", language="en"),
        ])  # fmt: skip
        self.facts = OfficeFacts(name="Bureau", people=people, contacts=Contacts([]), working_time=WorkingTime(),
                                 language="fr", account="desk")  # fmt: skip
        self.settings = Settings.model_validate(
            {"mode": "send", **settings, "meetings": meetings or {"codir": board()}}
        )
        self.events: list[str] = []
        self.calendar_of = CHAIR
        self._mails: dict[int, SeenMail] = {}
        self._sent: list[SeenMail] = []
        self._claims: list[tuple[SeenMail, Claim]] = []
        self._notes: dict[int, MailNotes] = {}
        self.folders: dict[str, MailNotes] = {}
        self._items: dict[tuple[str, str], Item] = {}
        self._past: dict[str, tuple[SeenProposal, str]] = {}
        self.outbox: list[OutgoingMail] = []
        self.drafts: list[OutgoingMail] = []
        self.written: dict[str, WriteDocument] = {}
        self.kept: list[str] = []
        self.returned: dict[str, Returned] = {}
        self.now = MORNING

    # ── what the duty sees ────────────────────────────────────────────────────────────────────────────────

    def calendars(self, of: Collection[str] | None = None) -> Sequence[OfficeCalendar]:
        objects = tuple(
            CalendarObject(calendar="etienne", href=f"{number}.ics", etag="1", text=text)
            for number, text in enumerate(self.events)
        )
        return [OfficeCalendar(name="etienne", person=self.calendar_of, objects=objects)]

    def arrived(self, trigger: Trigger) -> Sequence[SeenMail]:
        return [mail for mail in self._mails.values() if str(mail.id) in trigger.path.split(",")]

    def claims(self, kind: str, since: datetime, until: datetime) -> Sequence[tuple[SeenMail, Claim]]:
        return [(mail, one) for mail, one in self._claims if one.kind == kind and since <= mail.received < until]

    def notes(self, mail: SeenMail) -> MailNotes:
        return self._notes[mail.id]

    def notes_in(self, folder: str) -> MailNotes:
        return self.folders.get(folder, MailNotes())

    def health(self) -> list[Sign]:
        return []

    def word_document(self, path: str) -> Returned | None:
        return self.returned.get(path)

    def sent(self, since: datetime, until: datetime) -> Sequence[SeenMail]:
        return [mail for mail in self._sent if since <= mail.received < until]

    def items(self, kind: str | None = None, state: str = "open") -> Sequence[Item]:
        return [one for one in self._items.values() if one.state == state and kind in (None, one.kind)]

    def changed(self, kind: str, since: datetime) -> Sequence[SeenItem]:
        return [SeenItem(item=one, changed=self.now) for one in self._items.values() if one.kind == kind]

    def proposals(self, states: Iterable[str], since: datetime | None = None) -> Sequence[SeenProposal]:
        wanted = set(states)
        return [one for one, _ in self._past.values() if one.state in wanted]

    def read_file(self, path: str) -> bytes:
        raise FileNotFoundError(path)

    # ── what happens ──────────────────────────────────────────────────────────────────────────────────────

    def holds(
        self,
        start: datetime = MEETING,
        summary: str = "CODIR",
        uid: str = "board",
        attendees: dict[str, str] | None = None,
        organizer: str = CHAIR,
    ) -> None:
        """A meeting stands in the chair's calendar."""
        people = attendees if attendees is not None else {SOPHIE: "ACCEPTED", RACHEL: "DECLINED", GUEST: "ACCEPTED"}
        lines = [f"ATTENDEE;PARTSTAT={reply}:mailto:{address}" for address, reply in people.items()]
        text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T000000Z",
                f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{start + timedelta(hours=1):%Y%m%dT%H%M%SZ}", f"SUMMARY:{summary}",
                f"ORGANIZER:mailto:{organizer}", *lines, "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
        self.events.append("\r\n".join(text))

    def comes(
        self, sender: str, subject: str, text: str = "", *, files: dict[str, str] | None = None, answers: str = "",
        proof: Proof = Proof.PASSED, at: datetime | None = None, unread: tuple[tuple[str, Text], ...] = (),
        id_of: SeenMail | None = None, **more: Any,
    ) -> list[Proposal]:  # fmt: skip
        """A mail comes; what the duty then proposes that is new."""
        self.now = at or self.now
        number = len(self._mails) + 1
        ref = MessageRef("desk", "INBOX", 1, number, f"f{number}")
        message_id = id_of.message_id if id_of is not None else f"<m{number}@x>"
        named = [*(files or {}), *(name for name, _ in unread)]
        mail = Mail(
            ref=ref, message_id=message_id, subject=subject, sender=Address("", sender), date=self.now, received=self.now,
            text=text, reply=text, in_reply_to=answers, references=(answers,) if answers else (), proof=proof,
            attachments=tuple(
                Attachment(name=name, media_type="", declared_type="", size=1, sha256="", part=str(place))
                for place, name in enumerate(named)
            ),
            **more,
        )  # fmt: skip
        seen = SeenMail(
            ref=ref, subject=subject, sender=mail.sender, received=self.now, state="handled", verdict={}, id=number,
            message_id=mail.message_id, in_reply_to=answers, thread=mail.thread,
        )  # fmt: skip
        self._mails[number] = seen
        self._claims += [(seen, one) for one in recognise(mail, self.facts, self.settings, self.now)]
        self._notes[number] = MailNotes(
            words=text, files=tuple(file_of(name, words) for name, words in (files or {}).items()), unread=unread
        )
        return self.runs("after mail", path=str(number))

    def in_the_morning(self, at: datetime | None = None) -> list[Proposal]:
        """What the duty proposes by the clock."""
        self.now = at or self.now
        return self.runs("schedule")

    def runs(self, kind: str, path: str = "") -> list[Proposal]:
        """A run of the duty: those of its proposals that are new, as the proposer would have it."""
        trigger = Trigger(kind=kind, key="one", due=self.now, now=self.now, path=path)
        made = list(decide(observe(cast(Office, self), trigger, self.settings), self.settings))
        fresh = [one for one in made if self._past.get(one.key, (None, ""))[1] != content_of(one)]
        for one in fresh:
            self._note(one, "waiting")
        return fresh

    def approve(self, *proposals: Proposal) -> None:
        """Carry out what was proposed."""
        for one in proposals:
            for action in one.actions:
                self.carry_out(action)
            self._note(one, "done")

    def _note(self, one: Proposal, state: str) -> None:
        seen = SeenProposal(
            id=1, duty="minutes", title=one.title, state=state, created=self.now, owner=one.owner, key=one.key
        )
        self._past[one.key] = (seen, content_of(one))

    def carry_out(self, action: Action) -> None:
        """Carry out one action."""
        match action:
            case NoteItem():
                self._items[(action.item_kind, action.key)] = Item(
                    kind=action.item_kind, key=action.key, title=action.title, owner=action.owner, due=action.due,
                    source=action.source, circle=action.circle,
                )  # fmt: skip
            case CloseItem():
                key = (action.item_kind, action.key)
                self._items[key] = replace(self._items[key], state="closed")
            case SendMail():
                self.outbox.append(action.mail)
                self._sent.append(self._copy(action.mail))
            case DraftMail():
                self.drafts.append(action.mail)
            case WriteDocument():
                self.written[action.path] = action
            case KeepAttachment() | MoveFile():
                self.kept.append(action.path if isinstance(action, KeepAttachment) else action.to)
            case _:
                pass

    def _copy(self, mail: OutgoingMail) -> SeenMail:
        number = len(self._sent) + 1
        ref = MessageRef("desk", "Sent", 1, number, f"s{number}")
        return SeenMail(ref=ref, subject=mail.subject, sender=Address("", NADIA), received=self.now, state="sent", verdict={},
                        id=1000 + number, message_id=f"<s{number}@x>", in_reply_to=mail.in_reply_to,
                        thread=mail.references[0] if mail.references else f"<s{number}@x>")  # fmt: skip

    # ── looking ───────────────────────────────────────────────────────────────────────────────────────────

    def last_sent(self) -> SeenMail:
        """The copy of what was sent last."""
        return self._sent[-1]

    def drafted(self, **more: Any) -> OutgoingMail:
        """Up to the first draft: the meeting was held, notes came, the chair was written to."""
        self.holds()
        self.approve(*self.comes(NADIA, "Notes CODIR", files={"notes.md": NOTES}, at=AFTERNOON, **more))
        return self.outbox[-1] if self.outbox else self.drafts[-1]

    def chair_says(
        self, text: str, *, to: SeenMail | None = None, sender: str = CHAIR, **more: Any
    ) -> list[Proposal]:
        """An answer to what was sent last, or to an earlier mail."""
        answered = to or self.last_sent()
        at = more.pop("at", self.now + timedelta(hours=1))
        return self.comes(sender, f"Re: {answered.subject}", text, answers=answered.message_id, at=at, **more)


def file_of(name: str, text: str) -> ArrivedFile:
    """A file that came."""
    from officebot.connectors.papers.mail_notes import kind_of

    return ArrivedFile(name=name, kind=kind_of(name, text), text=text, sha256=sha256(text.encode()).hexdigest())


def mails(proposal: Proposal) -> list[OutgoingMail]:
    """The mails that a proposal sends or drafts."""
    return [one.mail for one in proposal.actions if isinstance(one, SendMail | DraftMail)]


def titles(proposals: Iterable[Proposal]) -> list[str]:
    """What people read."""
    return [one.title.render("en") for one in proposals]
