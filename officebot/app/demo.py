"""The sample office and its day: real servers of its own, a clock that a script turns, people who answer.

The day can be cut off anywhere and begun again: each step leaves a mark in the ledger when it is whole, mail is
delivered once by its Message-ID, and a person's answer is written down with its proposal before it is given.
"""

from __future__ import annotations

import secrets
import shutil
import time as seconds
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from officebot.app import App
from officebot.core.problems import UserError
from officebot.core.proposals import ProposalState
from officebot.core.text import say
from officebot.engine.deciding.approvals import Actor
from officebot.engine.ledger import marks
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import views
from officebot.resources import packaged
from officebot.testing.clock import VirtualClock
from officebot.testing.day import ScriptedAnswer, ScriptedMail, load_answers, load_mails
from officebot.testing.embedded import EmbeddedOffice

ZONE = ZoneInfo("Europe/Paris")
SERVERS = "servers"
CLOCK = "demo clock"
ANSWERED = "demo answers"
RESULT = "demo result"
_STEP = timedelta(minutes=10)
_BEGIN, _END = time(7), time(19)


@dataclass(frozen=True, slots=True)
class Step:
    """How far the day has got: the local time, and which share of it is over."""

    at: datetime
    share: float


def make_office(folder: Path) -> None:
    """Put the sample office into the folder, unless there is one. Cut off, it is made again the next time.

    Raises UserError for a folder that holds something else.
    """
    marker = folder / "office.toml"
    if marker.exists():
        return
    if folder.exists() and any(folder.iterdir()) and not (folder / ".making").exists():
        raise UserError(
            say(
                "{folder} is not empty and holds no office: name a new folder for the sample office.",
                folder=str(folder),
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".making").touch()
    _fill(folder)
    _settings(folder / "office.toml.new")
    (folder / "office.toml.new").replace(marker)
    (folder / ".making").unlink()


def _fill(folder: Path) -> None:
    sample = packaged("config")
    for part in sample.iterdir():
        if part.is_file() and part.name != "office.toml" and not part.name.startswith("."):
            shutil.copyfile(part, folder / part.name)
    shutil.copytree(packaged("templates"), folder / "templates", dirs_exist_ok=True)
    for name in ("state", "archive", "secrets"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    password = folder / "secrets" / "mail"
    if not password.exists():
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(18))
    _bring_papers(folder)


def _bring_papers(folder: Path) -> None:
    """The sample company's workbooks and calendars."""
    from importlib.resources import as_file, files

    from officebot.testing.company.workbooks import write_workbooks

    (folder / "workbooks").mkdir(exist_ok=True)
    write_workbooks(folder / "workbooks")
    with as_file(files("officebot.testing") / "company" / "calendars") as calendars:
        shutil.copytree(calendars, folder / "calendars", dirs_exist_ok=True)


def _settings(target: Path) -> None:
    """The sample's office.toml, pointed at the sample's own servers and past its days of observing."""
    import tomlkit

    settings: Any = tomlkit.parse((packaged("config") / "office.toml").read_text("utf-8"))
    for account in settings["mail"]["accounts"].values():
        for server in ("imap", "smtp"):
            account[server].update({"host": "127.0.0.1", "port": 1, "security": "none"})
            place = tomlkit.inline_table()
            place.update({"file": "secrets/mail"})
            account[server]["password"] = place
            account[server]["user"] = account["address"]
    _own_calendars(settings)
    settings["mail"]["hold_seconds"] = 0
    settings["trust"]["observe_days"] = 0
    settings["demo"] = {"embedded": True}
    target.write_text(tomlkit.dumps(settings), "utf-8")


def _own_calendars(settings: Any) -> None:
    """Point the calendars at the sample's own server, where they are all kept by its first mailbox."""
    import tomlkit

    address = next(iter(settings["mail"]["accounts"].values()))["address"]
    for calendar in settings["calendars"].values():
        name = calendar["url"].rstrip("/").rpartition("/")[2]
        place = tomlkit.inline_table()
        place.update({"file": "secrets/mail"})
        calendar.update({"url": f"http://127.0.0.1:1/{address}/{name}/", "user": address})
        calendar["password"] = place


class Day:
    """One working day of the sample office."""

    def __init__(self, folder: Path, day: date) -> None:
        self.folder = folder
        self.day = day
        self._mails: list[ScriptedMail] = []
        self._answers: list[ScriptedAnswer] = []

    def is_over(self) -> dict[str, Any] | None:
        """The day's totals when it has been lived through already."""
        if not (self.folder / "office.toml").exists():
            return None
        # By the day's clock: whoever opens an office first says since when it observes.
        with App(self.folder, clock=self._clock()) as app, app.ledger.reading() as tx:
            result: dict[str, Any] | None = marks.get(tx, f"{RESULT} {self.day}")
        return result

    @contextmanager
    def opened(self) -> Iterator[tuple[App, EmbeddedOffice]]:
        """The office with its servers running, its clock at where the day was left."""
        make_office(self.folder)
        with serving(self.folder) as servers, App(self.folder, clock=self._clock(), role="demo") as app:
            app.serve_with(servers)
            self._set_clock(app)
            yield app, servers

    def live(self, app: App, servers: EmbeddedOffice, told: Callable[[Step], None]) -> dict[str, Any]:
        """Live through what is left of the day; its totals, which are also kept."""
        started = seconds.monotonic()
        self._mails, self._answers = load_mails(self.day), load_answers(self.day)
        self._deliver(servers, [mail for mail in self._mails if mail.baseline])
        steps = self._steps(app)
        for number, at in enumerate(steps, 1):
            self._step(app, servers, at)
            told(Step(at.astimezone(ZONE), number / len(steps)))
        return self._close(app, seconds.monotonic() - started)

    # ── steps ─────────────────────────────────────────────────────────────────────────────────────────────

    def _steps(self, app: App) -> list[datetime]:
        """The instants of the day that are still to come."""
        with app.ledger.reading() as tx:
            reached = marks.get(tx, CLOCK)
        after = datetime.fromisoformat(reached) if reached else None
        begin, end = (datetime.combine(self.day, at, ZONE) for at in (_BEGIN, _END))
        every = [begin + number * _STEP for number in range((end - begin) // _STEP + 1)]
        every += [answer.at for answer in self._answers if begin <= answer.at <= end]
        return [at for at in sorted(set(every)) if after is None or at > after]

    def _step(self, app: App, servers: EmbeddedOffice, at: datetime) -> None:
        clock = app.clock
        assert isinstance(clock, VirtualClock)
        clock.set(max(at, clock.now()))
        for account in app.settings.mail.accounts:
            if at.astimezone(ZONE).time() == _BEGIN:
                app.take_in(account)
        self._deliver(servers, [mail for mail in self._mails if not mail.baseline and mail.at <= at])
        for account in app.settings.mail.accounts:
            app.take_in(account)
        app.run_duties()
        app.act()
        for number, answer in enumerate(self._answers):
            if answer.at <= at:
                self._answer(app, number, answer)
        app.act()
        with app.ledger.writing() as tx:
            marks.put(tx, CLOCK, at.isoformat(), clock.now())

    def _deliver(self, servers: EmbeddedOffice, mails: Sequence[ScriptedMail]) -> None:
        for mail in mails:
            if mail.id not in self._delivered:
                servers.deliver(mail.raw, when=mail.at, folder=mail.folder)
                self._delivered.add(mail.id)

    def _answer(self, app: App, number: int, answer: ScriptedAnswer) -> None:
        """What a person decides, once: the proposal is chosen and written down before the answer is given."""
        name = f"{ANSWERED} {self.day} {number}"
        with app.ledger.writing() as tx:
            chosen = marks.get(tx, name)
            if chosen is None:
                chosen = {"proposal": _choose(app, answer), "given": False}
                marks.put(tx, name, chosen, app.clock.now())
        if chosen["given"]:
            return
        if chosen["proposal"]:
            _give(app, answer, chosen["proposal"])
        with app.ledger.writing() as tx:
            marks.put(tx, name, {**chosen, "given": True}, app.clock.now())

    def _close(self, app: App, took: float) -> dict[str, Any]:
        """The evening: balance, backup, totals."""
        name = f"{RESULT} {self.day}"
        with app.ledger.reading() as tx:
            known: dict[str, Any] | None = marks.get(tx, name)
        if known is not None:
            return known
        if not app.balance().is_even:
            raise UserError(say("The evening's balance is not even: see “officebot journal”."))
        result = {**app.totals(), "seconds": round(took, 1)}
        with app.ledger.writing() as tx:
            marks.put(tx, name, result, app.clock.now())
        return result

    # ── clock ─────────────────────────────────────────────────────────────────────────────────────────────

    def _clock(self) -> VirtualClock:
        self._delivered: set[str] = set()
        return VirtualClock(datetime.combine(self.day, _BEGIN, ZONE))

    def _set_clock(self, app: App) -> None:
        with app.ledger.reading() as tx:
            reached = marks.get(tx, CLOCK)
        clock = app.clock
        if reached and isinstance(clock, VirtualClock):
            clock.set(max(datetime.fromisoformat(reached), clock.now()))
        self._begin_by(app)

    def _begin_by(self, app: App) -> None:
        """Put right an office that was first opened by another clock, before its day began."""
        now = app.clock.now()
        with app.ledger.writing() as tx:
            begun = marks.get(tx, marks.FIRST_START)
            if begun is not None and datetime.fromisoformat(begun) > now:
                marks.put(tx, marks.FIRST_START, now.isoformat(), now)


@contextmanager
def serving(folder: Path) -> Iterator[EmbeddedOffice]:
    """The sample office's servers: those that run already, else started here and ended at the end."""
    from officebot.testing.embedded import EmbeddedOfficeError

    password = (folder / "secrets" / "mail").read_text().strip()
    office = EmbeddedOffice(folder / SERVERS, password=password)
    try:
        office.start()
    except EmbeddedOfficeError:
        office = EmbeddedOffice.attach(folder / SERVERS, password=password)
    try:
        yield office
    finally:
        office.stop()


def _choose(app: App, answer: ScriptedAnswer) -> int | None:
    """The oldest proposal that the answer can be about."""
    states = [ProposalState.DONE] if answer.does == "undo" else [ProposalState.WAITING]
    with app.ledger.reading() as tx:
        found = rows.in_states(tx, states)
    for row in found:
        words = f"{row.key} {row.title}".lower()
        if (not answer.duty or row.duty == answer.duty) and answer.match.lower() in words:
            return int(row.id)
    return None


def _give(app: App, answer: ScriptedAnswer, proposal: int) -> None:
    person = app.loaded.people.named(answer.who)
    if person is None:
        return
    who = Actor(person, person)
    if answer.does == "undo":
        app.undo(who, proposal)
    elif answer.does == "reject":
        app.reject(who, proposal, answer.because)
    elif views.proposal(app.ledger, proposal).state == ProposalState.WAITING:
        app.approve(who, proposal)
