"""A TCP proxy that cuts the connection at a chosen moment."""

from __future__ import annotations

import select
import socket
import struct
import threading
from types import TracebackType
from typing import Self


class CuttingProxy:
    """Passes bytes on, both ways, until the `cut`-th chunk (from 1) would pass in the chosen direction.

    `lose` is "reply": the server did what it was told and its answer is lost; or "command": the server never
    hears of it. Without `cut` nothing is lost. `was_cut` tells whether it came to that.
    """

    def __init__(self, port: int, *, cut: int = 0, lose: str = "reply") -> None:
        self._target = port
        self._cut = cut
        self._lose = lose
        self._passed = 0
        self.was_cut = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="proxy", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", self._target)) as server:
                self._pass_on(client, server)

    def _pass_on(self, client: socket.socket, server: socket.socket) -> None:
        while True:
            ready, _, _ = select.select([client, server], [], [], 10)
            if not ready:
                return
            for source in ready:
                try:
                    data = source.recv(65_536)
                except ConnectionResetError:
                    return
                if not data:
                    return
                if (source is server) == (self._lose == "reply"):
                    self._passed += 1
                    if self._passed == self._cut:
                        self.was_cut = True
                        _reset(client)
                        return
                (client if source is server else server).sendall(data)


def _reset(connection: socket.socket) -> None:
    """Close with RST, as a cut line does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
