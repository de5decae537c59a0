"""A gathering over mail servers: asked, answered, promised, silent; reminded once each time, and never after an answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from officebot.app import App
from officebot.app.demo import serving
from officebot.app.gathering import GatheringDesk, Shown, Wished
from officebot.core.gathering.asking import read_asks
from officebot.core.gathering.model import Contribution
from officebot.core.problems import UserError
from officebot.engine.deciding.approvals import Actor
from officebot.testing.clock import VirtualClock
from tests.app.days import rows
from tests.app.embedded import DESK, ZONE, Whole
from tests.app.offices import edit
from tests.app.sample import make_office

INES, MARC, ZOE = "ines@client.example", "marc@fournisseur.example", "zoe@partner.example"
ASKS = (
    f"{INES}=les ventes du trimestre [effectif, budget prévu]",
    f"{MARC}=le tableau des livraisons (xlsx)",
    f"{ZOE}=a few words about the exhibition",
)


def workbook() -> bytes:
    """A small workbook."""
    book, data = openpyxl.Workbook(), BytesIO()
    book.active["A1"] = "livraisons"
    book.save(data)
    return data.getvalue()


@dataclass(slots=True)
class Gathering(Whole):
    """The office, its gathering, and what left the house."""

    @property
    def desk(self) -> GatheringDesk:
        return GatheringDesk(self.app)

    def person(self) -> Actor:
        person = self.app.facts.people.at(DESK)
        assert person is not None
        return Actor(person, person)

    def begins(self, due: date = date(2026, 11, 20), asks: tuple[str, ...] = ASKS) -> Shown:
        plan = Wished(title="Rapport trimestriel", due=due, asks=read_asks(asks), name="rapport")
        shown, _ = self.desk.start(self.person(), plan)
        self.turn(minutes=2)
        self.turn(minutes=2)
        return shown

    def one(self, address: str) -> Contribution:
        (shown,) = self.desk.shown(self.person(), every=True)
        return next(one for one in shown.contributions if one.address == address)

    def sent_to(self, address: str) -> list[EmailMessage]:
        """What was sent to somebody, oldest first."""
        store = self.app.folder / "servers/mail.sqlite3"
        found = rows(store, "SELECT recipients, raw FROM sent ORDER BY rowid")
        return [message_from_bytes(raw, policy=policy.default) for to, raw in found if address in str(to)]

    def answers(
        self, address: str, body: str, *, sender: str = "", file: tuple[str, bytes] | None = None, subject: str = "",
        **headers: str,
    ) -> None:  # fmt: skip
        """An answer to the last mail that was sent to this address."""
        last = self.sent_to(address)[-1]
        self.number += 1
        mail = EmailMessage()
        mail["Message-ID"] = f"<g{self.number}@client.example>"
        mail["From"], mail["To"] = sender or address, DESK
        mail["Subject"] = subject or f"Re: {last['Subject']}"
        mail["Date"] = format_datetime(self.clock.now())
        if not subject:
            mail["In-Reply-To"] = mail["References"] = str(last["Message-ID"])
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        if file is not None:
            mail.add_attachment(file[1], maintype="application", subtype="octet-stream", filename=file[0])
        self.servers.deliver(mail.as_bytes(), when=self.clock.now())
        self.turn(minutes=5)
        self.turn(minutes=1)

    def drafts(self) -> list[bytes]:
        """What lies in Drafts, oldest first."""
        with self.mailbox() as session:
            session.select("Drafts")
            return [raw for uid in session.uids_from() if (raw := session.fetch_whole(uid)) is not None]

    def comes_from_zoe(self, request: bytes) -> None:
        """An answer to a request that was drafted."""
        asked = message_from_bytes(request, policy=policy.default)
        self.deliver(f"Re: {asked['Subject']}", "The exhibition drew 1,200 visitors.", sender=ZOE,
                     answers=str(asked["Message-ID"]))  # fmt: skip
        self.turn(minutes=5)
        self.turn(minutes=1)

    def page(self) -> str:
        return (self.app.folder / "documents/rapport/contributions.html").read_text("utf-8")

    def kept(self) -> list[str]:
        folder = self.app.folder / "documents/rapport"
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def proposals(self, *states: str) -> list[Any]:
        return [one for one in self.app.office.proposals(states or ("waiting",)) if one.duty == "gathering"]

    def notice(self) -> str:
        return next(item.title for item in self.app.office.items("notice") if item.key == "gather:rapport")

    def mornings(self, days: int) -> None:
        """So many days, each with its morning."""
        for _ in range(days):
            self.turn(days=1)
            self.turn(minutes=1)


@contextmanager
def gathering(folder: Path, **settings: Any) -> Iterator[Gathering]:
    make_office(folder)
    contacts = folder / "contacts.csv"
    row = f"other,Zoe Partner,{ZOE},en,Dear Zoe,,\nother,Inès Roy,{INES},fr,Madame Roy,,\n"
    contacts.write_text(contacts.read_text("utf-8") + row, "utf-8")
    edit(
        folder,
        duties={
            "gathering": {"enabled": True, "mode": "send", **settings}, "deadlines": {"enabled": False},
            "replies": {"enabled": False}, "calendar_coordination": {"enabled": False}, "agenda": {"enabled": False},
            "daily_brief": {"enabled": False}, "meeting_reminders": {"enabled": False}, "dispatch": {"enabled": False},
        },
        policy=[{"duty": "gathering", "then": "act"}],
        mail={"hold_seconds": 0},
    )  # fmt: skip
    with serving(folder) as servers:
        clock = VirtualClock(datetime(2026, 11, 5, 8, 0, tzinfo=ZONE))
        with App(folder, clock=clock) as app:
            app.serve_with(servers)
            found = Gathering(app, servers, clock)
            found.turn(minutes=1)
            found.turn(days=4, hours=1)  # the days of observing are over: Monday the 9th, nine o'clock
            yield found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Gathering]:
    with gathering(tmp_path / "office") as found:
        yield found


def test_a_gathering_from_the_request_to_the_last_contribution(office: Gathering) -> None:
    office.begins()
    assert [len(office.sent_to(one)) for one in (INES, MARC, ZOE)] == [1, 1, 1]
    (mail,) = office.sent_to(INES)
    body = mail.get_content()
    assert "Madame Roy" in body
    assert "effectif : " in body
    assert "20 novembre 2026" in body
    assert office.sent_to(ZOE)[0].get_content().startswith("Dear Zoe")
    assert [office.one(each).stage.value for each in (INES, MARC, ZOE)] == ["asked"] * 3
    assert "0 contribution(s) reçue(s) sur 3" in office.notice()

    office.answers(INES, "Bonjour,\n\nEffectif : 12\nBudget prévu : 3 000 €\n\nInès")
    assert office.one(INES).values == {"effectif": "12", "budget prévu": "3 000 €"}
    office.answers(MARC, "Bonjour, je vous l'envoie lundi 23 novembre. Marc")
    assert office.one(MARC).promised_by == date(2026, 11, 23)
    assert "3 000 €" in office.page()
    assert any(path.startswith("Inès Roy/") for path in office.kept())

    office.mornings(9)  # to Wednesday the 18th
    assert len(office.sent_to(INES)) == 1
    assert len(office.sent_to(MARC)) == 1
    assert len(office.sent_to(ZOE)) == 2
    assert office.one(ZOE).reminders == 1
    office.mornings(2)  # the day itself
    assert len(office.sent_to(ZOE)) == 2
    office.answers(MARC, "Voici le tableau.", file=("livraisons.xlsx", workbook()))
    assert office.one(MARC).is_here
    assert any(path.endswith("v1 livraisons.xlsx") for path in office.kept())
    office.mornings(3)  # Monday the 23rd
    assert len(office.sent_to(ZOE)) == 3
    office.answers(ZOE, "Hello,\n\nthe exhibition drew 1,200 visitors, more than any before.\n\nZoe")
    assert office.one(ZOE).is_here
    office.mornings(8)
    assert [len(office.sent_to(each)) for each in (INES, MARC, ZOE)] == [1, 1, 3]
    data = (office.app.folder / "documents/rapport/data.json").read_text("utf-8")
    assert '"effectif": "12"' in data
    office.mornings(6)
    assert office.desk.shown(office.person()) == []


def test_versions_questions_absences_and_forgotten_files_over_mail(office: Gathering) -> None:
    office.begins()
    office.answers(MARC, "Bonjour, ci-joint le tableau. Marc")
    assert office.one(MARC).stage.value == "asked"
    told = office.sent_to(MARC)[-1]
    assert "pièce jointe" in told.get_content()
    assert len(office.sent_to(MARC)) == 2
    office.answers(MARC, "Pardon, le voici.", file=("livraisons.xlsx", workbook()))
    office.answers(MARC, "Une version corrigée.", file=("livraisons.xlsx", workbook()))
    assert len(office.one(MARC).answers) == 2
    assert [path for path in office.kept() if path.endswith("v2 livraisons.xlsx")]
    assert office.one(MARC).reminders == 0

    office.answers(ZOE, "I am out of the office until 24 November.", Auto_Submitted="auto-replied",
                   subject=f"Automatic reply: {office.sent_to(ZOE)[-1]['Subject']}")  # fmt: skip
    assert office.one(ZOE).stage.value == "away"

    office.answers(
        ZOE, "Back early: the exhibition drew 1,200 visitors.", subject="Words for the rapport TRIMESTRIEL"
    )
    assert office.one(ZOE).is_here
    office.answers(INES, "Effectif : 14", sender="paul@client.example")
    (question,) = office.proposals()
    assert "paul@client.example" in question.title.render("en")
    assert not office.one(INES).is_here
    office.answers(INES, "Budget prévu : 3 000 €")
    (question,) = office.proposals()  # the same, of what has come by now
    office.app.approve(office.person(), question.id)
    office.turn(minutes=1)
    assert office.one(INES).values == {"effectif": "14", "budget prévu": "3 000 €"}
    office.turn(days=1)
    assert "14" in office.page()
    office.mornings(6)
    assert [len(office.sent_to(each)) for each in (INES, MARC, ZOE)] == [1, 2, 1]


def test_what_was_noted_is_taken_back_and_stays_so(office: Gathering) -> None:
    office.begins(asks=ASKS[2:])
    office.answers(ZOE, "I will send it on Monday.")
    (promise,) = [one for one in office.proposals("done") if ":heard:" in one.key]
    office.app.undo(office.person(), promise.id)
    office.turn(days=1)
    assert office.one(ZOE).stage.value == "asked"
    assert "16 novembre" not in office.page()
    office.answers(ZOE, "Hello, the exhibition drew 1,200 visitors, more than any before.")
    assert office.one(ZOE).is_here
    (done,) = [one for one in office.proposals("done") if ":heard:" in one.key]
    office.app.undo(office.person(), done.id)
    assert [one.state for one in office.app.office.proposals(["undone"]) if one.id == done.id] == ["undone"]
    assert not office.one(ZOE).is_here
    assert not [path for path in office.kept() if path.startswith("Zoe")]
    office.turn(days=2)  # over the holiday
    assert not office.one(ZOE).is_here
    assert "1,200" not in office.page()


def test_who_closes_a_gathering_by_hand_ends_its_reminders_and_withdraws_what_waits(tmp_path: Path) -> None:
    with gathering(tmp_path / "office", mode="send", ask_first=True) as office:
        office.begins(asks=ASKS[1:])
        first, _ = office.proposals()
        office.app.approve(office.person(), first.id)
        office.turn(minutes=2)
        office.turn(minutes=2)
        wrote = office.desk.remind(office.person(), "rapport", [MARC])
        assert [one.why for one in wrote] == ["today"]
        office.turn(days=1)
        office.desk.remind(office.person(), "", [MARC])
        office.answers(MARC, "Voici le tableau.", sender="paul@fournisseur.example", file=("t.xlsx", workbook()))
        assert [one.why for one in office.desk.remind(office.person(), "", [MARC])] == ["held"]
        assert len(office.proposals()) == 3
        office.desk.close(office.person(), "trimestriel", "reported by telephone")
        assert office.proposals() == []
        office.mornings(3)
        assert office.proposals() == []
        assert office.desk.shown(office.person()) == []
        assert len(office.sent_to(MARC)) == 1


def test_a_letter_that_is_approved_and_held_does_not_leave_once_the_gathering_is_closed(tmp_path: Path) -> None:
    with gathering(tmp_path / "office", mode="send", ask_first=True) as office:
        plan = Wished(title="Rapport trimestriel", due=date(2026, 11, 20), asks=read_asks(ASKS[1:]), name="rapport")
        _, (first, _) = office.desk.start(office.person(), plan)
        office.app.approve(office.person(), first)
        person = replace(office.person().principal, may_approve=False)
        with pytest.raises(UserError, match="may not decide"):
            office.desk.close(Actor(person, person), "rapport", "")
        assert len(office.proposals()) == 1
        office.desk.close(office.person(), "rapport", "")
        office.turn(minutes=2)
        assert office.proposals("waiting", "approved", "done") == []
        assert office.sent_to(MARC) == []


def test_drafts_count_once_they_are_sent_and_a_document_of_the_settings_begins_on_its_day(tmp_path: Path) -> None:
    documents = {"activity": {"title": "Rapport d'activité", "ask_on": "12th 08:00", "due_days": 3, "ask": [ASKS[2]]}}
    with gathering(tmp_path / "office", mode="draft", documents=documents) as office:
        office.mornings(3)
        (shown,) = office.desk.shown(office.person())
        assert (shown.gathering.name, shown.gathering.due) == ("activity-2026-11-12", date(2026, 11, 17))
        assert office.sent_to(ZOE) == []
        assert shown.contributions[0].stage.value == "to-ask"
        (request,) = office.drafts()
        office.servers.deliver(request, when=office.clock.now(), folder="Sent")
        office.turn(minutes=5)
        assert office.one(ZOE).stage.value == "asked"
        office.mornings(6)  # to Wednesday the 18th, the day after
        assert len(office.drafts()) == 2
        assert office.one(ZOE).reminders == 0
        office.comes_from_zoe(request)
        assert office.one(ZOE).is_here
        assert office.drafts() == [request]
        assert len(office.desk.shown(office.person())) == 1


def test_who_may_not_see_a_gathering_can_neither_name_nor_close_it(tmp_path: Path) -> None:
    documents = {
        "pay": {"title": "Rapport des salaires", "ask_on": "10th 08:00", "ask": [ASKS[2]], "circle": "direction"}
    }
    with gathering(tmp_path / "office", mode="send", documents=documents) as office:
        office.mornings(1)
        inside = office.person()
        (shown,) = office.desk.shown(inside)
        stranger = replace(inside.principal, address="paul@atelier.example", circle="atelier")
        outside = Actor(stranger, stranger)
        assert office.desk.shown(outside, every=True) == []
        for refused in (office.desk.named, lambda who, name: office.desk.close(who, name, "")):
            with pytest.raises(UserError, match="Nothing is gathered"):
                refused(outside, shown.gathering.name)
        assert office.desk.shown(replace(outside, principal=replace(stranger, circle="direction"))) == [shown]
