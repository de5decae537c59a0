"""The intake: every message noted once, recognised, judged, and turned into proposals, a batch a transaction.

The crash cases. Before a batch's transaction: the folder's mark has not moved, the batch is read again. After
it: noted, judged and proposed, all at once. A folder rebuilt under a new UIDVALIDITY is read from its start:
what the ledger knows by fingerprint is found again where it now lies, what is new is work, and what is older
than the office's first look stays baseline; a mark remembers this until the folder is read to its end.
A duty that raises or hangs over a mail fails its own run, and the mail is listed; the others go on.
"""

from __future__ import annotations

import logging
import secrets
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.exc import IntegrityError

from officebot.core.clock import Clock
from officebot.core.mail import Envelope, Mail, MessageRef, Unreadable
from officebot.core.problems import UserError
from officebot.core.text import Text, say
from officebot.engine import collecting
from officebot.engine.acting.guard import Limits, looks_emptied
from officebot.engine.intake.mail_source import FolderState, MailSource, Message
from officebot.engine.intake.recognising import (
    Proposed,
    Recognised,
    RecognisingSource,
    not_judged,
    propose,
    recognise,
    trigger_of,
)
from officebot.engine.intake.sorting import Asked, Folder
from officebot.engine.ledger import Ledger, mails, marks, runs
from officebot.engine.ledger.mails import BASELINE, LISTED, Noted, StoredClaim, Watermark
from officebot.engine.ledger.proposals import NewProposal
from officebot.engine.ledger.runs import NewRun
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.engine.running.breakers import Breakers, Failure, Tally
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.patience import each_in_time
from officebot.engine.running.promises import Promises
from officebot.engine.running.proposing import Made, Proposer
from officebot.sdk import Office

log = logging.getLogger("officebot.intake")

REBUILT = "rebuilt folders"
#: A mail over which the duties brood longer than this is listed, and left to a person.
MAIL_SECONDS = 30.0


@dataclass(slots=True)
class Received:
    """What one pass of the intake took in."""

    new: int = 0
    known: int = 0
    baseline: int = 0
    listed: int = 0
    # Numbers as eight bytes each: as lists they would hold eighty for each of a hundred thousand mails.
    runs: array[int] = field(default_factory=lambda: array("q"))
    proposals: array[int] = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class _Judged:
    """A message with what became of it, and the runs it gave rise to."""

    noted: Noted
    runs: tuple[Proposed, ...] = ()

    def listed(self, problem: Text) -> _Judged:
        """The same, listed with a problem for a person."""
        return replace(self, noted=replace(self.noted, state=LISTED, problem=self.noted.problem or problem))


class _Made(NamedTuple):
    """A prepared proposal with the mail that it is about and the duty that made it."""

    ref: MessageRef
    duty: str
    proposal: NewProposal


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
        mail_seconds: float = MAIL_SECONDS,
        breakers: Breakers | None = None,
        promises: Promises | None = None,
    ) -> None:
        self._ledger = ledger
        self._duties = duties
        self._office = office
        self._proposer = proposer
        self._clock = clock
        self._baseline = baseline
        self._limits = limits or Limits()
        self._after_batch = after_batch
        self._recognised: Callable[[MessageRef], Recognised | None] = _not_asked
        self._open: Callable[[MessageRef], Mail | Unreadable] = _never_sealed
        self._mail_seconds = mail_seconds
        self._breakers = breakers or Breakers(ledger)
        self._promises = promises or Promises()
        self._tally = Tally(known={}, most=1)
        self._awake: Mapping[str, EnabledDuty] = duties
        #: Whom the present question went to, should no answer come.
        self._asked = ""

    def work(self, source: MailSource) -> Received:
        """Take in all that is new in the source's folders.

        Raises UserError for a folder that is wrong, after all the others were read.
        """
        if isinstance(source, RecognisingSource):
            self._recognised, self._open = source.recognised, source.opened
        done = Received()
        wrong: UserError | None = None
        with collecting.seldom():
            for name in source.folders:
                try:
                    self._read_folder(source, name, done)
                except UserError as error:
                    wrong = wrong or error
        if wrong is not None:
            raise wrong
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
            rebuilt = self._is_rebuilt(tx, source.account, name, mark, state, now)
        is_changed = mark.uidvalidity != state.uidvalidity
        start = 1 if is_changed else mark.next_uid
        first_uid = 1 if is_changed else mark.first_uid
        folder = Folder(name=name, uidvalidity=state.uidvalidity, first_uid=first_uid, since=since, rebuilt=rebuilt)
        if is_changed:
            log.warning("folder rebuilt", extra={"account": source.account})
        uids = source.uids_from(start) if is_changed or state.uidnext > start else []
        for batch in source.read(uids) if uids else ():
            self._take_in_safely(source, folder, batch, state.exists, done)
            if self._after_batch is not None:
                self._after_batch(done)
        next_uid = max(state.uidnext, uids[-1] + 1 if uids else 0)
        with self._ledger.writing() as tx:
            end = Watermark(state.uidvalidity, first_uid, next_uid, state.exists)
            mails.set_watermark(tx, source.account, name, end, now)
            mails.looked(tx, source.account, name, now)
            if rebuilt:
                self._remember_rebuilt(tx, source.account, name, None, now)

    def _is_rebuilt(
        self, tx: Any, account: str, name: str, mark: Watermark, state: FolderState, now: datetime
    ) -> bool:
        """Whether a folder has a new UIDVALIDITY and was not yet read to its end under it."""
        if mark.uidvalidity != state.uidvalidity:
            self._remember_rebuilt(tx, account, name, state.uidvalidity, now)
            return True
        known = (marks.get(tx, REBUILT) or {}).get(account, {})
        return bool(known.get(name) == state.uidvalidity)

    def _remember_rebuilt(self, tx: Any, account: str, name: str, uidvalidity: int | None, now: datetime) -> None:
        known = marks.get(tx, REBUILT) or {}
        folders = {**known.get(account, {}), name: uidvalidity}
        marks.put(tx, REBUILT, {**known, account: {k: v for k, v in folders.items() if v is not None}}, now)

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
        """Suspend acting on an account while one of its folders suddenly looks empty, until it holds something."""
        suspended: dict[str, list[str]] = marks.get(tx, marks.SUSPENDED) or {}
        folders = set(suspended.get(account, ()))
        if looks_emptied(mark.size, state.exists, self._limits) and name not in folders:
            folders.add(name)
            payload = {"folder": name, "before": mark.size}
            journal.write(tx, now, [Note("officebot", "incident.emptied", f"account:{account}", payload)])
        elif state.exists and name in folders:
            folders.remove(name)
            journal.write(tx, now, [Note("officebot", "incident.filled", f"account:{account}", {"folder": name})])
        else:
            return
        still = {**suspended, account: sorted(folders)}
        marks.put(tx, marks.SUSPENDED, {one: names for one, names in still.items() if names}, now)

    # ── one batch ─────────────────────────────────────────────────────────────────────────────────────────

    def _take_in_safely(
        self, source: MailSource, folder: Folder, batch: Sequence[Message], size: int, done: Received
    ) -> None:
        """Take a batch in; where it cannot be stored as a whole, message by message.

        Another intake may have noted some of them meanwhile: asked again, they are known. A message that the
        ledger refuses even alone is listed, so that it stops nobody.
        """
        try:
            self._take_in(source, folder, batch, size, done)
        except IntegrityError:
            log.warning("batch refused by the ledger", extra={"account": source.account, "new": len(batch)})
            for one in batch:
                try:
                    self._take_in(source, folder, [one], size, done)
                except IntegrityError:
                    self._list_refused(source.account, folder, one, size, done)

    def _list_refused(self, account: str, folder: Folder, one: Message, size: int, done: Received) -> None:
        problem = say("This mail could not be noted as a new one: read it yourself.")
        ref = replace(one.ref, fingerprint=f"{one.ref.fingerprint}#{secrets.token_hex(8)}")
        noted = replace(_noted(one), ref=ref, state=LISTED, problem=problem)
        now = self._clock.now()
        with self._ledger.writing() as tx:
            mails.note(tx, [noted], now)
            mark = Watermark(folder.uidvalidity, folder.first_uid, one.ref.uid + 1, size)
            mails.set_watermark(tx, account, folder.name, mark, now)
        done.new += 1
        done.listed += 1

    def _take_in(
        self, source: MailSource, folder: Folder, batch: Sequence[Message], size: int, done: Received
    ) -> None:
        now = self._clock.now()
        account = source.account
        with self._ledger.reading() as tx:
            known = mails.known(tx, account, {one.ref.fingerprint for one in batch})
            copies = mails.copies(tx, account, known)
            sizes = mails.sizes(tx, account, known)
        asked = Asked(known, copies, sizes, folder, lambda uid: source.is_there(folder.name, uid))
        found, fresh = asked.sorted_out(batch)
        self._tally = self._breakers.tally()
        self._awake = self._tally.awake(self._duties, now)
        self._promises.begin(account)
        judged = self._judge_all(fresh, folder, now)
        made, judged = self._prepare(judged, now)
        arrivals = [one.noted for one in judged]
        mail_runs = [(one.noted.ref, run) for one in judged for run in one.runs]
        next_uid = max(one.ref.uid for one in batch) + 1
        mark = Watermark(folder.uidvalidity, folder.first_uid, next_uid, size)
        # Raises IntegrityError where another process noted one of them meanwhile.
        with self._ledger.writing() as tx:
            mails.moved(tx, found)
            numbers = mails.note(tx, arrivals, now)
            run_ids = runs.note(tx, [_new_run(ref, run, numbers, now) for ref, run in mail_runs], runs.DONE, now)
            proposals = self._proposer.store(tx, _placed(made, numbers, run_ids), now)
            mails.set_watermark(tx, account, folder.name, mark, now)
            self._tally.store(tx, now)
            without = {"without": sorted(self._tally.without)} if self._tally.without else {}
            payload = {
                "folder": folder.name, "new": len(arrivals), "known": len(found), "until": next_uid - 1, **without,
            }  # fmt: skip
            journal.write(tx, now, [Note("officebot", "mail.received", f"account:{account}", payload)])
        self._promises.begin(account)
        baseline = sum(one.state == BASELINE for one in arrivals)
        done.new += len(arrivals) - baseline
        done.baseline += baseline
        done.known += len(found)
        done.listed += sum(one.state == LISTED for one in arrivals)
        done.runs.extend(run_ids.values())
        done.proposals.extend(proposals)

    def _judge_all(self, fresh: Sequence[Message], folder: Folder, now: datetime) -> list[_Judged]:
        def judge(one: Message) -> _Judged:
            if folder.rebuilt and one.received < folder.since:
                return _Judged(replace(_noted(one), state=BASELINE))
            return _Judged(_noted(one)) if isinstance(one, Unreadable) else self._judge(one, now)

        def give_up(one: Message) -> _Judged:
            sentence = "The duties did not finish with this mail within {seconds} seconds: read it yourself."
            why = say(sentence, seconds=int(self._mail_seconds))
            if self._asked:
                self._tally.failed("mails", self._asked, why, now)
            return _Judged(_noted(one)).listed(why)

        return each_in_time(fresh, judge, give_up, self._mail_seconds)

    def _judge(self, one: Mail | Envelope, now: datetime) -> _Judged:
        """What the duties' recognisers say the mail is, and what those decide that want such mail."""
        said = self._recognised(one.ref)
        if isinstance(one, Envelope) and said is None:
            opened = self._opened(one)
            if isinstance(opened, Unreadable):
                return _Judged(_noted(opened))
            one = opened
        if isinstance(one, Mail):
            said = said or recognise(self._awake.values(), one, self._office.facts, now, self._asking)
            said = self._ask(one, self._with_those_apart(one, said, now), now)
        assert said is not None
        return self._counted(one, said, now)

    def _counted(self, one: Mail | Envelope, said: Recognised, now: datetime) -> _Judged:
        """What was said of a mail, each failure counted: listed, unless only duties failed that are stopped anyway."""
        in_runs = [
            Failure(duty=run.duty, why=run.problem, is_fault=run.is_fault) for run in said.proposed if run.problem
        ]
        if not (said.failures or in_runs or self._tally.known):
            return _Judged(_noted(one, said.stored), said.proposed)
        failures = [*said.failures, *in_runs]
        # As it was before this mail: of the one that stops a duty a person is still told.
        stopped = {failure.duty for failure in failures if self._tally.is_stopped(failure.duty)}
        asked = {name for name, duty in self._awake.items() if duty.duty.recogniser is not None} - set(said.left_out)
        self._tally.worked("mails", asked - {one.duty for one in said.failures}, now)
        self._tally.worked("runs", {run.duty for run in said.proposed if run.problem is None}, now)
        self._tally.failed_all("mails", said.failures, now)
        self._tally.failed_all("runs", in_runs, now)
        kept = tuple(run for run in said.proposed if not (run.problem and run.duty in stopped))
        problem = next((failure.why for failure in failures if failure.duty not in stopped), None)
        judged = _Judged(_noted(one, said.stored), kept)
        return judged if problem is None else judged.listed(problem)

    def _with_those_apart(self, mail: Mail, said: Recognised, now: datetime) -> Recognised:
        """The same, with what those duties say the mail is that no worker can ask."""
        duties = [duty for name in said.apart if (duty := self._awake.get(name)) is not None]
        if not duties:
            return said
        more = recognise(duties, mail, self._office.facts, now, self._asking)
        return replace(
            said, stored=said.stored + more.stored, problem=said.problem or more.problem,
            claims=said.claims + more.claims, failures=said.failures + more.failures,
        )  # fmt: skip

    def _asking(self, duty: str) -> None:
        self._asked = duty

    def _ask(self, mail: Mail, said: Recognised, now: datetime) -> Recognised:
        """The same, with what those duties propose that were not asked in the worker."""
        trigger = trigger_of(mail, said.claims, now)
        asked = {one.duty: one for one in said.proposed}
        proposed = []
        for duty in self._awake.values():
            if duty.wants(trigger.claims):
                self._asked = duty.name
                run = asked.get(duty.name) or propose(duty, self._office, trigger)
                proposed.append(run)
                # The next mail of this batch sees what this one promised.
                self._promises.add(mail.ref.account, (action for one, _ in run.proposals for action in one.actions))
        return replace(said, proposed=tuple(proposed))

    def _opened(self, one: Envelope) -> Mail | Unreadable:
        """The mail in full, under the ref that it has here: a second copy's differs from what was read."""
        return replace(self._open(one.ref), ref=one.ref)

    def _prepare(self, judged: Sequence[_Judged], now: datetime) -> tuple[list[_Made], list[_Judged]]:
        """The proposals that are news, prepared; a mail of which one cannot be prepared is listed."""
        made = [
            (one.noted.ref, Made(proposal=proposal, duty=run.duty, run_id=None, said=said))
            for one in judged
            for run in one.runs
            for proposal, said in run.proposals
        ]
        if not made:
            return [], list(judged)
        with self._ledger.reading() as tx:
            fresh = {id(one) for one in self._proposer.fresh(tx, [one for _, one in made], now)}
        prepared: list[_Made] = []
        problems: dict[MessageRef, Text] = {}
        for ref, one in made:
            if id(one) not in fresh:
                continue
            try:
                prepared.append(_Made(ref, one.duty, self._proposer.prepare(one, now)))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - listed, whatever it is
                problems.setdefault(ref, not_judged(one.duty, error))
        return prepared, [one.listed(problems[one.noted.ref]) if one.noted.ref in problems else one for one in judged]


def _not_asked(_ref: MessageRef) -> Recognised | None:
    return None


def _never_sealed(ref: MessageRef) -> Mail | Unreadable:
    raise TypeError(f"an envelope came from a source that cannot open it: {ref}")


def _noted(one: Message, claims: tuple[StoredClaim, ...] = ()) -> Noted:
    if isinstance(one, Unreadable):
        return Noted(ref=one.ref, received=one.received, subject=one.subject, size=one.size, state=LISTED,
                     problem=one.problem)  # fmt: skip
    return Noted(ref=one.ref, received=one.received, subject="" if one.is_private else one.subject,
                 sender=one.sender, message_id=one.message_id, in_reply_to=one.in_reply_to, thread=one.thread,
                 size=one.size, is_private=one.is_private, claims=claims, verdict=_verdict(claims))  # fmt: skip


def _verdict(claims: Sequence[StoredClaim]) -> str | None:
    return next((claim.data for claim in claims if claim.kind == "triage"), None)


def _new_run(ref: MessageRef, run: Proposed, numbers: Mapping[MessageRef, int], now: datetime) -> NewRun:
    return NewRun(duty=run.duty, kind="mail", key=_run_key(ref), due=now, mail_id=numbers[ref], problem=run.problem)


def _run_key(ref: MessageRef) -> str:
    return f"mail:{ref.account}:{ref.fingerprint}"


def _placed(
    made: Sequence[_Made],
    numbers: Mapping[MessageRef, int],
    run_ids: Mapping[tuple[str, str], int],
) -> list[NewProposal]:
    """The proposals with the numbers that their mail and run were given in this transaction."""
    for ref, duty, proposal in made:
        proposal.row["mail_id"] = numbers[ref]
        proposal.row["run_id"] = run_ids.get((duty, _run_key(ref)))
    return [one.proposal for one in made]
