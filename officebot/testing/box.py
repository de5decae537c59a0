"""A whole office for one test of a duty: mailbox, workbooks, calendars, a clock that you turn, people who answer.

    def test_a_delivery_is_entered(office: OfficeInABox) -> None:
        office.keeps("stock", {"Stock": [["Article", "In stock"], ["Paper A4", 12]]})
        office.enables(DUTY, workbook="stock")
        office.receives("Delivery", "8 reams of Paper A4 are here.")
        (proposal,) = office.waiting()
        office.approve(proposal)
        assert office.cell("stock.xlsx", "Stock", "B2") == 20
        office.undo(proposal)

`pytest_plugins = ["officebot.testing.fixtures"]` in a conftest gives the fixture `office`. Its servers are real ones, on
this machine; the duty is the object that is given, in this very process: it need not be installed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Self

from officebot.app import App
from officebot.core.people import Person
from officebot.core.proposals import Claim, Item, ProposalState
from officebot.core.reports.period import period_with
from officebot.engine.deciding.approvals import Actor, Answer
from officebot.engine.ledger import runs
from officebot.engine.record import views
from officebot.engine.record.views import ProposalView
from officebot.sdk import Duty, SeenMail, Viewer
from officebot.settings.new import Answers, write_new_office
from officebot.testing.boxed_settings import Settings
from officebot.testing.clock import VirtualClock
from officebot.testing.embedded import EmbeddedOffice
from officebot.testing.mailstore import SentMail

#: Monday 23 November 2026, 09:00 in Paris: the office has just opened.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
#: The mailbox, and the person whose it is; the second person, where two must say yes.
DESK = "desk@office.example"
ANN, MAX = "Ann Assistant", "Max Manager"
#: Who writes, unless a test names somebody.
CLIENT = "Emily Finch <emily@client.example>"


class DutyFailed(AssertionError):
    """A duty raised, hung or flooded while the office worked; the log, which pytest shows, has its traceback."""


class OfficeInABox:
    """An office of two people over one mailbox. It opens when something first happens; use it with `with`.

    The office acts at once where its policy lets it, as in life: nothing is observed for days or held for seconds.
    """

    def __init__(self, folder: Path, *, at: datetime = MONDAY, language: str = "en") -> None:
        self.folder = folder / "office"
        self.clock = VirtualClock(at)
        self._servers = EmbeddedOffice(folder / "servers", mailboxes=(DESK,))
        self._settings = Settings(self.folder, language)
        self._duties: dict[str, Duty[Any, Any]] = {}
        self._app: App | None = None
        self._number = 0

    def __enter__(self) -> Self:
        self._servers.start()
        try:
            self._make()
        except BaseException:
            self._servers.stop()
            raise
        return self

    def _make(self) -> None:
        answers = Answers(
            name="Office in a box", person=ANN, address=DESK, language=self._settings.language, duties=(),
            imap_host=self._servers.host, imap_security="none", imap_port=self._servers.imap_port,
            smtp_host=self._servers.host, smtp_security="none", smtp_port=self._servers.smtp_port,
            password=self._servers.password,
        )  # fmt: skip
        write_new_office(self.folder, answers)
        self._settings.begin(MAX)

    def __exit__(self, *_: object) -> None:
        self._close()
        self._servers.stop()

    # ── what the office has ───────────────────────────────────────────────────────────────────────────────

    def keeps(self, name: str, sheets: Mapping[str, Sequence[Sequence[Any]]], *, write: bool = True) -> Path:
        """Give the office a workbook: `workbooks/NAME.xlsx`, known in its settings as NAME; where it lies.

        `sheets` are rows of cells by the sheets' names; the first row of each holds the headings.
        """
        self._close()
        return self._settings.workbook(name, sheets, write=write)

    def files(self, path: str, content: bytes | str) -> Path:
        """Put a file into the office's folder, by its path relative to it; where it lies."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def plans(self, ics: bytes | str) -> None:
        """Fill the calendar of the mailbox's person with these events (iCalendar), once."""
        self._close()
        self._servers.fill_calendar(ics.encode() if isinstance(ics, str) else ics)
        self._settings.calendar("desk", self._servers.calendar_url, DESK)

    def enables(self, duty: Duty[Any, Any], *, triggers: Sequence[str] | None = None, **settings: Any) -> None:
        """Let the office have this duty, with these settings; anew where it had it already."""
        self._close()
        self._duties[duty.name] = duty
        self._settings.duty(duty.name, settings, triggers)

    def set(self, table: str, **values: Any) -> None:
        """Change the office's settings: `office.set("trust", observe_days=3)`; a dot leads into a table."""
        self._close()
        self._settings.put(table, values)

    # ── what happens ──────────────────────────────────────────────────────────────────────────────────────

    def receives(
        self, mail: str | bytes | EmailMessage, text: str = "", *, sender: str = CLIENT, to: str = DESK,
        folder: str = "INBOX", answers: str = "", files: Mapping[str, bytes] = {},
    ) -> str:  # fmt: skip
        """A mail comes now, and the office does all that is due; its Message-ID.

        `mail` is its subject, or a whole message. `answers` is the Message-ID that it answers; `files` hang on it, by name.
        In the folder "Sent" it is one that the office wrote.
        """
        made = self._letter(mail, text, sender, to, answers, files) if isinstance(mail, str) else mail
        raw = made if isinstance(made, bytes) else made.as_bytes()
        self._opened()
        self._servers.deliver(raw, when=self.clock.now(), folder=folder)
        self.turn()
        return str(message_from_bytes(raw)["Message-ID"] or "")

    def turn(self, **more: float) -> None:
        """Turn the clock on (`hours=2`), and let the office do all that is due by then. Raises DutyFailed."""
        app = self.app
        self.clock.advance(timedelta(**more))
        before = len(self._listed())
        for account in app.settings.mail.accounts:
            app.take_in(account)
        failed = [ran.problem for ran in app.run_duties() if ran.state == runs.FAILED]
        failed += [mail.problem for mail in self._listed()[before:]]
        if failed:
            raise DutyFailed("; ".join(problem.render() for problem in failed if problem is not None))
        app.act()

    def runs(self, duty: Duty[Any, Any] | str) -> None:
        """Run a duty now, as “officebot once NAME” does."""
        name = duty if isinstance(duty, str) else duty.name
        self._number += 1
        self.app.engine.runner.fire(name, "manual", f"manual:{self.clock.now().isoformat()}:{self._number}")
        self.turn()

    # ── what people see and decide ────────────────────────────────────────────────────────────────────────

    def waiting(self) -> list[ProposalView]:
        """What waits for a person, oldest first."""
        return views.queue(self.app.ledger)

    def proposals(self, *states: str) -> list[ProposalView]:
        """The proposals in these states (all of them where none is named), oldest first."""
        wanted = states or tuple(ProposalState)
        return [self.proposal(one.id) for one in self.app.office.proposals(wanted)]

    def proposal(self, number: int | ProposalView) -> ProposalView:
        """A proposal as it is now."""
        return views.proposal(self.app.ledger, number if isinstance(number, int) else number.id)

    def approve(self, which: int | ProposalView, *, by: str = ANN) -> ProposalView:
        """Somebody says yes, and what is due is done; the proposal as it is then."""
        seen = self.proposal(which)
        return self._answered(seen, self.app.approve(self._actor(by), seen.id, seen.hash))

    def reject(self, which: int | ProposalView, because: str = "No.", *, by: str = ANN) -> ProposalView:
        """Somebody says no; the proposal as it is then."""
        seen = self.proposal(which)
        return self._answered(seen, self.app.reject(self._actor(by), seen.id, because))

    def undo(self, which: int | ProposalView, *, by: str = ANN) -> ProposalView:
        """Somebody takes back what was done; the proposal as it is then. Raises AssertionError where it stays."""
        seen = self.proposal(which)
        state, said = self.app.undo(self._actor(by), seen.id)
        assert state == ProposalState.UNDONE, said.render()
        return self.proposal(seen)

    # ── what there is then ────────────────────────────────────────────────────────────────────────────────

    def cell(self, file: str, sheet: str, cell: str) -> Any:
        """What stands in a cell of one of its workbooks now: `office.cell("stock.xlsx", "Stock", "B3")`."""
        from openpyxl import load_workbook

        book = load_workbook(self.folder / "workbooks" / file, read_only=True, data_only=True)
        try:
            return book[sheet][cell].value
        finally:
            book.close()

    def read(self, path: str) -> str | None:
        """The text of a file of the office's folder; None where there is none."""
        target = self.folder / path
        return target.read_text("utf-8") if target.is_file() else None

    def items(self, kind: str, state: str = "open") -> Sequence[Item]:
        """What is noted of this kind."""
        return self.app.office.items(kind, state)

    def claims(self, kind: str) -> list[Claim]:
        """What recognisers said of this kind, in the order of the mails."""
        return [claim for _, claim in self.app.office.claims(kind, *self._always())]

    def mails(self) -> Sequence[SeenMail]:
        """The mails that came, as duties see them, oldest first."""
        return self.app.office.mails(*self._always())

    def sent(self) -> list[SentMail]:
        """The mails that left, oldest first."""
        return self._servers.sent_mails()

    def drafts(self) -> list[bytes]:
        """What lies in Drafts, each as its bytes."""
        return [one.raw for one in self._servers.mailbox("Drafts")]

    def panels(self, duty: Duty[Any, Any], *, by: str = ANN) -> list[Any]:
        """The blocks that a duty shows on the dashboard to somebody."""
        settings = self.app.duties[duty.name].settings
        return [block for panel in duty.panels for block in panel.show(self.app.office, self.viewer(by), settings)]

    def told(self, duty: Duty[Any, Any]) -> dict[str, Decimal]:
        """The figures that a duty tells for the report of this day, by their labels.

        Raises AssertionError where the second computation, from what is stored, comes to something else.
        """
        from officebot.duties.activity_report.observe import report_of

        today = period_with("daily", self.app.facts.working_time.local(self.clock.now()).date())
        report = report_of(self.app.office, today, self.clock.now())
        differences = [one.problem().render() for one in report.differences]
        assert not differences, "; ".join(differences)
        part = next((one for one in report.parts if one.name == duty.name), None)
        values = {figure.key: figure.value for figure in part.figures} if part is not None else {}
        return {one.label.render(): values[one.key] for one in part.measures} if part is not None else {}

    def viewer(self, name: str = ANN) -> Viewer:
        """Somebody who looks at the dashboard now."""
        person = self._person(name)
        return self.app.viewer(person, person.language)

    @property
    def app(self) -> App:
        """The opened office, for what is not told here."""
        return self._opened()

    # ── within ────────────────────────────────────────────────────────────────────────────────────────────

    def _opened(self) -> App:
        if self._app is None:
            self._app = App(self.folder, clock=self.clock, brought=self._duties)
            for account in self._app.settings.mail.accounts:
                # The first look takes what is there for what was there before.
                self._app.take_in(account)
        return self._app

    def _close(self) -> None:
        app, self._app = self._app, None
        if app is not None:
            app.close()

    def _letter(
        self, subject: str, text: str, sender: str, to: str, answers: str, files: Mapping[str, bytes]
    ) -> EmailMessage:
        self._number += 1
        mail = EmailMessage()
        mail["Message-ID"] = f"<{self._number}@{sender.rpartition('@')[2].rstrip('>') or 'client.example'}>"
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"] = format_datetime(self.clock.now())
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        mail.set_content(text)
        for name, content in files.items():
            mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        return mail

    def _answered(self, seen: ProposalView, answer: Answer) -> ProposalView:
        assert answer.took, answer.said.render()
        self.app.act()
        return self.proposal(seen)

    def _person(self, name: str) -> Person:
        found = self.app.facts.people.named(name)
        assert found is not None, f"nobody here is called {name}"
        return found

    def _actor(self, name: str) -> Actor:
        person = self._person(name)
        return Actor(person, person)

    def _always(self) -> tuple[datetime, datetime]:
        now, far = self.clock.now(), timedelta(days=3650)
        return now - far, now + far

    def _listed(self) -> list[SeenMail]:
        return [mail for mail in self.mails() if mail.problem is not None]
