"""Mailboxes and what the tests of the mail connectors put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

import pytest

from officebot.connectors.imap.account import ImapAccount
from officebot.connectors.imap.session import ImapSession


class Mailbox(Protocol):
    """What Dovecot's and the embedded server's handles have in common."""

    @property
    def host(self) -> str: ...
    @property
    def imap_port(self) -> int: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    def deliver(self, raw: bytes) -> object: ...


def account(mailbox: Mailbox, **changes: object) -> ImapAccount:
    """The settings of a mailbox on loopback."""
    settings: dict[str, object] = {
        "name": "desk",
        "host": mailbox.host,
        "port": mailbox.imap_port,
        "user": mailbox.user,
        "password": mailbox.password,
        "security": "none",
        "timeout": 10.0,
    }
    return ImapAccount(**{**settings, **changes})  # type: ignore[arg-type]


def letter(number: int, subject: str = "", body: str = "Bonjour", extra: str = "") -> bytes:
    """A small mail with its own Message-ID."""
    return (
        f"From: Anne Sender <anne{number}@outside.example>\r\nTo: desk@office.example\r\n"
        f"Subject: {subject or f'Letter {number}'}\r\nDate: Mon, 23 Nov 2026 10:00:00 +0100\r\n"
        f"Message-ID: <letter-{number}@outside.example>\r\n{extra}"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    ).encode()


@pytest.fixture(params=["dovecot", "embedded"])
def mailbox(request: pytest.FixtureRequest) -> Mailbox:
    """The same tests run on Debian's Dovecot and on the embedded server."""
    found: Mailbox = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def session(mailbox: Mailbox) -> Iterator[ImapSession]:
    """A logged-in connection."""
    with ImapSession(account(mailbox)) as opened:
        yield opened


Sessions = Callable[[str], object]


@pytest.fixture
def sessions(mailbox: Mailbox) -> Callable[[str], object]:
    """Opens a connection of its own each time, as after a restart."""

    @contextmanager
    def opened(_: str) -> Iterator[ImapSession]:
        with ImapSession(account(mailbox)) as found:
            yield found

    return opened
