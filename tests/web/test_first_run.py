"""From nothing to the first approved action, in Chromium, counted."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from officebot.app import first_run
from officebot.core.text import Language
from officebot.settings.load import load_office
from officebot.settings.new import Answers
from officebot.testing.dovecot import free_port
from officebot.testing.embedded import EmbeddedOffice
from officebot.web.first_run import FirstRun
from tests.app.offices import environment, wait_for
from tests.web.browser import Browser

ADDRESS = "desk@office.example"


def letter(number: int, subject: str, *, age: timedelta = timedelta(), private: bool = False) -> bytes:
    mail = EmailMessage()
    mail["Message-ID"] = f"<first{number}@client.example>"
    mail["From"], mail["To"], mail["Subject"] = "Paul Martin <paul@client.example>", ADDRESS, subject
    mail["Date"] = format_datetime(datetime.now(UTC) - age)
    if private:
        mail["Sensitivity"] = "private"
    mail.set_content("Hello,\n\nour line has stopped. Could you please call me back today?\n\nPaul Martin\n")
    return mail.as_bytes()


def fill(servers: EmbeddedOffice) -> None:
    now = datetime.now(UTC)
    servers.deliver(
        letter(1, "URGENT: line stopped, call me at once", age=timedelta(days=2)), when=now - timedelta(days=2)
    )
    servers.deliver(letter(2, "My own affair", age=timedelta(days=3), private=True), when=now - timedelta(days=3))
    servers.deliver(letter(3, "URGENT: of the year before", age=timedelta(days=300)), when=now - timedelta(days=300))


def fields_of(servers: EmbeddedOffice, language: Language = "en") -> dict[str, str]:
    return {
        "language": language, "name": "Office", "person": "Ann Bell", "address": ADDRESS, "imap_host": servers.host,
        "imap_port": str(servers.imap_port), "imap_security": "none", "smtp_security": "none", "user": servers.user,
        "password": servers.password, "hours": "09:00-18:00", "calendar_url": servers.caldav_url, "calendar_user": servers.user,
    }  # fmt: skip


def test_a_wrong_password_is_said_and_nothing_is_saved_and_the_month_is_looked_at_reading_only(
    tmp_path: Path,
) -> None:
    with EmbeddedOffice(tmp_path / "servers", mailboxes=(ADDRESS,)) as servers:
        fill(servers)
        servers.make_calendar("mine")
        before = [(one.uid, one.flags) for one in servers.mailbox()]
        pages = FirstRun(tmp_path / "office", "en")
        pages.start()
        try:
            browser = Browser(pages.link.partition("/begin")[0])
            code = pages.code
            assert browser.get("/begin?code=wrong").status == 403
            fields = {**fields_of(servers), "code": code}
            assert browser.post("/account", {**fields, "code": "wrong"}).status == 403
            wrong = browser.post("/account", {**fields, "password": "a wrong word"})
            assert wrong.status == 400
            assert 'value="Ann Bell"' in wrong.text
            assert "a wrong word" not in wrong.text
            assert not (tmp_path / "office" / "office.toml").exists()
            # The code is used up: another browser stays outside.
            other = Browser(browser.address)
            assert other.post("/account", fields).status == 403
            assert other.get("/look").status == 403
            right = browser.post("/account", {**fields, "code": ""})
            assert right.status == 200, right.text
            assert "INBOX" in right.text
            calendars = re.findall(r'name="calendar" value="([^"]+)"', right.text)
            assert any(one.endswith("/mine/") for one in calendars)
            look = browser.post("/folders", {"folder": "INBOX", "calendar": calendars[0]})
            assert look.url.endswith("/look")
            assert "line stopped" in look.text
            assert "own affair" not in look.text
            assert "year before" not in look.text
        finally:
            pages.stop()
        assert [(one.uid, one.flags) for one in servers.mailbox()] == before
        loaded = load_office(tmp_path / "office")
        assert loaded.settings.mail.accounts["desk"].imap.folders == ("INBOX",)
        assert len(loaded.settings.calendars) == 1
        assert servers.password not in (tmp_path / "office" / "office.toml").read_text()


def test_what_cannot_be_reached_is_said() -> None:
    answers = Answers(name="O", person="A", address=ADDRESS, imap_host="127.0.0.1", imap_security="none",
                      imap_port=free_port(), password="x")  # fmt: skip
    assert first_run.tried(answers).problem is not None


def test_from_init_to_the_first_approved_action_in_ten_interactions(tmp_path: Path, chromium: Any) -> None:
    steps: list[str] = []
    office = tmp_path / "office"
    with EmbeddedOffice(tmp_path / "servers", mailboxes=(ADDRESS,)) as servers:
        fill(servers)
        command = [sys.executable, "-m", "officebot", "init", str(office), "--browser"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment()
        )
        steps.append("officebot init DIR --browser")
        assert process.stdout is not None
        page = chromium.new_page()
        try:
            link = process.stdout.readline().strip()
            page.set_default_timeout(60_000)
            page.goto(link)
            steps.append("open the link")
            typed = fields_of(servers)
            page.click("summary")
            for name in ("name", "person", "address", "imap_host", "password", "user", "imap_port"):
                page.fill(f"#{name}", typed[name])
            page.select_option("#imap_security", "none")
            page.click("button.main")
            steps.append("fill in the form, and send it")
            page.wait_for_selector("input[name=folder]")
            page.click("button.main")
            steps.append("choose folders")
            page.wait_for_url("**/look")
            assert "line stopped" in page.content()
            page.click("button.main")
            steps.append("start the service")
            page.wait_for_selector("a[href*='/enter?code=']")
            page.wait_for_url("**/enter?code=*")
            page.click("button.main")
            steps.append("enter the dashboard")
            servers.deliver(letter(9, "URGENT: line stopped again, call me at once"), when=datetime.now(UTC))
            wait_for(lambda: _waiting(office), 60)
            page.click("a[href='/queue']")
            steps.append("open the queue")
            page.click(".cards a >> nth=0")
            steps.append("open the proposal")
            page.click("form[action$='/approve'] button.main")
            steps.append("say yes")
            wait_for(lambda: _approved(office), 60)
        finally:
            page.close()
            process.stdout.close()
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    print(f"{len(steps)} interactions from init to the first approved action: {'; '.join(steps)}")
    assert len(steps) <= 10
    assert _approved(office)


def _count(office: Path, states: str) -> int:
    import sqlite3

    ledger = sqlite3.connect(f"file:{office}/state/ledger.db?mode=ro", uri=True)
    try:
        return int(ledger.execute(f"SELECT count(*) FROM proposals WHERE state IN ({states})").fetchone()[0])
    finally:
        ledger.close()


def _waiting(office: Path) -> int:
    return _count(office, "'waiting'")


def _approved(office: Path) -> int:
    return _count(office, "'approved', 'doing', 'done'")
