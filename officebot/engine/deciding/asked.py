"""The desk as the duty that asks by mail reads it: what waits for whom, what was asked, what was answered. Reading only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, select

from officebot.core import actions as kinds
from officebot.core.approvals.codes import hash_of
from officebot.core.approvals.model import Asked, Decided, Desk, Outcome, Question, Told, Waiting
from officebot.core.people import People, Person
from officebot.core.proposals import ProposalState
from officebot.core.text import Text
from officebot.engine.deciding import codes, desk
from officebot.engine.deciding.approvals import Actor, delegates_of, may_decide
from officebot.engine.deciding.codes import Code
from officebot.engine.ledger import Ledger, marks, runs
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.runs import NewRun
from officebot.engine.ledger.schema import approvals, mails, proposals

#: The purpose of the codes, and where outcomes of answers lie until their authors are told.
DIGEST = "digest"
UNTOLD = "officebot answers to tell"
#: Mails that asked are remembered so long: no proposal waits longer.
_REMEMBERED = timedelta(days=30)
_MOST_WAITING = 500


def desk_of(ledger: Ledger, people: People, now: datetime, page: str) -> Desk:
    """All that the duty needs to know now."""
    with ledger.reading() as tx:
        asked = [_asked(one) for one in codes.of_purpose(tx, DIGEST, now - _REMEMBERED)]
        numbers = {question.proposal for one in asked for question in one.questions}
        return Desk(
            waiting=_waiting(tx, people, now),
            decided=_decided(tx, numbers),
            asked=asked,
            outcomes=[outcome_of(mark, told) for mark, told in marks.facts_of(tx, UNTOLD).items()],
            delegates=delegates_of(tx, now),
            page=page,
        )


def note_answers(ledger: Ledger, duties: Iterable[str], now: datetime) -> int:
    """Note a run for each of these duties where answers were carried out of which nobody is told yet; how many are new.

    Writes nothing where there is none.
    """
    with ledger.reading() as tx:
        untold = sorted(marks.facts_of(tx, UNTOLD))
    names = list(duties)
    if not untold or not names:
        return 0
    key = f"answers:{hash_of(' '.join(untold))[:32]}"
    with ledger.writing() as tx:
        wanted = [NewRun(duty=name, kind="after answer", key=key, due=now) for name in names]
        return len(runs.note(tx, wanted, runs.PENDING, now))


def _asked(code: Code) -> Asked:
    questions = code.data["questions"]
    return Asked(
        code=code.hash,
        person=code.person,
        questions=tuple(Question.from_json(questions[number]) for number in sorted(questions, key=int)),
        created=code.created,
        until=code.until,
        why=code.data["why"],
        mail=code.data.get("mail", ""),
    )


def outcome_of(mark: str, stored: dict[str, Any]) -> Outcome:
    """The outcome that the performer stored."""
    return Outcome(
        mark=mark,
        person=stored["person"],
        account=stored["account"],
        subject=stored["subject"],
        message_id=stored["message_id"],
        told=tuple(
            Told(number=one["number"], title=Text.from_json(one["title"]), wanted=one["wanted"], took=one["took"],
                 said=Text.from_json(one["said"]))
            for one in stored["answers"]
        ),
        notes=tuple(map(Text.from_json, stored["notes"])),
    )  # fmt: skip


def _waiting(tx: Connection, people: People, now: datetime) -> list[Waiting]:
    query = select(proposals).where(proposals.c.state == ProposalState.WAITING).order_by(proposals.c.id)
    found = list(tx.execute(query.limit(_MOST_WAITING)))
    numbers = [row.id for row in found]
    actions: dict[int, list[Row[Any]]] = {}
    for one in rows.actions_of(tx, numbers):
        actions.setdefault(one.proposal_id, []).append(one)
    given: dict[int, set[str]] = {}
    for one in tx.execute(select(approvals).where(approvals.c.proposal_id.in_(numbers))):
        given.setdefault(one.proposal_id, set()).update((one.person, one.by))
    put_off = desk.put_off_all(tx, now)
    urgencies = _urgencies(tx, [row.mail_id for row in found if row.mail_id is not None])
    return [
        _one(row, actions.get(row.id, ()), people, frozenset(given.get(row.id, ())), put_off.get(row.id, frozenset()),
             urgencies.get(row.mail_id, ""))
        for row in found
    ]  # fmt: skip


def _one(
    row: Row[Any], actions: Sequence[Row[Any]], people: People, given: frozenset[str], later: frozenset[str], urgency: str
) -> Waiting:  # fmt: skip
    return Waiting(
        id=row.id,
        hash=row.hash,
        duty=row.duty,
        title=Text.from_json(row.title),
        reason=Text.from_json(row.reason),
        consequences=tuple(map(Text.from_json, row.consequences)),
        previews=tuple(Text.from_json(one.preview) for one in actions),
        recipients=tuple(dict.fromkeys(who for one in actions for who in _recipients(one))),
        amount=Decimal(row.amount) if row.amount is not None else None,
        amount_is_least=bool(row.ruling.get("amount_is_least")),
        created=row.created,
        expires=row.expires,
        owner=row.owner,
        circle=row.circle,
        is_confidential=bool(row.confidential),
        approvals_needed=row.approvals_needed,
        deciders=tuple(one.address for one in people.all if may_decide(row, _self(one))),
        given=given,
        later=later,
        urgency=urgency,
    )


def _self(person: Person) -> Actor:
    return Actor(person, person)


def _recipients(action: Row[Any]) -> tuple[str, ...]:
    try:
        return kinds.from_json(action.kind, action.params).recipients
    except (KeyError, ValueError):  # of a plugin that is gone, or erased for a person's sake
        return ()


def _urgencies(tx: Connection, numbers: Sequence[int]) -> dict[int | None, str]:
    query = select(mails.c.id, mails.c.verdict).where(mails.c.id.in_(numbers))
    return {row.id: str((row.verdict or {}).get("urgency") or "") for row in tx.execute(query)}


def _decided(tx: Connection, numbers: Iterable[int]) -> list[Decided]:
    query = select(proposals).where(
        proposals.c.id.in_(list(numbers)),
        proposals.c.state != ProposalState.WAITING,
        proposals.c.decided.is_not(None),
    )
    return [
        Decided(id=row.id, title=Text.from_json(row.title), state=row.state, by=row.decided_by or "", at=row.decided)
        for row in tx.execute(query.order_by(proposals.c.id))
    ]
