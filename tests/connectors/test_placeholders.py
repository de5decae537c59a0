"""The sign that stands for a number to come is in nothing that is read from outside."""

from __future__ import annotations

import io
import pickle
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any

import openpyxl

from officebot.connectors.mime.read import read_message
from officebot.connectors.workbooks.reading import read_book
from officebot.core.calendars.components import read_calendars
from officebot.core.mail import MessageRef
from officebot.core.text import NUMBER_TO_COME as N
from officebot.core.workbooks.tables import find_tables

WORD = "=?utf-8?b?" + b64encode(f"Order {N}".encode()).decode() + "?="


def holds_it(found: Any) -> bool:
    """Whether any text in it, at any depth, holds the sign."""
    return N.encode() in pickle.dumps(found)


def test_the_sign_would_be_found() -> None:
    assert holds_it([("x", f"a{N}b")])


def test_no_mail_brings_it_in() -> None:
    header = (
        f"From: {WORD} <a@b.example>\nTo: {N} <c@d.example>\nSubject: {WORD} {N}\nMessage-ID: <{N}@x>\n"
        f"References: <{N}@y>\nReply-To: {WORD} <e@f.example>\nList-Id: {N}\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'
    ).encode()
    parts = [
        ("text/plain; charset=utf-8", f"We confirm {N}"),
        ("text/html; charset=utf-8", f"<p title='{N}'>We confirm {N} &#xfdd0; &#64976;</p>"),
        ("text/calendar; charset=utf-8", f"BEGIN:VCALENDAR\r\nSUMMARY:{N}\r\nEND:VCALENDAR\r\n"),
        (f'application/pdf; name="{WORD}"', N),
        (f'application/pdf; name="{N}.pdf"', "x"),
    ]
    body = "".join(f"--b\nContent-Type: {kind}\n\n{words}\n" for kind, words in parts).encode() + b"--b--\n"
    at = datetime(2026, 11, 26, tzinfo=UTC)
    read = read_message(MessageRef("a", "INBOX", 1, 1, "f"), header, body, frozenset(), at, len(body))
    assert "Order" in read.subject
    assert "We confirm" in read.text
    assert not holds_it(read)


def test_only_the_text_of_a_mail_in_markup_brings_it_in_neither() -> None:
    header = b"From: a@b.example\nContent-Type: text/html; charset=utf-8\n\n"
    body = f"<p>We confirm {N} &#xfdd0; &#64976;</p>".encode()
    at = datetime(2026, 11, 26, tzinfo=UTC)
    read = read_message(MessageRef("a", "INBOX", 1, 1, "f"), header, body, frozenset(), at, len(body))
    assert "We confirm" in read.text
    assert not holds_it(read)


def test_no_workbook_brings_it_in() -> None:
    book = openpyxl.Workbook()
    book.active.title = f"Stock{N}"
    for row in ([f"Article{N}", "Label"], [f"A{N}", "x"], ["B", f"{N}"]):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    for name, data in (("a.xlsx", made.getvalue()), ("a.csv", f"Article;Label\nA{N};x\nB;{N}\n".encode())):
        found = find_tables(read_book(data, name))
        assert len(found.tables) == 1
        assert not holds_it(found)


def test_no_calendar_brings_it_in() -> None:
    text = (
        f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{N}1\r\nSUMMARY;X={N}:Order {N}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    for one in (text, text.encode()):
        assert not holds_it(read_calendars(one))
