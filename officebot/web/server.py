"""The dashboard's server: a thread of the service that answers on loopback."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import uvicorn

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.web.pages import application

if TYPE_CHECKING:
    from officebot.app import App

#: The service goes on without waiting longer for its page.
_START_SECONDS = 5.0


class Dashboard:
    """Serves the office's pages from a thread; `port` is the one it really got."""

    def __init__(self, app: App, port: int | None = None) -> None:
        self._host = app.settings.service.host
        wanted = app.settings.service.port if port is None else port
        self._socket = _listening(self._host, wanted)
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            application(app, self.port), log_config=None, access_log=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=2, server_header=False,
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
