"""Runs: one execution of a duty for one trigger, never two for the same (duty, trigger key)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, update

from officebot.core.text import Text
from officebot.engine.ledger.database import insert_many, next_number
from officebot.engine.ledger.leases import LEASE, is_gone, real_now
from officebot.engine.ledger.schema import runs

PENDING, RUNNING, DONE, FAILED = "pending", "running", "done", "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run to be noted: which duty, for which trigger."""

    duty: str
    kind: str
    key: str
    due: datetime
    is_late: bool = False
    mail_id: int | None = None
    path: str = ""


def note(tx: Connection, wanted: Sequence[NewRun], state: str, now: datetime) -> dict[tuple[str, str], int]:
    """Note those runs that are not noted yet; the numbers of the new ones by (duty, trigger key)."""
    fresh = _without_known(tx, wanted)
    if not fresh:
        return {}
    first = next_number(tx, "runs", len(fresh))
    finished = now if state == DONE else None
    insert_many(tx, runs, [
        {"id": number, "duty": run.duty, "trigger_kind": run.kind, "trigger_key": run.key, "due": run.due,
         "is_late": run.is_late, "state": state, "attempts": 0, "mail_id": run.mail_id, "path": run.path or None,
         "started": finished, "finished": finished}
        for number, run in enumerate(fresh, first)
    ])  # fmt: skip
    return {(run.duty, run.key): number for number, run in enumerate(fresh, first)}


def claim(tx: Connection, owner: str, now: datetime, duties: Iterable[str], limit: int = 20) -> list[Row[Any]]:
    """Take runs that are due, or whose holder is gone, for `owner`; oldest first. Nobody else gets them."""
    free = or_(runs.c.state == PENDING, runs.c.state == RUNNING)
    query = (
        select(runs)
        .where(free, runs.c.due <= now, runs.c.duty.in_(list(duties)))
        .order_by(runs.c.due, runs.c.id)
        .limit(limit * 2)
    )
    taken = []
    for row in tx.execute(query).all():
        if row.state == RUNNING and row.owner != owner and row.until > real_now() and not is_gone(row.owner):
            continue
        if row.state == RUNNING and row.owner == owner:
            continue
        change = (
            update(runs)
            .where(runs.c.id == row.id, runs.c.state == row.state, runs.c.attempts == row.attempts)
            .values(state=RUNNING, owner=owner, until=real_now() + LEASE, started=now, attempts=row.attempts + 1)
        )
        if tx.execute(change).rowcount:
            taken.append(row)
        if len(taken) == limit:
            break
    return taken


def finish(tx: Connection, run_id: int, owner: str, now: datetime, problem: Text | None = None) -> bool:
    """Mark a run done, or failed with its problem; False when another process has taken it over meanwhile."""
    state = FAILED if problem else DONE
    change = (
        update(runs)
        .where(runs.c.id == run_id, runs.c.owner == owner, runs.c.state == RUNNING)
        .values(state=state, finished=now, until=None, problem=problem.to_json() if problem else None)
    )
    return bool(tx.execute(change).rowcount)


def again(tx: Connection, run_id: int, owner: str) -> None:
    """Put a run back for a later try."""
    tx.execute(
        update(runs).where(runs.c.id == run_id, runs.c.owner == owner).values(state=PENDING, owner=None, until=None)
    )


def last_due(tx: Connection, duty: str, kinds: Iterable[str]) -> datetime | None:
    """When the duty's latest run of these trigger kinds was due; None before its first."""
    query = (
        select(runs.c.due)
        .where(runs.c.duty == duty, runs.c.trigger_kind.in_(list(kinds)))
        .order_by(runs.c.due.desc())
        .limit(1)
    )
    return tx.execute(query).scalar()


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
        for start in range(0, len(keys), 500):
            query = select(runs.c.trigger_key).where(
                runs.c.duty == duty, runs.c.trigger_key.in_(keys[start : start + 500])
            )
            known.update((duty, key) for key in tx.execute(query).scalars())
    return [run for run in unique if (run.duty, run.key) not in known]
