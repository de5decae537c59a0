"""What people correct: kept in the ledger as it was made, told in the journal, shown and forgotten on demand.

A correction changes the verdict of its own mail at once, and by `core.judging.learning` those of later ones. It
comes from a person's word, or from what they did in their mailbox: a mail moved back from where it was filed, or
filed by hand where we file others. It never leaves the ledger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from officebot.core.judging.learning import Correction, Learned, learn, subject_key
from officebot.core.problems import UserError
from officebot.core.text import say
from officebot.engine.ledger import Ledger, mails, marks
from officebot.engine.ledger.schema import mails as mail_rows
from officebot.engine.record import journal
from officebot.engine.record.journal import Note

NAMESPACE = "officebot corrections"
#: Set anew with each change, so that other processes see that there is something to learn.
CHANGED = "corrections changed"
#: Kinds that are nobody's work: a verdict corrected to one of them asks for nothing more.
NO_WORK = frozenset({"newsletter", "automatic", "fraud"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a person makes of a verdict; only what they change is given. `how` is "command", "moved" or "flag"."""

    kind: str | None = None
    urgency: str | None = None
    importance: str | None = None
    act: bool | None = None
    how: str = "command"

    @property
    def values(self) -> dict[str, Any]:
        """The fields that are changed."""
        told = {"kind": self.kind, "urgency": self.urgency, "importance": self.importance, "act": self.act}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A correction as it is kept: its key, who made it and how, and the mail it was about."""

    key: str
    who: str
    how: str
    mail_id: int
    subject: str
    correction: Correction


def version(tx: Connection) -> Any:
    """Differs whenever the corrections do, also when some were erased with what is held about a person."""
    return [marks.get(tx, CHANGED), sorted(marks.facts_of(tx, NAMESPACE))]


def stored(tx: Connection) -> list[Stored]:
    """All corrections, oldest first."""
    known = {one.name for one in fields(Correction)}
    found = []
    for key, told in marks.facts_of(tx, NAMESPACE).items():
        values = {name: value for name, value in told["correction"].items() if name in known}
        correction = Correction(**{**values, "at": datetime.fromisoformat(values["at"])})
        found.append(Stored(key=key, who=told["who"], how=told["how"], mail_id=told["mail_id"],
                            subject=told.get("subject", ""), correction=correction))  # fmt: skip
    return sorted(found, key=lambda one: one.correction.at)


def learned(tx: Connection) -> Learned | None:
    """What the corrections teach; None where there are none."""
    return learn([one.correction for one in stored(tx)]) or None


def correct(ledger: Ledger, who: str, row: Row[Any], change: Change, now: datetime) -> Correction:
    """Keep a correction of the mail of this ledger row, and correct its own verdict. A later one replaces it."""
    with ledger.writing() as tx:
        return keep(tx, who, row, change, now)


def keep(tx: Connection, who: str, row: Row[Any], change: Change, now: datetime) -> Correction:
    """`correct` within a transaction."""
    before = dict(row.verdict or {})
    judged = before.get("corrected") or {"kind": before.get("kind", ""), "urgency": before.get("urgency", "")}
    correction = Correction(
        at=now,
        sender=row.sender,
        sender_domain=row.sender.rpartition("@")[2],
        subject_key=subject_key(row.subject),
        judged_kind=str(judged.get("kind", "")),
        judged_urgency=str(judged.get("urgency", "")),
        **change.values,
    )
    told = {"who": who, "how": change.how, "mail_id": row.id, "subject": row.subject,
            "correction": {**asdict(correction), "at": now.isoformat()}}  # fmt: skip
    marks.put_fact(tx, NAMESPACE, key_of(row), told)
    verdict = {**_corrected(before, change), "corrected": judged}
    tx.execute(update(mail_rows).where(mail_rows.c.id == row.id).values(verdict=verdict))
    _changed(tx, who, f"mail:{row.id}", "mail.corrected", {"how": change.how, **change.values}, now)
    return correction


def forget(ledger: Ledger, who: str, keys: Iterable[str], now: datetime) -> int:
    """Forget the corrections with these keys for good; how many there were. Verdicts stay as they are."""
    with ledger.writing() as tx:
        known = marks.facts_of(tx, NAMESPACE)
        gone = [key for key in keys if key in known]
        for key in gone:
            marks.remove_fact(tx, NAMESPACE, key)
        if gone:
            _changed(tx, who, "office", "corrections.forgotten", {"count": len(gone)}, now)
        return len(gone)


def matching(found: Sequence[Stored], words: str) -> list[Stored]:
    """The corrections about a sender, a domain ("@house.example"), a list, or with a key; all for "all"."""
    wanted = words.strip().lower()
    bare = wanted.lstrip("@")
    return [
        one
        for one in found
        if wanted == "all"
        or wanted in (one.key, one.correction.sender, one.correction.list_id)
        or (wanted.startswith("@") and bare == one.correction.sender_domain)
    ]


def mail_named(tx: Connection, words: str) -> Row[Any]:
    """The mail with this number or Message-ID. Raises UserError where there is none, or it was never judged."""
    query = select(mail_rows)
    if words.isdecimal():
        query = query.where(mail_rows.c.id == int(words))
    else:
        wanted = words if words.startswith("<") else f"<{words}>"
        query = query.where(mail_rows.c.message_id == wanted, mail_rows.c.state.not_in(mails.UNCOUNTED))
    row = tx.execute(query.order_by(mail_rows.c.id.desc()).limit(1)).one_or_none()
    if row is None or row.state in mails.UNCOUNTED:
        raise UserError(say("No mail that came in has the number or Message-ID “{words}”.", words=words))
    if row.is_private:
        raise UserError(say("This mail is marked as private: nothing is read from it, and nothing learned."))
    return row


def key_of(row: Row[Any]) -> str:
    """What names the correction of a mail: twelve hex digits."""
    return hashlib.sha256(f"{row.account}\0{row.fingerprint}".encode("utf-8", "replace")).hexdigest()[:12]


def _corrected(verdict: dict[str, Any], change: Change) -> dict[str, Any]:
    """The verdict with what is changed; what is nobody's work asks for nothing."""
    after = {**verdict, **change.values}
    if after.get("kind") in NO_WORK or after.get("urgency") == "none" or change.act is False:
        after = {name: value for name, value in after.items() if name not in ("deadline", "deadline_text")}
        return {**after, "act": False, "reply_expected": False, "urgency": "none", "who": []}
    if change.act or (change.urgency and change.urgency != "none"):
        after["act"] = True
        if after.get("urgency") in ("none", None):
            after["urgency"] = "week"
    return after


def _changed(tx: Connection, who: str, subject: str, what: str, payload: Mapping[str, Any], now: datetime) -> None:
    journal.write(tx, now, [Note(who, what, subject, dict(payload))])
    marks.put(tx, CHANGED, journal.head(tx)[0], now, who)
