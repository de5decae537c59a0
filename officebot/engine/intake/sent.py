"""What the office itself sent: the folder of sent mail read into the ledger, known and no work.

The duties' `sent_recogniser` says what such a mail is (it asks for an answer, it promises something); what it
claims is kept with it, and duties that run after mail look at both. The crash cases are those of the intake:
before a batch's transaction the folder's mark has not moved, and the batch is read again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, runtime_checkable

from sqlalchemy.exc import IntegrityError

from officebot.core.clock import Clock
from officebot.core.mail import Mail
from officebot.core.problems import Unavailable, UserError
from officebot.engine.intake.mail_source import FolderState, MailSource, Message
from officebot.engine.intake.recognising import not_judged, stored_claim
from officebot.engine.ledger import Ledger, mails
from officebot.engine.ledger.mails import BASELINE, SENT, Noted, StoredClaim, Watermark
from officebot.engine.running.breakers import Breakers, Tally
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.patience import each_in_time
from officebot.sdk import OfficeFacts

log = logging.getLogger("officebot.intake")

#: Before the fingerprint of a sent mail: a mail to oneself lies in both folders, and is two things.
MARK = "sent:"
_SECONDS = 30.0


@runtime_checkable
class SentSource(Protocol):
    """A source of mail that knows where the account keeps what it sent."""

    @property
    def sent_folder(self) -> str:
        """The folder of sent mail; "" where there is none."""
        ...


class SentIntake:
    """Reads one account's folder of sent mail into the ledger."""

    def __init__(
        self,
        ledger: Ledger,
        duties: Mapping[str, EnabledDuty],
        facts: OfficeFacts,
        clock: Clock,
        *,
        baseline: bool = True,
        breakers: Breakers | None = None,
    ) -> None:
        self._ledger = ledger
        self._duties = {name: duty for name, duty in duties.items() if duty.duty.sent_recogniser is not None}
        self._breakers = breakers or Breakers(ledger)
        self._tally = Tally(known={}, most=1)
        self._facts = facts
        self._clock = clock
        self._baseline = baseline

    def work(self, source: MailSource) -> int:
        """Note what was sent since the last look; how many are new. Nothing where no duty cares for sent mail."""
        folder = source.sent_folder if self._duties and isinstance(source, SentSource) else ""
        if not folder or folder in source.folders:
            return 0
        try:
            state = source.select(folder)
        except UserError:
            return 0  # somebody renamed it: the next connection asks for its name again
        mark, since = self._mark(source.account, folder, state)
        is_rebuilt = mark.uidvalidity != state.uidvalidity
        start = 1 if is_rebuilt else mark.next_uid
        uids = source.uids_from(start) if is_rebuilt or state.uidnext > start else []
        count = 0
        for batch in source.read(uids) if uids else ():
            reached = replace(mark, uidvalidity=state.uidvalidity)
            count += self._take_in(source.account, folder, reached, batch, since if is_rebuilt else None)
        if uids or is_rebuilt:
            next_uid = max([state.uidnext, *(uid + 1 for uid in uids[-1:])])
            end = Watermark(state.uidvalidity, 1 if is_rebuilt else mark.first_uid, next_uid, state.exists)
            with self._ledger.writing() as tx:
                mails.set_watermark(tx, source.account, folder, end, self._clock.now())
        return count

    def _mark(self, account: str, folder: str, state: FolderState) -> tuple[Watermark, datetime]:
        """How far the folder was read, and when it was first seen; on the first look, what is there is baseline."""
        now = self._clock.now()
        with self._ledger.reading() as tx:
            mark = mails.watermark(tx, account, folder)
            since = mails.folder_since(tx, account, folder)
        if mark is not None:
            return mark, since or now
        start = state.uidnext if self._baseline else 1
        mark = Watermark(state.uidvalidity, start, start, state.exists)
        with self._ledger.writing() as tx:
            mails.set_watermark(tx, account, folder, mark, now)
        return mark, now

    def _take_in(
        self, account: str, folder: str, mark: Watermark, batch: Sequence[Message], since: datetime | None
    ) -> int:
        read = {f"{MARK}{one.ref.fingerprint}": one for one in batch if isinstance(one, Mail)}
        now = self._clock.now()
        with self._ledger.reading() as tx:
            known = mails.known(tx, account, read)
        fresh = [
            replace(one, ref=replace(one.ref, fingerprint=name)) for name, one in read.items() if name not in known
        ]
        self._tally = self._breakers.tally()
        noted = each_in_time(fresh, lambda mail: self._noted(mail, since, now), _bare, _SECONDS)
        reached = replace(mark, next_uid=max(one.ref.uid for one in batch) + 1)
        try:
            with self._ledger.writing() as tx:
                mails.note(tx, noted, now)
                mails.set_watermark(tx, account, folder, reached, now)
                self._tally.store(tx, now)
        except IntegrityError:
            log.warning("sent mail noted by another process", extra={"account": account})
            return 0
        return len(noted)

    def _noted(self, mail: Mail, since: datetime | None, now: datetime) -> Noted:
        """The mail with its claims; in a rebuilt folder, what is older than the first look stays baseline."""
        if self._baseline and since is not None and mail.received < since:
            return replace(_bare(mail), state=BASELINE)
        return replace(_bare(mail), claims=tuple(self._claims(mail, now)))

    def _claims(self, mail: Mail, now: datetime) -> Iterable[StoredClaim]:
        for duty in self._tally.awake(self._duties, now).values():
            try:
                found = [stored_claim(duty.name, claim) for claim in duty.recognise_sent(mail, self._facts, now)]
            except (Exception, SystemExit) as error:  # noqa: BLE001 - its claims are missing, the mail is noted
                if not isinstance(error, Unavailable):
                    self._tally.failed("mails", duty.name, not_judged(duty.name, error), now)
            else:
                self._tally.worked("mails", [duty.name], now)
                yield from found


def _bare(mail: Mail) -> Noted:
    return Noted(
        ref=mail.ref, received=mail.received, subject="" if mail.is_private else mail.subject, sender=mail.sender,
        message_id=mail.message_id, in_reply_to=mail.in_reply_to, thread=mail.thread, size=mail.size,
        is_private=mail.is_private, state=SENT,
    )  # fmt: skip
