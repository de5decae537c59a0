"""Performers as the executor talks to them: whatever a plugin answers or raises, an outcome comes back."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from officebot.core import actions as kinds
from officebot.core.mail import MessageRef
from officebot.core.problems import Unavailable, UserError
from officebot.core.proposals import ActionState
from officebot.core.text import Text, say
from officebot.engine.acting.performers import Performers
from officebot.engine.ledger.filled import as_done
from officebot.engine.ledger.proposals import Ended
from officebot.engine.ledger.types import canonical
from officebot.sdk import Done, Failed, Foreseeing, Job, NotDone, Outcome, Performer, Retry, Uncertain

log = logging.getLogger("officebot.executor")

#: How long to wait before the next try, by how many there were; then every five minutes, so that all is
#: made up for within ten minutes of a server's return.
_BACKOFF = (5, 15, 60)
_LONGEST_BACKOFF = timedelta(minutes=5)


def job_of(action: Row[Any], held: Mapping[str, bytes]) -> Job:
    """The stored action as a performer gets it, with those of its bytes that are held.

    Raises UserError for a kind, or values, that nothing installed understands.
    """
    try:
        done = as_done(action)
        what = kinds.from_json(action.kind, done.params)
    except (KeyError, ValueError) as error:
        raise UserError(
            say("Nothing here performs “{kind}”: enable the duty that brings it.", kind=action.kind)
        ) from error
    return Job(
        id=action.id,
        key=f"action:{action.id}",
        action=what,
        blobs={role: held.get(name, b"") for role, name in done.blobs.items()},
        receipt=action.receipt or {},
    )


def perform(performers: Performers, kind: str, jobs: Sequence[Job]) -> list[Outcome]:
    """One outcome a job, in order."""
    try:
        performer = performers.of(kind)
    except UserError as error:
        return [Failed(error.problems[0].what)] * len(jobs)
    try:
        outcomes = performer.perform(jobs)
    except Unavailable as lost:
        return [Retry(lost.what)] * len(jobs)
    except (Exception, SystemExit) as error:
        log.error("performer failed", extra={"kind": kind, "error": type(error).__name__}, exc_info=True)
        return [_after_fault(performer, type(error).__name__)] * len(jobs)
    return _understood(performer, kind, outcomes, len(jobs))


def undo(performers: Performers, kind: str, job: Job) -> Outcome:
    """What became of taking this job back; `Failed` where its performer raised."""
    try:
        outcomes = performers.of(kind).undo([job])
    except Unavailable as lost:
        return Retry(lost.what)
    except UserError as error:
        return Failed(error.problems[0].what)
    except (Exception, SystemExit) as error:
        log.error("undo failed", extra={"kind": kind, "error": type(error).__name__}, exc_info=True)
        return Failed(_fault(type(error).__name__))
    if not _are_outcomes(outcomes, 1):
        return Failed(_fault("TypeError"))
    return _with_kept_receipt(outcomes[0])


def foresee_undo(performer: Performer, jobs: Sequence[Job]) -> Text | None:
    """Why one of these jobs cannot be taken back now; None where nothing speaks against it, as far as its performer tells."""
    if not isinstance(performer, Foreseeing):
        return None
    try:
        told: object = performer.foresee_undo(jobs)
    except Unavailable as lost:
        return lost.what
    except UserError as error:
        return error.problems[0].what
    except (Exception, SystemExit) as error:
        log.error("undo not foreseen", extra={"error": type(error).__name__}, exc_info=True)
        return _fault(type(error).__name__)
    if not isinstance(told, Sequence) or len(told) != len(jobs):
        return _fault("TypeError")
    return next((one if isinstance(one, Text) else _fault("TypeError") for one in told if one is not None), None)


def was_done(performers: Performers, kind: str, job: Job) -> Done | NotDone | Uncertain | None:
    """Whether an interrupted job happened; None while its performer cannot be asked."""
    try:
        found: object = performers.of(kind).was_done(job)
    except (Unavailable, UserError):
        return None
    except (Exception, SystemExit) as error:
        log.error("was_done failed", extra={"kind": kind, "error": type(error).__name__}, exc_info=True)
        return Uncertain(say("Whether it happened could not be found out."))
    if isinstance(found, Done):
        return _kept(found)
    return found if isinstance(found, NotDone | Uncertain) else Uncertain(_fault("TypeError"))


def ended(action: Row[Any], outcome: Outcome, now: datetime) -> Ended:
    """How the action stands after this outcome."""
    match outcome:
        case Done(receipt):
            return Ended(id=action.id, state=ActionState.DONE, receipt=receipt)
        case Failed(why):
            return Ended(id=action.id, state=ActionState.FAILED, problem=why)
        case Uncertain(why):
            return Ended(id=action.id, state=ActionState.UNCERTAIN, problem=why)
        case Retry(why):
            again_at = now + backoff(action.attempts)
            return Ended(id=action.id, state=ActionState.PENDING, problem=why, again_at=again_at)


def backoff(attempts: int) -> timedelta:
    """How long to wait after this many earlier tries: 5 s, 15 s, 1 min, then 5 min each."""
    return timedelta(seconds=_BACKOFF[attempts]) if attempts < len(_BACKOFF) else _LONGEST_BACKOFF


def message_of(action: Row[Any]) -> dict[str, Any] | None:
    """The stored ref of the message that an action changes, if it changes one."""
    on = action.params.get("on")
    return on if isinstance(on, dict) and "uidvalidity" in on else None


def new_place(action: Row[Any], outcome: Outcome) -> MessageRef | None:
    """Where the action's message lies after this outcome, if it was moved."""
    return place_in(action, outcome.receipt) if isinstance(outcome, Done) else None


def place_in(action: Row[Any], receipt: Any) -> MessageRef | None:
    """A receipt's "to" names the folder, UIDVALIDITY and UID at which the message now lies."""
    on, to = message_of(action), (receipt or {}).get("to")
    if on is None or not isinstance(to, dict):
        return None
    match to:
        case {"folder": str(folder), "uidvalidity": int(uidvalidity), "uid": int(uid)} if uid > 0:
            return MessageRef(on["account"], folder, uidvalidity, uid, on["fingerprint"])
    return None


def _understood(performer: Performer, kind: str, outcomes: Any, count: int) -> list[Outcome]:
    if not _are_outcomes(outcomes, count):
        log.error("performer answered nonsense", extra={"kind": kind})
        return [_after_fault(performer, "TypeError")] * count
    return [_with_kept_receipt(outcome) for outcome in outcomes]


def _are_outcomes(outcomes: Any, count: int) -> bool:
    return (
        isinstance(outcomes, Sequence)
        and len(outcomes) == count
        and all(isinstance(one, Done | Failed | Retry | Uncertain) for one in outcomes)
    )


def _with_kept_receipt(outcome: Outcome) -> Outcome:
    return _kept(outcome) if isinstance(outcome, Done) else outcome


def _kept(done: Done) -> Done:
    """What happened has happened: a receipt that cannot be stored is dropped, not the outcome."""
    try:
        is_mapping = isinstance(done.receipt, dict) and bool(canonical(done.receipt))
    except (TypeError, ValueError, RecursionError):
        is_mapping = False
    if is_mapping:
        return done
    log.error("receipt not kept")
    return Done()


def _after_fault(performer: Performer, error: str) -> Outcome:
    return Retry(_fault(error)) if performer.repeatable else Uncertain(_fault(error))


def _fault(error: str) -> Text:
    return say("The part that does this failed ({error}): its log says more.", error=error)
