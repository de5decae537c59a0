"""Runs: a duty observes, decides, and its proposals go into the ledger, all in one transaction.

The crash cases. Before the transaction: the run is still claimed, its lease ends, another takes it; nothing
was written. After it: run done, proposals there. A duty that raises, hangs or floods harms only its own run.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row

from officebot.core.clock import Clock
from officebot.core.mail import Mail, MessageRef
from officebot.core.problems import DutyFault, Unavailable, UserError
from officebot.core.proposals import Proposal
from officebot.core.schedule import Kind
from officebot.core.text import Text, say
from officebot.engine.ledger import Ledger, mails, marks, runs
from officebot.engine.ledger import proposals as rows
from officebot.engine.ledger.proposals import NewProposal
from officebot.engine.ledger.runs import NewRun
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.engine.running.breakers import Breakers
from officebot.engine.running.duties import EnabledDuty
from officebot.engine.running.patience import within
from officebot.engine.running.proposing import Made, Proposer
from officebot.sdk import Claim, NoteItem, Office, Trigger

log = logging.getLogger("officebot.runs")

#: How long a run may take where nothing else is said, and after how long it is told that one goes on.
RUN_SECONDS, SLOW_SECONDS = 120.0, 5.0
#: A run that ended with its process so often is not tried again.
MOST_ATTEMPTS = 5
#: A firing this much after its time is marked late.
LATE = timedelta(minutes=5)
#: Missed firings are counted this far back; the latest is caught up however old it is.
COUNTED = timedelta(days=7)
#: How long a run waits for a source that cannot be reached before it is given up.
PATIENCE = timedelta(days=3)
_FIRST_WAIT = timedelta(seconds=5)
#: Whose fault a failed run is: nobody's in the code, the duty's own, or one that is not to be had a second time.
Fault: TypeAlias = Literal["none", "own", "fatal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One run that took place."""

    id: int
    duty: str
    trigger: str
    state: str
    proposals: tuple[int, ...] = ()
    problem: Text | None = None


class Runner:
    """Notes what is due and runs it. Several processes may share the work: a run is claimed by one."""

    def __init__(
        self,
        ledger: Ledger,
        duties: Mapping[str, EnabledDuty],
        office: Office,
        proposer: Proposer,
        clock: Clock,
        owner: str,
        run_seconds: float = RUN_SECONDS,
        breakers: Breakers | None = None,
        reopen: Callable[[MessageRef, datetime], Mail] | None = None,
    ) -> None:
        """`reopen` fetches a mail once more, by where it lies and when it came. It raises Unavailable or UserError."""
        self._ledger = ledger
        self._duties = duties
        self._office = office
        self._proposer = proposer
        self._clock = clock
        self._owner = owner
        self._run_seconds = run_seconds
        self._breakers = breakers or Breakers(ledger)
        self._reopen = reopen or _cannot_reopen
        #: Told of a run that goes on for a while: the duty, how long it has run and may run, in seconds.
        self.slow: Callable[[str, float, float], None] | None = None
        self._claiming = threading.Lock()
        self._busy: set[int] = set()

    # ── what is due ───────────────────────────────────────────────────────────────────────────────────────

    def note_due(self) -> int:
        """Note a run for every schedule that fired since it last did; how many are new.

        What was missed while nobody was there is caught up once: the latest firing, marked late. So is what a duty missed
        while it was stopped.
        """
        now = self._clock.now()
        stopped = self._breakers.stopped(now)
        with self._ledger.writing() as tx:
            wanted, skipped = [], []
            for duty in (one for name, one in self._duties.items() if name not in stopped):
                for run, missed, since in self._due(tx, duty, now):
                    wanted.append(run)
                    if missed:
                        payload = {"missed": missed, "since": since.isoformat(), "caught_up": run.key}
                        skipped.append(Note("officebot", "run.skipped", f"duty:{duty.name}", payload))
            journal.write(tx, now, skipped)
            return len(runs.note(tx, wanted, runs.PENDING, now))

    def fire(self, duty: str, kind: str, key: str, path: str = "") -> int:
        """Note one run for a trigger that is not a schedule: a start, a changed file, a person's wish."""
        now = self._clock.now()
        with self._ledger.writing() as tx:
            made = runs.note(tx, [NewRun(duty=duty, kind=kind, key=key, due=now, path=path)], runs.PENDING, now)
            return next(iter(made.values()), 0)

    def _due(self, tx: Any, duty: EnabledDuty, now: datetime) -> Iterable[tuple[NewRun, int, datetime]]:
        """What is due, with how many earlier firings of that schedule nobody was there for, and since when."""
        working = self._office.facts.working_time
        began = _began(tx, now)
        for schedule in duty.schedules:
            if schedule.kind not in (Kind.CALENDAR, Kind.INTERVAL):
                continue
            since = runs.last_due(tx, duty.name, [str(schedule.kind)], now) or began
            due = schedule.latest_between(since, now, working.tz, working)
            if due is None:
                continue
            is_late = now - due.instant > LATE
            run = NewRun(duty=duty.name, kind=str(schedule.kind), key=due.key, due=due.instant, is_late=is_late)
            earlier = schedule.due_between(max(since, now - COUNTED), due.instant, working.tz, working)
            yield run, max(len(earlier) - 1, 0), since

    # ── running ───────────────────────────────────────────────────────────────────────────────────────────

    def work(self, only: Iterable[str] | None = None, limit: int = 100) -> list[Ran]:
        """Run what is noted and due, oldest first; what took place."""
        names = list(self._duties if only is None else only)
        done: list[Ran] = []
        while len(done) < limit:
            row = self._claim(names)
            if row is None:
                break
            try:
                done.append(self._run(row))
            finally:
                self._busy.discard(row.id)
        return done

    def _claim(self, names: Sequence[str]) -> Row[Any] | None:
        # One thread at a time, so that no other takes a run that is claimed and not yet known to be busy.
        now = self._clock.now()
        with self._claiming:
            stopped = self._breakers.stopped(now)
            awake = [name for name in names if name not in stopped]
            with self._ledger.writing() as tx:
                claimed = runs.claim(tx, self._owner, now, awake, limit=1, busy=self._busy)
                for row in claimed:
                    self._breakers.begin(tx, row.duty, now)
            self._busy.update(row.id for row in claimed)
        return claimed[0] if claimed else None

    def dry_run(self, duty: str) -> list[NewProposal]:
        """What the duty would propose now; nothing is written."""
        now = self._clock.now()
        trigger = Trigger(kind="manual", key=f"dry:{now.isoformat()}", due=now, now=now)
        made = [self._made(proposal, duty, None) for proposal in self._decide(self._duties[duty], trigger)]
        with self._ledger.reading() as tx:
            fresh = self._proposer.fresh(tx, made, now)
        return self._prepared(fresh, now)

    def _run(self, row: Row[Any]) -> Ran:
        duty = self._duties[row.duty]
        if row.attempts >= MOST_ATTEMPTS:
            sentence = "The duty “{duty}” ended officebot itself {times} times in a row: its run was given up."
            return self._fail(row, say(sentence, duty=row.duty, times=MOST_ATTEMPTS), fault="fatal")
        try:
            proposals = self._decide(duty, self._trigger(row))
            numbers = self._mails_of(proposals)
            return self._finish(row, [
                self._made(proposal, duty.name, row.id, numbers.get(proposal.about)) for proposal in proposals
            ])  # fmt: skip
        except Unavailable as lost:
            return self._later(row, lost.what)
        except DutyFault as error:
            return self._fail(row, error.problems[0].what, fault="own")
        except UserError as error:
            return self._fail(row, error.problems[0].what)
        except Exception as error:
            log.error("run failed", extra=_told(row.duty, row.id, error), exc_info=True)
            return self._fail(row, _failed(row.duty, error), fault="own")

    def _decide(self, duty: EnabledDuty, trigger: Trigger) -> list[Proposal]:
        with self._telling_if_slow(duty.name):
            return within(self._run_seconds, lambda: duty.propose(self._office, trigger), duty.name)

    @contextmanager
    def _telling_if_slow(self, duty: str) -> Iterator[None]:
        told = self.slow
        if told is None:
            yield
            return
        timer = threading.Timer(SLOW_SECONDS, told, (duty, SLOW_SECONDS, self._run_seconds))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _finish(self, row: Row[Any], made: Sequence[Made]) -> Ran:
        now = self._clock.now()
        with self._ledger.reading() as tx:
            fresh = self._proposer.fresh(tx, made, now)
        prepared = self._prepared(fresh, now)
        with self._ledger.writing() as tx:
            if not runs.finish(tx, row.id, self._owner, now):
                return Ran(id=row.id, duty=row.duty, trigger=row.trigger_key, state="taken over")
            self._breakers.ran(tx, row.duty, now)
            numbers = self._proposer.store(tx, prepared, now)
            payload = {"duty": row.duty, "trigger": row.trigger_key, "late": row.is_late, "proposals": numbers}
            note = Note("officebot", "run.done", f"run:{row.id}", payload)
            journal.write(tx, now, [note])
        return Ran(id=row.id, duty=row.duty, trigger=row.trigger_key, state=runs.DONE, proposals=tuple(numbers))

    def _prepared(self, fresh: Sequence[Made], now: datetime) -> list[NewProposal]:
        """The proposals ready to be stored. One that cannot be prepared takes no other with it: a person is told of it."""
        found: list[NewProposal] = []
        for one in fresh:
            try:
                found.append(self._proposer.prepare(one, now))
            except Unavailable:
                raise
            except UserError as refused:
                found.append(self._proposer.prepare(self._refused(one, refused.problems[0].what), now))
            except Exception as error:
                log.error("proposal not prepared", extra=_told(one.duty, one.run_id, error), exc_info=True)
                found.append(self._proposer.prepare(self._refused(one, _failed(one.duty, error)), now))
        return found

    def _refused(self, made: Made, why: Text) -> Made:
        """What a person is shown in the place of a proposal that cannot be prepared: who may know of it is the same."""
        proposal = made.proposal
        title = say("“{title}” cannot be prepared: {why}", title=proposal.title, why=why)
        key = f"refused:{proposal.key}"[:300]
        note = NoteItem(item_kind="refused", key=key, title=title.render(self._office.facts.language)[:500],
                        owner=proposal.owner, circle=proposal.circle)  # fmt: skip
        told = Proposal(key=key, title=title, actions=(note,), reason=why, about=proposal.about, owner=proposal.owner,
                        circle=proposal.circle, confidential=proposal.confidential, must_ask=True)  # fmt: skip
        return replace(made, proposal=told, said=None)

    def _later(self, row: Row[Any], why: Text) -> Ran:
        """Try again after a while that grows with how long the run has been waiting."""
        now = self._clock.now()
        waited = now - (row.started or now)
        if waited >= PATIENCE:
            return self._fail(row, why)
        with self._ledger.writing() as tx:
            runs.again(tx, row.id, self._owner, now + min(max(waited, _FIRST_WAIT), runs.LONGEST_WAIT))
        return Ran(id=row.id, duty=row.duty, trigger=row.trigger_key, state=runs.PENDING, problem=why)

    def _fail(self, row: Row[Any], why: Text, fault: Fault = "none") -> Ran:
        """A failed run. What is no fault of the duty itself, such as a table that people must mend, never stops it."""
        now = self._clock.now()
        with self._ledger.writing() as tx:
            if not runs.finish(tx, row.id, self._owner, now, why):
                return Ran(id=row.id, duty=row.duty, trigger=row.trigger_key, state="taken over")
            payload = {"duty": row.duty, "trigger": row.trigger_key, "why": why.to_json()}
            journal.write(tx, now, [Note("officebot", "run.failed", f"run:{row.id}", payload)])
            if fault != "none":
                self._breakers.failed(tx, row.duty, why, now, at_once=fault == "fatal")
        return Ran(id=row.id, duty=row.duty, trigger=row.trigger_key, state=runs.FAILED, problem=why)

    def _trigger(self, row: Row[Any]) -> Trigger:
        """What sets off this run; for one over a mail that was judged before, with that mail. Raises as `reopen`."""
        mail, claims = (None, ()) if row.mail_id is None else self._judged_before(row.mail_id)
        return Trigger(kind=row.trigger_kind, key=row.trigger_key, due=row.due, now=self._clock.now(),
                       is_late=row.is_late, path=row.path or "", mail=mail, claims=claims)  # fmt: skip

    def _judged_before(self, mail_id: int) -> tuple[Mail, tuple[Claim, ...]]:
        with self._ledger.reading() as tx:
            row = mails.by_id(tx, mail_id)
            claims = tuple(claim for _, claim in mails.claims_of(tx, mail_id))
        if row is None or row.is_private:
            raise UserError(say("The mail of this run is gone, or marked private: see to it yourself."))
        return self._reopen(mails.place_of(row), row.received), claims

    def _mails_of(self, proposals: Sequence[Proposal]) -> dict[MessageRef | None, int]:
        """The numbers of the mails that these proposals are about."""
        refs = {proposal.about for proposal in proposals if proposal.about is not None}
        if not refs:
            return {}
        with self._ledger.reading() as tx:
            return dict(mails.numbers_of(tx, refs).items())

    def _made(self, proposal: Proposal, duty: str, run_id: int | None, mail_id: int | None = None) -> Made:
        return Made(proposal=proposal, duty=duty, run_id=run_id, mail_id=mail_id)


def _cannot_reopen(_ref: MessageRef, _received: datetime) -> Mail:
    raise UserError(say("This mail cannot be opened here."))


def _told(duty: str, run: int | None, error: Exception) -> dict[str, object]:
    return {"duty": duty, "run": run, "error": type(error).__name__}


def _failed(duty: str, error: Exception) -> Text:
    """What people read of an error that nobody foresaw."""
    return say("The duty “{duty}” failed ({error}): its log says more.", duty=duty, error=type(error).__name__)


def _began(tx: Any, now: datetime) -> datetime:
    """Since when schedules count: the office's first start, or the first look by a right clock after a wrong one."""
    told = [marks.get(tx, name) for name in (marks.FIRST_START, marks.SCHEDULED_SINCE)]
    began = [at for one in told if one is not None and (at := datetime.fromisoformat(one)) <= now]
    if began:
        return max(began)
    marks.put(tx, marks.SCHEDULED_SINCE, now.isoformat(), now)
    return now


def proposals_of(ledger: Ledger, run_id: int) -> tuple[int, ...]:
    """The numbers of the proposals that a run made."""
    with ledger.reading() as tx:
        return tuple(rows.of_run(tx, run_id))
