"""Offices for tests of the whole: officebot as a person calls it, an office over a Dovecot mailbox, a running service."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import tomlkit

from officebot.settings.new import Answers, write_new_office
from officebot.testing.dovecot import DovecotUser, free_port
from tests.app.prepared import Prepared

DAY = "2026-11-23"
_PREPARED = Prepared()


@dataclass(frozen=True, slots=True)
class Called:
    """What a call of officebot gave: exit code, both outputs."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> list[Any]:
        """The JSON lines of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(lang: str = "en", **more: str) -> dict[str, str]:
    """This process's environment, for a reader of this language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "OFFICEBOT_"))}
    return {**kept, "LANG": {"en": "en_GB.UTF-8", "fr": "fr_FR.UTF-8"}[lang], **more}


def officebot(*words: str | Path, office: Path | None = None, lang: str = "en", seconds: float = 100) -> Called:
    """Call officebot as a person does, in a process of its own (`tests/app/prepared.py`)."""
    told = [*(["--office", str(office)] if office else []), *map(str, words)]
    with TemporaryFile() as out, TemporaryFile() as err:
        code = _PREPARED.call(told, environment(lang), out.fileno(), err.fileno(), seconds)
        if code is None:
            command = [sys.executable, "-m", "officebot", *told]
            ended = subprocess.run(
                command, stdout=out, stderr=err, env=environment(lang), timeout=seconds, check=False
            )
            code = ended.returncode
        return Called(code, *(_said(file) for file in (out, err)))


def _said(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def letter(
    number: int, *, subject: str = "", body: str = "", sender: str = "Paul Martin <paul@client.example>"
) -> bytes:
    """A mail that somebody might write; the same bytes for the same arguments."""
    mail = EmailMessage()
    mail["Message-ID"] = f"<m{number}@client.example>"
    mail["From"] = sender
    mail["To"] = "desk@office.example"
    mail["Date"] = "Mon, 23 Nov 2026 08:00:00 +0100"
    mail["Subject"] = subject or f"Question number {number}"
    mail.set_content(body or "Hello,\n\ncould you tell me when the order will be ready?\n\nPaul Martin\n")
    return mail.as_bytes()


def urgent(number: int) -> bytes:
    """A mail that triage flags as urgent."""
    body = (
        "Hello,\n\nour line has stopped, water is running into the workshop. Please call me back at once.\n\nPaul\n"
    )
    return letter(number, subject=f"URGENT: line stopped, call me at once ({number})", body=body)


def make_office(folder: Path, mailbox: DovecotUser, *, smtp_port: int | None = None, **changes: Any) -> Path:
    """An office over this mailbox, past its days of observing; `changes` go into its settings, tables by name."""
    answers = Answers(
        name="Test Office", person="Ann Assistant", address="desk@office.example", language="en", user=mailbox.user,
        login=_login(), imap_host=mailbox.host, imap_security="none", imap_port=mailbox.imap_port,
        smtp_host="127.0.0.1" if smtp_port else "", smtp_security="none", smtp_port=smtp_port,
        password=mailbox.password,
    )  # fmt: skip
    write_new_office(folder, answers)
    own = {
        "trust": {"observe_days": 0},
        "service": {"port": free_port(), "heartbeat_seconds": 1},
        # They note things of their own: who counts proposals wants them only where they are the subject.
        "duties": {name: {"enabled": False} for name in ("follow_up", "deadlines", "self_check", "approvals")},
    }
    edit(folder, **own)
    edit(folder, **changes)
    return folder


def edit(folder: Path, **tables: Any) -> None:
    """Change settings of an office: `edit(folder, trust={"observe_days": 0})`; inner tables are merged."""
    path = folder / "office.toml"
    settings = tomlkit.parse(path.read_text("utf-8"))
    _merge(settings, tables)
    draft = folder / "office.toml.draft"
    draft.write_text(tomlkit.dumps(settings), "utf-8")
    draft.replace(path)


def _merge(into: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        elif value is None:
            into.pop(name, None)
        else:
            into[name] = value


def _login() -> str:
    import getpass

    return getpass.getuser()


def wait_for(what: Callable[[], Any], seconds: float = 15.0) -> Any:
    """What `what()` gives once it is true; its last answer when the time is over."""
    deadline = time.monotonic() + seconds
    while not (found := what()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


# ── the service ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Service:
    """A running `officebot run`."""

    folder: Path
    process: subprocess.Popen[bytes]
    port: int
    errors: Path
    ended: int | None = field(default=None)

    def get(self, path: str = "/health", *, host: str = "", method: str = "GET") -> tuple[int, bytes]:
        """The page's answer: status and body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    @property
    def is_up(self) -> bool:
        """Whether the page answers."""
        try:
            return self.get()[0] == 200
        except (OSError, HTTPException):
            return False

    def shows(self, words: bytes) -> bool:
        """Whether its door shows these words; not while it is between two lives."""
        try:
            return words in self.get("/sign-in")[1]
        except (OSError, HTTPException):
            return False

    @property
    def log(self) -> str:
        """What stands in the log."""
        path = self.folder / "state" / "logs" / "officebot.log"
        return path.read_text("utf-8") if path.exists() else ""

    def logged(self, message: str) -> list[dict[str, Any]]:
        """The log's records with this message."""
        return [one for line in self.log.splitlines() if (one := json.loads(line))["message"] == message]

    def stop(self, seconds: float = 20) -> int:
        """Ask it to end (SIGTERM); the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


@contextmanager
def serving(folder: Path, *, lang: str = "en") -> Iterator[Service]:
    """A service of this office, up and answering; ended with the block, if it has not ended before."""
    port = tomllib.loads((folder / "office.toml").read_text("utf-8"))["service"]["port"]
    errors = folder.parent / f"{folder.name}.errors"
    with errors.open("wb") as into:
        command = [sys.executable, "-m", "officebot", "--office", str(folder), "run"]
        process = subprocess.Popen(command, stdout=into, stderr=into, env=environment(lang))
    service = Service(folder, process, port, errors)
    try:
        assert wait_for(lambda: service.is_up or process.poll() is not None), "the service does not answer"
        assert process.poll() is None, errors.read_text()
        yield service
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
