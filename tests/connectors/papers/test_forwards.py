"""Mails that somebody passed on are read as their first author wrote them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from officebot.connectors.papers.apart import read_mail_papers
from officebot.core.trade.letter import Letter

_WORDS = "Hello,\n\nwe sent 12 boxes of black toner today for your order PO-2026-0041.\n\nTom\n"


def passed(subject: str, body: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ann <ann@office.example>", "desk@office.example", subject
    mail["Date"], mail["Message-ID"] = "Tue, 24 Nov 2026 09:00:00 +0100", "<p@office.example>"
    mail.set_content(body)
    return mail.as_bytes()


def letter(data: bytes, *, is_ours: bool = True) -> Letter:
    return read_mail_papers((data, datetime(2026, 11, 24, 8, tzinfo=UTC), "Office", is_ours, "Europe/Paris")).letter


@pytest.mark.parametrize(
    "above",
    [
        "---------- Forwarded message ---------\nFrom: Tom <tom@supplier.example>\nDate: Tue, 24 Nov 2026\nSubject: Sent\n\n",
        "-----Message d'origine-----\nDe : Tom <tom@supplier.example>\nEnvoyé : mardi 24 novembre\nObjet : Sent\n\n",
        "From: Tom <tom@supplier.example>\nSent: 24 November 2026 12:58\nTo: Ann\nSubject: Sent\n\n",
        "Begin forwarded message:\n\n> From: Tom <tom@supplier.example>\n> Subject: Sent\n>\n> ",
    ],
    ids=["gmail", "french outlook", "outlook", "apple"],
)
def test_who_wrote_first_speaks(above: str) -> None:
    found = letter(passed("FW: Sent", f"For you, I think.\n\n{above}{_WORDS}"))
    assert (found.sender, found.subject, found.is_ours) == ("tom@supplier.example", "Sent", False)
    assert "12 boxes of black toner" in found.new
    assert "For you" not in found.new


def test_an_answer_with_a_quoted_mail_is_not_passed_on() -> None:
    found = letter(
        passed("Re: Sent", f"Thanks!\n\n-----Original Message-----\nFrom: Tom <tom@supplier.example>\n\n{_WORDS}")
    )
    assert (found.sender, found.is_ours) == ("ann@office.example", True)
