"""The sample office with a board that meets every three weeks, for tests of its agendas and minutes as a whole."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from officebot.app import App
from officebot.app.demo import serving
from officebot.engine.deciding.approvals import Actor
from officebot.testing.clock import VirtualClock
from officebot.testing.servers import authserv_id
from tests.app.embedded import DESK, ZONE, Whole
from tests.app.offices import edit
from tests.app.sample import make_office, write_calendar

HOUSE = "atelier-verrier.example"
CHAIR, SOPHIE, MALIK, RACHEL = (f"{one}@{HOUSE}" for one in ("e.kerbrat", "s.delmas", "m.hamdani", "r.ashworth"))
#: An adviser from outside, who is invited to meetings and not named for the minutes.
ADVISER = "conseil@cabinet-lerouge.example"
BOARD = {
    "title": "Comité de direction", "words": ["CODIR"], "chair": CHAIR, "secretary": DESK, "members": [SOPHIE, MALIK, RACHEL],
    "standing": ["Point commercial", "Point social"], "agenda_days": 2, "validation_days": 2,
}  # fmt: skip
_SERIES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//tests//board
BEGIN:VEVENT
UID:board-1
DTSTAMP:20261101T080000Z
DTSTART;TZID=Europe/Paris:20261126T100000
DTEND;TZID=Europe/Paris:20261126T113000
RRULE:FREQ=WEEKLY;INTERVAL=3
SUMMARY:CODIR
LOCATION:Salle du Quai
ORGANIZER:mailto:{chair}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{chair}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{sophie}
ATTENDEE;PARTSTAT=DECLINED:mailto:{malik}
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{rachel}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{adviser}
END:VEVENT
END:VCALENDAR
"""


@dataclass(slots=True)
class Minuting(Whole):
    """The office, what leaves it, and what waits."""

    def writes(
        self, sender: str, subject: str, body: str, *, answers: str = "", files: tuple[tuple[str, bytes], ...] = (),
        is_proven: bool = True,
    ) -> str:  # fmt: skip
        """A mail of a colleague, for whom the server vouches; its Message-ID."""
        self.number += 1
        mail = EmailMessage()
        if is_proven:
            domain = sender.rpartition("@")[2]
            mail["Authentication-Results"] = (
                f"{authserv_id(DESK)}; spf=pass smtp.mailfrom={domain}; dkim=pass header.d={domain};"
                f" dmarc=pass header.from={domain}"
            )
        mail["Message-ID"] = identity = f"<b{self.number}@{sender.rpartition('@')[2]}>"
        mail["From"], mail["To"], mail["Subject"] = sender, DESK, subject
        mail["Date"] = format_datetime(self.clock.now())
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        mail.set_content(body)
        for name, data in files:
            mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
        self.servers.deliver(mail.as_bytes(), when=self.clock.now())
        self.turn(minutes=5)
        return identity

    def restart(self) -> None:
        """Officebot is ended and started anew: all that it knows is what it wrote down."""
        folder = self.app.folder
        self.app.close()
        self.app = App(folder, clock=self.clock)
        self.app.serve_with(self.servers)
        self.turn(minutes=1)

    def proposals(self, *states: str) -> list[Any]:
        """What the duty proposed, in these states."""
        return [one for one in self.app.office.proposals(states or ("waiting",)) if one.duty == "minutes"]

    @property
    def secretary(self) -> Actor:
        """Who decides."""
        person = self.app.facts.people.at(DESK)
        assert person is not None
        return Actor(person, person)

    def says_yes(self, proposal: Any) -> None:
        """The secretary's yes."""
        self.app.approve(self.secretary, proposal.id)
        self.turn(minutes=1)

    def waits(self) -> Any:
        """The one proposal that waits."""
        found = self.proposals()
        assert len(found) == 1, [one.title.render("fr") for one in found]
        return found[0]

    def sent(self, words: str) -> list[EmailMessage]:
        """What left with these words in its subject, oldest first."""
        read = (email.message_from_bytes(one.raw, policy=email.policy.default) for one in self.servers.sent_mails())
        return [one for one in read if words in str(one["Subject"])]

    def drafts(self) -> list[EmailMessage]:
        """What lies in Drafts."""
        return [
            email.message_from_bytes(one.raw, policy=email.policy.default) for one in self.servers.mailbox("Drafts")
        ]

    def reached(self, words: str) -> set[str]:
        """The addresses that the last mail with these words in its subject went to."""
        last = [one for one in self.servers.sent_mails() if words in _subject(one.raw)]
        return set(last[-1].recipients) if last else set()

    def items(self, kind: str, state: str = "open") -> list[Any]:
        """The items of a kind."""
        return list(self.app.office.items(kind, state))

    def filed(self) -> list[str]:
        """What lies in the archive of minutes."""
        folder = self.app.folder / "archive" / "minutes"
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _subject(raw: bytes) -> str:
    return str(email.message_from_bytes(raw, policy=email.policy.default)["Subject"])


def text_of(mail: EmailMessage) -> str:
    """A mail's own words."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@contextmanager
def minuting(
    folder: Path,
    at: datetime = datetime(2026, 11, 23, 7, 30, tzinfo=ZONE),
    board: dict[str, Any] | None = None,
    **settings: Any,
) -> Iterator[Minuting]:
    """The office at this time; `board` changes its meeting, the rest the duty's settings."""
    make_office(folder)
    series = _SERIES.format(chair=CHAIR, sophie=SOPHIE, malik=MALIK, rachel=RACHEL, adviser=ADVISER)
    write_calendar(folder, "e.kerbrat", series.replace("\n", "\r\n"))
    edit(
        folder,
        duties={
            **{name: {"enabled": False} for name in ("follow_up", "deadlines", "replies", "calendar_coordination", "rooms",
                                                     "meeting_reminders", "agenda", "daily_brief", "dispatch")},
            "minutes": {"enabled": True, "mode": "send", "meetings": {"codir": {**BOARD, **(board or {})}}, **settings},
        },
        mail={"hold_seconds": 0},
        policy=[{"action": "mail.send", "then": "ask"}],
    )  # fmt: skip
    with serving(folder) as servers:
        clock = VirtualClock(at)
        app = App(folder, clock=clock)
        app.serve_with(servers)
        found = Minuting(app, servers, clock)
        try:
            found.turn(minutes=1)
            yield found
        finally:
            found.app.close()
