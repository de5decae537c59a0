"""Action points over mail servers: reminded of, answered, closed, taken back; three weeks of clock, with cuts between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest

from officebot.app import App
from officebot.app.demo import serving
from officebot.core.minutes.following import items_of
from officebot.core.minutes.model import ActionPoint, Minutes, Source, Topic
from officebot.core.proposals import Item
from officebot.engine.deciding import noting
from officebot.engine.deciding.approvals import Actor
from officebot.testing.clock import VirtualClock
from officebot.testing.smtpserver import authserv_id
from tests.app.embedded import DESK, ZONE, Whole
from tests.app.offices import edit
from tests.app.sample import make_office

SOPHIE, MALIK, CHIEF = (f"{one}@atelier-verrier.example" for one in ("s.delmas", "m.hamdani", "e.kerbrat"))
#: A Tuesday.
EARLY = datetime(2026, 11, 24, 7, 30, tzinfo=ZONE)


@dataclass(slots=True)
class Following(Whole):
    """The office, with its action points."""

    def notes(self, *actions: ActionPoint) -> None:
        """What the distribution of minutes notes."""
        minutes = Minutes(title="CODIR", date=date(2026, 11, 23), topics=(Topic(heading="Divers", actions=actions),))
        found = items_of(minutes, "codir", self.app.facts.people, self.app.facts.working_time, secretary=DESK, chair=CHIEF,
                         subject="Compte rendu du CODIR", path="archive/minutes/codir.docx")  # fmt: skip
        noted = [Item(kind=one.item_kind, key=one.key, title=one.title, owner=one.owner, due=one.due, source=one.source)
                 for one in found]  # fmt: skip
        noting.note(self.app.ledger, self.actor(DESK), noted, self.clock.now())

    def actor(self, address: str) -> Actor:
        person = self.app.facts.people.at(address)
        assert person is not None
        return Actor(person, person)

    def answers(self, body: str, *, sender: str = SOPHIE, proven: bool = True) -> None:
        """The last letter that they got is answered, from an address for which the server vouches."""
        letter = self.sent_to(sender)[-1]
        domain = sender.rpartition("@")[2]
        verdict = f"dkim=pass header.d={domain}; dmarc=pass header.from={domain}" if proven else "none"
        quoted = "".join(f"> {line}\n" for line in cast(EmailMessage, letter).get_content().splitlines())
        self.deliver(
            f"Re: {letter['Subject']}", f"{body}\n\nLe 4 décembre 2026, Nadia Ferrand a écrit :\n{quoted}", sender=sender,
            answers=letter["Message-ID"], Authentication_Results=f"{authserv_id(DESK)}; {verdict}",
        )  # fmt: skip

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The letters about action points that reached an address, oldest first."""
        mails = [message_from_bytes(one.raw, policy=policy.default)
                 for one in self.servers.sent_mails() if address in one.recipients]  # fmt: skip
        return [mail for mail in mails if "action" in str(mail["Subject"])]

    def proposals(self, *states: str) -> list[Any]:
        return [one for one in self.app.office.proposals(states or ("waiting",)) if one.duty == "action_points"]

    def agrees(self) -> None:
        """A yes to all that waits."""
        for one in self.proposals():
            self.app.approve(self.actor(DESK), one.id)
        self.turn(minutes=1)

    def states(self) -> dict[str, str]:
        found = [*self.app.office.items("action"), *self.app.office.items("action", "closed")]
        return {one.title: one.state for one in found}


@contextmanager
def following(folder: Path, at: datetime = EARLY, **settings: Any) -> Iterator[Following]:
    make_office(folder)
    edit(
        folder,
        duties={
            "action_points": {"enabled": True, "mode": "send", **settings}, "follow_up": {"enabled": False},
            "deadlines": {"enabled": False}, "replies": {"enabled": False}, "dispatch": {"enabled": False},
            "agenda": {"enabled": False}, "daily_brief": {"enabled": False}, "meeting_reminders": {"enabled": False},
            "calendar_coordination": {"enabled": False}, "rooms": {"enabled": False},
        },
        mail={"hold_seconds": 0},
        policy=[{"action": "mail.send", "then": "act"}],
    )  # fmt: skip
    with serving(folder) as servers:
        clock = VirtualClock(at)
        with App(folder, clock=clock) as app:
            app.serve_with(servers)
            found = Following(app, servers, clock)
            found.turn(minutes=1)
            yield found


def point(what: str, who: str = "Sophie Delmas", due: date | None = date(2026, 12, 4)) -> ActionPoint:
    return ActionPoint(
        what=what, who=(who,) if who else (), due=due, source=Source(file="n.md", start=0, end=9), quote=what
    )


def test_a_point_is_reminded_of_answered_closed_taken_back_and_goes_on(tmp_path: Path) -> None:
    with following(tmp_path / "office") as office:
        office.notes(
            point("Réserver la salle"), point("Demander trois devis"), point("Réparer le four", "Malik Hamdani")
        )
        office.turn(days=8, hours=2)
        # Wednesday the 2nd: a person sees the letters first.
        assert office.sent_to(SOPHIE) == []
        assert len(office.proposals()) == 2
        office.agrees()
        (letter,) = office.sent_to(SOPHIE)
        assert "A2 – Demander trois devis" in letter.get_content()
        assert "Réparer" not in letter.get_content()

        office.answers("Bonjour,\n\nA1 fait, A2 mardi prochain.\n\nSophie")
        office.turn(minutes=10)
        assert office.states() == {
            "Réserver la salle": "closed",
            "Demander trois devis": "open",
            "Réparer le four": "open",
        }
        (moving,) = office.proposals()
        assert moving.title.render("fr").startswith("Reporter")
        office.agrees()
        (devis,) = (one for one in office.app.office.items("action") if one.title == "Demander trois devis")
        assert devis.source["due"] == "2026-12-08"

        (closing,) = (one for one in office.proposals("done") if one.title.render("fr").startswith("Clore"))
        state, said = office.app.undo(office.actor(DESK), closing.id)
        assert state == "undone", said
        assert office.states()["Réserver la salle"] == "open"
        # Its day comes, and it is reminded of again, for it is open.
        office.turn(days=2)
        office.agrees()
        assert "Réserver la salle" in office.sent_to(SOPHIE)[-1].get_content()


def test_an_answer_that_nobody_vouches_for_waits_for_a_yes(tmp_path: Path) -> None:
    with following(tmp_path / "office", ask_first=False) as office:
        office.notes(point("Réserver la salle"))
        office.turn(days=8, hours=2)
        office.answers("C'est fait.", proven=False)
        office.turn(minutes=10)
        assert office.states() == {"Réserver la salle": "open"}
        office.agrees()
        assert office.states() == {"Réserver la salle": "closed"}


def test_an_answer_that_comes_before_the_yes_keeps_the_next_reminder_back(tmp_path: Path) -> None:
    with following(tmp_path / "office") as office:
        office.notes(point("Réserver la salle"))
        office.turn(days=8, hours=2)
        office.agrees()
        office.turn(days=2)
        (reminder,) = office.proposals()
        office.answers("C'est fait.")
        office.turn(minutes=10)
        assert office.proposals() == []
        answer = office.app.approve(office.actor(DESK), reminder.id)
        assert not answer.took
        office.turn(minutes=5)
        assert len(office.sent_to(SOPHIE)) == 1


@pytest.mark.parametrize("cut", [False, True], ids=["in one go", "with a cut before each act"])
def test_three_weeks_remind_each_step_once_on_working_days_alone(tmp_path: Path, cut: bool) -> None:
    folder = tmp_path / "office"
    with following(folder, at=datetime(2026, 12, 14, 7, 30, tzinfo=ZONE), ask_first=False) as office:
        office.notes(
            point("Offrir les chocolats", due=date(2026, 12, 25)),
            point("Relancer", "Malik Hamdani", date(2026, 12, 18)),
        )
        sent: dict[str, list[str]] = {SOPHIE: [], MALIK: []}
        for _ in range(21):
            office.clock.advance(timedelta(hours=12))
            office.app.run_duties()
            if cut:
                # The run is over and nothing of it done yet: the process ends, another one goes on.
                office.app.close()
                office.app = App(folder, clock=office.clock)
                office.app.serve_with(office.servers)
                office.app.run_duties()
            today = f"{office.clock.now().astimezone(ZONE):%m-%d}"
            office.turn(minutes=1)
            for address, days in sent.items():
                days += [today] * (len(office.sent_to(address)) - len(days))
            office.turn(hours=11, minutes=59)
        office.app.close()
    # The office is closed on the 24th and the 31st, too: Christmas counts as the 23rd, and late means every three working days.
    assert sent == {SOPHIE: ["12-21", "12-23", "12-30"], MALIK: ["12-16", "12-18", "12-23", "12-30"]}
