"""Until when the certificates of mail servers are good."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl
from contextlib import suppress
from datetime import UTC, datetime

from officebot.connectors.tls import tls_context

_SECONDS = 10


def good_until(kind: str, host: str, port: int, security: str, ca_file: str = "") -> datetime | None:
    """The end of the certificate that the server (`kind` "imap" or "smtp") shows; None where none is shown or reached.

    A server that cannot be reached, or whose certificate is refused, is told by whoever reads mail there.
    """
    context = tls_context(ca_file)
    with suppress(OSError, smtplib.SMTPException, imaplib.IMAP4.error, EOFError, ValueError):
        if security == "tls":
            with (
                socket.create_connection((host, port), _SECONDS) as plain,
                context.wrap_socket(plain, server_hostname=host) as wrapped,
            ):
                return _end(wrapped)
        if security == "starttls":
            return _imap(host, port, context) if kind == "imap" else _smtp(host, port, context)
    return None


def _imap(host: str, port: int, context: ssl.SSLContext) -> datetime | None:
    with imaplib.IMAP4(host, port, timeout=_SECONDS) as session:
        session.starttls(context)
        return _end(session.sock)


def _smtp(host: str, port: int, context: ssl.SSLContext) -> datetime | None:
    with smtplib.SMTP(host, port, timeout=_SECONDS) as session:
        session.starttls(context=context)
        return _end(session.sock)


def _end(wrapped: object) -> datetime | None:
    if not isinstance(wrapped, ssl.SSLSocket):
        return None
    until = (wrapped.getpeercert() or {}).get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(until)), UTC) if until else None
