"""The dashboard's server: a thread of the service that answers on loopback."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import TYPE_CHECKING, cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.web.door import PATIENCE
from officebot.web.pages import application

if TYPE_CHECKING:
    from officebot.app import App

#: The service goes on without waiting longer for its page.
_START_SECONDS = 5.0
#: As many are answered at once; who comes beyond is told to come back, and lets go of the connection.
_MOST_AT_ONCE = 200


class Dashboard:
    """Serves the office's pages from a thread; `port` is the one it really got."""

    def __init__(self, app: App, port: int | None = None, patience: float = PATIENCE) -> None:
        self._host = app.settings.service.host
        wanted = app.settings.service.port if port is None else port
        self._socket = _listening(self._host, wanted)
        self.port: int = self._socket.getsockname()[1]
        # Who a proxy says that it asks for is believed only where there is to be a proxy.
        config = uvicorn.Config(
            application(app, self.port, patience), log_config=None, access_log=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=2, server_header=False, http=_impatient(patience),
            proxy_headers=bool(app.settings.service.public_url), limit_concurrency=_MOST_AT_ONCE,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, name="dashboard", daemon=True)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{self._host}:{self.port}/"

    def start(self) -> None:
        """Begin to answer; returns once it does.

        What the service does next would only keep it from answering: the two share one interpreter.
        """
        self._thread.start()
        deadline = time.monotonic() + _START_SECONDS
        while not self._server.started and self._thread.is_alive() and time.monotonic() < deadline:
            # Not time.sleep: it goes by a clock that tests of the changes of the clock turn.
            self._thread.join(0.005)

    def stop(self) -> None:
        """Answer what was asked, and end."""
        self._server.should_exit = True
        self._thread.join(timeout=5)
        self._socket.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])


def _impatient(seconds: float) -> type[asyncio.Protocol]:
    """What speaks HTTP, and closes a connection whose request does not begin whole within so long."""

    class Impatient(H11Protocol):
        _closing: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(cast("asyncio.Transport", transport))
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            self._let()

        def _wait(self) -> None:
            if bool(self.cycle) and not self.cycle.response_complete:
                self._let()
            elif self._closing is None:
                self._closing = self.loop.call_later(seconds, self.transport.close)

        def _let(self) -> None:
            if self._closing is not None:
                self._closing.cancel()
                self._closing = None

    return Impatient


def _listening(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise UserError(
            say(
                "Port {port} of {host} is taken: stop the other program, or choose another port under [service].",
                port=str(port),
                host=host,
            )
        ) from error
    return made
