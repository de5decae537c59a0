"""A CalDAV server of its own for a test: Radicale or Xandikos, on a free port, ended with the block that began it."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from officebot.testing.caldavserver import configuration, free_port

HOST = "127.0.0.1"
_START_TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DavServer:
    """Where the server listens, who may log in (Xandikos lets everybody), and the path of the user's own collection."""

    port: int
    user: str
    password: str
    home: str

    @property
    def url(self) -> str:
        """The server's address."""
        return f"http://{HOST}:{self.port}/"

    def calendar(self, name: str, *, make: bool = True) -> str:
        """The address of one of the user's calendars, made when it is missing."""
        path = f"{self.home}{name}/"
        # Where it is there already the servers say 403 (Xandikos), 405 or 409.
        if make and self.ask("MKCALENDAR", path) not in (201, 403, 405, 409):
            raise RuntimeError(f"{path} cannot be made")
        return f"{self.url}{path[1:]}"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> int:
        """The status of a request that somebody else makes, as from another program; names as `If_Match`."""
        from base64 import b64encode
        from http.client import HTTPConnection

        login = b64encode(f"{self.user}:{self.password}".encode()).decode()
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.closing(HTTPConnection(HOST, self.port, timeout=30)) as connection:
            connection.request(method, path, body or None, {"Authorization": f"Basic {login}", **told})
            response = connection.getresponse()
            response.read()
            return response.status


@contextmanager
def dav_server(kind: Literal["radicale", "xandikos"], folder: Path, *, user: str = "anna") -> Iterator[DavServer]:
    """The running server; all it keeps lies in the folder. Raises TimeoutError where it does not start."""
    folder.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(9)
    if kind == "radicale":
        configuration(folder, port, {user: password})
        command = [sys.executable, "-P", "-m", "radicale", "--config", str(folder / "radicale.ini")]
    else:
        command = [
            sys.executable, "-P", "-m", "xandikos", "serve", "-d", str(folder / "collections"), "--defaults",
            "-l", HOST, "-p", str(port), "--current-user-principal", f"/{user}/", "--no-detect-systemd",
            "--state-dir", str(folder / "state"),
        ]  # fmt: skip
    with _running(command, folder, port):
        yield DavServer(
            port=port, user=user, password=password, home=f"/{user}/" + ("calendars/" * (kind == "xandikos"))
        )


@contextmanager
def _running(command: Sequence[str], folder: Path, port: int) -> Iterator[None]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RADICALE_")}
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True
        )
    try:
        _wait(process, port)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise TimeoutError("the calendar server does not start") from None
            time.sleep(0.05)
        else:
            return
