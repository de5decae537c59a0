"""How a token is shown to a mail server: XOAUTH2, as Google and Microsoft have it, else OAUTHBEARER (RFC 7628)."""

from __future__ import annotations

from collections.abc import Iterable

from officebot.core.problems import UserError
from officebot.core.text import say

#: In the order in which they are preferred.
_MECHANISMS = ("XOAUTH2", "OAUTHBEARER")


def mechanism(offered: Iterable[str]) -> str:
    """The one to use of those that a server offers; "" for none."""
    names = {name.upper() for name in offered}
    return next((one for one in _MECHANISMS if one in names), "")


def response(chosen: str, user: str, token: str, host: str, port: int) -> bytes:
    """What is sent, before base64. Raises UserError for a user name that could say something else."""
    if not user.isprintable():
        raise UserError(say("Refused: the {role} holds characters that it must not hold.", role="user name"))
    if chosen == "XOAUTH2":
        return f"user={user}\x01auth=Bearer {token}\x01\x01".encode()
    name = user.replace("=", "=3D").replace(",", "=2C")  # RFC 5801 §4, saslname
    return f"n,a={name},\x01host={host}\x01port={port}\x01auth=Bearer {token}\x01\x01".encode()


def after_refusal(chosen: str) -> bytes:
    """What ends the exchange after a server explained its no, before base64 (RFC 7628 §3.2.3)."""
    return b"" if chosen == "XOAUTH2" else b"\x01"
