"""Alerts arrive at people's media, through Apprise: at any hour what cannot wait, in working hours what is passed on."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from officebot.app import App
from officebot.core.mail import Address
from officebot.engine.ledger import mails
from officebot.engine.ledger.mails import Noted
from officebot.engine.ledger.types import canonical
from officebot.sdk import MessageRef
from officebot.testing.clock import VirtualClock
from tests.engine.helpers import Bench, letter, proposal

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime(2026, 11, 27, 13, 0, tzinfo=PARIS)
NIGHT = datetime(2026, 11, 27, 22, 7, tzinfo=PARIS)
MONDAY = datetime(2026, 11, 30, 9, 7, tzinfo=PARIS)
CLAIRE, PAUL = "claire@bureau.example", "paul@bureau.example"
SETTINGS = """
[office]
name = "Bureau"
language = "en"
[working_time]
zone = "Europe/Paris"
country = "FR"
[mail.accounts.desk]
address = "claire@bureau.example"
[mail.accounts.desk.imap]
host = "127.0.0.1"
port = 1
security = "none"
user = "claire"
password = { file = "word.txt" }
[mail.accounts.desk.smtp]
host = "127.0.0.1"
port = 1
security = "none"
user = "claire"
password = { file = "word.txt" }
[duties.approvals]
enabled = true
alert = "medium"
remind_hours = 0
pass_on_hours = 4
[duties.approvals.deputies]
"claire@bureau.example" = "paul@bureau.example"
[[policy]]
action = "mail.send"
duty = "approvals"
recipient = "inside"
then = "act"
[[policy]]
action = "alert.person"
then = "act"
[trust]
observe_days = 0
[alerts."claire@bureau.example"]
url = { file = "claire.txt" }
[alerts."paul@bureau.example"]
url = { file = "paul.txt" }
"""


@dataclass
class Media:
    """Two telephones on this machine: what rang at whose, in order."""

    heard: list[tuple[str, str]] = field(default_factory=list)
    answers: int = 200

    def __post_init__(self) -> None:
        media = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if media.answers == 200:
                    media.heard.append((self.path.strip("/"), f"{told['title']}\n{told['message']}"))
                self.send_response(media.answers)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, whose: str) -> str:
        return f"json://127.0.0.1:{self.server.server_port}/{whose}"

    def take(self) -> list[tuple[str, str]]:
        """What rang since this was asked last."""
        taken, self.heard = self.heard, []
        return taken


@pytest.fixture
def media() -> Iterator[Media]:
    made = Media()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def app(tmp_path: Path, media: Media) -> Iterator[App]:
    """An office of two on a Friday after lunch; no mail server answers it."""
    people = f"Claire,{CLAIRE},,en,a,mailbox owner\nPaul,{PAUL},,en,a,\n"
    for name, words in {
        "office.toml": SETTINGS,
        "people.csv": f"name,address,role,language,circle,responsibilities\n{people}",
        "contacts.csv": "kind,name,addresses,language,form_of_address,phone,iban\n",
        "word.txt": "x", "claire.txt": media.url("claire"), "paul.txt": media.url("paul"),
    }.items():  # fmt: skip
        (tmp_path / name).write_text(words, "utf-8")
        (tmp_path / name).chmod(0o600)
    with App(tmp_path, clock=VirtualClock(FRIDAY)) as opened:
        opened.run_duties()
        yield opened


def ask(app: App, key: str, urgency: str) -> None:
    """Something waits for Claire's yes until Monday noon, about a mail of this urgency."""
    now = app.clock.now()
    mail = Noted(
        ref=MessageRef("desk", "INBOX", 1, len(key), key), received=now, subject=key,
        sender=Address("Tom", "tom@client.example"), message_id=f"<{key}@client.example>",
        verdict=canonical({"urgency": urgency}),
    )  # fmt: skip
    with app.ledger.writing() as tx:
        number = mails.note(tx, [mail], now)[mail.ref]
    wanted = proposal(key, letter(key), owner=CLAIRE, expires_after=MONDAY.replace(hour=12) - now)
    Bench(app.folder, ledger=app.ledger, clock=VirtualClock(now)).propose(wanted, mail_id=number)


def at(app: App, moment: datetime) -> None:
    """It is this time now: what is due runs, what is approved is done, twice."""
    assert isinstance(app.clock, VirtualClock)
    app.clock.set(moment)
    for _ in range(2):
        app.run_duties()
        app.act()


def test_what_cannot_wait_rings_at_night_once_and_what_can_does_not(app: App, media: Media) -> None:
    ask(app, "kiln down", "now")
    ask(app, "a quote", "week")
    at(app, NIGHT)
    at(app, NIGHT + timedelta(minutes=15))
    [(whose, words)] = media.take()
    assert whose == "claire"
    assert "kiln down" in words
    assert "a quote" not in words


def test_what_nobody_answers_rings_at_the_deputy_s_in_working_hours_only(app: App, media: Media) -> None:
    ask(app, "a quote", "week")
    at(app, FRIDAY.replace(hour=14, minute=1))
    at(app, NIGHT)
    at(app, NIGHT + timedelta(days=1, hours=12))
    assert media.take() == []
    at(app, MONDAY)
    at(app, MONDAY + timedelta(minutes=15))
    [(whose, words)] = media.take()
    assert whose == "paul"
    assert "a quote" in words


def test_a_medium_that_does_not_answer_is_rung_again_later(app: App, media: Media) -> None:
    ask(app, "kiln down", "now")
    media.answers = 503
    at(app, NIGHT)
    assert media.take() == []
    media.answers = 200
    at(app, NIGHT + timedelta(minutes=45))
    assert [whose for whose, _ in media.take()] == ["claire"]
