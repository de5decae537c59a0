"""The intake: every message noted once, recognised, judged, and turned into proposals, a batch a transaction.

The crash cases. Before a batch's transaction: the folder's mark has not moved, the batch is read again. After
it: noted, judged and proposed, all at once. A folder rebuilt under a new UIDVALIDITY is read from its start:
what the ledger knows by fingerprint is found again where it now lies, what is new is work, and what is older
than the office's first look stays baseline.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event
from typing import Any, Protocol

from officebot.core.clock import Clock
from officebot.core.mail import Mail, MessageRef, Unreadable
from officebot.core.proposals import Claim, Proposal
from officebot.core.text import Text, say
from officebot.engine import journal
from officebot.engine.duties import EnabledDuty
from officebot.engine.guard import Limits, looks_emptied
from officebot.engine.journal import Note
from officebot.engine.ledger import Ledger, mails, marks, runs
from officebot.engine.ledger.mails import BASELINE, LISTED, Noted, Watermark
from officebot.engine.ledger.proposals import NewProposal
from officebot.engine.ledger.runs import NewRun
from officebot.engine.proposing import Made, Proposer
from officebot.sdk import Office, Trigger

log = logging.getLogger("officebot.intake")

SUSPENDED = "suspended accounts"


class FolderState(Protocol):
    """What a server says of a folder when it is selected (RFC 3501 §7.3.1)."""

    @property
    def uidvalidity(self) -> int: ...
    @property
    def uidnext(self) -> int: ...
    @property
    def exists(self) -> int: ...


class MailSource(Protocol):
    """One account's mail, for reading: messages come in batches, in the order of their UIDs."""

    @property
    def account(self) -> str: ...

    @property
    def folders(self) -> Sequence[str]:
        """The folders that are watched."""
        ...

    def select(self, folder: str) -> FolderState:
        """Open a folder. Raises UserError where there is none, Unavailable without a server."""
        ...

    def uids_from(self, uid: int) -> list[int]:
        """The UIDs of the selected folder from `uid` on, ascending."""
        ...

    def read(self, uids: Sequence[int]) -> Iterator[list[Mail | Unreadable]]:
        """The messages of the selected folder with these UIDs; one that vanished meanwhile is left out."""
        ...

    def wait(self, seconds: float, stop: Event) -> bool:
        """Wait for new mail in the folders, at most so long and only until `stop`; whether there may be some."""
        ...

    def is_there(self, folder: str, uid: int) -> bool:
        """Whether the folder holds a message with this UID now; may be asked while `read` is under way."""
        ...


@dataclass(slots=True)
class Received:
    """What one pass of the intake took in."""

    new: int = 0
    known: int = 0
    baseline: int = 0
    listed: int = 0
    runs: list[int] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Run:
    """A mail's run of one duty, not yet stored: the mail's place in the batch and what was proposed."""

    ref: MessageRef
    duty: str
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folder:
    """The folder being read."""

    name: str
    uidvalidity: int
    first_uid: int
    since: datetime
    rebuilt: bool


class Intake:
    """Reads one account's folders into the ledger. One thread a time."""

    def __init__(
        self,
        ledger: Ledger,
        duties: Mapping[str, EnabledDuty],
        office: Office,
        proposer: Proposer,
        clock: Clock,
        *,
        baseline: bool = True,
        limits: Limits | None = None,
        after_batch: Callable[[Received], None] | None = None,
    ) -> None:
        self._ledger = ledger
        self._duties = duties
        self._office = office
        self._proposer = proposer
        self._clock = clock
        self._baseline = baseline
        self._limits = limits or Limits()
        self._after_batch = after_batch

    def work(self, source: MailSource) -> Received:
        """Take in all that is new in the source's folders."""
        done = Received()
        for name in source.folders:
            self._read_folder(source, name, done)
        return done

    # ── one folder ────────────────────────────────────────────────────────────────────────────────────────

    def _read_folder(self, source: MailSource, name: str, done: Received) -> None:
        state = source.select(name)
        now = self._clock.now()
        with self._ledger.writing() as tx:
            mark = mails.watermark(tx, source.account, name)
            if mark is None:
                mark = self._first_look(tx, source.account, name, state, now)
            since = mails.folder_since(tx, source.account, name) or now
            self._watch_emptied(tx, source.account, name, mark, state, now)
        rebuilt = mark.uidvalidity != state.uidvalidity
        start = 1 if rebuilt else mark.next_uid
        first_uid = 1 if rebuilt else mark.first_uid
        folder = _Folder(name=name, uidvalidity=state.uidvalidity, first_uid=first_uid, since=since, rebuilt=rebuilt)
        if rebuilt:
            log.warning("folder rebuilt", extra={"account": source.account})
        uids = source.uids_from(start) if rebuilt or state.uidnext > start else []
        for batch in source.read(uids) if uids else ():
            self._take_in(source, folder, batch, state.exists, done)
            if self._after_batch is not None:
                self._after_batch(done)
        next_uid = max(state.uidnext, uids[-1] + 1 if uids else 0)
        with self._ledger.writing() as tx:
            end = Watermark(state.uidvalidity, first_uid, next_uid, state.exists)
            mails.set_watermark(tx, source.account, name, end, now)

    def _first_look(self, tx: Any, account: str, name: str, state: FolderState, now: datetime) -> Watermark:
        start = state.uidnext if self._baseline else 1
        mark = Watermark(state.uidvalidity, start, start, state.exists)
        mails.set_watermark(tx, account, name, mark, now)
        payload = {"folder": name, "messages": state.exists if self._baseline else 0}
        journal.write(tx, now, [Note("officebot", "mailbox.baseline", f"account:{account}", payload)])
        return mark

    def _watch_emptied(
        self, tx: Any, account: str, name: str, mark: Watermark, state: FolderState, now: datetime
    ) -> None:
        """Suspend acting on an account whose folder suddenly looks empty, until it holds something again."""
        suspended = set(marks.get(tx, SUSPENDED) or ())
        if looks_emptied(mark.size, state.exists, self._limits) and account not in suspended:
            marks.put(tx, SUSPENDED, sorted(suspended | {account}), now)
            payload = {"folder": name, "before": mark.size}
            journal.write(tx, now, [Note("officebot", "incident.emptied", f"account:{account}", payload)])
        elif state.exists and account in suspended:
            marks.put(tx, SUSPENDED, sorted(suspended - {account}), now)

    # ── one batch ─────────────────────────────────────────────────────────────────────────────────────────

    def _take_in(
        self, source: MailSource, folder: _Folder, batch: Sequence[Mail | Unreadable], size: int, done: Received
    ) -> None:
        now = self._clock.now()
        account = source.account
        with self._ledger.reading() as tx:
            known = mails.known(tx, account, {one.ref.fingerprint for one in batch})
        found, fresh = _sorted_out(batch, known, folder, lambda uid: source.is_there(folder.name, uid))
        arrivals, mail_runs = self._judge_all(fresh, folder, now)
        made = self._prepare(mail_runs, now)
        next_uid = max(one.ref.uid for one in batch) + 1
        mark = Watermark(folder.uidvalidity, folder.first_uid, next_uid, size)
        with self._ledger.writing() as tx:
            mails.moved(tx, found)
            numbers = mails.note(tx, arrivals, now)
            run_ids = runs.note(tx, [_new_run(run, numbers, now) for run in mail_runs], runs.DONE, now)
            proposals = self._proposer.store(tx, _placed(made, numbers, run_ids), now)
            mails.set_watermark(tx, account, folder.name, mark, now)
            payload = {"folder": folder.name, "new": len(arrivals), "known": len(found), "until": next_uid - 1}
            journal.write(tx, now, [Note("officebot", "mail.received", f"account:{account}", payload)])
        baseline = sum(one.state == BASELINE for one in arrivals)
        done.new += len(arrivals) - baseline
        done.baseline += baseline
        done.known += len(found)
        done.listed += sum(one.state == LISTED for one in arrivals)
        done.runs.extend(run_ids.values())
        done.proposals.extend(proposals)

    def _judge_all(
        self, fresh: Sequence[Mail | Unreadable], folder: _Folder, now: datetime
    ) -> tuple[list[Noted], list[_Run]]:
        arrivals: list[Noted] = []
        mail_runs: list[_Run] = []
        for one in fresh:
            if folder.rebuilt and one.received < folder.since:
                arrivals.append(replace(_noted(one), state=BASELINE))
                continue
            if isinstance(one, Unreadable):
                arrivals.append(_noted(one))
                continue
            try:
                noted, its_runs = self._judge(one, now)
            except Exception as error:
                log.error("mail not judged", extra={"error": type(error).__name__}, exc_info=True)
                problem = say(
                    "This mail could not be judged ({error}): read it yourself.", error=type(error).__name__
                )
                noted, its_runs = replace(_noted(one), state=LISTED, problem=problem), []
            arrivals.append(noted)
            mail_runs.extend(its_runs)
        return arrivals, mail_runs

    def _judge(self, mail: Mail, now: datetime) -> tuple[Noted, list[_Run]]:
        facts = self._office.facts
        claimed = [(duty.name, claim) for duty in self._duties.values() for claim in duty.recognise(mail, facts, now)]
        claims = tuple(claim for _, claim in claimed)
        trigger = Trigger(kind="mail", key=f"mail:{mail.ref.account}:{mail.ref.fingerprint}", due=mail.received,
                          now=now, mail=mail, claims=claims)  # fmt: skip
        its_runs = [
            _Run(mail.ref, duty.name, self._decide(duty, trigger))
            for duty in self._duties.values()
            if duty.wants(claims)
        ]
        return replace(_noted(mail), claims=tuple(claimed), verdict=_verdict(claims)), its_runs

    def _decide(self, duty: EnabledDuty, trigger: Trigger) -> tuple[Proposal, ...]:
        seen = duty.duty.observe(self._office, trigger, duty.settings)
        return tuple(duty.duty.decide(seen, duty.settings))

    def _prepare(self, mail_runs: Sequence[_Run], now: datetime) -> list[tuple[_Run, NewProposal]]:
        made = [
            (run, Made(proposal=proposal, duty=run.duty, run_id=None))
            for run in mail_runs
            for proposal in run.proposals
        ]
        if not made:
            return []
        with self._ledger.reading() as tx:
            fresh = {id(one) for one in self._proposer.fresh(tx, [one for _, one in made])}
        return [(run, self._proposer.prepare(one, now)) for run, one in made if id(one) in fresh]


def _sorted_out(
    batch: Sequence[Mail | Unreadable],
    known: Mapping[str, MessageRef],
    folder: _Folder,
    is_there: Callable[[int], bool],
) -> tuple[list[MessageRef], list[Mail | Unreadable]]:
    """(messages found again at a new place, messages that are new).

    A second copy beside the first is a message of its own: somebody may have sent it with another's
    Message-ID, so it is judged like any other. A message that somebody moved away and back is found again.
    """
    found: list[MessageRef] = []
    fresh: list[Mail | Unreadable] = []
    taken = dict(known)
    for one in batch:
        before = taken.get(one.ref.fingerprint)
        taken[one.ref.fingerprint] = one.ref
        if before is None:
            fresh.append(one)
        elif before.folder != folder.name or before.uidvalidity != folder.uidvalidity:
            found.append(one.ref)
        elif before.uid != one.ref.uid and is_there(before.uid):
            copy = replace(one.ref, fingerprint=f"{one.ref.fingerprint}#{one.ref.uid}")
            fresh.append(replace(one, ref=copy))
        elif before.uid != one.ref.uid:
            found.append(one.ref)
    return found, fresh


def _noted(one: Mail | Unreadable) -> Noted:
    if isinstance(one, Unreadable):
        return Noted(ref=one.ref, received=one.received, subject=one.subject, size=one.size, state=LISTED,
                     problem=one.problem)  # fmt: skip
    return Noted(ref=one.ref, received=one.received, subject="" if one.is_private else one.subject,
                 sender=one.sender, message_id=one.message_id, size=one.size, is_private=one.is_private)  # fmt: skip


def _verdict(claims: Sequence[Claim]) -> Mapping[str, Any] | None:
    return next((dict(claim.data) for claim in claims if claim.kind == "triage"), None)


def _new_run(run: _Run, numbers: Mapping[MessageRef, int], now: datetime) -> NewRun:
    key = f"mail:{run.ref.account}:{run.ref.fingerprint}"
    return NewRun(duty=run.duty, kind="mail", key=key, due=now, mail_id=numbers[run.ref])


def _placed(
    made: Sequence[tuple[_Run, NewProposal]],
    numbers: Mapping[MessageRef, int],
    run_ids: Mapping[tuple[str, str], int],
) -> list[NewProposal]:
    """The proposals with the numbers that their mail and run were given in this transaction."""
    for run, proposal in made:
        key = f"mail:{run.ref.account}:{run.ref.fingerprint}"
        proposal.row["mail_id"] = numbers[run.ref]
        proposal.row["run_id"] = run_ids.get((run.duty, key))
    return [proposal for _, proposal in made]


def list_problems(ledger: Ledger) -> list[tuple[int, Text]]:
    """The mails that could not be read or judged, newest first, each with its problem."""
    with ledger.reading() as tx:
        return [(row.id, Text.from_json(row.problem)) for row in mails.listed(tx) if row.problem]
