"""What counts the month catches: each planted error is found by its count, and a month without one has none.

Three calm days are lived by a small office; an error is planted into a copy of its ledger, its folder or its mailboxes.
"""

from __future__ import annotations

import copy
import email
import email.policy
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from officebot.testing.embedded import EmbeddedOffice
from officebot.testing.mailstore import SentMail
from tests.app.embedded import ZONE
from tests.sweeps.month_count import Count, count
from tests.sweeps.month_office import Month, rows
from tests.sweeps.month_post import Posted

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("month-count")]

FIRST, DAYS = date(2026, 11, 2), 3


class Calm(Month):
    """Three days without a fault, of a few mails of which each count has one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, FIRST, DAYS, 0)
        self.mails = sorted(self._written(), key=lambda one: one.at)
        self._coming = list(self.mails)

    def _written(self) -> Iterator[Posted]:
        write, first = self.writer, self.first
        asked = iter(lambda: next(iter(write.dated(first))), None)
        yield next(one for one in asked if one.truth.due == first + timedelta(days=2))
        for kind in (write.question, write.ours, write.right_invoice, write.fraud, write.newsletter):
            yield next(iter(kind(first)))

    def _day(self, number: int, day: date) -> None:
        self._open(datetime.combine(day, time(7, 1), ZONE))
        for at in (time(8, 50), time(19, 5)):
            self._turn(datetime.combine(day, at, ZONE), "", at_work=False)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    """The three days, lived."""
    month = Calm(tmp_path_factory.mktemp("calm") / "office")
    month.live()
    return month


@dataclass
class Boxes:
    """The mailboxes as the servers left them, to which a test adds."""

    sent: list[Any]
    drafts: list[Any]

    @classmethod
    def of(cls, servers: EmbeddedOffice) -> Boxes:
        """What the servers hold."""
        return cls(servers.sent_mails(), servers.mailbox("Drafts"))

    def sent_mails(self) -> list[Any]:
        """What left."""
        return self.sent

    def mailbox(self, _folder: str = "INBOX") -> list[Any]:
        """What lies in Drafts."""
        return self.drafts


class Planted:
    """A copy of the month into which an error is planted."""

    def __init__(self, month: Calm, folder: Path) -> None:
        self.month: Any = copy.copy(month)
        shutil.copytree(month.folder, folder, ignore=shutil.ignore_patterns("servers", "*.sock"))
        self.month.folder = folder
        self.month.servers = self.boxes = Boxes.of(month.servers)

    def ledger(self, statement: str, *values: object) -> None:
        """Change a row of the ledger; exactly what is there is changed."""
        with closing(sqlite3.connect(self.month.folder / "state/ledger.db")) as connection, connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            done = connection.execute(statement, values)
            assert done.rowcount > 0, statement

    def one(self, kind: str) -> Any:
        """The truth about the one mail of this kind."""
        return next(one.truth for one in self.month.mails if one.truth.kind == kind)

    def value(self, query: str, *values: object) -> Any:
        """What the ledger says."""
        return rows(self.month.folder, query, *values)[0][0]


def forget_the_mail(office: Planted) -> None:
    office.ledger("DELETE FROM mails WHERE message_id = ?", office.one("question").identity)


def leave_the_mail_unread(office: Planted) -> None:
    office.ledger("UPDATE mails SET state = 'seen' WHERE message_id = ?", office.one("question").identity)


def judge_it_harmless(office: Planted) -> None:
    identity = office.one("dated").identity
    number = office.value("SELECT id FROM mails WHERE message_id = ?", identity)
    office.ledger("UPDATE mails SET verdict = ? WHERE id = ?", '{"kind": "information", "act": false}', number)
    office.ledger("DELETE FROM items WHERE instr(source, ?)", identity)
    office.ledger("UPDATE proposals SET mail_id = NULL WHERE mail_id = ?", number)


def lose_the_invoice(office: Planted) -> None:
    office.ledger("DELETE FROM proposals WHERE duty = 'invoices'")
    _register(office, "FA-another")


def take_the_owner(office: Planted) -> None:
    office.ledger("UPDATE items SET owner = '' WHERE state = 'open' AND kind = 'deadline'")


def take_the_day(office: Planted) -> None:
    office.ledger("UPDATE items SET due = NULL WHERE state = 'open' AND kind = 'owed'")


def begin_and_never_end(office: Planted) -> None:
    office.ledger("UPDATE actions SET state = 'doing' WHERE id = (SELECT max(id) FROM actions)")


def approve_and_never_do(office: Planted) -> None:
    office.ledger(
        "UPDATE proposals SET state = 'approved' WHERE id = (SELECT min(id) FROM proposals WHERE state = 'done')"
    )


def leave_a_run(office: Planted) -> None:
    office.ledger("UPDATE runs SET state = 'running' WHERE id = (SELECT max(id) FROM runs)")


def draft_unknown(office: Planted) -> None:
    office.boxes.drafts = [
        *office.boxes.drafts,
        replace(_any(office), raw=b"Message-ID: <nobody@x.example>\r\n\r\nx"),
    ]


def note_it_for_later(office: Planted) -> None:
    later = datetime.combine(FIRST + timedelta(days=9), time(12), ZONE).isoformat()
    office.ledger(
        "UPDATE items SET due = ? WHERE kind = 'deadline' AND instr(source, ?)", later, office.one("dated").identity
    )


def never_note_it(office: Planted) -> None:
    office.ledger("DELETE FROM items WHERE kind = 'deadline' AND instr(source, ?)", office.one("dated").identity)


def leave_it_off_the_lists(office: Planted) -> None:
    for page in (office.month.folder / "archive/lists").glob("*deadlines*"):
        page.write_text(page.read_text("utf-8").replace(office.one("dated").tag, "…"), "utf-8")


def remind_nobody(office: Planted) -> None:
    office.month.days = 20
    _asked(office, answered=None)


def remind_after_the_answer(office: Planted) -> None:
    truth = _asked(office, answered=datetime.combine(FIRST, time(9), ZONE))
    draft = office.value("SELECT max(proposal_id) FROM actions")
    office.ledger("UPDATE proposals SET duty = 'follow_up', created = '2026-11-04T12:00:00Z' WHERE id = ?", draft)
    office.ledger(
        "UPDATE actions SET kind = 'mail.draft', params = ? WHERE proposal_id = ?", json.dumps(truth.tag), draft
    )


def send_it_twice(office: Planted) -> None:
    office.boxes.sent = [_sent(office, "x@else.example"), _sent(office, "x@else.example")]


def say_the_same_twice(office: Planted) -> None:
    first = _sent(office, "x@else.example")
    office.boxes.sent = [first, replace(first, raw=first.raw.replace(b"<one@", b"<two@"))]


def draft_it_twice(office: Planted) -> None:
    office.boxes.drafts = [_any(office), _any(office)]


def enter_the_invoice_twice(office: Planted) -> None:
    _register(office, office.one("right invoice").tag, times=2)


def write_to_the_fraud(office: Planted) -> None:
    office.boxes.sent = [_sent(office, office.one("fraud").sender)]


def lose_one_in_the_evening(office: Planted) -> None:
    seq = office.value("SELECT max(seq) FROM journal WHERE what = 'balance'")
    said = json.loads(office.value("SELECT payload FROM journal_payloads WHERE seq = ?", seq))
    office.ledger(
        "UPDATE journal_payloads SET payload = ? WHERE seq = ?",
        json.dumps({**said, "received": said["received"] + 1}),
        seq,
    )


PLANTED: tuple[tuple[str, Callable[[Planted], None]], ...] = (
    ("forgotten", forget_the_mail), ("forgotten", leave_the_mail_unread), ("forgotten", judge_it_harmless),
    ("forgotten", lose_the_invoice), ("orphans", take_the_owner), ("orphans", take_the_day),
    ("orphans", begin_and_never_end), ("orphans", approve_and_never_do), ("orphans", leave_a_run),
    ("orphans", draft_unknown), ("late", note_it_for_later), ("late", never_note_it), ("late", leave_it_off_the_lists),
    ("unreminded", remind_nobody), ("early", remind_after_the_answer), ("double", send_it_twice),
    ("double", say_the_same_twice), ("double", draft_it_twice), ("double", enter_the_invoice_twice),
    ("answered_wrongly", write_to_the_fraud), ("uneven", lose_one_in_the_evening),
)  # fmt: skip
COUNTS = ("forgotten", "orphans", "late", "early", "unreminded", "double", "uneven", "answered_wrongly")


def test_a_month_without_an_error_has_none_in_any_count(calm: Calm, tmp_path: Path) -> None:
    found = count(Planted(calm, tmp_path / "office").month)
    assert {name: getattr(found, name) for name in COUNTS} == {name: [] for name in COUNTS}
    assert found.received == 5
    assert found.evenings == DAYS


@pytest.mark.parametrize(("name", "plant"), PLANTED, ids=[plant.__name__.replace("_", " ") for _, plant in PLANTED])
def test_a_planted_error_is_counted(name: str, plant: Callable[[Planted], None], calm: Calm, tmp_path: Path) -> None:
    office = Planted(calm, tmp_path / "office")
    plant(office)
    assert getattr(count(office.month), name)


def test_each_question_that_waited_for_a_person_counts_once(calm: Calm, tmp_path: Path) -> None:
    office = Planted(calm, tmp_path / "office")
    before: Count = count(office.month)
    office.ledger(
        "UPDATE proposals SET ruling = json_set(ruling, '$.verdict', 'ask') WHERE id = (SELECT min(id) FROM proposals WHERE"
        " json_extract(ruling, '$.verdict') != 'ask')"
    )
    after = count(office.month)
    assert sum(after.asked.values()) == sum(before.asked.values()) + 1
    assert after.per_hundred == pytest.approx(before.per_hundred + 100 / 5)


# ── what is planted ───────────────────────────────────────────────────────────────────────────────────────


def _any(office: Planted) -> Any:
    """A draft that lies there."""
    return office.boxes.drafts[0]


def _sent(office: Planted, to: str) -> Any:
    """A mail that left for somebody."""
    mail = email.message_from_bytes(office.month.mails[0].raw, policy=email.policy.default)
    del mail["Message-ID"]
    mail["Message-ID"] = "<one@atelier.example>"
    return SentMail(
        id=1, at=office.month.mails[0].at, sender="desk@atelier.example", recipients=(to,), raw=mail.as_bytes()
    )


def _asked(office: Planted, answered: datetime | None) -> Any:
    """Our question of the first day, answered then, or never."""
    mails = []
    for one in office.month.mails:
        is_ours = one.truth.kind == "ours"
        mails.append(
            replace(one, truth=replace(one.truth, answered=answered, never=answered is None)) if is_ours else one
        )
    office.month.mails = mails
    return office.one("ours")


def _register(office: Planted, number: str, times: int = 1) -> None:
    """Rows of the register with this number, and none of another invoice of the month."""
    path = office.month.folder / "workbooks/factures.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Factures"]
    for row in sheet.iter_rows():
        if row[1].value == office.one("right invoice").tag:
            row[1].value = "FA-another"
    for _ in range(times):
        sheet.append([None, number])
    book.save(path)
