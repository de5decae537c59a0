"""Performs `proposal.ask`, `proposal.answer` and `proposal.told`: people asked by mail, and what they answered.

The crash cases. An answer is carried out in one transaction with its receipt, all its numbers together: killed before
it, nothing has happened and it is done again; killed after it, the receipt is found and nothing is done twice. Two
answers at once, by mail and from the page: the proposals' own rows decide, and the second is told by whom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from officebot.core.actions import Action
from officebot.core.approvals.actions import AnswerByMail, AskByMail, TellOutcome
from officebot.core.approvals.model import Question
from officebot.core.clock import Clock
from officebot.core.numbering import Numbering
from officebot.core.people import People
from officebot.core.problems import UserError
from officebot.core.proposals import ProposalState
from officebot.core.text import Text, quoted, say
from officebot.engine.deciding import approvals, codes, desk
from officebot.engine.deciding.approvals import Actor, Answer
from officebot.engine.deciding.asked import DIGEST, UNTOLD
from officebot.engine.deciding.codes import Code
from officebot.engine.ledger import Ledger, marks
from officebot.engine.ledger import proposals as rows
from officebot.sdk import Done, Failed, Job, NotDone, Outcome, Prepared

#: Where the receipts are kept, among the ledger's facts.
_RECEIPTS = "officebot answers"


class AskedPerformer:
    """Keeps what was asked by mail, and lets answers decide as the person who gave them."""

    kinds = frozenset({AskByMail.kind, AnswerByMail.kind, TellOutcome.kind})
    repeatable = True
    irreversible = frozenset({AnswerByMail.kind})

    def __init__(
        self, ledger: Ledger, people: Callable[[], People], clock: Clock, hold: timedelta, series: Callable[[], Numbering]
    ) -> None:  # fmt: skip
        """`hold` is how long a mail is kept back after a yes; `series` are the office's numbers without gaps."""
        self._ledger = ledger
        self._people = people
        self._clock = clock
        self._hold_for = hold
        self._series = series

    def prepare(self, action: Action) -> Prepared:
        """Says who is asked, or what the answer says."""
        match action:
            case AskByMail(person=person, questions=questions):
                preview = say("Ask {person} by mail: {count}", person=person, count=len(questions))
            case AnswerByMail(person=person, yes=yes, no=no, later=later):
                preview = say(
                    "{person} answers by mail. Yes: {yes}; no: {no}; later: {later}", person=person,
                    yes=_listed(yes), no=_listed(no), later=_listed(later),
                )  # fmt: skip
            case TellOutcome():
                preview = say("Note that the author of an answer is told.")
            case _:
                raise TypeError(action.kind)
        return Prepared(action=action, preview=preview)

    def perform(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """Each in a transaction of its own."""
        return [self._one(job) for job in jobs]

    def was_done(self, job: Job) -> Done | NotDone:
        """Done where the receipt lies; else nothing has happened."""
        with self._ledger.reading() as tx:
            return _done_before(tx, job) or NotDone()

    def undo(self, jobs: Sequence[Job]) -> Sequence[Outcome]:
        """An answer is taken back by undoing what it decided; what was asked stays asked."""
        return [
            Failed(say("An answer is not taken back: undo the proposal that it decided."))
            if isinstance(job.action, AnswerByMail)
            else Done()
            for job in jobs
        ]

    def _one(self, job: Job) -> Outcome:
        now = self._clock.now()
        with self._ledger.writing() as tx:
            before = _done_before(tx, job)
            if before is not None:
                return before
            match job.action:
                case AskByMail() as ask:
                    receipt = _ask(tx, ask, now)
                case AnswerByMail() as answer:
                    receipt = self._answered(tx, answer, now)
                case TellOutcome(mark=mark):
                    marks.remove_fact(tx, UNTOLD, mark)
                    receipt = {}
                case _:
                    raise TypeError(job.action.kind)
            marks.put_fact(tx, _RECEIPTS, job.key, receipt)
            return Done(receipt)

    # ── an answer ─────────────────────────────────────────────────────────────────────────────────────────

    def _answered(self, tx: Connection, answer: AnswerByMail, now: datetime) -> dict[str, Any]:
        told = self._each(tx, answer, now)
        stored = {
            "person": answer.person, "account": answer.account, "subject": answer.subject,
            "message_id": answer.message_id, "answers": told, "notes": [dict(one) for one in answer.notes],
        }  # fmt: skip
        marks.put_fact(tx, UNTOLD, answer.mark, stored)
        return {"answers": [{key: one[key] for key in ("number", "id", "wanted", "took")} for one in told]}

    def _each(self, tx: Connection, answer: AnswerByMail, now: datetime) -> list[dict[str, Any]]:
        code = codes.find_hashed(tx, answer.code, DIGEST, locked=True)
        wanted = {
            **dict.fromkeys(answer.yes, "yes"),
            **{int(number): "no" for number in answer.no},
            **{int(number): "later" for number in answer.later},
        }
        if code is None or code.person != answer.person:
            # The duty has looked already: whoever proposes this otherwise gets nothing done.
            why = say("This code was not made for {person}.", person=answer.person)
            return [
                _told(number, 0, quoted(""), what, Answer(False, _WAITING, why)) for number, what in wanted.items()
            ]
        answered: dict[str, str] = dict(code.data.get("answered", {}))
        told = []
        for number, what in sorted(wanted.items()):
            question = Question.from_json(code.data["questions"][str(number)])
            row = rows.by_id(tx, question.proposal, locked=True)
            result = self._decided(tx, answer, code, number, what, question, answered, now)
            if result.took and what != "later":
                answered[str(number)] = what
            told.append(
                _told(number, question.proposal, Text.from_json(row.title) if row else quoted(""), what, result)
            )
        left = [number for number in code.data["questions"] if number not in answered]
        codes.note(tx, code.hash, {**code.data, "answered": answered}, code.used or (None if left else now))
        return told

    def _decided(
        self, tx: Connection, answer: AnswerByMail, code: Code, number: int, what: str, question: Question,
        answered: Mapping[str, str], now: datetime,
    ) -> Answer:  # fmt: skip
        if str(number) in answered:
            return Answer(False, _WAITING, say("You have answered it already by this mail."))
        if code.until <= now:
            return Answer(
                False, _WAITING, say("This mail’s code is good no longer: the next digest brings a new one.")
            )
        if what == "yes" and question.page_only:
            return Answer(False, _WAITING, say("It spends more than a mail may decide: say yes on the page."))
        who = self._actor(tx, answer.person, question.principal, now)
        if who is None:
            gone = say("No delegation from {principal} is in force any more.", principal=question.principal)
            return Answer(False, _WAITING, gone)
        evidence = {"by": "mail", "mail": answer.source, "code": code.hash[:16]}
        try:
            if what == "yes":
                return approvals.approve_in(
                    tx, who, question.proposal, question.hash, now, self._hold_for, self._series(), evidence
                )
            if what == "no":
                because = answer.no[str(number)]
                return approvals.reject_in(
                    tx, who, question.proposal, because, now, shown=question.hash, evidence=evidence
                )
            return desk.put_off_in(tx, who, question.proposal, answer.later[str(number)], now)
        except UserError as refused:
            return Answer(False, _WAITING, refused.problems[0].what)

    def _actor(self, tx: Connection, address: str, principal: str, now: datetime) -> Actor | None:
        people = self._people()
        person = people.at(address)
        if person is None:
            return None
        if principal == person.address:
            return Actor(person, person)
        return approvals.acting_for(tx, people, person, principal, now)


_WAITING = ProposalState.WAITING


def _ask(tx: Connection, ask: AskByMail, now: datetime) -> dict[str, Any]:
    questions = {str(number): dict(one) for number, one in enumerate(ask.questions, 1)}
    data = {"questions": questions, "why": ask.why, "mail": ask.mail}
    codes.keep_hashed(tx, ask.code, DIGEST, ask.person, data, now, ask.until)
    return {}


def _told(number: int, proposal: int, title: Text, wanted: str, result: Answer) -> dict[str, Any]:
    return {
        "number": number, "id": proposal, "title": title.to_json(), "wanted": wanted, "took": result.took,
        "said": result.said.to_json(),
    }  # fmt: skip


def _listed(numbers: Sequence[int] | Mapping[str, Any]) -> str:
    return ", ".join(map(str, numbers)) or "–"


def _done_before(tx: Connection, job: Job) -> Done | None:
    receipt = marks.fact(tx, _RECEIPTS, job.key)
    return None if receipt is None else Done(receipt)
