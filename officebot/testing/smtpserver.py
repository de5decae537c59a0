"""The embedded SMTP server: keeps every mail it accepts, and delivers to the accounts that live here.

As on a real one, anybody may write to an account of ours, but only who is logged in may write to the world.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from officebot.testing.imapfolders import Accounts
from officebot.testing.servers import authserv_id

# RFC 5321 §4.5.3.1.10 lets a server set its limits; 30 MiB is what large providers take.
_LARGEST_MAIL = 30 * 1024 * 1024


def sent_at(raw: bytes) -> datetime:
    """When the mail says it was written, which follows the sender's clock, be it virtual; else now."""
    header = BytesHeaderParser().parsebytes(raw[: 64 * 1024])
    try:
        said = parsedate_to_datetime(str(header.get("Date", "")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return datetime.now(UTC)
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def _trace(account: str, sender: str, login: str | None, at: datetime) -> bytes:
    """The header lines that a receiving server puts on top (RFC 5321 §4.4, RFC 8601 §2.2)."""
    server = authserv_id(account)
    domain = sender.rpartition("@")[2]
    ours = login is not None and login.rpartition("@")[2] == domain
    verdict = f"auth=pass smtp.auth={login}; dmarc={'pass' if ours else 'none'}" if login else "dmarc=none"
    protocol = "ESMTPA" if login else "ESMTP"
    lines = (
        f"Return-Path: <{sender}>",
        f"Authentication-Results: {server}; {verdict} header.from={domain or 'invalid'}",
        f"Received: from client by {server} with {protocol}; {format_datetime(at)}",
    )
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


class Handler:
    """What happens to each recipient and each mail (aiosmtpd calls these by name)."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    async def handle_RCPT(  # noqa: N802  (aiosmtpd's name)
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: Sequence[str]
    ) -> str:
        """Refuse to relay for strangers."""
        if not session.authenticated and not self._accounts.is_local(address):
            return "550 5.7.1 Relaying needs a login"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep and deliver the mail in one transaction, before it is acknowledged."""
        raw = bytes(envelope.original_content or b"")
        sender = (envelope.mail_from or "").lower()
        recipients = list(dict.fromkeys(address.lower() for address in envelope.rcpt_tos))
        login = str(session.auth_data) if session.authenticated else None
        at = sent_at(raw)
        with self._accounts.change():
            self._accounts.store.note_sent(sender, recipients, raw, at)
            for address in recipients:
                if self._accounts.is_local(address):
                    self._accounts.drop_in(address, "INBOX", _trace(address, sender, login, at) + raw, at)
        return "250 2.0.0 Accepted"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, auth_data: Any
    ) -> AuthResult:
        """Compare with the account's password."""
        if not isinstance(auth_data, LoginPassword):
            return AuthResult(success=False, handled=False)
        login = auth_data.login.decode("utf-8", "replace").lower()
        password = auth_data.password.decode("utf-8", "replace")
        if not self._accounts.accepts(login, password):
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=login)


async def start_smtp(accounts: Accounts, listener: socket.socket) -> asyncio.Server:
    """Serve SMTP on a bound socket."""
    handler = Handler(accounts)
    loop = asyncio.get_running_loop()

    def connected() -> SMTP:
        return SMTP(
            handler,
            data_size_limit=_LARGEST_MAIL,
            enable_SMTPUTF8=True,
            hostname="localhost",
            ident="embedded office",
            auth_require_tls=False,
            authenticator=handler.authenticate,
            loop=loop,
        )

    return await loop.create_server(connected, sock=listener)
