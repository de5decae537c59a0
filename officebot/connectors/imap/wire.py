"""A socket read by lines and literals: what the session and its fetches stand on."""

from __future__ import annotations

import re
import select
import socket
import ssl
from typing import NamedTuple

from officebot.core.expressions import expression

# A longer line or literal is not a mail but an attack on our memory.
_LONGEST_LINE = 8 * 1024 * 1024
LARGEST_LITERAL = 256 * 1024 * 1024
_CHUNK = 256 * 1024
_LITERAL = expression(rb"\{(\d{1,12})\+?\}\r?\n\Z")
_STATUS = expression(rb"\* (?:OK|NO|BAD|BYE|PREAUTH)\b", re.IGNORECASE)


class Broken(OSError):
    """The connection ended, or the server sent something that is not IMAP."""


class Line(NamedTuple):
    """One response of the server: its text, cut at the literals, and the literals between."""

    chunks: list[bytes]
    literals: list[bytes]

    @property
    def text(self) -> bytes:
        """All of the response but its literals, without the line end."""
        return b"".join(self.chunks).rstrip(b"\r\n")


class Reply(NamedTuple):
    """A finished command: `status` is OK, NO or BAD, `text` what stands after it, `lines` the untagged responses."""

    status: str
    text: bytes
    lines: list[Line]


class Wire:
    """Reads and writes on a connected socket, with its own buffer; timeouts are the socket's."""

    __slots__ = ("_buffer", "_position", "_socket")

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._buffer = b""
        self._position = 0

    def send(self, data: bytes) -> None:
        """Send all of it. Raises OSError."""
        self._socket.sendall(data)

    def line(self) -> Line:
        """The next response of the server, with its literals. Raises OSError."""
        first = self._readline()
        if not first.endswith((b"}\r\n", b"}\n")) or _STATUS.match(first):
            return Line([first], [])
        chunks, literals = [first], []
        while mark := _LITERAL.search(chunks[-1]):
            length = int(mark.group(1))
            if length > LARGEST_LITERAL:
                raise Broken("a literal is larger than allowed")
            literals.append(self._read(length))
            chunks.append(self._readline())
        return Line(chunks, literals)

    def wait(self, seconds: float) -> bool:
        """Whether there is something to read within so many seconds."""
        if self._position < len(self._buffer):
            return True
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        poll = select.poll()
        poll.register(self._socket.fileno(), select.POLLIN)
        return bool(poll.poll(max(0, int(seconds * 1000))))

    def _readline(self) -> bytes:
        while True:
            end = self._buffer.find(b"\n", self._position)
            if end >= 0:
                line = self._buffer[self._position : end + 1]
                self._position = end + 1
                return line
            if len(self._buffer) - self._position > _LONGEST_LINE:
                raise Broken("a line is longer than allowed")
            self._buffer = self._buffer[self._position :] + self._receive()
            self._position = 0

    def _read(self, length: int) -> bytes:
        end = self._position + length
        if end <= len(self._buffer):
            data = self._buffer[self._position : end]
            self._position = end
            return data
        parts = [self._buffer[self._position :]]
        missing = length - len(parts[0])
        self._buffer, self._position = b"", 0
        while missing > 0:
            chunk = self._receive()
            if len(chunk) > missing:
                self._buffer = chunk[missing:]
                chunk = chunk[:missing]
            parts.append(chunk)
            missing -= len(chunk)
        return b"".join(parts)

    def _receive(self) -> bytes:
        chunk = self._socket.recv(_CHUNK)
        if not chunk:
            raise Broken("the server closed the connection")
        return chunk
