"""The service over a real Dovecot: it starts, works at once, tells how it is, and ends in order."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from officebot.connectors.imap.session import ImapSession
from officebot.testing.dovecot import DovecotUser
from tests.app.offices import Service, edit, letter, make_office, officebot, serving, urgent, wait_for
from tests.connectors.conftest import account

pytestmark = pytest.mark.live


def flags_in(mailbox: DovecotUser, folder: str = "INBOX") -> dict[str, frozenset[str]]:
    """The flags of a folder's messages by Message-ID."""
    with ImapSession(account(mailbox)) as session:
        session.select(folder)
        headers = {one.uid: one for one in session.fetch_headers(session.uids_from(1))}
        return {
            line.partition(b":")[2].strip().decode(): one.flags
            for one in headers.values()
            for line in one.header.splitlines()
            if line.lower().startswith(b"message-id:")
        }


def ledger(folder: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{folder}/state/ledger.db?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def noted(folder: Path) -> int:
    return int(ledger(folder, "SELECT count(*) FROM mails")[0][0])


def done(folder: Path) -> int:
    return len(ledger(folder, "SELECT 1 FROM proposals WHERE state = 'done'"))


@pytest.fixture
def office(tmp_path: Path, dovecot: DovecotUser) -> Path:
    return make_office(tmp_path / "office", dovecot)


@pytest.fixture
def service(office: Path) -> Iterator[Service]:
    with serving(office) as running:
        assert wait_for(lambda: ledger(office, "SELECT 1 FROM mailboxes"))
        yield running


def test_an_urgent_mail_is_flagged_within_two_seconds_of_its_arrival(
    service: Service, dovecot: DovecotUser, capsys: pytest.CaptureFixture[str]
) -> None:
    delays = []
    for number in range(5):
        began = time.monotonic()
        dovecot.deliver(urgent(number))
        assert wait_for(lambda number=number: done(service.folder) > number)
        delays.append(time.monotonic() - began)
    assert all("\\Flagged" in flags for flags in flags_in(dovecot).values())
    with capsys.disabled():
        print(f"\nservice: from delivery to the flag {sorted(delays)[2]:.2f} s (median), {max(delays):.2f} s at most")
    assert sorted(delays)[2] < 2


def test_a_stop_is_done_within_seconds_and_ends_well(service: Service) -> None:
    began = time.monotonic()
    assert service.stop() == 0
    assert time.monotonic() - began < 5
    assert service.logged("service stopped")


def test_its_heartbeat_shows_in_the_status_and_goes_with_it(service: Service) -> None:
    [status] = officebot("status", "--json", office=service.folder).facts
    assert status["service"]["pid"] == service.process.pid
    assert status["service"]["port"] == service.port
    service.stop()
    [status] = officebot("status", "--json", office=service.folder).facts
    assert status["service"] is None


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [("en", "already served by another officebot"), ("fr", "Un autre officebot sert déjà ce bureau")],
)
def test_a_second_service_is_refused_with_a_sentence(service: Service, lang: str, sentence: str) -> None:
    refused = officebot("run", office=service.folder, lang=lang)
    assert refused.code == 1
    assert sentence in refused.err
    assert "Traceback" not in refused.err
    assert service.is_up


def test_only_requests_that_name_this_address_and_change_nothing_are_answered(service: Service) -> None:
    assert service.get("/health")[0] == 200
    assert service.get("/sign-in")[0] == 200
    for host in (
        "evil.example",
        f"evil.example:{service.port}",
        "127.0.0.1",
        f"127.0.0.1:{service.port}.evil.example",
    ):
        assert service.get("/", host=host)[0] == 421
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert service.get("/", method=method)[0] == 405
    # A form that does not say that it comes from a page of this address.
    assert service.get("/sign-in", method="POST")[0] == 403
    assert service.get("/proposal/999")[0] == 303


def test_changed_settings_are_taken_over_and_wrong_ones_are_not(service: Service, dovecot: DovecotUser) -> None:
    edit(service.folder, office={"name": "Renamed Office"})
    assert wait_for(lambda: service.shows(b"Renamed Office"))
    (service.folder / "office.toml").write_text((service.folder / "office.toml").read_text() + "\nwrong = [\n")
    assert wait_for(lambda: service.logged("settings refused"))
    dovecot.deliver(urgent(1))
    assert wait_for(lambda: noted(service.folder) == 1)
    assert wait_for(lambda: service.shows(b"Renamed Office"))


def test_the_log_holds_nothing_that_people_wrote(service: Service, dovecot: DovecotUser) -> None:
    canary = letter(
        7, subject="CANARY-SUBJECT", body="CANARY-BODY", sender="Canary Name <canary-address@canary.example>"
    )
    dovecot.deliver(canary.replace(b"<m7@client.example>", b"<canary-id@canary.example>"))
    dovecot.deliver(
        b"From: canary-address@canary.example\nSubject: CANARY-SUBJECT\n" + b"X: (" * 5000 + b"\n\nCANARY-BODY"
    )
    assert wait_for(lambda: noted(service.folder) == 2)
    service.stop()
    assert service.logged("mail received")
    told = (service.log + service.errors.read_text()).lower()
    assert not [word for word in ("canary", "desk@office.example", dovecot.password) if word in told]


def test_mail_that_came_while_it_was_away_is_taken_in_at_the_start(office: Path, dovecot: DovecotUser) -> None:
    with serving(office):
        assert wait_for(lambda: ledger(office, "SELECT 1 FROM mailboxes"))
    for number in range(3):
        dovecot.deliver(urgent(number))
    with serving(office):
        assert wait_for(lambda: done(office) == 3)
    assert sum("\\Flagged" in flags for flags in flags_in(dovecot).values()) == 3


def test_it_stays_small(service: Service, dovecot: DovecotUser, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(50):
        dovecot.deliver(letter(number))
    assert wait_for(lambda: noted(service.folder) == 50)
    pages = {
        line.partition(":")[0]: line.split()[1] for line in _status(service).splitlines() if line.startswith("VmRSS")
    }
    resident = int(pages["VmRSS"]) // 1024
    with capsys.disabled():
        print(f"\nservice: {resident} MiB resident after 50 mails")
    assert resident < 200


def _status(service: Service) -> str:
    return Path(f"/proc/{service.process.pid}/status").read_text()
