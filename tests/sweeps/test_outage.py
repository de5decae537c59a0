"""TRUST 28: servers that are away for hours: nothing lost, nothing twice, people are told once, then all is made up for."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from officebot.app import App
from officebot.app.once import Once
from officebot.connectors.imap.session import ImapSession
from officebot.core.mail import OutgoingMail
from officebot.core.text import say
from officebot.engine.running.proposing import Made
from officebot.sdk import Proposal, SendMail
from officebot.testing.clock import VirtualClock
from officebot.testing.dovecot import Dovecot, DovecotUser, free_port, is_installed, running_dovecot
from officebot.testing.embedded import EmbeddedOffice
from tests.app.offices import edit, make_office, officebot, serving, urgent, wait_for
from tests.conftest import missing
from tests.connectors.conftest import account
from tests.sweeps.test_full_disk import TinyDisk

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

_START = datetime.fromisoformat("2026-11-23T06:00:00+01:00")
_STEP = timedelta(minutes=5)
_BACK_WITHIN = timedelta(minutes=10)


@pytest.fixture
def server() -> Iterator[Dovecot]:
    """A Dovecot of its own, to be stopped and started."""
    if not is_installed():
        missing("Debian's dovecot-imapd is missing, or this user may not start it (root is needed)")
    with running_dovecot() as own:
        yield own


@pytest.fixture
def mailbox(server: Dovecot) -> DovecotUser:
    return server.user()


#: The duties that note things of their own are left out: what is counted here are the mails.
ONLY_SORTING = {name: {"enabled": False} for name in ("follow_up", "deadlines")}


def flagged(mailbox: DovecotUser) -> int:
    with ImapSession(account(mailbox)) as session:
        session.select("INBOX")
        return sum("\\Flagged" in one.flags for one in session.fetch_headers(session.uids_from(1)))


def rows(office: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{office}/state/ledger.db?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def once_at(office: Path, at: datetime) -> list[str]:
    """One pass at this virtual time; what was told."""
    with App(office, clock=VirtualClock(at)) as app:
        work = Once(app)
        list(work.run())
        return [problem.render("en") for problem in work.problems]


def test_a_mailbox_away_for_a_day_loses_nothing(
    tmp_path: Path, server: Dovecot, mailbox: DovecotUser, is_sweep: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mail keeps coming into the mailbox while its server does not answer: at every hour of a virtual day."""
    office = make_office(tmp_path / "office", mailbox, duties=ONLY_SORTING)
    once_at(office, _START)
    mailbox.deliver(urgent(0))
    once_at(office, _START + _STEP)
    server.stop()
    told: Counter[str] = Counter()
    steps, delivered = (288 if is_sweep else 24), 1
    for number in range(2, steps + 2):
        if number % 3 == 0:
            mailbox.deliver(urgent(number))
            delivered += 1
        told.update(once_at(office, _START + number * _STEP))
    assert told.total() == steps
    assert len(told) == 1
    assert "does not answer" in next(iter(told))
    server.start()
    back = _START + (steps + 2) * _STEP
    assert once_at(office, back) == []
    states = Counter(state for (state,) in rows(office, "SELECT state FROM proposals WHERE duty = 'mail_triage'"))
    noted = rows(office, "SELECT count(*) FROM mails")[0][0]
    with capsys.disabled():
        print(f"\nmailbox away for {steps * _STEP}: {delivered} mails came, {delivered - int(str(noted))} lost, "
              f"{flagged(mailbox)} flagged at the first pass after")  # fmt: skip
    assert (noted, flagged(mailbox), states) == (delivered, delivered, Counter(done=delivered))


def test_what_is_approved_while_the_mailbox_is_away_is_done_once_when_it_is_back(
    tmp_path: Path, server: Dovecot, mailbox: DovecotUser
) -> None:
    office = make_office(tmp_path / "office", mailbox, duties=ONLY_SORTING)
    edit(office, policy=[{"action": "*", "then": "ask"}])
    once_at(office, _START)
    mailbox.deliver(urgent(1))
    once_at(office, _START + _STEP)
    server.stop()
    with App(office, clock=VirtualClock(_START + 2 * _STEP)) as app:
        who = app.answer(None)
        for (number,) in rows(office, "SELECT id FROM proposals WHERE state = 'waiting'"):
            assert app.approve(who, int(str(number))).took
    for number in range(2, 30):
        once_at(office, _START + number * _STEP)
    assert {state for (state,) in rows(office, "SELECT state FROM proposals")} <= {"approved", "doing"}
    server.start()
    back = _START + 30 * _STEP
    once_at(office, back)
    once_at(office, back + _BACK_WITHIN)
    assert {state for (state,) in rows(office, "SELECT state FROM proposals")} == {"done"}
    assert flagged(mailbox) == 1


def propose_mail(app: App) -> None:
    """What a duty does that wants to write to somebody of the house."""
    mail = OutgoingMail(
        account="desk", to=("desk@office.example",), subject="Tonight", body="All well.", key="brief-1"
    )
    proposal = Proposal(key="brief-1", title=say("The evening's brief"), actions=(SendMail(mail=mail),))
    made = Made(proposal=proposal, duty="daily_brief", run_id=None)
    prepared = app.engine.proposer.prepare(made, app.clock.now())
    with app.ledger.writing() as tx:
        app.engine.proposer.store(tx, [prepared], app.clock.now())


def attempts(office: Path) -> object:
    return rows(office, "SELECT attempts FROM actions WHERE kind = 'mail.send'")


def test_mail_to_send_waits_for_its_server_and_leaves_once(
    tmp_path: Path, mailbox: DovecotUser, capsys: pytest.CaptureFixture[str]
) -> None:
    office = make_office(tmp_path / "office", mailbox, smtp_port=free_port(), duties=ONLY_SORTING)
    edit(office, policy=[{"action": "mail.send", "recipient": "inside", "then": "act"}])
    with App(office, clock=VirtualClock(_START)) as app:
        propose_mail(app)
    passes, tried = 1, None
    # The worst moment for the server to return: just after it was found away, at the longest pause.
    while passes < 100 or attempts(office) == tried:
        tried = attempts(office)
        once_at(office, _START + passes * _STEP)
        passes += 1
    kept = rows(office, "SELECT state FROM actions WHERE kind = 'mail.send'")
    assert kept == [("pending",)]
    back, minutes = _START + (passes - 1) * _STEP, 0
    with EmbeddedOffice(tmp_path / "smtp", mailboxes=(mailbox.user,), password=mailbox.password) as servers:
        edit(office, mail={"accounts": {"desk": {"smtp": {"port": servers.smtp_port}}}})
        while not servers.sent_mails() and minutes < 60:
            minutes += 1
            once_at(office, back + timedelta(minutes=minutes))
        once_at(office, back + timedelta(hours=2))
        sent = servers.sent_mails()
    with capsys.disabled():
        print(
            f"\nsending away for {passes * _STEP}: {len(sent)} of 1 mails left, once, {minutes} minutes after its return"
        )
    assert [mail.recipients for mail in sent] == [("desk@office.example",)]
    assert timedelta(minutes=minutes) <= _BACK_WITHIN


def test_the_service_says_once_that_a_mailbox_is_lost_and_once_that_it_is_back(
    tmp_path: Path, server: Dovecot, mailbox: DovecotUser
) -> None:
    office = make_office(tmp_path / "office", mailbox, duties=ONLY_SORTING)
    with serving(office) as service:
        assert wait_for(lambda: rows(office, "SELECT 1 FROM mailboxes"))
        server.stop()
        assert wait_for(lambda: service.logged("source lost"))
        [status] = officebot("status", "--json", office=office).facts
        assert "does not answer" in str(status["service"]["lost"]) or "was lost" in str(status["service"]["lost"])
        assert b'"lost":1' in service.get("/health")[1]
        mailbox.deliver(urgent(1))
        wait_for(lambda: len(service.logged("source lost")) > 1, seconds=6)
        server.start()
        assert wait_for(lambda: rows(office, "SELECT 1 FROM proposals WHERE state = 'done'"), seconds=40)
        assert (len(service.logged("source lost")), len(service.logged("source back"))) == (1, 1)
        assert b'"lost":0' in service.get("/health")[1]


def test_a_service_whose_disk_is_full_serves_on_and_makes_up_for_all_when_there_is_room(
    tmp_path: Path, mailbox: DovecotUser, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        small = TinyDisk(tmp_path / "disk", 6_000)
    except (subprocess.CalledProcessError, OSError):
        missing("a small disk cannot be mounted here (root is needed)")
        raise
    try:
        office = make_office(small.folder / "office", mailbox, duties=ONLY_SORTING)
        with serving(office) as service:
            assert wait_for(lambda: rows(office, "SELECT 1 FROM mailboxes"))
            small.fill(0)
            for number in range(12):
                mailbox.deliver(urgent(number))
            time.sleep(8)
            assert service.is_up
            small.free()
            kept = wait_for(lambda: flagged(mailbox) == 12, seconds=60)
            assert service.stop() == 0
        noted = rows(office, "SELECT count(*) FROM mails WHERE state = 'judged'")[0][0]
        proposed = rows(office, "SELECT count(*) FROM proposals WHERE state = 'done'")[0][0]
        with capsys.disabled():
            print(f"\ndisk full under the service: 12 mails came, {noted} noted, {proposed} flagged, once each")
        assert (kept, noted, proposed) == (True, 12, 12)
        assert officebot("journal", "--verify", office=office).code == 0
    finally:
        small.close()
