"""An office's servers on this machine: `EmbeddedOffice(folder)` gives IMAP, SMTP and CalDAV that keep their data.

For POSIX systems (file locks, a shell beside Radicale).
"""

from __future__ import annotations

import argparse
import json
import os
import select
import signal
import socket
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.testing import servers
from officebot.testing.mailstore import FILE_NAME, KeptMessage, MailStore, SentMail

DEFAULT_MAILBOX = "assistance@atelier-verrier.example"
_START_TIMEOUT_SECONDS = 30.0
_ANSWER_TIMEOUT_SECONDS = 30.0


class EmbeddedOfficeError(UserError):
    """The servers could not be started or do not answer."""


class EmbeddedOffice:
    """Mail and calendar servers for the demo and for tests; all they keep lies in `directory`.

    As a context manager it starts them and ends them. They end as well when this process does, killed or not.
    The first of `mailboxes` is `user`. Passwords are made up at the first start, unless one is given.
    """

    def __init__(
        self, directory: Path | str, *, mailboxes: Sequence[str] = (DEFAULT_MAILBOX,), password: str = ""
    ) -> None:
        self.directory = Path(directory)
        self._mailboxes = tuple(address.lower() for address in mailboxes)
        self._wanted_password = password
        self._process: subprocess.Popen[bytes] | None = None
        self._servers: servers.Servers | None = None

    @classmethod
    def attach(
        cls, directory: Path | str, *, mailboxes: Sequence[str] = (DEFAULT_MAILBOX,), password: str = ""
    ) -> Self:
        """The office in this folder, already started: the servers that run there, else new ones."""
        office = cls(directory, mailboxes=mailboxes, password=password)
        if not office._join():
            try:
                office.start()
            except EmbeddedOfficeError:
                # Somebody else may have started them at the same moment: the folder's lock let one through.
                if not office._join():
                    raise
        return office

    def _join(self) -> bool:
        running = servers.read(self.directory)
        self._servers = running if running is not None and running.is_alive else None
        return self._servers is not None

    # ── life ──────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Start the servers and wait until they answer. Raises EmbeddedOfficeError."""
        self._check_that_it_can_start()
        self.directory.mkdir(parents=True, exist_ok=True)
        me = os.getpid()
        environment = {**os.environ, servers.PARENT_VARIABLE: f"{me}:{servers.start_time(me)}"}
        if self._wanted_password:
            environment[servers.PASSWORD_VARIABLE] = self._wanted_password
        command = [sys.executable, "-P", "-m", "officebot.testing.embedded", str(self.directory), *self._mailboxes]
        with (self.directory / "servers.log").open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                # Ctrl-C in a terminal is for the parent, which then ends the servers in order.
                start_new_session=True,
            )
        self._wait_until_ready(self._process)

    def _check_that_it_can_start(self) -> None:
        missing = [name for name in ("pymap", "aiosmtpd") if find_spec(name) is None]
        if missing:
            what = say("the embedded servers need {packages}: install officebot[demo]", packages=", ".join(missing))
            raise EmbeddedOfficeError(what)
        running = servers.read(self.directory)
        if running is not None and running.is_alive:
            what = say("embedded servers already run in {folder}: end them first", folder=str(self.directory))
            raise EmbeddedOfficeError(what)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        words = process.stdout
        told = words is not None and bool(select.select([words], [], [], _START_TIMEOUT_SECONDS)[0])
        found = servers.read(self.directory) if words is not None and told and words.readline() else None
        if found is None or found.pid != process.pid:
            self.kill()
            log = str(self.directory / "servers.log")
            raise EmbeddedOfficeError(say("the embedded servers did not start: {log} says why", log=log))
        self._servers = found

    def stop(self) -> None:
        """End the servers in order; servers that this object only attached to go on."""
        process, self._process, self._servers = self._process, None, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def kill(self) -> None:
        """End the servers at once, as a crash would (SIGKILL)."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
        self.stop()

    def __enter__(self) -> Self:
        if self._servers is None:
            self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # ── where things are ──────────────────────────────────────────────────────────────────────────────────

    @property
    def _running(self) -> servers.Servers:
        if self._servers is None:
            raise EmbeddedOfficeError(say("the embedded servers do not run: start them first"))
        return self._servers

    @property
    def is_owner(self) -> bool:
        """Whether this object started the servers, and ends them."""
        return self._process is not None

    @property
    def pid(self) -> int:
        """The servers' process."""
        return self._running.pid

    @property
    def host(self) -> str:
        """Where the servers listen."""
        return servers.HOST

    @property
    def imap_port(self) -> int:
        """Where IMAP is spoken, without TLS."""
        return self._running.imap_port

    @property
    def smtp_port(self) -> int:
        """Where SMTP is spoken, without TLS, with a login."""
        return self._running.smtp_port

    @property
    def user(self) -> str:
        """The first mailbox's address, which is its login."""
        return self._mailboxes[0]

    @property
    def password(self) -> str:
        """The first mailbox's password."""
        return self.passwords[self.user]

    @property
    def passwords(self) -> Mapping[str, str]:
        """Every mailbox's password, by address."""
        return self._running.accounts

    @property
    def caldav_url(self) -> str:
        """The calendar server's address; it is started at the first use. The logins are those of the mailboxes."""
        return f"http://{servers.HOST}:{self._ask('calendar')['port']}/"

    @property
    def calendar_url(self) -> str:
        """The address of the first mailbox's calendar, which is made when it is missing."""
        return self.make_calendar("calendar")

    def make_calendar(self, name: str) -> str:
        """The address of a calendar of the first mailbox, which is made when it is missing."""
        # 201: made; 405 or 409: it is there already (RFC 4791 §5.3.1).
        self._dav("MKCALENDAR", name, expected=(201, 405, 409))
        return f"{self.caldav_url}{quote(self.user)}/{quote(name)}/"

    def fill_calendar(self, ics: bytes, *, name: str = "calendar") -> bool:
        """Make a calendar of the first mailbox with these events; False and nothing done when it exists."""
        if self._dav("PROPFIND", name, expected=(207, 404), headers={"Depth": "0"}) == 207:
            return False
        self._dav("PUT", name, expected=(201,), body=ics, headers={"Content-Type": "text/calendar; charset=utf-8"})
        return True

    def _dav(
        self, method: str, name: str, *, expected: tuple[int, ...], body: bytes = b"", headers: Mapping[str, str] = {}
    ) -> int:
        port = int(self._ask("calendar")["port"])
        login = b64encode(f"{self.user}:{self.password}".encode()).decode()
        connection = HTTPConnection(servers.HOST, port, timeout=_ANSWER_TIMEOUT_SECONDS)
        try:
            path = f"/{quote(self.user)}/{quote(name)}/"
            connection.request(method, path, body, {"Authorization": f"Basic {login}", **headers})
            status = connection.getresponse().status
        finally:
            connection.close()
        if status not in expected:
            what = say("the embedded calendar server answers {status} to {method}", status=status, method=method)
            raise EmbeddedOfficeError(what)
        return status

    # ── what comes and goes ───────────────────────────────────────────────────────────────────────────────

    def _ask(self, do: str, raw: bytes = b"", **values: str) -> dict[str, Any]:
        running = self._running
        request = {"do": do, "token": running.token, "size": len(raw), **values}
        try:
            address = (servers.HOST, running.control_port)
            with socket.create_connection(address, _ANSWER_TIMEOUT_SECONDS) as connection:
                connection.sendall(json.dumps(request).encode() + b"\n" + raw)
                with connection.makefile("rb") as answers:
                    line = answers.readline()
        except OSError as error:
            raise EmbeddedOfficeError(say("the embedded servers do not answer")) from error
        if not line:
            raise EmbeddedOfficeError(say("the embedded servers do not answer"))
        answer: dict[str, Any] = json.loads(line)
        return answer

    def deliver(self, raw: bytes, *, when: datetime | None = None, mailbox: str = "", folder: str = "INBOX") -> bool:
        """Put a message into a mailbox as if it came at `when` (aware; else now), byte for byte.

        The same Message-ID comes to a mailbox once, wherever it has been moved since: False the second time.
        """
        at = when or datetime.now(UTC)
        if at.tzinfo is None:
            raise ValueError("when must be aware")
        values = {"mailbox": mailbox or self.user, "folder": folder, "when": at.isoformat()}
        return bool(self._ask("deliver", raw, **values)["delivered"])

    def _store(self) -> MailStore:
        return MailStore(self.directory / FILE_NAME, reading=True)

    def sent_mails(self) -> list[SentMail]:
        """Every mail that the SMTP server accepted, oldest first; also while the servers are down."""
        store = self._store()
        try:
            return store.sent()
        finally:
            store.close()

    def mailbox(self, folder: str = "INBOX", *, of: str = "") -> list[KeptMessage]:
        """The messages of a folder by UID; none when there is no such folder. Also while the servers are down."""
        store = self._store()
        try:
            rows = [row for row in store.folders(of.lower() or self.user) if row.name == folder]
            return [
                KeptMessage(
                    uid=message.uid,
                    received=message.received,
                    flags=message.flags,
                    raw=store.content(message.content) or b"",
                )
                for row in rows
                for message in store.messages(row)
            ]
        finally:
            store.close()

    def folders(self, *, of: str = "") -> list[str]:
        """The names of a mailbox's folders, oldest first."""
        store = self._store()
        try:
            return [row.name for row in store.folders(of.lower() or self.user)]
        finally:
            store.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve an embedded office in this process until standard input ends."""
    parser = argparse.ArgumentParser(prog="python -m officebot.testing.embedded", description=main.__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("mailboxes", nargs="*", default=[DEFAULT_MAILBOX])
    options = parser.parse_args(arguments)
    from officebot.testing.serving import serve

    return serve(options.directory, [address.lower() for address in options.mailboxes])


if __name__ == "__main__":
    sys.exit(main())
