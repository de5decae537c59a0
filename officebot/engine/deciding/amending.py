"""A person's own words in a proposal's mail, before they say yes: a new version with exactly what would go out.

What the duty proposed stays known under the same key and content: it does not propose its own words again. The old
version is superseded, the new one waits until the same instant, and only its own hash can be approved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row

from officebot.core import actions as kinds
from officebot.core.actions import Action, DraftMail, KeepSentCopy, SendMail
from officebot.core.mail import OutgoingMail
from officebot.core.problems import UserError
from officebot.core.proposals import Proposal, ProposalState, Reason
from officebot.core.text import Text, say
from officebot.engine.deciding.approvals import Actor, may_decide
from officebot.engine.ledger import Ledger
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.proposals import NewProposal
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.engine.running.proposing import Made, Proposer

#: More than any letter that is typed into a page.
_LONGEST_SUBJECT, _LONGEST_BODY = 500, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one mail: of which action (by its position), its subject and its text without the signature."""

    position: int
    subject: str
    body: str


def words_of(ledger: Ledger, proposal_id: int) -> list[Words]:
    """The mails of a proposal whose words a person may change, by position: none where an invitation hangs on it."""
    with ledger.reading() as tx:
        stored = rows.actions_of(tx, [proposal_id])
    found = []
    for row in stored:
        mail = _mail_of(kinds.from_json(row.kind, row.params)) if row.kind in _WRITTEN else None
        if mail is not None and not mail.invitation:
            found.append(Words(position=row.position, subject=mail.subject, body=mail.body))
    return found


def amend(
    ledger: Ledger,
    proposer: Proposer,
    who: Actor,
    proposal_id: int,
    shown: str,
    words: Mapping[int, Words],
    now: datetime,
) -> int:
    """Put a person's words into a waiting proposal's mails: the number of the new version, which waits.

    `shown` is the hash of what they saw. Raises UserError where it does not wait any more, has changed, is not theirs to
    decide, or their words cannot be sent.
    """
    with ledger.reading() as tx:
        old, stored = _standing(tx, proposal_id, who, shown)
    prepared = _prepared(proposer, old, _with_words(stored, words), now)
    with ledger.writing() as tx:
        _standing(tx, proposal_id, who, shown, locked=True)
        if not rows.supersede(tx, [old.id], [ProposalState.WAITING]):
            raise UserError(say("It waits for nobody any more."))
        (number,) = rows.store(tx, [prepared])
        payload = {"from": old.id, "hash": prepared.row["hash"]}
        journal.write(tx, now, [
            Note(who.name, "proposal.superseded", f"proposal:{old.id}", {"by": number}),
            Note(who.name, "proposal.amended", f"proposal:{number}", payload),
        ])  # fmt: skip
        return number


_WRITTEN = frozenset({SendMail.kind, DraftMail.kind})


def _standing(
    tx: Connection, proposal_id: int, who: Actor, shown: str, *, locked: bool = False
) -> tuple[Row[Any], list[Row[Any]]]:
    row = rows.by_id(tx, proposal_id, locked=locked)
    if row is None or not may_decide(row, who):
        raise UserError(say("There is no proposal {id}: “officebot queue” lists those that wait.", id=proposal_id))
    if row.state != ProposalState.WAITING:
        raise UserError(say("It waits for nobody any more."))
    if row.hash != shown:
        raise UserError(say("It has changed since it was shown: look again with “officebot show {id}”.", id=row.id))
    return row, rows.actions_of(tx, [proposal_id])


def _with_words(stored: list[Row[Any]], words: Mapping[int, Words]) -> tuple[Action, ...]:
    """The actions with the new words; the copy of a mail that goes to Sent says what the mail says."""
    before = {row.position: kinds.from_json(row.kind, row.params) for row in stored}
    changed: dict[str, OutgoingMail] = {}
    for position, action in before.items():
        mail, new = _mail_of(action), words.get(position)
        if mail is not None and new is not None and isinstance(action, SendMail | DraftMail) and not mail.invitation:
            changed[mail.key] = replace(mail, subject=_subject(new.subject), body=_body(new.body), html="")
    return tuple(_rewritten(action, changed) for action in before.values())


def _rewritten(action: Action, changed: Mapping[str, OutgoingMail]) -> Action:
    mail = _mail_of(action)
    if mail is None or mail.key not in changed:
        return action
    assert isinstance(action, SendMail | DraftMail | KeepSentCopy)
    return replace(action, mail=changed[mail.key])


def _prepared(proposer: Proposer, old: Row[Any], actions: tuple[Action, ...], now: datetime) -> NewProposal:
    """The new version. What spends may now say another sum, which nobody reads: it counts as more than any limit."""
    spends = old.amount is not None or bool(old.ruling.get("amount_is_least"))
    proposal = Proposal(
        key=old.key, title=Text.from_json(old.title), reason=Text.from_json(old.reason),
        reasons=tuple(map(Reason.from_json, old.reasons)), actions=actions,
        consequences=tuple(Text.from_json(one) for one in old.consequences if not _is_added(one)),
        number_series=old.number_series, owner=old.owner, circle=old.circle, confidential=bool(old.confidential),
        amount=None if old.amount is None else Decimal(old.amount), amount_is_least=spends,
    )  # fmt: skip
    made = proposer.prepare(Made(proposal=proposal, duty=old.duty, run_id=old.run_id, mail_id=old.mail_id), now)
    ruling, needed = _ruled(old, made) if spends else (old.ruling, old.approvals_needed)
    made.row.update(
        version=old.version + 1, content=old.content, state=ProposalState.WAITING, expires=old.expires, decided=None,
        decided_by=None, amount=old.amount, ruling=ruling, approvals_needed=needed,
    )  # fmt: skip
    return made


def _ruled(old: Row[Any], made: NewProposal) -> tuple[Mapping[str, Any], int]:
    """The ruling on words that may say any sum, and how many people must say yes: never fewer than before."""
    if made.row["state"] == ProposalState.NEVER:
        raise UserError(
            say("Your words may say another sum, and policy forbids sums above a limit: leave its words as they are.")
        )
    needed = max(made.row["approvals_needed"], old.approvals_needed)
    told = made.row["ruling"] if needed > old.approvals_needed else old.ruling
    return {**told, "verdict": old.ruling["verdict"], "amount_is_least": True}, needed


def _is_added(consequence: Mapping[str, object]) -> bool:
    """Whether the proposer added this sentence, and will again."""
    return consequence.get("text") == say("Once done, this cannot be taken back.").source


def _mail_of(action: Action) -> OutgoingMail | None:
    return action.mail if isinstance(action, SendMail | DraftMail | KeepSentCopy) else None


def _subject(words: str) -> str:
    made = " ".join(words.split())
    if not made:
        raise UserError(say("A mail needs a subject: write one."))
    return made[:_LONGEST_SUBJECT]


def _body(words: str) -> str:
    made = words.replace("\r\n", "\n").strip("\n")
    if not made.strip():
        raise UserError(say("A mail needs some words: write them, or say no to it."))
    if len(made) > _LONGEST_BODY:
        raise UserError(say("These words are too long for a mail: {count} signs at most.", count=_LONGEST_BODY))
    return made
