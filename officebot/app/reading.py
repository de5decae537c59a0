"""Stored bytes as a person reads them."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo

from officebot.core.problems import UserError
from officebot.core.text import Text, quoted, say

_SHOWN = ("From", "Sender", "To", "Cc", "Bcc", "Subject", "Date")


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell, what stands there and what would."""

    cell: str
    before: str
    after: str


def cells_in(data: bytes) -> list[CellChange] | None:
    """The cells of a workbook's change as they were stored; None where these bytes are something else."""
    try:
        told = json.loads(data)
    except ValueError:
        return None
    if not isinstance(told, list) or not all(isinstance(one, list) and len(one) == 3 for one in told):
        return None
    return [CellChange(cell=str(cell), before=_value(old), after=_value(new)) for cell, old, new in told]


def _value(value: object) -> str:
    return "" if value is None else str(value)


def as_read(place: str, data: bytes, clock: tzinfo | None = None) -> Text:
    """What a proposal's blob holds, by its place ("0/message"): a mail by its fields and text, text as it is.

    An entry of a calendar is told in words, a time in UTC on `clock`, which is the office's.
    """
    if place.endswith("/message"):
        return quoted(_mail(data))
    if place.endswith("/attachment"):
        # Anybody's bytes: nothing here opens them.
        return say(
            "({size} bytes from outside: “officebot show NUMBER --save DIR” puts them into a folder)", size=len(data)
        )
    if data[:5] == b"%PDF-":
        return _pdf(data)
    if place.endswith("/envelope") and (people := _recipients(data)):
        return say("It goes to {people}.", people=people)
    if place.endswith("/cells") and (cells := cells_in(data)) is not None:
        return quoted("\n".join(f"{one.cell}: {one.before or '—'} → {one.after or '—'}" for one in cells))
    if data[:15].upper() == b"BEGIN:VCALENDAR":
        return _calendar(data, clock)
    if place.endswith("/template") or data[:2] == b"PK" or b"\0" in data[:1000]:
        return say("({size} bytes that only their own program shows)", size=len(data))
    return quoted(data.decode("utf-8", "replace").replace("\r\n", "\n"))


def ending(place: str, data: bytes) -> str:
    """How the name of a file with these bytes ends."""
    if place.endswith("/message"):
        return ".eml"
    if data[:15].upper() == b"BEGIN:VCALENDAR":
        return ".ics"
    begins = {b"%PDF-": ".pdf", b"PK\x03\x04": ".zip", b"<?xml": ".xml", b"<!doc": ".html", b"<!DOC": ".html"}
    return next((known for begin, known in begins.items() if data.startswith(begin)), ".txt")


def _recipients(data: bytes) -> list[str]:
    """Whom a mail is given to, whatever its fields say; none where these bytes are something else."""
    with suppress(ValueError, LookupError, TypeError):
        return [str(one) for one in json.loads(data)["recipients"]]
    return []


def _calendar(data: bytes, clock: tzinfo | None) -> Text:
    """An appointment by its words; the text itself, where it cannot be read as one."""
    from officebot.core.calendars.telling import as_words

    text = data.decode("utf-8", "replace")
    with suppress(UserError):
        told = as_words(text, clock)
        if told.values:
            return told
    return quoted(text.replace("\r\n", "\n"))


def _pdf(data: bytes) -> Text:
    """A PDF of our own making by its words, where what reads PDFs is installed."""
    try:
        from officebot.connectors.papers.pdf import read_pdf

        words = read_pdf(data, "").paper.text
    except (ImportError, UserError):
        words = ""
    return quoted(words) if words else say("({size} bytes that only their own program shows)", size=len(data))


def _mail(data: bytes) -> str:
    """A mail of our own making: to whom, about what, the text, the names of what hangs on it."""
    from email import message_from_bytes, policy

    mail = message_from_bytes(data, policy=policy.default)
    lines = [f"{name}: {mail[name]}" for name in _SHOWN if mail[name]]
    body = mail.get_body(("plain", "html"))
    lines += ["", body.get_content().replace("\r\n", "\n") if body is not None else ""]
    lines += [f"[{part.get_filename()}]" for part in mail.iter_attachments()]
    return "\n".join(lines)
