"""What machines answer: not delivered, or away until a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from officebot.core.judging.machines import read_away, read_bounce
from officebot.core.mail import Address, Attachment, Mail, MessageRef
from officebot.core.worktime import WorkingTime
from tests.speed import within

#: Monday 23 November 2026, 10:00 in Paris.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def mail(subject: str, text: str, sender: str = "MAILER-DAEMON@mx.example", **more: Any) -> Mail:
    base: dict[str, Any] = {
        "ref": MessageRef("desk", "INBOX", 1, 1, "f"), "subject": subject, "text": text, "reply": text, "date": NOW,
        "received": NOW, "sender": Address("", sender.lower()), "to": (Address("", "desk@office.example"),),
    }  # fmt: skip
    return Mail(**{**base, **more})


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Undelivered Mail Returned to Sender", "<paul@gone.example>: host mx said: 550 5.1.1 no such user"),
        ("Delivery Status Notification (Failure)", "Your message to paul@gone.example couldn't be delivered."),
        ("Message non remis", "Votre message à paul@gone.example n'a pas pu être remis : adresse inexistante."),
        ("failure notice", "paul@gone.example does not exist"),
    ],
)
def test_a_mail_that_came_back_names_whom_it_did_not_reach(subject: str, text: str) -> None:
    found = read_bounce(mail(subject, f"{text}\n\nMessage-ID: <ask1@office.example>\n"))
    assert found is not None
    assert found.addresses == ("paul@gone.example",)
    assert "<ask1@office.example>" in found.message_ids
    assert (
        "<root@office.example>"
        in (read_bounce(mail(subject, text, in_reply_to="<root@office.example>")) or found).message_ids
    )


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(mail("Delivery delayed", "It will be retried for 3 days. paul@gone.example"), id="a delay"),
        pytest.param(mail("Undelivered parcel", "550 boxes", sender="paul@client.example"), id="a person"),
        pytest.param(
            mail("Daily report", "All is well.", sender="postmaster@office.example"), id="a postmaster's report"
        ),
    ],
)
def test_it_is_no_mail_that_came_back(given: Mail) -> None:
    assert read_bounce(given) is None


def test_a_report_that_hangs_on_a_mail_counts_whoever_sent_it() -> None:
    part = Attachment(
        name="", media_type="text/plain", declared_type="message/delivery-status", size=1, sha256="", part="2"
    )
    found = read_bounce(
        mail("Undeliverable", "To: paul@gone.example", sender="exchange@gone.example", attachments=(part,))
    )
    assert found is not None


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("Je suis absent du bureau jusqu'au 27 novembre inclus.", date(2026, 11, 30)),
        ("Bonjour, je suis en congé, de retour le 7 décembre.", date(2026, 12, 7)),
        ("Absente du bureau du 23 novembre au 4 décembre.", date(2026, 12, 7)),
        ("I am out of the office until Friday.", date(2026, 11, 30)),
        ("I am on annual leave, back on 1 December.", date(2026, 12, 1)),
        ("I am currently away from my desk.", None),
    ],
)
def test_an_absence_says_when_its_author_is_back(text: str, back: date | None) -> None:
    found = read_away(
        mail("Automatic reply: Plan", text, sender="paul@client.example", is_automatic=True), WorkingTime()
    )
    assert found is not None
    assert found.back == back
    assert found.quote


def test_a_person_who_writes_of_their_holidays_is_not_away() -> None:
    given = mail(
        "Planning", "Je suis en congé la semaine prochaine, parlons-en demain.", sender="paul@client.example"
    )
    assert read_away(given, WorkingTime()) is None
    assert read_away(mail("Votre ticket", "Nous traitons votre demande.", is_automatic=True), WorkingTime()) is None


@pytest.mark.parametrize("piece", ["a@b.", "message-id: <", " du a au ", "jusqu'au ", "5.1.", "from x to "])
def test_hostile_lengths_take_no_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    def run() -> None:
        read_bounce(mail("Undelivered", text))
        read_away(mail("Automatic reply", text, is_automatic=True), WorkingTime())

    within(0.1, run)
