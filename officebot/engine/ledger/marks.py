"""Marks: single named values of the office, such as the pause or the last balance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from officebot.engine.ledger.schema import facts, marks

PAUSED = "paused"
FIRST_START = "first start"
#: Where the first start was by a clock that was ahead: since when schedules count.
SCHEDULED_SINCE = "scheduled since"
LAST_BALANCE = "last balance"
LAST_BACKUP = "last backup"
#: Accounts on which nothing is done, with their folders that suddenly looked empty.
SUSPENDED = "suspended accounts"


def put(tx: Connection, name: str, value: Any, now: datetime, who: str = "") -> None:
    """Set a mark, with when and by whom."""
    values = {"value": value, "at": now, "who": who}
    if not tx.execute(update(marks).where(marks.c.name == name).values(**values)).rowcount:
        tx.execute(insert(marks), {"name": name, **values})


def get(tx: Connection, name: str) -> Any:
    """A mark's value, or None."""
    row = tx.execute(select(marks.c.value).where(marks.c.name == name)).one_or_none()
    return row.value if row else None


def set_at(tx: Connection, name: str) -> datetime | None:
    """When a mark was last set; None if never."""
    return tx.execute(select(marks.c.at).where(marks.c.name == name)).scalar()


def namespace_of(duty: str) -> str:
    """Where a duty's own facts stand: apart from officebot's, whose namespaces no duty's name can lead to."""
    return f"duty:{duty}"


def fact(tx: Connection, namespace: str, key: str) -> Any:
    """A duty's own fact, or None."""
    query = select(facts.c.value).where(facts.c.namespace == namespace, facts.c.key == key)
    return tx.execute(query).scalar()


def put_fact(tx: Connection, namespace: str, key: str, value: Any) -> None:
    """Set a duty's own fact."""
    where = (facts.c.namespace == namespace, facts.c.key == key)
    if not tx.execute(update(facts).where(*where).values(value=value)).rowcount:
        tx.execute(insert(facts), {"namespace": namespace, "key": key, "value": value})


def facts_of(tx: Connection, namespace: str) -> dict[str, Any]:
    """A duty's own facts by key."""
    query = select(facts.c.key, facts.c.value).where(facts.c.namespace == namespace).order_by(facts.c.key)
    return {row.key: row.value for row in tx.execute(query)}


def remove_fact(tx: Connection, namespace: str, key: str) -> None:
    """Forget a duty's own fact."""
    tx.execute(delete(facts).where(facts.c.namespace == namespace, facts.c.key == key))
