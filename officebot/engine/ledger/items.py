"""Items: the facts that duties share, such as deadlines and things waited for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from officebot.core.proposals import Item
from officebot.engine.ledger.schema import items


def put(tx: Connection, item: Item, now: datetime) -> dict[str, Any] | None:
    """Note an item, or change the one with its kind and key; what stood there before, as JSON."""
    before = _row(tx, item.kind, item.key)
    values = {
        "title": item.title, "owner": item.owner, "due": item.due, "source": dict(item.source),
        "state": item.state, "circle": item.circle, "changed": now,
    }  # fmt: skip
    if before is None:
        tx.execute(insert(items), {"kind": item.kind, "key": item.key, **values})
        return None
    tx.execute(update(items).where(items.c.kind == item.kind, items.c.key == item.key).values(**values))
    return _as_json(before)


def set_state(tx: Connection, kind: str, key: str, state: str, now: datetime) -> str | None:
    """Set an item's state; the state before, or None where there is no such item."""
    before = _row(tx, kind, key)
    if before is None:
        return None
    tx.execute(update(items).where(items.c.kind == kind, items.c.key == key).values(state=state, changed=now))
    return str(before.state)


def restore(tx: Connection, kind: str, key: str, before: dict[str, Any] | None, now: datetime) -> None:
    """Put an item back as `put` found it: removed where there was none."""
    if before is None:
        tx.execute(delete(items).where(items.c.kind == kind, items.c.key == key))
        return
    due = before["due"]
    put(tx, Item(**{**before, "due": datetime.fromisoformat(due) if due else None}), now)


def find(tx: Connection, kind: str | None = None, state: str = "open") -> list[Item]:
    """The items in this state, by due date, those without one last."""
    query = select(items).where(items.c.state == state)
    if kind is not None:
        query = query.where(items.c.kind == kind)
    query = query.order_by(items.c.due.is_(None), items.c.due, items.c.key)
    return [Item(**{k: v for k, v in row._mapping.items() if k != "changed"}) for row in tx.execute(query)]


def changed(tx: Connection, kind: str, since: datetime) -> list[tuple[Item, datetime]]:
    """The items of a kind, open or closed, that were changed since then, oldest first, each with when."""
    query = select(items).where(items.c.kind == kind, items.c.changed >= since).order_by(items.c.changed, items.c.key)
    return [
        (Item(**{k: v for k, v in row._mapping.items() if k != "changed"}), row.changed) for row in tx.execute(query)
    ]


def one(tx: Connection, kind: str, key: str) -> Item | None:
    """The item with this kind and key."""
    row = _row(tx, kind, key)
    return Item(**{k: v for k, v in row._mapping.items() if k != "changed"}) if row else None


def _row(tx: Connection, kind: str, key: str) -> Row[Any] | None:
    return tx.execute(select(items).where(items.c.kind == kind, items.c.key == key)).one_or_none()


def _as_json(row: Row[Any]) -> dict[str, Any]:
    stored = {k: v for k, v in row._mapping.items() if k != "changed"}
    stored["due"] = row.due.isoformat() if row.due else None
    return stored
