"""The settings of one mailbox, and the connection made from them."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError
from imapclient.tls import IMAP4_TLS, wrap_socket

from officebot.connectors.tls import certificate_problem, tls_context
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import say


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """How to reach a mailbox. `password` may be a function, asked at each connection; it is never shown.

    `token`, where it is given, is asked instead of a password: for a token, and for another after one was refused.

    `drafts`, `sent`, `trash` and `archive` name folders where the server's own choice is not wanted.
    `keywords` is "auto" (used where the server permits them), "yes" or "no".
    """

    name: str
    host: str
    user: str
    password: str | Callable[[], str] = field(default="", repr=False)
    token: Callable[[str], str] | None = field(default=None, repr=False)
    address: str = ""
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    ca_file: str = ""
    timeout: float = 30.0
    keywords: Literal["auto", "yes", "no"] = "auto"
    drafts: str = ""
    sent: str = ""
    trash: str = ""
    archive: str = ""

    def secret(self) -> str:
        """The password as text."""
        return self.password if isinstance(self.password, str) else self.password()


class _TlsConnection(IMAP4_TLS):  # type: ignore[misc]  # IMAPClient has no types
    """imaplib's side of an encrypted connection, which closes the socket when the handshake fails."""

    def _create_socket(self, timeout: float | None = None) -> ssl.SSLSocket:
        plain = socket.create_connection((self.host, self.port), timeout or self._timeout)
        try:
            wrapped: ssl.SSLSocket = wrap_socket(plain, self.ssl_context, self.host)
        except BaseException:
            plain.close()
            raise
        return wrapped


class _Client(IMAPClient):  # type: ignore[misc]  # IMAPClient has no types
    """IMAPClient over that connection."""

    def _create_IMAP4(self) -> object:  # noqa: N802 - the name is IMAPClient's
        if not self.ssl:
            return super()._create_IMAP4()
        return _TlsConnection(self.host, self.port, self.ssl_context, getattr(self._timeout, "connect", None))


def connect(account: ImapAccount) -> IMAPClient:
    """A connected client, encrypted as the account says, not logged in. Raises Unavailable or UserError."""
    client: IMAPClient | None = None
    try:
        context = None if account.security == "none" else tls_context(account.ca_file)
        client = _Client(
            account.host,
            account.port,
            ssl=account.security == "tls",
            ssl_context=context if account.security == "tls" else None,
            timeout=account.timeout,
        )
        # IMAPClient has imaplib trace every line to a logger: passwords and subjects do not belong there.
        client._imap.debug = 0
        if account.security == "starttls":
            client.starttls(context)
    except (OSError, IMAPClientError, CapabilityError) as error:
        if client is not None:
            # After a failed handshake nothing is left of the socket but its object.
            with contextlib.suppress(OSError):
                client.shutdown()
        raise explain(error, account.name, account.host, account.port, account.ca_file) from error
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client


def explain(error: Exception, name: str, host: str, port: int, ca_file: str = "") -> Unavailable | UserError:
    """What a failed connection means, in one sentence that says what to do next."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return UserError(Problem(where=name, what=certificate_problem(error, host)))
    if isinstance(error, ssl.SSLError):
        return UserError(
            Problem(
                where=name,
                what=say(
                    "{host} does not speak TLS on port {port}: check the port, or choose another security setting.",
                    host=host,
                    port=str(port),
                ),
            )
        )
    if isinstance(error, FileNotFoundError) and ca_file:
        return UserError(
            Problem(where=name, what=say("The file {path} cannot be found: check ca_file.", path=ca_file))
        )
    if isinstance(error, CapabilityError):
        return UserError(
            Problem(
                where=name,
                what=say("{host} does not offer STARTTLS: choose TLS, or ask who runs the server.", host=host),
            )
        )
    return Unavailable(
        name,
        say(
            "{host} does not answer on port {port}: check the network, and the account's host and port.",
            host=host,
            port=str(port),
        ),
    )
