"""A line to a server that is cut after so many bytes: a proxy on loopback."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_AT_ONCE = 65536


class Line:
    """Leads to a port on loopback; once `left` bytes have passed, in either direction, all that is open is cut, once."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.passed = 0
        self.cuts = 0
        self._left: int | None = None
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, count: int) -> None:
        """Cut it when so many bytes have passed from now on."""
        self._left = count

    def close(self) -> None:
        """Nobody gets through any more."""
        self._listener.close()
        self._cut()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self._to), timeout=5)
            except OSError:
                return
            there.settimeout(None)
            with self._lock:
                self._open |= {here, there}
            for one, other in ((here, there), (there, here)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(_AT_ONCE):
                with self._lock:
                    some, is_cut = self._let_through(data)
                other.sendall(some)
                if is_cut:
                    self._cut()
                    return
        for end in (one, other):
            with suppress(OSError):
                end.close()
            self._open.discard(end)

    def _let_through(self, data: bytes) -> tuple[bytes, bool]:
        some, is_cut = data, False
        if self._left is not None:
            some, is_cut = data[: self._left], len(data) >= self._left
            self._left = None if is_cut else self._left - len(data)
            self.cuts += is_cut
        self.passed += len(some)
        return some, is_cut

    def _cut(self) -> None:
        with self._lock:
            cut, self._open = self._open, set()
        for end in cut:
            with suppress(OSError):
                # Without a farewell, as when a cable is pulled and the other side hears of it at once.
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                end.close()


@contextmanager
def line_to(port: int) -> Iterator[Line]:
    """A line to this port on loopback."""
    line = Line(port)
    try:
        yield line
    finally:
        line.close()
