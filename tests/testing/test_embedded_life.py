"""How the embedded office starts, ends, is killed, and what is left then."""

import base64
import dataclasses
import os
import random
import signal
import smtplib
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from imapclient import IMAPClient

from officebot.testing import servers
from officebot.testing.embedded import EmbeddedOffice, EmbeddedOfficeError

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def letter(number: int) -> bytes:
    return f"Message-ID: <{number}@a.example>\r\nSubject: {number}\r\n\r\n{'x' * 2000}\r\n".encode()


def wait_for(seconds: float, what: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.02)
    return False


def test_what_is_kept_is_the_same_after_a_restart(embedded: EmbeddedOffice) -> None:
    for number in range(3):
        embedded.deliver(letter(number), when=NOON)
    with IMAPClient(embedded.host, embedded.imap_port, ssl=False) as mail:
        mail.login(embedded.user, embedded.password)
        before = mail.select_folder("INBOX")
        mail.move([1, 3], "Archive")
    kept, archived, ports = embedded.mailbox(), embedded.mailbox("Archive"), (embedded.imap_port, embedded.smtp_port)
    password = embedded.password
    embedded.stop()
    embedded.start()
    assert (embedded.mailbox(), embedded.mailbox("Archive")) == (kept, archived)
    assert (embedded.imap_port, embedded.smtp_port) == ports
    with IMAPClient(embedded.host, embedded.imap_port, ssl=False) as mail:
        mail.login(embedded.user, password)
        after = mail.select_folder("INBOX")
        assert (after[b"UIDVALIDITY"], after[b"UIDNEXT"], mail.search()) == (before[b"UIDVALIDITY"], 4, [2])
    assert not embedded.deliver(letter(1), when=NOON)


def _busy(office: EmbeddedOffice, start: int, acknowledged: set[int]) -> None:
    """Deliver, append, move to and fro and send, until the server goes away."""
    with IMAPClient(office.host, office.imap_port, ssl=False, timeout=20) as mail:
        mail.login(office.user, office.password)
        mail.select_folder("INBOX")
        for number in range(start, start + 1000, 3):
            office.deliver(letter(number), when=NOON)
            acknowledged.add(number)
            mail.append("Archive", letter(number + 1))
            acknowledged.add(number + 1)
            mail.noop()
            mail.move(mail.search(["ALL"])[:5], "Archive")
            with smtplib.SMTP(office.host, office.smtp_port, timeout=20) as smtp:
                smtp.sendmail("a@b.example", [office.user], letter(number + 2))
            acknowledged.add(number + 2)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_a_kill_at_any_instant_loses_nothing_and_doubles_nothing(embedded: EmbeddedOffice, seed: int) -> None:
    chance = random.Random(seed)
    acknowledged: set[int] = set()
    for round_number in range(2):
        victim = embedded.pid
        killer = threading.Timer(chance.uniform(0.05, 0.35), os.kill, (victim, signal.SIGKILL))
        killer.start()
        with pytest.raises((OSError, EmbeddedOfficeError, IMAPClient.AbortError, smtplib.SMTPException)):
            _busy(embedded, round_number * 1000, acknowledged)
        killer.join()
        embedded.stop()
        embedded.start()
    subjects = Counter(
        int(message.raw.partition(b"Subject: ")[2].split(b"\r\n")[0])
        for folder in embedded.folders()
        for message in embedded.mailbox(folder)
    )
    assert set(subjects) >= acknowledged
    assert set(subjects.values()) == {1}
    assert len(subjects) <= len(acknowledged) + 2


def test_a_second_start_in_the_same_folder_is_refused_and_attaching_shares(embedded: EmbeddedOffice) -> None:
    second = EmbeddedOffice.attach(embedded.directory)
    assert second.pid == embedded.pid
    assert not second.is_owner
    assert second.deliver(letter(1), when=NOON)
    second.stop()
    assert len(embedded.mailbox()) == 1
    assert embedded.deliver(letter(2), when=NOON)
    with pytest.raises(EmbeddedOfficeError, match="already run"):
        EmbeddedOffice(embedded.directory).start()


def test_of_two_that_attach_at_the_same_moment_one_starts_and_both_share(tmp_path: Path) -> None:
    offices: list[EmbeddedOffice] = []
    attaching = [threading.Thread(target=lambda: offices.append(EmbeddedOffice.attach(tmp_path))) for _ in range(2)]
    for thread in attaching:
        thread.start()
    for thread in attaching:
        thread.join(30)
    try:
        assert len({office.pid for office in offices}) == 1
        assert sorted(office.is_owner for office in offices) == [False, True]
    finally:
        for office in offices:
            office.stop()


def test_attaching_starts_servers_where_none_run(tmp_path: Path) -> None:
    with EmbeddedOffice.attach(tmp_path) as office:
        assert office.is_owner
        assert office.deliver(letter(1), when=NOON)


def test_a_note_of_a_process_that_is_gone_is_not_believed(tmp_path: Path) -> None:
    with EmbeddedOffice(tmp_path) as office:
        office.kill()
        left = servers.read(tmp_path)
        assert left is not None
        assert not left.is_alive
    # The number lives on in another process: its start time tells them apart.
    servers.write(tmp_path, dataclasses.replace(left, pid=os.getpid()))
    with EmbeddedOffice.attach(tmp_path) as office:
        assert office.is_owner


def test_the_note_is_for_its_user_only(embedded: EmbeddedOffice) -> None:
    assert (embedded.directory / "servers.json").stat().st_mode & 0o077 == 0


def test_the_servers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from officebot.testing.embedded import EmbeddedOffice\n"
        "office = EmbeddedOffice(sys.argv[1])\n"
        "office.start()\n"
        "print(office.calendar_url, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        calendar = urlsplit(parent.stdout.readline().decode().strip())
        note = servers.read(tmp_path)
        assert note is not None
        assert note.is_alive
        parent.kill()
    # Nobody relies on servers that are about to end.
    assert not note.is_alive
    assert wait_for(5, lambda: servers.start_time(note.pid) == "")
    assert calendar.hostname is not None
    connection = HTTPConnection(calendar.hostname, calendar.port or 0, timeout=5)

    def calendar_is_gone() -> bool:
        try:
            connection.connect()
        except ConnectionRefusedError:
            return True
        connection.close()
        return False

    assert wait_for(5, calendar_is_gone)


EVENT = (
    "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261123T070000Z\r\nDTSTART:20261124T090000Z\r\n"
    "SUMMARY:Point {uid}\r\nEND:VEVENT\r\n"
)


def calendar_of(*uids: str) -> bytes:
    events = "".join(EVENT.format(uid=uid) for uid in uids)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n{events}END:VCALENDAR\r\n".encode()


def ask_calendar(office: EmbeddedOffice, method: str, body: bytes = b"", password: str = "") -> tuple[int, bytes]:
    url = urlsplit(office.calendar_url)
    login = base64.b64encode(f"{office.user}:{password or office.password}".encode()).decode()
    connection = HTTPConnection(url.hostname or "", url.port or 0, timeout=20)
    try:
        connection.request(method, url.path + ("u1.ics" if body else ""), body, {"Authorization": f"Basic {login}"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_the_calendar_server_answers_and_keeps_what_it_is_given(embedded: EmbeddedOffice) -> None:
    assert ask_calendar(embedded, "PUT", calendar_of("u1"))[0] == 201
    assert ask_calendar(embedded, "GET", password="wrong")[0] in (401, 403)
    embedded.kill()
    embedded.start()
    status, kept = ask_calendar(embedded, "GET")
    assert status == 200
    assert b"SUMMARY:Point u1" in kept


def test_a_calendar_is_filled_once(embedded: EmbeddedOffice) -> None:
    assert embedded.fill_calendar(calendar_of("a", "b"))
    assert not embedded.fill_calendar(calendar_of("c"))
    kept = ask_calendar(embedded, "GET")[1]
    assert [f"Point {uid}".encode() in kept for uid in "abc"] == [True, True, False]


def test_a_given_password_holds_and_is_not_shown_in_the_process_list(tmp_path: Path) -> None:
    with EmbeddedOffice(tmp_path, password="chosen") as office:
        assert office.password == "chosen"
        shown = subprocess.run(["ps", "-o", "args=", "-p", str(office.pid)], capture_output=True, check=True)
        assert b"embedded" in shown.stdout
        assert b"chosen" not in shown.stdout


def test_the_servers_start_in_less_than_a_second(tmp_path: Path) -> None:
    def start() -> float:
        with EmbeddedOffice(tmp_path):
            return time.monotonic() - started

    times = []
    for _ in range(3):
        started = time.monotonic()
        times.append(start())
    assert min(times) < 1.0


def test_what_cannot_be_started_is_said_in_the_readers_language(tmp_path: Path) -> None:
    (tmp_path / "mail.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(EmbeddedOfficeError, match=r"did not start: .*servers\.log says why") as caught:
        EmbeddedOffice(tmp_path).start()
    assert "servers.log" in caught.value.render("fr")
    with pytest.raises(EmbeddedOfficeError, match="do not run"):
        _ = EmbeddedOffice(tmp_path).imap_port


def test_importing_the_testing_package_loads_no_server() -> None:
    program = (
        "import sys, officebot.testing.embedded, officebot.testing.clock\n"
        "print([name for name in ('pymap', 'aiosmtpd', 'radicale', 'openpyxl') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
