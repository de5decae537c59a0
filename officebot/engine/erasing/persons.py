"""Erasing for good what the ledger holds about one person, by their address; the journal's chain still verifies.

Erased are their mails' subject, sender and Message-ID with all that was said of them, every proposal about such a
mail or that names the address anywhere, with the bytes it would have written, the items, facts and codes that do so,
and the journal's payloads. What stays: that something happened, when, and who decided it; numbers, times and hashes.
The cases. A proposal that still waits is rejected first; while one is being done or in doubt nothing is erased. A
crash before the one transaction ends: nothing is erased. After it: only the file's free space may still hold it,
until `Ledger.shred` has run, which any later erasing repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    delete,
    func,
    or_,
    select,
    type_coerce,
    update,
)

from officebot.core.actions import FlagMessage, MoveMessage, WriteDocument
from officebot.core.expressions import expression
from officebot.core.problems import UserError
from officebot.core.proposals import ActionState, ProposalState
from officebot.core.text import say
from officebot.engine.acting.filling import blobs_of
from officebot.engine.deciding.approvals import Actor
from officebot.engine.erasing.alone import PENDING, UNDER_WAY, alone, check_settled, drop_blobs
from officebot.engine.lease import ExecutorLease
from officebot.engine.ledger import Ledger
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.filled import as_done
from officebot.engine.ledger.proposals import ERASED
from officebot.engine.ledger.schema import (
    actions,
    claims,
    codes,
    facts,
    items,
    journal_payloads,
    mails,
    proposals,
    runs,
)
from officebot.engine.ledger.schema import journal as entries
from officebot.engine.ledger.statements import in_parts
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

_ADDRESS = expression(r"[^\s@,;<>\"()]{1,64}@[^\s@,;<>\"()]{1,250}")
#: What these hold of a message is where it lies: they can still be taken back.
_ONLY_PLACES = frozenset({FlagMessage.kind, MoveMessage.kind})
_GONE = say("Erased.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the ledger holds about a person, by number; `files` are documents that proposals about them wrote.

    `named` counts the journal's entries that name the address as the one who acted: those stay.
    """

    mails: tuple[int, ...]
    proposals: tuple[int, ...]
    pending: tuple[int, ...]
    under_way: tuple[int, ...]
    runs: tuple[int, ...]
    items: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    payloads: tuple[int, ...]
    files: tuple[str, ...]
    named: int

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.mails or self.proposals or self.items or self.facts or self.codes or self.payloads)


def held(ledger: Ledger, address: str) -> Held:
    """What would be erased. Raises UserError for what is no address."""
    with ledger.reading() as tx:
        return _Search(tx, _checked(address)).found()


def erase(ledger: Ledger, lease: ExecutorLease, address: str, who: Actor, now: datetime) -> Held:
    """Erase it for good; what was erased.

    Raises UserError for who may not decide, for what is no address, and while a proposal about it is being done or in
    doubt; Unavailable while another process acts.
    """
    wanted = _checked(address)
    with alone(ledger, lease, who) as tx:
        found = _Search(tx, wanted).found()
        check_settled(found.under_way)
        if not found.is_empty:
            _erase(tx, found, wanted, who.name, now)
    return found


def _checked(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise UserError(say("“{read}” is not an address: write it as name@example.org.", read=address[:200]))
    return address.lower()


# ── finding ───────────────────────────────────────────────────────────────────────────────────────────────


#: Where words of mails and duties stand, by table. Who decided, and whose mailbox it is, stays.
_WORDS: dict[Table, tuple[Column[Any], ...]] = {
    mails: (
        mails.c.subject, mails.c.sender_name, mails.c.message_id, mails.c.in_reply_to, mails.c.thread, mails.c.verdict,
        mails.c.problem,
    ),
    claims: (claims.c.data, claims.c.reasons),
    runs: (runs.c.problem,),
    proposals: (
        proposals.c.key, proposals.c.title, proposals.c.reason, proposals.c.reasons, proposals.c.consequences,
        proposals.c.because, proposals.c.problem,
    ),
    actions: (actions.c.params, actions.c.filled, actions.c.preview, actions.c.receipt, actions.c.problem),
    items: (items.c.key, items.c.title, items.c.owner, items.c.source),
    facts: (facts.c.key, facts.c.value),
    codes: (codes.c.person, codes.c.data),
    journal_payloads: (journal_payloads.c.payload,),
    entries: (entries.c.who, entries.c.subject),
}  # fmt: skip


class _Search:
    """Looks for one address in one state of the ledger."""

    def __init__(self, tx: Connection, address: str) -> None:
        self._tx = tx
        self._address = address
        self._named = mention_of(address)

    def found(self) -> Held:
        """All of it."""
        sent = set(self._tx.execute(select(mails.c.id).where(mails.c.sender == self._address)).scalars())
        states = self._proposals(sent)
        numbers = sorted(states)
        return Held(
            mails=tuple(sorted({*sent, *self._naming(mails, "id"), *self._naming(claims, "mail_id")})),
            proposals=tuple(numbers),
            pending=tuple(number for number in numbers if states[number] in PENDING),
            under_way=tuple(number for number in numbers if states[number] in UNDER_WAY),
            runs=tuple(self._naming(runs, "id")),
            items=tuple((row.kind, row.key) for row in self._rows(items)),
            facts=tuple((row.namespace, row.key) for row in self._rows(facts)),
            codes=tuple(row.hash for row in self._rows(codes)),
            payloads=tuple(self._payloads({f"proposal:{number}" for number in numbers})),
            files=tuple(self._files(numbers)),
            named=sum(1 for _ in self._rows(entries)),
        )

    def _proposals(self, sent: set[int]) -> dict[int, str]:
        """The states of those about mails that they sent, and of those that name them anywhere, by number."""
        about = select(proposals.c.id, proposals.c.mail_id).where(proposals.c.mail_id.is_not(None))
        found = {row.id for row in self._tx.execute(about) if row.mail_id in sent}
        return rows.states_of(
            self._tx, {*found, *self._naming(proposals, "id"), *self._naming(actions, "proposal_id")}
        )

    def _payloads(self, subjects: set[str]) -> list[int]:
        about = select(entries.c.seq, entries.c.subject).join(
            journal_payloads, journal_payloads.c.seq == entries.c.seq
        )
        told = {row.seq for row in self._tx.execute(about) if row.subject in subjects}
        return sorted({*told, *self._naming(journal_payloads, "seq")})

    def _files(self, numbers: Sequence[int]) -> list[str]:
        written = (
            as_done(row).params.get("path")
            for row in rows.actions_of(self._tx, numbers)
            if row.kind == WriteDocument.kind and row.state == ActionState.DONE
        )
        return sorted({path for path in written if isinstance(path, str)})

    def _naming(self, table: Table, column: str) -> list[int]:
        return [row._mapping[column] for row in self._rows(table)]

    def _rows(self, table: Table) -> Iterator[Row[Any]]:
        """The rows in which a text names the address, and not only a longer one that holds it."""
        texts: list[ColumnElement[str]] = [
            type_coerce(one, Text).label(f"text_{number}") for number, one in enumerate(_WORDS[table])
        ]
        is_like = or_(
            *(func.lower(type_coerce(one, Text)).contains(self._address, autoescape=True) for one in _WORDS[table])
        )
        own = [*table.primary_key.columns, *(one for one in table.c if one.name == "proposal_id")]
        for row in self._tx.execute(select(*own, *texts).where(is_like)):
            if any(self._named.search(row._mapping[one.name] or "") for one in texts):
                yield row


def mention_of(address: str) -> re.Pattern[str]:
    """Finds an address in a text, but not as a part of a longer one."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


# ── erasing ───────────────────────────────────────────────────────────────────────────────────────────────


def _erase(tx: Connection, found: Held, address: str, who: str, now: datetime) -> None:
    for number in found.pending:
        rows.set_states(tx, {number: ProposalState.REJECTED})
    _wipe_proposals(tx, found.proposals, mention_of(address))
    _wipe_mails(tx, found, address)
    for kind, key in found.items:
        tx.execute(delete(items).where(items.c.kind == kind, items.c.key == key))
    for namespace, key in found.facts:
        tx.execute(delete(facts).where(facts.c.namespace == namespace, facts.c.key == key))
    for few in in_parts(found.codes):
        tx.execute(delete(codes).where(codes.c.hash.in_(few)))
    for some in in_parts(found.payloads):
        journal.erase(tx, some)
    notes = [Note(who, "proposal.rejected", f"proposal:{number}", {"because": ERASED}) for number in found.pending]
    counts = {"mails": len(found.mails), "proposals": len(found.proposals), "items": len(found.items)}
    # Not whom: the entry would name them again.
    journal.write(tx, now, [*notes, Note(who, "person.erased", "office", counts)])


def _wipe_mails(tx: Connection, found: Held, address: str) -> None:
    for few in in_parts(found.mails):
        of_these = mails.c.id.in_(few)
        sent = {"sender": "", "sender_name": "", "message_id": "", "in_reply_to": "", "thread": ""}
        tx.execute(update(mails).where(of_these, mails.c.sender == address).values(**sent))
        tx.execute(update(mails).where(of_these).values(subject="", verdict=None))
        tx.execute(update(mails).where(of_these, mails.c.problem.is_not(None)).values(problem=_GONE.to_json()))
        tx.execute(update(claims).where(claims.c.mail_id.in_(few)).values(data={}, reasons=[]))
        failed = (runs.c.mail_id.in_(few), runs.c.problem.is_not(None))
        tx.execute(update(runs).where(*failed).values(problem=_GONE.to_json()))
    for few in in_parts(found.runs):
        tx.execute(update(runs).where(runs.c.id.in_(few)).values(problem=_GONE.to_json()))


def _wipe_proposals(tx: Connection, numbers: Sequence[int], named: re.Pattern[str]) -> None:
    stored = rows.actions_of(tx, numbers)
    for action in stored:
        tx.execute(update(actions).where(actions.c.id == action.id).values(**_wiped(action, named)))
    for few in in_parts(numbers):
        told: dict[str, Any] = {
            "title": _GONE.to_json(),
            "reason": _GONE.to_json(),
            "reasons": [],
            "consequences": [],
        }
        tx.execute(update(proposals).where(proposals.c.id.in_(few)).values(**told, because=None, problem=None))
        for row in tx.execute(select(proposals.c.id, proposals.c.key).where(proposals.c.id.in_(few))).all():
            if named.search(row.key):
                tx.execute(update(proposals).where(proposals.c.id == row.id).values(key=f"{ERASED}:{row.id}"))
    drop_blobs(tx, set(blobs_of(stored)))


def _wiped(action: Row[Any], named: re.Pattern[str]) -> dict[str, Any]:
    """The action's columns without what it said; what only tells where a message lies can still be taken back."""
    skipped = {"state": ActionState.SKIPPED} if action.state == ActionState.PENDING else {}
    if action.kind in _ONLY_PLACES and not named.search(str([action.params, action.receipt, action.preview])):
        return {"problem": None, **skipped}
    path = as_done(action).params.get("path")
    kept = {"path": path} if isinstance(path, str) and not named.search(path) else {}
    return {
        "params": {ERASED: True, **kept}, "blobs": {}, "filled": None, "preview": _GONE.to_json(), "receipt": None,
        "problem": None, **skipped,
    }  # fmt: skip
