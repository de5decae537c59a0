"""The sample office whose people decide by mail, for tests of the whole way: digest, reply, effect, confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from officebot.app import App
from officebot.app.by_word import propose
from officebot.app.demo import serving
from officebot.sdk import OutgoingMail, Proposal, SendMail, say
from officebot.testing.clock import VirtualClock
from tests.app.embedded import ZONE
from tests.app.minuting import CHAIR, Minuting, text_of
from tests.app.offices import edit
from tests.app.sample import make_office

OUTSIDE = "client@ailleurs.example"


class Approving(Minuting):
    """The office, what is asked by mail and what is answered."""

    def wants(self, *names: str, owner: str = CHAIR, amount: str = "", **more: Any) -> list[int]:
        """Letters to somebody outside are proposed, one a name; their numbers."""
        made = [
            Proposal(
                key=f"test:{name}",
                title=say("Write about {name}", name=name),
                actions=(SendMail(mail=OutgoingMail(account="desk", to=(OUTSIDE,), subject=f"About {name}", body=name,
                                                    key=f"test:{name}", language="en")),),
                reason=say("{name} is wanted.", name=name),
                owner=owner,
                amount=Decimal(amount) if amount else None,
                **more,
            )
            for name in names
        ]  # fmt: skip
        return propose(self.app, self.secretary, "tests", made)

    def asked(self, who: str = CHAIR) -> list[EmailMessage]:
        """The mails that asked a person, oldest first."""
        return [one for one in self.sent("[") if one["To"] == who and "Re:" not in one["Subject"]]

    def replies(
        self, words: str, to: EmailMessage, *, who: str = CHAIR, is_proven: bool = True, subject: str = "", copy: str = ""
    ) -> str:  # fmt: skip
        """A person answers a mail, or the copy with this Message-ID, and quotes it as mail programs do; the time that their
        server looks goes by.
        """
        quoted = "\n".join(f"> {line}" for line in text_of(to).splitlines())
        body = f"{words}\n\nLe lun. 23 nov. 2026 à 08:31, Assistance a écrit :\n{quoted}\n"
        identity = self.writes(
            who, subject or f"Re: {to['Subject']}", body, answers=copy or str(to["Message-ID"]), is_proven=is_proven
        )
        self.turn(minutes=1)
        return identity

    def told(self, who: str = CHAIR) -> list[EmailMessage]:
        """What people were told of their answers."""
        return [
            one for one in self.sent("") if one["To"] == who and one["Auto-Submitted"] and "[" not in one["Subject"]
        ]

    def left(self) -> list[str]:
        """The subjects of the letters that left for outside."""
        return [str(one["Subject"]) for one in self.sent("About") if one["To"] == OUTSIDE]

    def state(self, number: int) -> str:
        """A proposal's state."""
        states = ["waiting", "approved", "rejected", "expired", "superseded", "done", "failed", "undone"]
        return next(one.state for one in self.app.office.proposals(states) if one.id == number)


@contextmanager
def approving(
    folder: Path, at: datetime = datetime(2026, 11, 23, 8, 0, tzinfo=ZONE), **settings: Any
) -> Iterator[Approving]:
    """The office at this time; its other duties rest. `settings` are the duty's."""
    make_office(folder)
    resting = ("follow_up", "deadlines", "replies", "calendar_coordination", "rooms", "meeting_reminders", "agenda",
               "daily_brief", "dispatch", "action_points")  # fmt: skip
    edit(
        folder,
        duties={**{name: {"enabled": False} for name in resting}, "approvals": {"enabled": True, **settings}},
        mail={"hold_seconds": 0},
    )
    with serving(folder) as servers:
        clock = VirtualClock(at)
        app = App(folder, clock=clock)
        app.serve_with(servers)
        found = Approving(app, servers, clock)
        try:
            found.turn(minutes=1)
            yield found
        finally:
            found.app.close()
