"""A meeting agreed on between two mailboxes over Dovecot, a real SMTP server and Radicale, from the first mail to the last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from getpass import getuser
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.session import ImapSession
from officebot.core.calendars.building import Meeting, answer, cancellation, counter_proposal, invitation
from officebot.core.calendars.components import Component, read_calendars
from officebot.core.calendars.times import as_utc, moment
from officebot.testing.caldavserver import free_port
from officebot.testing.davserver import DavServer, dav_server
from officebot.testing.dovecot import DovecotUser
from tests.app.offices import Called, make_office, officebot

pytestmark = [pytest.mark.live, pytest.mark.timeout(600)]

GUEST = "ines@guest.example"
HOSTS = {"etienne": "etienne@office.example", "sophie": "sophie@office.example"}
PEOPLE = f"""name,address,role,language,circle,responsibilities,login
Ann Assistant,desk@office.example,assistant,en,direction,mailbox owner,{getuser()}
Étienne Kerbrat,etienne@office.example,director,fr,direction,,
Sophie Delmas,sophie@office.example,finance,fr,direction,,
"""
CONTACTS = """name,addresses,kind,language
Ines Carvalho,ines@guest.example,customer,en
"""


class Sink:
    """What the mail server was given to send."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 Ok"


class Live:
    """The office over its mailbox and its calendars; the guest writes from outside."""

    def __init__(self, folder: Path, user: DovecotUser, dav: DavServer, sink: Sink, smtp_port: int) -> None:
        self.dav, self.sink, self._number = dav, sink, 0
        calendars = {
            name: {
                "person": address, "kind": "caldav", "url": dav.calendar(name), "user": dav.user,
                "password": {"file": "secrets/dav"}, "write": True,
            }
            for name, address in HOSTS.items()
        }  # fmt: skip
        room = {"room": "salon", "kind": "caldav", "url": dav.calendar("salon"), "user": dav.user,
                "password": {"file": "secrets/dav"}, "write": True}  # fmt: skip
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "08:00-18:00")
        self.office = make_office(
            folder, user, smtp_port=smtp_port, calendars={**calendars, "salon": room},
            rooms={"salon": {"title": "Petit salon", "capacity": 6}},
            working_time={"country": "", "hours": week},
            mail={
                "hold_seconds": 0,
                "accounts": {
                    "desk": {"authserv_ids": ["mail.office.example"], "smtp": {"user": None, "password": None}}
                },
            },
            duties={"calendar_coordination": {"enabled": True, "rooms": ["salon"]}},
        )  # fmt: skip
        (folder / "secrets").mkdir(exist_ok=True)
        secret = folder / "secrets" / "dav"
        secret.write_text(dav.password)
        secret.chmod(0o600)
        (folder / "people.csv").write_text(PEOPLE, "utf-8")
        (folder / "contacts.csv").write_text(CONTACTS, "utf-8")
        self._account = ImapAccount(name="desk", host=user.host, port=user.imap_port, security="none", user=user.user,
                                    password=user.password, address="desk@office.example")  # fmt: skip
        self.run("once")

    def run(self, *words: str) -> Called:
        called = officebot(*words, office=self.office)
        assert called.code == 0, called
        return called

    def writes(self, text: str, *, answers: EmailMessage | None = None, calendar: str = "") -> None:
        """The guest's mail arrives, proven by our own server."""
        self._number += 1
        mail = EmailMessage()
        mail["Authentication-Results"] = "mail.office.example; dmarc=pass header.from=guest.example"
        mail["Message-ID"] = f"<{self._number}@guest.example>"
        mail["From"], mail["To"] = f"Ines Carvalho <{GUEST}>", "desk@office.example"
        mail["Subject"] = "Re: Glass roof" if answers is not None else "Glass roof"
        mail["Date"] = format_datetime(datetime.now(UTC))
        if answers is not None:
            mail["In-Reply-To"] = answers["Message-ID"]
            mail["References"] = f"{answers['References'] or ''} {answers['Message-ID']}".strip()
        mail.set_content(text or " ")
        if calendar:
            method = next(line for line in calendar.splitlines() if line.startswith("METHOD:")).partition(":")[2]
            mail.add_alternative(calendar.encode(), maintype="text", subtype="calendar", cte="base64",
                                 params={"method": method, "charset": "utf-8"})  # fmt: skip
        with ImapSession(self._account) as session:
            session.append("INBOX", mail.as_bytes().replace(b"\n", b"\r\n"), (), when=datetime.now(UTC))

    def approves(self) -> dict[str, Any]:
        """The one proposal about the meeting that waits, approved."""
        [waiting] = self.approves_all()
        return waiting

    def approves_all(self) -> list[dict[str, Any]]:
        """All that waits about meetings, each approved."""
        self.run("once")
        waiting = [one for one in self.run("queue", "--json").facts if one["duty"] == "calendar_coordination"]
        for one in waiting:
            self.run("approve", str(one["id"]))
        return waiting

    def days(self, name: str) -> list[str]:
        """The days on which something stands in a calendar."""
        self.run("once")
        called = self.run("calendar", "list", "--from", self._day(0), "--to", self._day(40), "--json")
        return [one["start"][:10] for one in called.facts if one["calendar"] == name]

    def events(self, name: str) -> list[Component]:
        """What stands in a calendar, as another program reads it."""
        called = self.run("calendar", "list", "--from", self._day(0), "--to", self._day(40), "--json")
        uids = [one["uid"] for one in called.facts if one["calendar"] == name]
        found = []
        for path in sorted((self.dav_folder / "collections").rglob("*.ics")):
            if path.parent.name == name:
                found += [one for one in read_calendars(path.read_bytes())[0].children if one.name == "VEVENT"]
        assert {one.value("UID") for one in found} >= set(uids)
        return found

    def _day(self, ahead: int) -> str:
        return (datetime.now(UTC) + timedelta(days=ahead)).date().isoformat()

    dav_folder: Path = Path()


@pytest.fixture
def live(tmp_path: Path, dovecot: DovecotUser) -> Iterator[Live]:
    sink = Sink()
    smtp = Controller(sink, hostname="127.0.0.1", port=free_port())
    smtp.start()
    try:
        with dav_server("radicale", tmp_path / "dav", user="office") as dav:
            made = Live(tmp_path / "office", dovecot, dav, sink, smtp.port)
            made.dav_folder = tmp_path / "dav"
            yield made
    finally:
        smtp.stop()


def invitation_in(mail: EmailMessage) -> str:
    return next(part.get_content() for part in mail.walk() if part.get_content_type() == "text/calendar")


def start_of(event: Component) -> datetime:
    line = event.first("DTSTART")
    assert line is not None
    return as_utc(moment(line, {}))


def test_a_guest_without_an_account_agrees_on_a_meeting_moves_it_and_calls_it_off(live: Live) -> None:
    live.writes("Hello, could we meet Étienne Kerbrat and Sophie Delmas next week, 45 minutes? Best, Ines")
    offer = live.approves()
    letter = live.sink.mails[-1]
    assert GUEST in letter["To"]
    assert offer["actions"][-1]["kind"] in ("mail.send", "mail.keep_sent")
    assert len(live.events("etienne")) == len(live.events("sophie")) == 3
    assert "1. " in letter.get_body(("plain",)).get_content()

    # The yes to the offer covers whoever takes one of its times.
    live.writes("The second one works for us, thank you.", answers=letter)
    live.run("once")
    invited = live.sink.mails[-1]
    [event], [other], [room] = live.events("etienne"), live.events("sophie"), live.events("salon")
    assert start_of(event) == start_of(other) == start_of(room)
    assert "METHOD:REQUEST" in invitation_in(invited)
    assert GUEST in invited["To"]

    calendar = read_calendars(invitation_in(invited))[0]
    yes = answer(calendar, GUEST, "ACCEPTED", datetime.now(UTC))
    live.writes("", answers=invited, calendar=yes.text)
    live.run("once")
    [event] = live.events("etienne")
    assert [line.param("PARTSTAT") for line in event.all("ATTENDEE") if GUEST in line.value] == ["ACCEPTED"]

    later = start_of(event) + timedelta(minutes=15)
    ask = counter_proposal(
        calendar, GUEST, later, later + timedelta(minutes=45), datetime.now(UTC) + timedelta(minutes=1)
    )
    live.writes("", answers=invited, calendar=ask.text)
    live.approves()
    [event], [other], [room] = live.events("etienne"), live.events("sophie"), live.events("salon")
    assert start_of(event) == start_of(other) == start_of(room) == later
    moved = invitation_in(live.sink.mails[-1])
    assert "SEQUENCE:1" in moved
    assert start_of(read_calendars(moved)[0].children[-1]) == later
    assert GUEST in live.sink.mails[-1]["To"]

    live.writes("We must cancel our meeting, sorry.", answers=invited)
    live.approves()
    assert "METHOD:CANCEL" in invitation_in(live.sink.mails[-1])
    assert live.events("etienne") == live.events("sophie") == live.events("salon") == []
    assert officebot("journal", "--verify", office=live.office).code == 0


def test_a_guest_invites_two_managers_to_a_series_renames_it_and_calls_off_one_of_its_days(live: Live) -> None:
    now = datetime.now(UTC)
    first = (now + timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)
    series = Meeting(organizer=GUEST, attendees=tuple(HOSTS.values()), summary="Glass roof, weekly", start=first,
                     end=first + timedelta(minutes=45), rule="FREQ=WEEKLY;COUNT=3")  # fmt: skip
    weeks = [f"{first + timedelta(days=7 * week):%Y-%m-%d}" for week in range(3)]
    asked = invitation(series, now)
    live.writes("", calendar=asked.text)
    assert len(live.approves_all()) == 2
    answers = [invitation_in(mail) for mail in live.sink.mails]
    assert ["METHOD:REPLY" in text for text in answers] == [True, True]
    assert all(GUEST in mail["To"] for mail in live.sink.mails)
    assert live.days("etienne") == live.days("sophie") == weeks

    renamed = invitation(
        replace(series, summary="Glass roof, progress"), now + timedelta(minutes=1), before=asked.event
    )
    live.writes("", calendar=renamed.text)
    live.approves_all()
    titles = {event.value("SUMMARY") for name in HOSTS for event in live.events(name)}
    assert titles == {"Glass roof\\, progress"}

    over = cancellation(read_calendars(renamed.text)[0], now + timedelta(minutes=2), occurrence=weeks[1])
    live.writes("", calendar=over.text)
    live.approves_all()
    assert live.days("etienne") == live.days("sophie") == [weeks[0], weeks[2]]
    # Who is only told that a day is called off has nothing to answer.
    assert len(live.sink.mails) == 2
    assert officebot("journal", "--verify", office=live.office).code == 0
