"""Follow-up over Dovecot: the folder of sent mail as the server names it, an answer that lies there unread."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest

from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.session import ImapSession
from officebot.testing.dovecot import DovecotUser
from tests.app.offices import Called, make_office, officebot

pytestmark = pytest.mark.live

NOW = datetime.now(UTC)


def letter(number: int, sender: str, to: str, body: str, *, answers: str = "", at: datetime = NOW) -> bytes:
    mail = EmailMessage()
    mail["Message-ID"] = f"<live{number}@{sender.partition('@')[2]}>"
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to, "Plan", format_datetime(at)
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    mail.set_content(body)
    return mail.as_bytes().replace(b"\n", b"\r\n")


class Live:
    """An office over a Dovecot mailbox whose person writes from a mail program of their own."""

    def __init__(self, folder: Path, user: DovecotUser) -> None:
        duties = {"follow_up": {"enabled": True, "ask_first": True}, "deadlines": {"enabled": True}}
        # A working week without holidays, so that the day of the test does not matter.
        week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-23:59")
        self.office = make_office(folder, user, duties=duties, working_time={"country": "", "hours": week})
        self._account = ImapAccount(name="desk", host=user.host, port=user.imap_port, security="none", user=user.user,
                                    password=user.password, address="desk@office.example")  # fmt: skip
        self.run("once")

    def put(self, folder: str, raw: bytes, at: datetime = NOW) -> None:
        with ImapSession(self._account) as session:
            session.append(session.special("sent") if folder == "sent" else folder, raw, ("\\Seen",), when=at)

    def run(self, *words: str) -> Called:
        return officebot(*words, office=self.office)

    def drafts(self) -> int:
        with ImapSession(self._account) as session:
            session.select(session.special("drafts"))
            return len(session.uids_from(1))


@pytest.fixture
def live(tmp_path: Path, dovecot: DovecotUser) -> Live:
    return Live(tmp_path / "office", dovecot)


def asked(live: Live) -> None:
    """A mail of ours, four days ago, that asks something; it was put into Sent just now."""
    at = NOW - timedelta(days=4)
    body = "Hello Paul,\n\nCould you send us the signed plan?\n\nAnn\n"
    live.put("sent", letter(1, "desk@office.example", "paul@client.example", body, at=at), at)


def test_a_reminder_becomes_a_draft_after_a_yes_and_is_taken_back_when_an_answer_comes(live: Live) -> None:
    asked(live)
    assert live.run("once", "follow_up").code == 0
    [waiting] = live.run("conversations", "list", "--waiting", "--json").facts
    assert (waiting["with"], waiting["state"], waiting["reminders"]) == (["paul@client.example"], "open", 0)
    [proposal] = [one for one in live.run("queue", "--json").facts if one["duty"] == "follow_up"]
    assert live.run("approve", str(proposal["id"])).code == 0
    assert live.drafts() == 1
    answer = letter(2, "paul@client.example", "desk@office.example", "Here it is.", answers="<live1@office.example>")
    live.put("INBOX", answer)
    live.run("once")
    assert live.drafts() == 0
    [closed] = live.run("conversations", "list", "--waiting", "--all", "--json").facts
    assert closed["state"] == "closed"


def test_an_answer_that_lies_unread_on_the_server_keeps_the_reminder_back(live: Live) -> None:
    asked(live)
    live.run("once", "follow_up")
    [proposal] = [one for one in live.run("queue", "--json").facts if one["duty"] == "follow_up"]
    answer = letter(2, "paul@client.example", "desk@office.example", "Here it is.", answers="<live1@office.example>")
    live.put("INBOX", answer)
    time.sleep(0.1)
    assert live.run("approve", str(proposal["id"]), "--json").code == 1
    assert live.drafts() == 0
    live.run("once")
    assert live.run("conversations", "list", "--waiting", "--json").facts == []


def test_a_promise_of_ours_is_a_deadline_that_a_person_closes(live: Live) -> None:
    body = "Hello Paul,\n\nWe will send the samples within 5 days.\n\nAnn\n"
    live.put("sent", letter(3, "desk@office.example", "paul@client.example", body))
    live.run("once")
    [found] = live.run("deadlines", "list", "--json").facts
    assert (found["ours"], found["owner"], found["state"]) == (True, "desk@office.example", "open")
    assert (live.office / "documents" / "deadlines.ics").read_text().count("BEGIN:VEVENT") == 1
    assert live.run("deadlines", "done", found["id"][:6], "--json").facts[0]["closed"]
    assert live.run("deadlines", "list", "--json").facts == []
    assert live.run("deadlines", "done", "ffff").code == 1


def test_a_correction_by_command_is_shown_and_forgotten(live: Live) -> None:
    live.put("INBOX", letter(4, "news@shop.example", "desk@office.example", "Our catalogue.\n\nUnsubscribe: x\n"))
    live.run("once")
    corrected = live.run("mail", "correct", "<live4@shop.example>", "--kind", "order", "--urgency", "week", "--json")
    assert corrected.facts[0]["corrected"] == {"kind": "order", "urgency": "week"}
    [shown] = live.run("mail", "learned", "--json").facts
    assert (shown["sender"], shown["corrected"]["kind"], shown["how"]) == ("news@shop.example", "order", "command")
    assert live.run("mail", "correct", "<live4@shop.example>").code == 1
    assert live.run("mail", "forget", "news@shop.example", "--json").facts == [{"forgotten": 1}]
    assert live.run("mail", "forget", "all").code == 1
