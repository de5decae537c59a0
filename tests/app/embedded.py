"""The sample office over its own servers, for tests of the whole: mails are delivered, the clock is turned."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from officebot.app import App
from officebot.app.demo import serving
from officebot.connectors.imap.session import ImapSession
from officebot.sdk import SeenMail
from officebot.testing.clock import VirtualClock
from officebot.testing.embedded import EmbeddedOffice
from tests.app.sample import make_office

ZONE = ZoneInfo("Europe/Paris")
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=ZONE)
DESK = "assistance@atelier-verrier.example"


@dataclass(slots=True)
class Whole:
    """A sample office at work."""

    app: App
    servers: EmbeddedOffice
    clock: VirtualClock
    number: int = 0

    def deliver(
        self, subject: str, body: str, *, sender: str = "Paul Martin <paul@client.example>", folder: str = "INBOX",
        to: str = DESK, answers: str = "", **headers: str,
    ) -> str:  # fmt: skip
        """A mail comes, or goes where the folder is "Sent"; its Message-ID."""
        self.number += 1
        mail = EmailMessage()
        mail["Message-ID"] = identity = f"<whole{self.number}@client.example>"
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"] = format_datetime(self.clock.now())
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        self.servers.deliver(mail.as_bytes(), when=self.clock.now(), folder=folder)
        return identity

    def turn(self, **more: float) -> None:
        """Turn the clock on, and do all that is due by then."""
        self.clock.advance(timedelta(**more))
        for account in self.app.settings.mail.accounts:
            self.app.take_in(account)
        self.app.run_duties()
        self.app.act()

    def seen(self, identity: str) -> SeenMail:
        """A mail as the ledger knows it."""
        far = timedelta(days=900)
        mails = self.app.office.mails(self.clock.now() - far, self.clock.now() + far)
        return next(mail for mail in mails if mail.message_id == identity)

    @contextmanager
    def mailbox(self) -> Iterator[ImapSession]:
        """The mailbox, as a person's mail program has it."""
        with ImapSession(self.app.post.imap_account("desk")) as session:
            yield session


@contextmanager
def whole(folder: Path, at: datetime = MORNING) -> Iterator[Whole]:
    """The sample office at this time, past its first look at an empty mailbox."""
    make_office(folder)
    with serving(folder) as servers:
        clock = VirtualClock(at)
        with App(folder, clock=clock) as app:
            app.serve_with(servers)
            found = Whole(app, servers, clock)
            found.turn(minutes=1)
            yield found


def uid_of(session: ImapSession, folder: str, identity: str) -> int:
    """Where a message lies."""
    (uid,) = session.find_message_id(folder, identity)
    return uid
