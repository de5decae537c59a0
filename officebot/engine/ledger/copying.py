"""All rows of one ledger into another, whichever database each is in: what a copy and a move are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, TableClause, Text, column, delete, func, insert, select, table

from officebot.engine.ledger.schema import leases, marks, metadata
from officebot.engine.ledger.types import Instant, Json

_AT_ONCE = 1000


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy each row as it is stored, byte by byte what hashes cover, into a ledger that holds none."""
    for one in metadata.sorted_tables:
        plain = _as_stored(one)
        query = select(plain).order_by(*(plain.c[key.name] for key in one.primary_key))
        with source.execute(query, execution_options={"yield_per": _AT_ONCE}) as found:
            for some in found.mappings().partitions():
                target.execute(insert(plain), [dict(row) for row in some])


def empty(tx: Connection) -> None:
    """Delete all rows."""
    for one in reversed(metadata.sorted_tables):
        tx.execute(delete(one))


def counted(tx: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    return {
        one.name: int(tx.execute(select(func.count()).select_from(one)).scalar_one())
        for one in metadata.sorted_tables
    }


def is_empty(tx: Connection) -> bool:
    """Whether nothing was ever noted here, but that somebody opened it, and who is at work."""
    return not any(count for name, count in counted(tx).items() if name not in (leases.name, marks.name))


def _as_stored(one: Table) -> TableClause:
    """The table, whose JSON and instants are the texts that stand there."""
    kept: list[Any] = [
        column(each.name, Text() if isinstance(each.type, (Json, Instant)) else each.type) for each in one.columns
    ]
    return table(one.name, *kept)
