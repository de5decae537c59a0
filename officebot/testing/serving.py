"""The process behind an `EmbeddedOffice`: IMAP, SMTP and a control port in one loop, Radicale as a child."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from officebot.testing import servers
from officebot.testing.caldavserver import CalendarServer
from officebot.testing.imapfolders import Accounts
from officebot.testing.imapserver import start_imap
from officebot.testing.mailstore import FILE_NAME, MailStore
from officebot.testing.smtpserver import start_smtp

# A server whose parent was killed needs a moment to notice and to let go.
_LOCK_TIMEOUT_SECONDS = 10.0
_LARGEST_REQUEST = 64 * 1024


def hold_lock(directory: Path) -> IO[bytes]:
    """The folder's lock, held while the file is open. Raises BlockingIOError when another server keeps it."""
    lock = (directory / "servers.lock").open("ab")
    deadline = time.monotonic() + _LOCK_TIMEOUT_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = servers.read(directory)
            if time.monotonic() > deadline or (running is not None and running.is_alive):
                lock.close()
                raise
            time.sleep(0.02)
        else:
            return lock


def listen(wanted_port: int) -> socket.socket:
    """A socket on loopback: on the port of last time when it is free, else on any."""
    for port in (wanted_port, 0):
        # asyncio sets TCP_NODELAY only where the protocol is named; without it each short reply waits 40 ms.
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((servers.HOST, port))
            # Two servers could share an address that nobody listens on yet: the port is ours once this succeeds.
            listener.listen(128)
        except OSError:
            listener.close()
            continue
        return listener
    raise OSError("no free port on loopback")


class Control:
    """Answers the `EmbeddedOffice` objects: one JSON line in, then bytes as announced; one JSON line out."""

    def __init__(self, accounts: Accounts, calendar: CalendarServer, token: str) -> None:
        self._accounts = accounts
        self._calendar = calendar
        self._token = token

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        try:
            request = json.loads(await reader.readline())
            if secrets.compare_digest(str(request.get("token", "")), self._token):
                raw = await reader.readexactly(int(request.get("size", 0)))
                answer = await self._answer(request, raw)
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (ValueError, AttributeError, ConnectionError, asyncio.IncompleteReadError):
            # A stranger on loopback, or a client that went away: nothing to tell them.
            return
        finally:
            writer.close()

    async def _answer(self, request: Mapping[str, Any], raw: bytes) -> dict[str, Any]:
        if request["do"] == "deliver":
            return {"delivered": self._deliver(request, raw)}
        if request["do"] == "calendar":
            return {"port": await self._calendar.port(self._accounts.store.accounts())}
        return {}

    def _deliver(self, request: Mapping[str, Any], raw: bytes) -> bool:
        mailbox = str(request["mailbox"]).lower()
        with self._accounts.change():
            if not self._accounts.store.note_delivery(mailbox, raw):
                return False
            self._accounts.drop_in(mailbox, str(request["folder"]), raw, datetime.fromisoformat(request["when"]))
            return True


def _open_accounts(store: MailStore, addresses: Sequence[str]) -> None:
    known = store.accounts()
    chosen = os.environ.pop(servers.PASSWORD_VARIABLE, "")
    for address in addresses:
        password = chosen or known.get(address) or secrets.token_urlsafe(12)
        if known.get(address) != password:
            store.add_account(address, password)


def _watch_stdin(loop: asyncio.AbstractEventLoop, over: asyncio.Event) -> None:
    def wait() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(over.set)

    threading.Thread(target=wait, daemon=True).start()


async def _serve(directory: Path, store: MailStore) -> None:
    before = servers.read(directory)
    accounts, calendar = Accounts(store), CalendarServer(directory / "calendars")
    imap, smtp = listen(before.imap_port if before else 0), listen(before.smtp_port if before else 0)
    control, token = listen(0), secrets.token_urlsafe(24)
    parent, parent_started = servers.parent()
    over = asyncio.Event()
    running = [
        await start_imap(accounts, imap),
        await start_smtp(accounts, smtp),
        await asyncio.start_server(
            Control(accounts, calendar, token).connected, sock=control, limit=_LARGEST_REQUEST
        ),
    ]
    now = servers.Servers(
        pid=os.getpid(),
        started=servers.start_time(os.getpid()),
        parent=parent,
        parent_started=parent_started,
        imap_port=imap.getsockname()[1],
        smtp_port=smtp.getsockname()[1],
        control_port=control.getsockname()[1],
        token=token,
        accounts=store.accounts(),
    )
    servers.write(directory, now)
    _watch_stdin(asyncio.get_running_loop(), over)
    try:
        print("ready", flush=True)
    except BrokenPipeError:
        # Whoever started us was killed meanwhile.
        over.set()
    await over.wait()
    for server in running:
        server.close()
    await calendar.stop()


def serve(directory: Path, addresses: Sequence[str]) -> int:
    """Serve the embedded office in this folder until standard input ends; the exit status."""
    directory.mkdir(parents=True, exist_ok=True)
    try:
        lock = hold_lock(directory)
    except BlockingIOError:
        print("another server already runs in this folder", file=sys.stderr)
        return os.EX_TEMPFAIL
    with lock:
        store = MailStore(directory / FILE_NAME)
        _open_accounts(store, addresses)
        asyncio.run(_serve(directory, store))
        # Connections may still be open; all they did is committed.
        os._exit(0)
