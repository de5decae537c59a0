"""The open items that who looks may see: their rows, and how many there are, by the rule of `Viewer.may_see_item` in SQL."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, case, false, func, or_, select, true

from officebot.core.panels import ItemCount, Viewer
from officebot.core.proposals import Item
from officebot.engine.ledger.schema import items
from officebot.engine.ledger.types import JsonLists, JsonText, JsonUnset, canonical

_FIELDS = ("kind", "key", "title", "owner", "due", "source", "circle")
#: Where an item's source names one person, and where several.
_ONE, _SEVERAL = ("chair", "secretary"), ("who", "owners", "hosts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which items are looked at: their kinds, how their keys begin, until when they are due, whether they name who looks.

    `is_book` says that they belong to a workbook which the viewer may see.
    """

    kinds: Collection[str]
    keys: str = ""
    until: datetime | None = None
    is_mine: bool = False
    is_book: bool = False


def seen_by(tx: Connection, viewer: Viewer, wanted: Wanted, most: int, order: str = "") -> list[Item]:
    """Those that the viewer may see, at most so many: by this text of their source, then by due date, without it last."""
    by = [func.nullif(JsonText(items.c.source, order), "")] if order else []
    query = (
        select(*(items.c[name] for name in _FIELDS))
        .where(*_looked_at(viewer, wanted))
        .order_by(*(part for one in (*by, items.c.due) for part in (one.is_(None), one)), items.c.key)
        .limit(most)
    )
    return [
        Item(kind=kind, key=key, title=title, owner=owner, due=due, source=source, circle=of)
        for kind, key, title, owner, due, source, of in tx.execute(query)
    ]


def count_seen_by(tx: Connection, viewer: Viewer, wanted: Wanted, word: str = "") -> list[ItemCount]:
    """How many those are, by kind and by this text of their source; how many are due before now, how many are loose."""
    late = func.sum(case((items.c.due < viewer.now, 1), else_=0)).label("late")
    loose = func.sum(case((or_(items.c.due.is_(None), items.c.owner == ""), 1), else_=0)).label("loose")
    by: list[ColumnElement[Any]] = [items.c.kind]
    if word:
        by.append(func.coalesce(JsonText(items.c.source, word), "").label("word"))
    query = select(func.count().label("count"), late, loose, *by).where(*_looked_at(viewer, wanted)).group_by(*by)
    return [
        ItemCount(
            kind=kind, word=str(said[0]) if said else "", count=int(count), late=int(over), loose=int(open_ended)
        )
        for count, over, open_ended, kind, *said in sorted(tx.execute(query), key=lambda row: tuple(row)[3:])
    ]


def _looked_at(viewer: Viewer, wanted: Wanted) -> list[ColumnElement[bool]]:
    where = [items.c.state == "open", items.c.kind.in_(wanted.kinds)]
    if wanted.keys:
        where.append(func.substr(items.c.key, 1, len(wanted.keys)) == wanted.keys)
    if wanted.until is not None:
        where.append(items.c.due <= wanted.until)
    is_named = _is_named(viewer.person.address)
    return [*where, is_named if wanted.is_mine else _is_seen(viewer, is_book=wanted.is_book) | is_named]


def _is_seen(viewer: Viewer, *, is_book: bool) -> ColumnElement[bool]:
    """Whether an item that does not name the viewer is shown to them."""
    open_to_all = and_(
        items.c.circle == "", JsonUnset(items.c.source, "confidential"), _is_of_theirs(viewer, is_book)
    )
    circle = viewer.person.circle
    return or_(items.c.circle == circle, open_to_all) if circle else open_to_all


def _is_of_theirs(viewer: Viewer, is_book: bool) -> ColumnElement[bool]:
    """Whether they may see where an item without a circle comes from."""
    if is_book:
        return true()
    of_mail = JsonText(items.c.source, "mail", "account")
    account = func.coalesce(func.nullif(JsonText(items.c.source, "account"), ""), func.nullif(of_mail, ""))
    of_office = true() if viewer.office_circle in ("", viewer.person.circle) else false()
    return or_(account.in_(sorted(viewer.accounts)), and_(account.is_(None), of_office))


def _is_named(address: str) -> ColumnElement[bool]:
    """Whether an item is the matter of somebody with this address."""
    source = items.c.source
    places = [
        *(JsonText(source, name) == address for name in _ONE),
        *(JsonLists(source, name, address) for name in _SEVERAL),
    ]
    # What does not hold the address at all, as JSON writes it, need not be read: this is most, and four times as fast.
    holds = source.cast(Text).contains(canonical(address), autoescape=True)
    return or_(items.c.owner == address, and_(holds, or_(*places)))
