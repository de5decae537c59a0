"""The code by which a reply to a digest is known, as it stands in subjects and texts. Pure."""

from __future__ import annotations

from hashlib import sha256

from officebot.core.expressions import expression

#: Letters and digits that nobody confuses when they read or type them, as `officebot.engine.deciding.codes` makes codes of them.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
LENGTH = 14
_CODE = expression(r"\s?\[([A-HJKMNP-TV-Z2-9]{14})\]")


def code_in(text: str) -> str:
    """The first code of a text, "" where it holds none."""
    found = _CODE.search(text)
    return found[1] if found else ""


def without_code(subject: str) -> str:
    """A subject without its code: what bears it no more is no answer."""
    return _CODE.sub("", subject)


def hash_of(code: str) -> str:
    """What is kept of a code: its SHA-256, in any case of letters."""
    return sha256(code.strip().upper().encode("utf-8", "replace")).hexdigest()
