"""Runs: one execution of a duty for one trigger, never two for the same (duty, trigger key)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from officebot.core.text import Text
from officebot.engine.ledger.leases import is_gone, real_now
from officebot.engine.ledger.schema import runs
from officebot.engine.ledger.statements import insert_many, next_number, select_in

PENDING, RUNNING, DONE, FAILED = "pending", "running", "done", "failed"
#: How long a run of another machine is left alone: longer than any run may take.
RUN_LEASE = timedelta(minutes=10)
#: The longest that a run is put off when a source cannot be reached.
LONGEST_WAIT = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run to be noted: which duty, for which trigger, and why it failed where it already did."""

    duty: str
    kind: str
    key: str
    due: datetime
    is_late: bool = False
    mail_id: int | None = None
    path: str = ""
    problem: Text | None = None


def note(tx: Connection, wanted: Sequence[NewRun], state: str, now: datetime) -> dict[tuple[str, str], int]:
    """Note those runs that are not noted yet; the numbers of the new ones by (duty, trigger key)."""
    fresh = _without_known(tx, wanted)
    if not fresh:
        return {}
    first = next_number(tx, "runs", len(fresh))
    finished = None if state == PENDING else now
    insert_many(tx, runs, [
        {"id": number, "duty": run.duty, "trigger_kind": run.kind, "trigger_key": run.key, "due": run.due,
         "is_late": run.is_late,
         "state": FAILED if run.problem else state, "attempts": 0, "mail_id": run.mail_id, "path": run.path or None,
         "started": finished, "finished": finished,
         "problem": run.problem.to_json() if run.problem else None}
        for number, run in enumerate(fresh, first)
    ])  # fmt: skip
    return {(run.duty, run.key): number for number, run in enumerate(fresh, first)}


def claim(
    tx: Connection,
    owner: str,
    now: datetime,
    duties: Iterable[str],
    limit: int = 20,
    busy: Collection[int] = (),
) -> list[Row[Any]]:
    """Take runs that are due, or whose holder is gone, for `owner`; oldest first. Nobody else gets them.

    `busy` are the owner's runs that are really under way; another one of its own was dropped by a fault.
    The rows are as they were before: `attempts` counts the earlier tries that never came to an end.
    """
    names = list(duties)
    put_off_too_far = runs.c.until > now + LONGEST_WAIT  # by a clock that was ahead
    held = select(runs).where(runs.c.state == RUNNING, runs.c.duty.in_(names)).order_by(runs.c.due, runs.c.id)
    dropped = [row for row in tx.execute(held) if _is_dropped(row, owner, busy)]
    may_be_tried = or_(runs.c.until.is_(None), runs.c.until <= now, put_off_too_far)
    waiting = (
        select(runs)
        .where(runs.c.state == PENDING, runs.c.due <= now, may_be_tried, runs.c.duty.in_(names))
        .order_by(runs.c.due, runs.c.id)
        .limit(limit)
    )
    taken = []
    for row in [*dropped, *tx.execute(waiting)][:limit]:
        change = (
            update(runs)
            .where(runs.c.id == row.id, runs.c.state == row.state, runs.c.attempts == row.attempts)
            .values(
                state=RUNNING,
                owner=owner,
                until=real_now() + RUN_LEASE,
                started=row.started or now,
                attempts=row.attempts + 1,
            )
        )
        if tx.execute(change).rowcount:
            taken.append(row)
    return taken


def _is_dropped(row: Row[Any], owner: str, busy: Collection[int]) -> bool:
    if row.owner == owner:
        return row.id not in busy
    return row.until <= real_now() or is_gone(row.owner)


def finish(tx: Connection, run_id: int, owner: str, now: datetime, problem: Text | None = None) -> bool:
    """Mark a run done, or failed with its problem; False when another process has taken it over meanwhile."""
    state = FAILED if problem else DONE
    change = (
        update(runs)
        .where(runs.c.id == run_id, runs.c.owner == owner, runs.c.state == RUNNING)
        .values(state=state, finished=now, until=None, problem=problem.to_json() if problem else None)
    )
    return bool(tx.execute(change).rowcount)


def again(tx: Connection, run_id: int, owner: str, at: datetime) -> None:
    """Put a run back for another try, not before `at`."""
    tx.execute(
        update(runs)
        .where(runs.c.id == run_id, runs.c.owner == owner, runs.c.state == RUNNING)
        .values(state=PENDING, owner=None, until=at, attempts=0)
    )


def last_due(tx: Connection, duty: str, kinds: Iterable[str], until: datetime) -> datetime | None:
    """When the duty's latest run of these trigger kinds up to now was due; None before its first.

    What a clock that was ahead noted for later keeps nothing from running until then.
    """
    query = (
        select(runs.c.due)
        .where(runs.c.duty == duty, runs.c.trigger_kind.in_(list(kinds)), runs.c.due <= until)
        .order_by(runs.c.due.desc())
        .limit(1)
    )
    return tx.execute(query).scalar()


def is_known(tx: Connection, duty: str, key: str) -> bool:
    """Whether a run for this trigger was noted."""
    query = select(runs.c.id).where(runs.c.duty == duty, runs.c.trigger_key == key)
    return tx.execute(query).one_or_none() is not None


def by_id(tx: Connection, run_id: int) -> Row[Any] | None:
    """The row of one run."""
    return tx.execute(select(runs).where(runs.c.id == run_id)).one_or_none()


def since(tx: Connection, first: int) -> list[Row[Any]]:
    """The runs with numbers from `first` on, in order."""
    return list(tx.execute(select(runs).where(runs.c.id >= first).order_by(runs.c.id)))


def _without_known(tx: Connection, wanted: Sequence[NewRun]) -> list[NewRun]:
    unique = list({(run.duty, run.key): run for run in wanted}.values())
    known: set[tuple[str, str]] = set()
    for duty in {run.duty for run in unique}:
        keys = [run.key for run in unique if run.duty == duty]
        known.update((duty, row.trigger_key) for row in select_in(tx, _with_keys, keys, duty=duty))
    return [run for run in unique if (run.duty, run.key) not in known]


def _with_keys(wanted: Any) -> Select[Any]:
    return select(runs.c.trigger_key).where(runs.c.duty == bindparam("duty"), runs.c.trigger_key.in_(wanted))
