"""Stored bytes as a person reads them."""

from __future__ import annotations

from officebot.core.text import Text, quoted, say

_SHOWN = ("From", "Sender", "To", "Cc", "Bcc", "Subject", "Date")


def as_read(place: str, data: bytes) -> Text:
    """What a proposal's blob holds, by its place ("0/message"): a mail by its fields and text, text as it is."""
    if place.endswith("/message"):
        return quoted(_mail(data))
    if place.endswith("/template") or data[:2] == b"PK" or b"\0" in data[:1000]:
        return say("({size} bytes that only their own program shows)", size=len(data))
    return quoted(data.decode("utf-8", "replace").replace("\r\n", "\n"))


def _mail(data: bytes) -> str:
    """A mail of our own making: to whom, about what, the text, the names of what hangs on it."""
    from email import message_from_bytes, policy

    mail = message_from_bytes(data, policy=policy.default)
    lines = [f"{name}: {mail[name]}" for name in _SHOWN if mail[name]]
    body = mail.get_body(("plain", "html"))
    lines += ["", body.get_content().replace("\r\n", "\n") if body is not None else ""]
    lines += [f"[{part.get_filename()}]" for part in mail.iter_attachments()]
    return "\n".join(lines)
