"""The embedded CalDAV server: Radicale in a process of its own, started when a calendar is first asked for."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path

# A shell stands watch: when the embedded office goes, killed or not, its end of the pipe closes and Radicale goes.
_WATCH = '"$@" </dev/null & child=$!; cat >/dev/null; kill -9 $child'
_START_TIMEOUT_SECONDS = 20.0

_CONFIGURATION = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {directory}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {directory}/collections
[logging]
level = warning
"""


def free_port() -> int:
    """A port on loopback that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configuration(directory: Path, port: int, accounts: Mapping[str, str]) -> None:
    """Write radicale.ini and the logins into the folder."""
    directory.mkdir(parents=True, exist_ok=True)
    users = directory / "users"
    users.touch(mode=0o600)
    users.write_text("".join(f"{address}:{password}\n" for address, password in accounts.items()), "utf-8")
    text = _CONFIGURATION.format(port=port, directory=directory.resolve())
    (directory / "radicale.ini").write_text(text, "utf-8")


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


class CalendarServer:
    """Radicale, running or not yet; its collections and its log lie in `directory`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._process: Process | None = None
        self._starting = asyncio.Lock()
        self._port = 0

    async def port(self, accounts: Mapping[str, str]) -> int:
        """The port it serves these accounts on; the first call starts it. Raises TimeoutError."""
        async with self._starting:
            if self._process is None:
                self._configure(accounts)
                await self._start()
            return self._port

    def _configure(self, accounts: Mapping[str, str]) -> None:
        self._port = free_port()
        configuration(self._directory, self._port, accounts)

    async def _start(self) -> None:
        command = (sys.executable, "-P", "-m", "radicale", "--config", str(self._directory / "radicale.ini"))
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RADICALE_")}
        with (self._directory / "radicale.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                "sh", "-c", _WATCH, "sh", *command, stdin=PIPE, stdout=DEVNULL, stderr=log, env=environment
            )
        async with asyncio.timeout(_START_TIMEOUT_SECONDS):
            while not await _answers(self._port):
                await asyncio.sleep(0.03)

    async def stop(self) -> None:
        """End it; what it keeps stays on disk."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()
            self._process = None
