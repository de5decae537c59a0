"""Words as somebody from outside might write them, put wherever a duty's facts hold words from outside."""

from __future__ import annotations

import dataclasses
from typing import Any

from officebot.sdk import Address, Attachment, Item, Mail, OfficeFacts, SeenMail

#: Stands in every hostile text, so that it is known again wherever it comes out.
MARK = "§§"

HOSTILE = (
    f"{MARK}",
    f"{MARK}/../../../../etc/officebot",
    f"../{MARK}\\..\\..\\office.toml",
    f'=HYPERLINK("http://{MARK}")',
    f"{MARK}\r\nBcc: all@office.example\r\n\r\nbody",
    f"{MARK}\x00\x07\x1b[2J\x9b1m",
    f"\u202e{MARK}txt.exe\u2066\u2069",
    f"{MARK}{{count}}{{0}}{{x.__class__}}%s%(a)s",
    f"<script>{MARK}</script>&lt;img src=x onerror=1>",
    f"{MARK}" + "é" * 5_000,
    "",
    f"{MARK} 99999999999999999999999999999 1e400 -0 NaN 31/02/2026 25:61",
)


def with_words(value: Any, words: str) -> Any:
    """The same value, but every word from outside in it says this: subjects, names, texts of mails and titles of items.

    Addresses, keys and states keep their form: officebot has looked at those before a duty sees them.
    """
    if isinstance(value, OfficeFacts):
        return value
    if isinstance(value, SeenMail):
        return dataclasses.replace(value, subject=words, sender=with_words(value.sender, words))
    if isinstance(value, Mail):
        return dataclasses.replace(
            value, subject=words, text=words, reply=words, html=words, sender=with_words(value.sender, words),
            attachments=tuple(with_words(one, words) for one in value.attachments),
        )  # fmt: skip
    if isinstance(value, Address):
        return Address(words, value.address)
    if isinstance(value, Attachment):
        return dataclasses.replace(value, name=words)
    if isinstance(value, Item):
        return dataclasses.replace(value, title=words)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(with_words(one, words) for one in value)
    if isinstance(value, list):
        return [with_words(one, words) for one in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {
            one.name: with_words(getattr(value, one.name), words) for one in dataclasses.fields(value) if one.init
        }
        return dataclasses.replace(value, **changes)
    return value
