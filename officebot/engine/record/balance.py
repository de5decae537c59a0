"""The evening balance: received = handled + waiting + listed, and the servers hold nothing the ledger missed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from officebot.core.clock import Clock
from officebot.engine.intake.mail_source import MailSource
from officebot.engine.ledger import Ledger, mails, marks
from officebot.engine.ledger.mails import BASELINE, Noted, Watermark
from officebot.engine.record import journal
from officebot.engine.record.journal import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """One evening's count. `gaps` are UIDs on the server that the ledger never noted: an incident each."""

    received: int
    handled: int
    waiting: int
    listed: int
    gaps: dict[str, list[int]] = field(default_factory=dict)
    journal_head: tuple[int, str] = (0, "")

    @property
    def is_even(self) -> bool:
        """Whether everything that came in is accounted for."""
        return self.received == self.handled + self.waiting + self.listed and not self.gaps


def balance(ledger: Ledger, sources: Iterable[MailSource], clock: Clock) -> Balance:
    """Count what came in since the last balance, compare with the servers, and write it all down.

    A gap is mended by reading the folder again from the first missing message. The journal's head is part of
    the result: told outside, it shows a journal that was cut off later.
    """
    now = clock.now()
    gaps = {f"{source.account}/{name}": missing for source in sources for name in source.folders
            if (missing := _missing(ledger, source, name, now))}  # fmt: skip
    with ledger.writing() as tx:
        counts = mails.count_states(tx, since=_since(tx, now), until=now)
        notes = [Note("officebot", "incident.gap", f"folder:{place}", {"uids": uids}) for place, uids in gaps.items()]
        journal.write(tx, now, [*notes, Note("officebot", "balance", "office", {**counts, "gaps": gaps})])
        head = journal.head(tx)
        marks.put(tx, marks.LAST_BALANCE, {**counts, "head": list(head)}, now)
    return Balance(**counts, gaps=gaps, journal_head=head)


def _since(tx: Any, now: datetime) -> datetime | None:
    """When the last balance was held; a day ago, where a clock that was ahead held it later than now."""
    last = marks.set_at(tx, marks.LAST_BALANCE)
    return last if last is None or last <= now else now - timedelta(days=1)


def totals(tx: Any) -> dict[str, int]:
    """What came in since the office began, by what became of it."""
    return mails.count_states(tx)


def _missing(ledger: Ledger, source: MailSource, name: str, now: datetime) -> list[int]:
    """The UIDs that lie in the folder and were never noted; the folder's mark is put back before them."""
    state = source.select(name)
    with ledger.reading() as tx:
        mark = mails.watermark(tx, source.account, name)
        if mark is None or mark.uidvalidity != state.uidvalidity:
            return []
        known = mails.placed_in(tx, source.account, name, mark.uidvalidity)
    there = source.uids_from(mark.first_uid)
    missing = sorted(uid for uid in there if uid < mark.next_uid and uid not in known)
    missing = _never_noted(ledger, source, missing, now) if missing else []
    if missing:
        with ledger.writing() as tx:
            back = Watermark(mark.uidvalidity, mark.first_uid, missing[0], mark.size)
            mails.set_watermark(tx, source.account, name, back, now)
    return missing


def _never_noted(ledger: Ledger, source: MailSource, uids: list[int], now: datetime) -> list[int]:
    """Those of the open folder's messages that the ledger knows at no place.

    The ledger follows a mail from folder to folder; one that lies in two of them at once is known where it was seen
    last. Its copy is noted too, as no work, so that the next evening need not read it again.
    """
    copies: list[Noted] = []
    for batch in source.read(uids):
        marks_of = {one.ref.fingerprint for one in batch}
        with ledger.reading() as tx:
            places, sizes = mails.known(tx, source.account, marks_of), mails.sizes(tx, source.account, marks_of)
        copies += [
            Noted(ref=one.ref, received=one.received, size=one.size, state=BASELINE)
            for one in batch
            if (place := places.get(one.ref.fingerprint)) is not None
            and place.folder != one.ref.folder
            and sizes.get(one.ref.fingerprint, one.size) == one.size
        ]
    with ledger.writing() as tx:
        mails.note(tx, [replace(copy, ref=mails.as_copy(copy.ref)) for copy in copies], now)
    return sorted({*uids} - {copy.ref.uid for copy in copies})
