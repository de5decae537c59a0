"""Commands and their replies over one logged-in connection, several on their way at once."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from officebot.connectors.imap import arguments
from officebot.connectors.imap.account import ImapAccount, connect
from officebot.connectors.imap.arguments import UnsafeArgument
from officebot.connectors.imap.wire import Broken, Line, Reply, Wire
from officebot.connectors.oauth import sasl
from officebot.connectors.oauth.sentences import no_tokens, not_let_in
from officebot.core.expressions import expression
from officebot.core.problems import Problem, Unavailable, UserError
from officebot.core.text import say

# RFC 5530 §3: what the server cannot do just now.
# EXPUNGEISSUED: one of many messages went meanwhile; the others are looked for and done at the next try.
_PASSING = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "EXPUNGEISSUED"})
_CODE = expression(rb"\[([A-Z-]+)", re.IGNORECASE)


class Refused(Exception):
    """The server said NO or BAD to a command; nothing of it was done."""

    def __init__(self, command: str, reply: Reply) -> None:
        code = _CODE.match(reply.text)
        self.code = code.group(1).decode("ascii").upper() if code else ""
        super().__init__(f"{command}: {reply.status} {self.code}".strip())

    @property
    def is_passing(self) -> bool:
        """Whether the server says that the same command may succeed later (RFC 5530 §3)."""
        return self.code in _PASSING


@dataclass(slots=True)
class InFlight:
    """A command that was sent and whose reply has not been asked for yet; `item` is what a FETCH asks for."""

    tag: bytes
    name: str
    item: bytes = b""
    lines: list[Line] = field(default_factory=list)
    reply: Reply | None = None

    def asked_for(self, line: Line) -> bool:
        """Whether the response holds what this FETCH asks for, and no other command that is on its way."""
        item = self.item
        if not item:
            return False
        # Most servers answer in the words of the question.
        return item in line.chunks[0] or any(item in chunk.upper() for chunk in line.chunks)


class Connection:
    """What a session stands on: login, commands and their replies. Unavailable is raised once it is closed."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self._client = connect(account)
        self._wire = Wire(self._client.socket())
        self._number = 0
        self._in_flight: list[InFlight] = []
        self._capabilities: frozenset[bytes] = frozenset()
        self._has_news = False
        self.is_closed = False
        try:
            self._log_in()
        except BaseException:
            self._drop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def has(self, capability: str) -> bool:
        """Whether the server announces a capability, such as "MOVE"."""
        return capability.encode("ascii").upper() in self._capabilities

    def interrupt(self) -> None:
        """From another thread: break the connection, so that whoever waits on it gets Unavailable at once."""
        with contextlib.suppress(OSError):
            self._client.socket().shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Log out and close; never raises."""
        if self.is_closed:
            return
        with contextlib.suppress(OSError, Unavailable, Refused, UnsafeArgument):
            if not self._in_flight:
                self._wire.send(b"ZZ LOGOUT\r\n")
        self._drop()

    def _log_in(self) -> None:
        account = self.account
        try:
            if account.token is not None:
                self._log_in_by_token(account.token)
            else:
                self._log_in_by_password()
        except Refused as refusal:
            if refusal.is_passing:
                raise Unavailable(
                    account.name, say("{host} cannot let anyone in just now.", host=account.host)
                ) from refusal
            if account.token is not None:
                raise UserError(
                    Problem(where=account.name, what=not_let_in(account.host, account.user, account.name))
                ) from refusal
            raise UserError(
                Problem(
                    where=account.name,
                    what=say(
                        "{host} refuses the user name or the password of {user}: correct them, "
                        "or ask who runs the server whether programs need a password of their own.",
                        host=account.host,
                        user=account.user,
                    ),
                )
            ) from refusal
        self._learn_capabilities()

    def _learn_capabilities(self) -> None:
        for line in self._command("CAPABILITY").lines:
            words = line.text.upper().split()
            if words[1:2] == [b"CAPABILITY"]:
                self._capabilities = frozenset(words[2:])

    def _log_in_by_password(self) -> None:
        user, secret = self.account.user, self.account.secret()
        if (user + secret).isascii():
            self._command("LOGIN", arguments.text(user, "user name"), arguments.text(secret, "password"))
        else:
            plain = base64.b64encode(f"\0{user}\0{secret}".encode())
            self._command("AUTHENTICATE PLAIN", literal=plain, is_sasl=True)

    def _log_in_by_token(self, token_of: Callable[[str], str]) -> None:
        """Show a token; where it is refused, another one, once: it may have been withdrawn before its time."""
        account = self.account
        self._learn_capabilities()
        offered = [name[5:].decode("ascii") for name in self._capabilities if name.startswith(b"AUTH=")]
        chosen = sasl.mechanism(offered)
        if not chosen:
            raise UserError(Problem(where=account.name, what=no_tokens(account.host)))
        token = token_of("")
        try:
            self._show(chosen, token)
        except Refused as refusal:
            another = token if refusal.is_passing else token_of(token)
            if another == token:
                raise
            self._show(chosen, another)

    def _show(self, chosen: str, token: str) -> None:
        account = self.account
        shown = sasl.response(chosen, account.user, token, account.host, account.port)
        self._command(
            f"AUTHENTICATE {chosen}",
            literal=base64.b64encode(shown),
            is_sasl=True,
            after=base64.b64encode(sasl.after_refusal(chosen)),
        )

    def _fetch(self, uids: Iterable[int], items: bytes) -> list[Line]:
        return self._receive_all(self._send_fetch(uids, items))

    def _send_fetch(self, uids: Iterable[int], items: bytes) -> list[InFlight]:
        asked = re.search(rb"BODY\.PEEK(\[[A-Z]*)", items)
        item = b"BODY" + asked.group(1) if asked else b""
        return [self._send("UID FETCH", (numbers, items), item) for numbers in arguments.uid_sets(uids)]

    def _receive_all(self, flights: Iterable[InFlight]) -> list[Line]:
        return [line for flight in flights for line in self._receive(flight).lines]

    def _command(
        self,
        name: str,
        *parts: bytes,
        literal: bytes | None = None,
        is_sasl: bool = False,
        after: bytes | None = None,
    ) -> Reply:
        """Send a command and wait for its completion. Raises Refused for NO and BAD.

        `after` answers a second question of the server, which comes before its no.
        """
        if literal is None:
            return self._receive(self._send(name, parts))
        self._settle()
        marked = parts if is_sasl else (*parts, b"{%d}" % len(literal))
        flight = self._send(name, marked)
        with self._unbroken():
            while self._in_flight:
                line = self._wire.line()
                text = line.chunks[0]
                if text.startswith(b"+"):
                    self._wire.send(literal + b"\r\n")
                    if after is None:
                        break
                    literal, after = after, None
                if text.startswith(flight.tag + b" "):
                    self._in_flight.remove(flight)
                    status, _, rest = text[len(flight.tag) + 1 :].strip().partition(b" ")
                    reply = Reply(status.decode("ascii", "replace").upper(), rest, [])
                    if reply.status == "OK" and is_sasl:
                        return reply
                    raise Refused(name, reply)
        return self._receive(flight)

    def _send(self, name: str, parts: Iterable[bytes], item: bytes = b"") -> InFlight:
        if self.is_closed:
            raise self._lost()
        self._number += 1
        flight = InFlight(b"A%d" % self._number, name, item)
        line = arguments.command_line(flight.tag, (name.encode("ascii"), *parts))
        with self._unbroken():
            self._wire.send(line)
        self._in_flight.append(flight)
        return flight

    def _receive(self, flight: InFlight) -> Reply:
        """The reply to a command; replies to commands sent before it are kept for whoever asks for them."""
        while flight.reply is None:
            self._take()
        if flight.reply.status != "OK":
            raise Refused(flight.name, flight.reply)
        return flight.reply

    def _settle(self) -> None:
        """Take in all replies that are still on their way."""
        while self._in_flight:
            self._take()

    def _take(self) -> None:
        """Read until one of the commands on their way is completed.

        A server may work on several at once (RFC 3501 §5.5), so that their responses mingle: each goes to the
        command that asked for it.
        """
        if not self._in_flight:
            raise self._lost()
        with self._unbroken():
            while True:
                line = self._wire.line()
                tag, _, rest = line.chunks[0].partition(b" ")
                if tag == b"*":
                    self._route(line, rest)
                    continue
                done = next((flight for flight in self._in_flight if flight.tag == tag), None)
                if done is None:
                    raise Broken("the server answers out of turn")
                break
        status, _, text = rest.strip().partition(b" ")
        done.reply = Reply(status.decode("ascii", "replace").upper(), text, done.lines)
        self._in_flight.remove(done)
        if done.name != "SELECT":
            self._note_news(done.lines)

    def _route(self, line: Line, rest: bytes) -> None:
        if rest[:4].upper() == b"BYE ":
            raise Broken("the server says goodbye")
        flights = self._in_flight
        if len(flights) == 1:
            flights[0].lines.append(line)
            return
        for flight in flights:
            if flight.asked_for(line):
                flight.lines.append(line)
                return
        next((flight for flight in flights if not flight.item), flights[0]).lines.append(line)

    def _idle(self, seconds: float) -> None:
        """One IDLE (RFC 2177), ended as soon as new messages are announced."""
        self._settle()
        flight = self._send("IDLE", ())
        with self._unbroken():
            deadline = time.monotonic() + seconds
            while not self._has_news and (left := deadline - time.monotonic()) > 0 and self._wire.wait(left):
                line = self._wire.line()
                if line.text.startswith(flight.tag + b" "):
                    # Refused: from now on this connection asks from time to time.
                    self._in_flight.remove(flight)
                    self._capabilities -= {b"IDLE"}
                    return
                self._note_news([line])
            self._wire.send(b"DONE\r\n")
            while not (line := self._wire.line()).text.startswith(flight.tag + b" "):
                self._note_news([line])
            self._in_flight.remove(flight)

    def _note_news(self, lines: Iterable[Line]) -> None:
        """Remember an announcement of new messages, in whichever reply it came."""
        if any(line.chunks[0].endswith(b" EXISTS\r\n") for line in lines):
            self._has_news = True

    @contextlib.contextmanager
    def _unbroken(self) -> Iterator[None]:
        """Turn a broken connection into Unavailable, and close."""
        try:
            yield
        except OSError as error:
            self._drop()
            raise self._lost() from error

    def _lost(self) -> Unavailable:
        return Unavailable(
            self.account.name, say("The connection to {host} was lost; it is tried again.", host=self.account.host)
        )

    def _drop(self) -> None:
        self.is_closed = True
        self._in_flight.clear()
        with contextlib.suppress(OSError):
            self._client.socket().close()
        with contextlib.suppress(OSError):
            self._client.shutdown()
