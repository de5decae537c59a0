"""How the office itself is: each judgement, the morning's sign of life, and a word in time when something is lost."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from officebot.app import App
from officebot.connectors.certificates import good_until
from officebot.core import wellbeing
from officebot.core.actions import AlertPerson, DraftMail
from officebot.core.text import say
from officebot.core.wellbeing import Sign
from officebot.duties.self_check import DUTY, Settings
from officebot.duties.self_check.decide import decide
from officebot.duties.self_check.observe import Facts
from officebot.engine import health
from officebot.sdk import Contacts, OfficeFacts, People, Person, WorkingTime
from officebot.testing.clock import VirtualClock
from tests.conftest import missing

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ANNE = Person(name="Anne", address="anne@b.example", language="fr", responsibilities=("mailbox owner",))
OFFICE = OfficeFacts(
    name="Bureau", people=People([ANNE]), contacts=Contacts([]), working_time=WorkingTime(country=""), account="desk"
)
WELL = Sign(what="disk", well=True, said=say("steady"), called=say("disk"))
ILL = Sign(what="desk", well=False, said=say("It is away."))


def facts(*signs: Sign, morning: bool = False, is_working: bool = True) -> Facts:
    day = date(2026, 11, 24)
    return Facts(office=OFFICE, day=day, is_working=is_working, signs=signs, waiting=3, morning=morning)


@pytest.mark.parametrize(
    ("sign", "well"),
    [
        (wellbeing.of_disk(10**9, 40 * 10**9), True),
        (wellbeing.of_disk(10**9 - 1, 40 * 10**9), False),
        (wellbeing.of_disk(10**10, 10**12), False),
        (wellbeing.of_clock(timedelta(seconds=119)), True),
        (wellbeing.of_clock(timedelta(seconds=-120)), False),
        (wellbeing.of_certificate("h", NOW + 14 * DAY + timedelta(seconds=1), NOW), True),
        (wellbeing.of_certificate("h", NOW + 14 * DAY, NOW), False),
        (wellbeing.of_backup(NOW - timedelta(hours=25), NOW - 9 * DAY, NOW), True),
        (wellbeing.of_backup(NOW - timedelta(hours=25, seconds=1), NOW - 9 * DAY, NOW), False),
        (wellbeing.of_backup(None, NOW - timedelta(hours=20), NOW), True),
        (wellbeing.of_balance(None, NOW - 2 * DAY, NOW), False),
        (wellbeing.of_journal((7, "a"), 7, (5, "b")), True),
        (wellbeing.of_journal((7, "a"), 8, None), False),
        (wellbeing.of_journal((4, "a"), 4, (5, "b")), False),
    ],
)
def test_each_judgement_turns_exactly_at_its_bound(sign: Sign, well: bool) -> None:
    assert sign.well is well


# ── the duty ──────────────────────────────────────────────────────────────────────────────────────────────


def test_each_morning_there_is_a_sign_of_life_with_what_is_not_well_first() -> None:
    [proposal] = decide(facts(WELL, ILL, morning=True), Settings())
    [action] = proposal.actions
    assert isinstance(action, DraftMail)
    lines = action.mail.body.splitlines()
    assert action.mail.subject == "Bureau: Ce matin, 1 chose ne va pas"
    assert lines[0] == "3 propositions attendent un oui."
    assert "desk" in lines[1]
    assert len(lines) == 3


def test_between_it_speaks_only_of_what_is_not_well_once_a_day_and_thing_and_only_in_working_hours() -> None:
    first = list(decide(facts(WELL, ILL), Settings()))
    assert [one.key for one in first] == ["unwell:2026-11-24:desk:anne@b.example"]
    assert [one.key for one in decide(facts(ILL), Settings())] == [one.key for one in first]
    assert list(decide(facts(WELL), Settings())) == []
    assert list(decide(facts(ILL, is_working=False), Settings())) == []


def test_by_the_person_s_medium_it_comes_also_when_mail_does_not() -> None:
    [proposal] = decide(facts(ILL), Settings(by="medium"))
    [action] = proposal.actions
    assert isinstance(action, AlertPerson)
    assert action.to == "anne@b.example"


def test_something_lost_is_looked_for_often_enough_to_be_told_within_a_quarter_of_an_hour() -> None:
    assert "every 10 minutes" in DUTY.triggers


# ── the office ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_office_sees_what_is_lost_and_that_the_last_backup_is_old(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text(
        '[office]\nname = "B"\n[workbooks.stock]\npath = "stock.xlsx"\n[duties.self_check]\nenabled = true\n'
    )
    (tmp_path / "people.csv").write_text("name,address,role,language,circle,responsibilities\nA,a@b.example,,fr,a,\n")
    (tmp_path / "contacts.csv").write_text("kind,name,addresses,language,form_of_address,phone,iban\n")
    clock = VirtualClock(NOW)
    with App(tmp_path, clock=clock) as app:
        health.beat(app.ledger, app.owner, {"lost": {"desk": say("It is away.").to_json()}})
        ill = {one.what for one in app.wellbeing.signs() if not one.well}
        assert ill == {"workbook stock", "desk"}
        app.backup()
        clock.set(NOW + 2 * DAY)
        ill = {one.what for one in app.wellbeing.signs() if not one.well}
        assert ill == {"workbook stock", "desk", "backup", "balance"}
        app.engine.runner.fire("self_check", "interval", "k")
        app.run_duties(["self_check"])
        with app.ledger.reading() as tx:
            told = (
                tx.exec_driver_sql("SELECT key FROM proposals WHERE key LIKE '%unwell%' ORDER BY key").scalars().all()
            )
        assert [key.split(":")[3] for key in told] == ["backup", "balance", "desk", "workbook stock"]


def _certificate(folder: Path, days: int) -> tuple[Path, Path]:
    if shutil.which("openssl") is None:
        missing("openssl is missing")
    key, made = folder / "k.pem", folder / "c.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(made),
               "-days", str(days), "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return key, made


def test_the_end_of_a_server_s_certificate_is_read_and_nobody_there_is_no_error(tmp_path: Path) -> None:
    key, made = _certificate(tmp_path, 9)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        listening.settimeout(10)

        def answer() -> None:
            plain, _ = listening.accept()
            with context.wrap_socket(plain, server_side=True) as wrapped:
                wrapped.recv(1)

        thread = threading.Thread(target=answer)
        thread.start()
        until = good_until("imap", "localhost", port, "tls", str(made))
        thread.join(timeout=10)
    assert until is not None
    assert timedelta(days=8) < until - datetime.now(UTC) <= timedelta(days=9)
    assert not wellbeing.of_certificate("localhost", until, datetime.now(UTC)).well
    assert good_until("imap", "localhost", port, "tls", str(made)) is None
