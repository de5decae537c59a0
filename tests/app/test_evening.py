"""The evening's balance and backup: once, also when nobody was there at seven, whatever a server does."""

from __future__ import annotations

import os
import pwd
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from officebot.app import App, evening, login
from officebot.engine.ledger import mails, marks
from officebot.engine.ledger.mails import Noted
from officebot.sdk import MessageRef
from officebot.testing.clock import VirtualClock

PARIS = ZoneInfo("Europe/Paris")
MORNING = datetime(2026, 11, 23, 9, tzinfo=PARIS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An office whose mail server answers nobody."""
    (tmp_path / "office.toml").write_text(
        """
[office]
name = "Bureau"
[mail.accounts.desk]
address = "claire@bureau.example"
[mail.accounts.desk.imap]
host = "127.0.0.1"
port = 1
security = "none"
user = "claire"
password = { env = "HOME" }
"""
    )
    (tmp_path / "people.csv").write_text(
        "name,address,role,language,circle,responsibilities\nClaire,claire@bureau.example,,fr,a,\n"
    )
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    return tmp_path


def _backups(folder: Path) -> int:
    return len(list((folder / "state" / "backups").glob("officebot-*.zip")))


def test_the_evening_is_kept_once_and_its_backup_needs_no_mail_server(folder: Path) -> None:
    clock = VirtualClock(MORNING)
    with App(folder, clock=clock) as app:
        assert evening.keep(app) is None
        clock.set(MORNING.replace(hour=19, minute=5))
        found = evening.keep(app)
        assert found is not None
        assert found.is_even
        assert evening.keep(app) is None
    assert _backups(folder) == 1


def test_after_an_evening_held_by_a_clock_that_was_ahead_the_next_one_counts_again(folder: Path) -> None:
    with App(folder, clock=VirtualClock(MORNING)):
        pass
    with App(folder, clock=VirtualClock(MORNING + timedelta(days=300))) as app:
        assert evening.keep(app) is not None
    with App(folder, clock=VirtualClock(MORNING)) as app, app.ledger.writing() as tx:
        came = Noted(ref=MessageRef("desk", "INBOX", 1, 1, "fp"), received=app.clock.now())
        mails.note(tx, [came], app.clock.now())
    with App(folder, clock=VirtualClock(MORNING.replace(hour=19, minute=5))) as app:
        found = evening.keep(app)
    assert found is not None
    assert found.received == 1


def test_an_evening_that_nobody_was_there_for_is_caught_up_once(folder: Path) -> None:
    with App(folder, clock=VirtualClock(MORNING)):
        pass
    with App(folder, clock=VirtualClock(MORNING + timedelta(days=1))) as app:
        assert evening.keep(app) is not None
        assert evening.keep(app) is None
        with app.ledger.reading() as tx:
            assert marks.set_at(tx, marks.LAST_BALANCE) is not None


def test_an_office_begun_after_the_hour_waits_for_the_next_evening(folder: Path) -> None:
    with App(folder, clock=VirtualClock(MORNING.replace(hour=20))) as app:
        assert evening.keep(app) is None


def test_a_mailbox_that_cannot_be_reached_is_named_and_the_rest_is_counted(folder: Path) -> None:
    with App(folder, clock=VirtualClock(MORNING)) as app:
        found, unreached = evening.count(app)
    assert found.received == 0
    assert [one.render("en").startswith("desk was not counted") for one in unreached] == [True]


def test_who_acts_is_the_user_of_the_process_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert login() == pwd.getpwuid(os.getuid()).pw_name


def test_a_wished_time_does_not_end_the_days_of_observing(folder: Path) -> None:
    with App(folder) as app:
        real = app.policy().observe_until
    later = (datetime.now(PARIS) + timedelta(days=10)).strftime("%Y-%m-%dT%H:%M")
    with App(folder, at=later) as app:
        until = app.policy().observe_until
        assert until is not None
        assert until > app.clock.now()
        assert real is not None
        left, there = real - datetime.now(PARIS), until - app.clock.now()
        assert abs(left - there) < timedelta(minutes=2)
