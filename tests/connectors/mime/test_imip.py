"""Invitations in mails: made so that mail programs show them, found in what others made."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email.policy import default

import pytest

from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.connectors.mime.imip import NOBODY, carried_by, invitation_mail, is_calendar_text
from officebot.core.calendars.letters import Letter
from officebot.core.problems import UserError
from officebot.testing.invitations import GUESTS, ORGANIZER, mail, message

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
CALENDAR = message("REQUEST", lines=["SUMMARY:Réunion"])


def letter(**told: object) -> Letter:
    known: dict[str, object] = {
        "sender": ORGANIZER, "sender_name": "Claire Été", "to": GUESTS, "subject": "Invitation : réunion", "text": "Venez.\n",
        "html": "<p>Venez.</p>\n", "calendar": CALENDAR, "method": "REQUEST", "language": "fr",
    }  # fmt: skip
    return Letter(**{**known, **told})


def test_the_mail_has_the_parts_that_programs_look_for_in_their_order() -> None:
    data = invitation_mail(letter(), date=NOW)
    assert data == invitation_mail(letter(), date=NOW)
    assert data.count(b"\r\n") == data.count(b"\n")
    assert data.isascii()
    read = email.message_from_bytes(data, policy=default)
    kinds = [part.get_content_type() for part in read.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    parts = list(read.walk())
    assert (parts[4].get_param("method"), parts[4].get_param("charset")) == ("REQUEST", "utf-8")
    assert parts[4].get_content() == CALENDAR
    assert parts[5].get_filename() == "invite.ics"
    assert parts[5].get_content() == CALENDAR.encode()
    assert read["Subject"] == "Invitation : réunion"
    assert read["From"].addresses[0].display_name == "Claire Été"


def test_what_was_made_is_found_again_with_its_sender() -> None:
    carried = carried_by(invitation_mail(letter(), date=NOW))
    assert (carried.text, carried.method, carried.sender) == (CALENDAR, "REQUEST", ORGANIZER)
    assert carried.subject == "Invitation : réunion"


@pytest.mark.parametrize("told", [{"sender": "a\r\nb@x.example"}, {"to": ("x",)}])
def test_no_address_adds_a_header(told: dict[str, object]) -> None:
    with pytest.raises(UnsafeArgument):
        invitation_mail(letter(**told), date=NOW)


def test_no_words_add_a_header() -> None:
    data = invitation_mail(letter(subject="a\r\nBcc: x@y.example", sender_name="b\r\nBcc: x@y.example"), date=NOW)
    assert b"\nBcc" not in data


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("Claire <CLAIRE@atelier.example>", ORGANIZER),
        ("claire@atelier.example, eve@other.example", NOBODY),
        ("", NOBODY),
        ('"claire@atelier.example" <eve@other.example>', "eve@other.example"),
    ],
)
def test_the_sender_is_the_one_that_the_mail_names(sender: str, found: str) -> None:
    assert carried_by(mail(CALENDAR, sender=sender)).sender == found


def test_a_mail_without_a_calendar_says_so() -> None:
    with pytest.raises(UserError, match="no invitation"):
        carried_by(b"From: a@x.example\r\nSubject: x\r\n\r\nBEGIN:VCALENDAR\r\n")


def test_an_attached_file_is_found_where_nothing_better_is() -> None:
    data = mail(CALENDAR, sender=ORGANIZER).replace(
        b'Content-Type: text/calendar; charset="utf-8"; method=REQUEST',
        b'Content-Type: application/octet-stream; name="Rdv.ICS"\r\nContent-Disposition: attachment',
    )
    assert carried_by(data).text == CALENDAR


@pytest.mark.parametrize(
    ("data", "is_one"),
    [(b"BEGIN:VCALENDAR", True), (b"\xef\xbb\xbf\r\nbegin:vevent", True), ("BEGIN:V".encode("utf-16"), True),
     (b"From: x", False), (b"", False)],
)  # fmt: skip
def test_a_calendar_is_told_from_a_mail(data: bytes, is_one: bool) -> None:
    assert is_calendar_text(data) is is_one
