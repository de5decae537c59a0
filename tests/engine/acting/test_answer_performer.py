"""Before a reminder leaves, the mailbox is read once more: an answer that has come keeps it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from officebot.core.actions import CheckUnanswered
from officebot.core.text import say
from officebot.engine.acting.answer_performer import AnswerPerformer
from officebot.engine.deciding import approvals
from officebot.engine.intake.recognising import stored_claim
from officebot.engine.ledger import mails
from officebot.engine.ledger.mails import Noted
from officebot.sdk import (
    Action,
    Address,
    Claim,
    Done,
    Job,
    MessageRef,
    NotDone,
    Outcome,
    OutgoingMail,
    Prepared,
    SendMail,
    Unavailable,
)
from officebot.testing.clock import VirtualClock
from tests.engine.helpers import CLAIRE, MONDAY, PEOPLE, Bench, acting, letter, proposal
from tests.engine.stores import open_ledger

CHECK = CheckUnanswered(account="desk", awaited=("yves@sable.example",), message_ids=("<ask@atelier.example>",),
                        thread="<ask@atelier.example>", subject="Plan", since=MONDAY)  # fmt: skip
ANSWER = Noted(ref=MessageRef("desk", "INBOX", 1, 1, "f"), received=MONDAY + timedelta(minutes=5), subject="Re: Plan",
               sender=Address("", "yves@sable.example"), in_reply_to="<ask@atelier.example>",
               thread="<ask@atelier.example>", verdict='{"kind":"information"}')  # fmt: skip

MAIL = SendMail(mail=OutgoingMail(account="desk", to=("yves@sable.example",), subject="Re: Plan", body="x", key="k"))


class Office:
    """An engine whose mailbox holds mails that are read only when it is looked at."""

    def __init__(self, folder: Path) -> None:
        ledger, clock = open_ledger(folder / "ledger.db"), VirtualClock(MONDAY)
        performer = AnswerPerformer(ledger, PEOPLE, clock, self.take_in)
        self.bench = Bench(folder, ledger=ledger, clock=clock, performers=[performer, Post()])
        self.coming: list[Noted] = []
        self.is_away = False
        self.looks = 0

    def take_in(self, account: str) -> None:
        self.looks += 1
        if self.is_away:
            raise Unavailable(account, say("The line is cut."))
        with self.bench.ledger.writing() as tx:
            mails.note(tx, self.coming, MONDAY)
        self.coming = []

    def remind(self, check: CheckUnanswered = CHECK) -> int:
        """Propose a reminder and say yes; its number."""
        (number,) = self.bench.propose(proposal("remind", check, letter("reminder")))
        approvals.approve(self.bench.ledger, acting(CLAIRE), number, None, self.bench.clock.now())
        return number


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


_SPEAKS = (stored_claim("orders", Claim(kind="papers", data={"files": []})),)
_CARRIES = (stored_claim("orders", Claim(kind="papers", data={"files": ["BL.pdf"]})),)


def ended(office: Office, check: CheckUnanswered = CHECK) -> Sequence[str]:
    number = office.remind(check)
    office.bench.executor.work()
    return office.bench.how(number).actions


def test_nobody_answered_so_the_reminder_leaves(office: Office) -> None:
    assert ended(office) == ("done", "done")
    assert office.looks == 1


def test_an_answer_that_lies_unread_in_the_mailbox_keeps_the_reminder_back(office: Office) -> None:
    office.coming.append(ANSWER)
    assert ended(office) == ("failed", "skipped")


def test_only_what_was_looked_at_before_is_no_answer_any_more(office: Office) -> None:
    seen = replace(ANSWER, message_id="<seen@sable.example>")
    check = replace(CHECK, any_subject=True, known=("<seen@sable.example>",))
    office.coming.append(seen)
    assert ended(office, check) == ("done", "done")
    other = Office(office.bench.folder / "other")
    other.coming += [
        seen,
        replace(seen, message_id="<new@sable.example>", ref=MessageRef("desk", "INBOX", 1, 2, "g")),
    ]
    assert ended(other, check) == ("failed", "skipped")


@pytest.mark.parametrize(
    ("came", "is_kept_back"),
    [
        pytest.param({}, False, id="about something else"),
        pytest.param({"subject": "Votre commande BC-26-1003"}, True, id="it names the order"),
        pytest.param({"claims": _SPEAKS}, True, id="it speaks of goods"),
        pytest.param({"claims": _SPEAKS, "subject": "Confirmation BC-26-1021"}, False, id="of another order"),
        pytest.param({"claims": _CARRIES}, False, id="a paper hangs on it, which is read for itself"),
    ],
)
def test_of_what_the_supplier_writes_only_what_is_about_the_order_keeps_the_reminder_back(
    office: Office, came: dict[str, Any], is_kept_back: bool
) -> None:
    check = replace(
        CHECK, message_ids=(), thread="", subject="", any_subject=True, about=("BC-26-1003",), spoken="papers"
    )
    office.coming.append(replace(ANSWER, **{"in_reply_to": "", "thread": "", "subject": "Nos vœux", **came}))
    assert ended(office, check) == (("failed", "skipped") if is_kept_back else ("done", "done"))


@pytest.mark.parametrize(
    "came",
    [
        pytest.param(replace(ANSWER, verdict='{"kind":"automatic"}'), id="a receipt"),
        pytest.param(replace(ANSWER, claims=(stored_claim("follow_up", Claim(kind="away")),)), id="an absence"),
        pytest.param(replace(ANSWER, sender=Address("", PEOPLE.all[1].address), in_reply_to=""), id="a colleague"),
        pytest.param(replace(ANSWER, in_reply_to="", thread="", subject="Other"), id="another subject"),
    ],
)
def test_what_is_no_answer_keeps_nothing_back(office: Office, came: Noted) -> None:
    office.coming.append(came)
    assert ended(office) == ("done", "done")


def test_without_a_server_nothing_is_sent_until_it_is_back(office: Office) -> None:
    office.is_away = True
    number = office.remind()
    office.bench.executor.work()
    assert office.bench.how(number).actions == ("pending", "pending")
    office.is_away, office.coming = False, [ANSWER]
    office.bench.wait(60)
    office.bench.executor.work()
    assert office.bench.how(number).actions == ("failed", "skipped")


class Post:
    """Sends nothing, and says that it did."""

    kinds = frozenset({SendMail.kind})
    repeatable = True
    irreversible: frozenset[str] = frozenset()

    def prepare(self, action: Action) -> Prepared:
        return Prepared(action=action, preview=say("Send"))

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        return [Done() for _ in jobs]

    def was_done(self, _job: Job) -> NotDone:
        return NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        return [Done() for _ in jobs]


@pytest.mark.parametrize(("last", "looks"), [(MAIL, 0), (letter("a draft"), 1)], ids=["a mail", "a draft"])
def test_the_look_is_held_with_a_mail_and_not_with_a_draft(office: Office, last: Action, looks: int) -> None:
    (number,) = office.bench.propose(proposal("remind", CHECK, last))
    hold = timedelta(minutes=10)
    approvals.approve(office.bench.ledger, acting(CLAIRE), number, None, office.bench.clock.now(), hold)
    office.bench.executor.work()
    assert office.looks == looks
    office.coming.append(ANSWER)
    office.bench.wait(601)
    office.bench.executor.work()
    assert office.bench.how(number).actions == (("failed", "skipped") if last is MAIL else ("done", "done"))
