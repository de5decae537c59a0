"""A month of the sample office: its people, who answer twice a day or not at all, and all that goes wrong meanwhile."""

from __future__ import annotations

import email
import email.policy
import imaplib
import random
import resource
import socket
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from officebot.app import App
from officebot.app.demo import CLOCK, make_office
from officebot.app.once import Once
from officebot.core.problems import Unavailable, UserError
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import marks
from officebot.engine.record import views
from officebot.testing.clock import VirtualClock
from officebot.testing.day import WRITTEN_FOR
from officebot.testing.embedded import EmbeddedOffice
from tests.app.embedded import DESK, ZONE
from tests.app.minuting import BOARD, CHAIR
from tests.app.offices import edit, environment
from tests.sweeps.month_papers import write_orders
from tests.sweeps.month_post import Posted, Writer, is_working

#: When the office is looked at on a working day; at 9:00 and 15:00 the assistant answers.
PASSES = ("07:35", "08:50", "09:00", "09:20", "12:00", "15:00", "17:40", "19:05")
AT_REST = ("09:00", "19:05")
QUEUE_AT = ("09:00", "15:00")
_SERIES = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//sweep//board
BEGIN:VEVENT
UID:board-month
DTSTAMP:20261025T080000Z
DTSTART;TZID=Europe/Paris:20261105T100000
DTEND;TZID=Europe/Paris:20261105T113000
RRULE:FREQ=WEEKLY
SUMMARY:CODIR
LOCATION:Salle du Quai
ORGANIZER:mailto:{chair}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{chair}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{desk}
END:VEVENT
END:VCALENDAR
"""


class AwayServers(EmbeddedOffice):
    """The office's servers, which can be ended for a while, or refuse to take mail."""

    refuses = False

    @property
    def imap_port(self) -> int:
        """Where IMAP is spoken; a port where nobody listens while the servers are away."""
        return super().imap_port if self._servers is not None else _closed_port()

    @property
    def smtp_port(self) -> int:
        """Where SMTP is spoken; a port where nobody listens while it refuses."""
        return super().smtp_port if self._servers is not None and not self.refuses else _closed_port()


def _closed_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Tally:
    """What was seen while the month was lived."""

    faults: list[str] = field(default_factory=list)
    kills: int = 0
    problems: list[str] = field(default_factory=list)
    #: By (kind, key): when the item was seen first, and when it was seen closed.
    items: dict[tuple[str, str], datetime] = field(default_factory=dict)
    closed: dict[tuple[str, str], datetime] = field(default_factory=dict)
    answers: dict[str, int] = field(default_factory=dict)
    drafts_sent: int = 0

    def count(self, name: str) -> None:
        """One more of these."""
        self.answers[name] = self.answers.get(name, 0) + 1


class Month:
    """The office from its first morning to its last evening."""

    def __init__(self, folder: Path, first: date, days: int, each: int) -> None:
        self.folder, self.first, self.days = folder, first, days
        self.writer = Writer(first, days, each)
        self.mails = self.writer.mails()
        self.chance = random.Random(3813)
        self.tally = Tally()
        self.servers = self._made()
        self.app: App | None = None
        self._coming = list(self.mails)
        self._answered = 0
        self._known_items: set[tuple[str, str, str]] = set()

    # ── the office ────────────────────────────────────────────────────────────────────────────────────────

    def _made(self) -> AwayServers:
        make_office(self.folder)
        write_orders(self.folder / "workbooks/commandes.xlsx", self.writer.orders, self.first, WRITTEN_FOR)
        series = _SERIES.format(chair=CHAIR, desk=DESK).replace("\n", "\r\n")
        (self.folder / "calendars/e.kerbrat.ics").write_text(series, "utf-8", newline="")
        edit(self.folder, workbooks={name: {"path": f"workbooks/{file}.xlsx", "write": True} for name, file in
                                     (("orders", "commandes"), ("stock", "stock"), ("invoices", "factures"))},
             duties={"replies": {"ask_before_draft": False}, "follow_up": {"ask_first": False},
                     "orders": {"enabled": True}, "stock": {"enabled": True}, "invoices": {"enabled": True},
                     "minutes": {"enabled": True, "meetings": {"codir": BOARD}},
                     "gathering": {"enabled": True, "documents": {"activity": {
                         "title": "Rapport d'activité", "ask_on": "first working day 09:00", "due_days": 5,
                         "ask": [f"{one}=les chiffres du mois [effectif, budget]" for one in _GATHERED]}}}})  # fmt: skip
        edit(
            self.folder,
            workbooks={"budget": {"path": "workbooks/budget-2026.xlsx"}},
            duties={"budget": {"enabled": True}},
        )
        password = (self.folder / "secrets/mail").read_text().strip()
        return AwayServers(self.folder / "servers", password=password)

    def _open(self, at: datetime) -> App:
        """officebot, started at this time: all it knows is what it wrote down."""
        if self.app is not None:
            self.app.close()
        self.app = App(self.folder, clock=VirtualClock(at), role="month")
        self.app.serve_with(self.servers)
        return self.app

    # ── the month ─────────────────────────────────────────────────────────────────────────────────────────

    def live(self) -> Tally:
        """Live it to its end."""
        with self.servers:
            begin = datetime.combine(self.first, time(7), ZONE)
            self._pass(self._open(begin), begin)
            for number in range(self.days):
                self._day(number, self.first + timedelta(days=number))
            if self.app is not None:
                self.app.close()
        return self.tally

    def _day(self, number: int, day: date) -> None:
        passes = PASSES if is_working(day) else AT_REST
        faults = FAULTS.get(number, {}) if is_working(day) else {}
        self._open(datetime.combine(day, time(7, 1), ZONE))
        for word in passes:
            at = datetime.combine(day, time.fromisoformat(word), ZONE)
            for name in faults.get(word, ()):
                self.tally.faults.append(f"{day} {word} {name}")
                _DEEDS[name](self, at)
            self._turn(at, word, is_working(day))

    def _turn(self, at: datetime, word: str, at_work: bool) -> None:
        app = self.app
        assert app is not None
        assert isinstance(app.clock, VirtualClock)
        at = max(at, app.clock.now().astimezone(ZONE))
        app.clock.set(at)
        self._deliver(at)
        self._pass(app, at)
        if at_work and word in QUEUE_AT:
            self._queue(app, at)
            self._pass(app, at)
            if word == QUEUE_AT[1] and self.servers.is_owner:
                self._send_drafts(at)
        if self.servers.is_owner:
            self._people(app, at)

    def _pass(self, app: App, at: datetime) -> None:
        work = Once(app)
        try:
            list(work.run())
            self.tally.problems += [f"{at:%d/%m %H:%M} {one.render('en')}" for one in work.problems]
        except (Unavailable, UserError, OSError) as error:
            self.tally.problems.append(f"{at:%d/%m %H:%M} {error}")
        self._look(at)

    def _look(self, at: datetime) -> None:
        """Note which items are new, and which are closed."""
        for kind, key, state in rows(self.folder, "SELECT kind, key, state FROM items"):
            if (kind, key, state) in self._known_items:
                continue
            self._known_items.add((kind, key, state))
            self.tally.items.setdefault((kind, key), at)
            if state != "open":
                self.tally.closed.setdefault((kind, key), at)

    def _deliver(self, at: datetime) -> None:
        if not self.servers.is_owner:
            return  # whoever writes to a server that is away tries again
        while self._coming and self._coming[0].at <= at:
            one = self._coming.pop(0)
            self.servers.deliver(one.raw, when=one.at, folder=one.folder)

    # ── people ────────────────────────────────────────────────────────────────────────────────────────────

    def _queue(self, app: App, at: datetime) -> None:
        """The assistant goes through what waits: yes to most, no, later, or not looked at, by lot."""
        for one in views.queue(app.ledger):
            lot = zlib.crc32(f"{one.duty} {one.key}".encode()) % 100
            word = "yes" if lot < 80 else "no" if lot < 88 else "later" if lot < 95 else "never"
            if word == "later" and one.created.astimezone(ZONE).date() < at.date():
                word = "yes"
            self.tally.count(word)
            for address in (DESK, CHAIR) if one.approvals_needed > 1 else (DESK,):
                person = app.facts.people.at(address)
                assert person is not None
                with suppress(UserError):
                    self._says(app, Actor(person, person), one.id, word, at)

    def _says(self, app: App, who: Actor, proposal: int, word: str, at: datetime) -> None:
        if word == "yes":
            app.approve(who, proposal)
        elif word == "no":
            app.reject(who, proposal, "Non, merci")
        elif word == "later":
            app.put_off(who, proposal, at + timedelta(hours=17))

    def _send_drafts(self, at: datetime) -> None:
        """The assistant sends most of what lies in Drafts, from her own mail program."""
        with closing(_Program(self.servers)) as program:
            for uid, raw in program.drafts():
                if zlib.crc32(raw) % 10 < 7:
                    mail = email.message_from_bytes(raw, policy=email.policy.default)
                    del mail["Date"]
                    mail["Date"] = format_datetime(at)
                    self.servers.deliver(mail.as_bytes(), when=at, folder="Sent")
                    program.discard(uid)
                    self.tally.drafts_sent += 1

    def _people(self, app: App, at: datetime) -> None:
        """Those to whom officebot wrote answer what asks for an answer, most of them, in the next day and a half."""
        sent = self.servers.sent_mails()
        for one in sent[self._answered :]:
            duty = _duty_of(self.folder, one.raw)
            if duty in _ANSWERS and zlib.crc32(one.raw) % 10 < 7:
                for to in one.recipients:
                    self._answer_to(one.raw, to, duty, at)
        self._answered = len(sent)
        self._coming.sort(key=lambda one: (one.at, one.truth.identity))

    def _answer_to(self, raw: bytes, to: str, duty: str, at: datetime) -> None:
        asked = email.message_from_bytes(raw, policy=email.policy.default)
        if to == DESK or str(asked["Subject"]).startswith(("Accept", "Re: Accept", "Déclin", "Declin")):
            return
        when = at + timedelta(minutes=self.chance.randint(15, 36 * 60))
        one = answer(asked, to, _ANSWERS[duty], when, self.writer)
        self._coming.append(one)
        self.mails.append(one)


_GATHERED = (
    "s.delmas@atelier-verrier.example",
    "m.hamdani@atelier-verrier.example",
    "p.audouin@audouin-expertise.example",
)
_ANSWERS = {
    "action_points": "C'est fait.",
    "calendar_coordination": "La première date me convient parfaitement. / The first date suits me.",
    "gathering": "Voici notre contribution : effectif 42, budget 1 200 €.",
    "minutes": "OK",
    "orders": "Bonjour, la marchandise partira demain.",
}


def answer(asked: EmailMessage, sender: str, body: str, when: datetime, writer: Writer) -> Posted:
    """What somebody answers, from an address for which the server vouches."""
    from tests.sweeps.month_post import Firm

    made: Posted = writer._post("answer to officebot", when.date(), Firm(sender.partition("@")[0], sender, "fr"),
                                f"Re: {asked['Subject']}", body, at=when, answers=str(asked["Message-ID"]))  # fmt: skip
    return made


def _duty_of(folder: Path, raw: bytes) -> str:
    """Which duty had this mail sent."""
    identity = str(email.message_from_bytes(raw, policy=email.policy.default)["Message-ID"])
    found = rows(folder, "SELECT p.duty FROM actions a JOIN proposals p ON p.id = a.proposal_id WHERE a.kind = 'mail.send'"
                         " AND json_extract(a.receipt, '$.message_id') = ?", identity)  # fmt: skip
    return str(found[0][0]) if found else ""


class _Program:
    """A person's mail program."""

    def __init__(self, servers: EmbeddedOffice) -> None:
        self._imap = imaplib.IMAP4(servers.host, servers.imap_port, timeout=20)
        self._imap.login(servers.user, servers.password)
        self._imap.select("Drafts")

    def drafts(self) -> Iterator[tuple[str, bytes]]:
        """What lies in Drafts, by UID."""
        _, found = self._imap.uid("SEARCH", "ALL")
        for uid in (found[0] or b"").split():
            _, data = self._imap.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
            if data and isinstance(data[0], tuple):
                yield uid.decode(), data[0][1]

    def discard(self, uid: str) -> None:
        """Take it out of Drafts."""
        self._imap.uid("STORE", uid, "+FLAGS", "(\\Deleted)")
        self._imap.expunge()

    def close(self) -> None:
        """Close it."""
        self._imap.logout()


# ── what goes wrong ───────────────────────────────────────────────────────────────────────────────────────


def servers_leave(month: Month, at: datetime) -> None:
    """Mail and calendars are away from now on."""
    month.servers.stop()


def servers_return(month: Month, at: datetime) -> None:
    """They are back, at other ports: officebot is started again."""
    month.servers.start()
    month._open(at - timedelta(minutes=1))


def sending_stops(month: Month, at: datetime) -> None:
    """Nothing can be sent from now on."""
    month.servers.refuses = True
    month._open(at - timedelta(minutes=1))


def sending_works(month: Month, at: datetime) -> None:
    """Sending works again."""
    month.servers.refuses = False
    month._open(at - timedelta(minutes=1))


def workbooks_open(month: Month, at: datetime) -> None:
    """A person has the workbooks of orders and invoices open."""
    for name in ("commandes", "factures"):
        lock = month.folder / "workbooks" / f".~lock.{name}.xlsx#"
        lock.write_text(f",malik,poste-3,{at:%d.%m.%Y %H:%M},file:///malik;")


def workbooks_closed(month: Month, at: datetime) -> None:
    """They are closed again."""
    for lock in (month.folder / "workbooks").glob(".~lock.*#"):
        lock.unlink()


def disk_full(month: Month, at: datetime) -> None:
    """For one pass no file of the ledger may grow, and no other may be much larger than nothing."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    most = max(path.stat().st_size for path in (month.folder / "state").iterdir() if path.is_file())
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        assert month.app is not None
        month._deliver(at)
        month._pass(month.app, at - timedelta(minutes=10))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def killed(month: Month, at: datetime) -> None:
    """`officebot once` is killed in its midst, three times; then it is started again and goes through."""
    assert month.app is not None
    month._deliver(at)
    month.app.close()
    _set_clock(month, at - timedelta(minutes=2))
    for _ in range(3):
        process = _once(month.folder)
        with suppress(subprocess.TimeoutExpired):
            process.wait(month.chance.uniform(0.9, 3.5))
        month.tally.kills += process.poll() is None
        process.kill()
        process.wait()
    _once(month.folder).wait(240)
    month._open(at - timedelta(minutes=1))


def _set_clock(month: Month, at: datetime) -> None:
    with App(month.folder, clock=VirtualClock(at)) as app, app.ledger.writing() as tx:
        marks.put(tx, CLOCK, at.isoformat(), at)


def _once(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "officebot", "--office", str(folder), "once"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())


def clock_ahead(month: Month, at: datetime) -> None:
    """The machine's clock jumps ahead by an hour, and an office is looked at by it; then it is right again."""
    month._pass(month._open(at + timedelta(hours=1)), at + timedelta(hours=1))
    month._open(at - timedelta(minutes=1))


_DEEDS: dict[str, Callable[[Month, datetime], None]] = {
    one.__name__: one
    for one in (servers_leave, servers_return, sending_stops, sending_works, workbooks_open, workbooks_closed, disk_full,
                killed, clock_ahead)
}  # fmt: skip
#: By the number of the day, and the pass before which it happens.
FAULTS: dict[int, dict[str, Sequence[str]]] = {
    1: {"09:20": ["killed"], "12:00": ["servers_leave"], "17:40": ["servers_return", "disk_full"]},
    3: {"08:50": ["sending_stops"], "15:00": ["sending_works"]},
    4: {"08:50": ["workbooks_open"], "12:00": ["workbooks_closed"], "15:00": ["clock_ahead"]},
    8: {"09:20": ["killed"], "12:00": ["clock_ahead"]},
    10: {"08:50": ["servers_leave"], "19:05": ["servers_return"]},
    15: {"08:50": ["disk_full", "killed"], "15:00": ["sending_stops"], "17:40": ["sending_works"]},
    17: {"07:35": ["workbooks_open"], "17:40": ["workbooks_closed"], "19:05": ["killed"]},
    22: {"09:00": ["servers_leave"], "12:00": ["servers_return", "disk_full"]},
    24: {"15:00": ["killed", "clock_ahead"]},
}


def rows(folder: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What the ledger says, read beside officebot."""
    with closing(sqlite3.connect(f"file:{folder}/state/ledger.db?mode=ro", uri=True, timeout=20)) as connection:
        return connection.execute(query, values).fetchall()
