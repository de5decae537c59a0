"""The register of numbers without gaps: each given once, to one proposal, and kept for ever, used or void."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, insert, select, text, update
from sqlalchemy.sql.dml import UpdateBase

from officebot.engine.ledger.schema import numbers, proposals, sequences
from officebot.engine.ledger.statements import select_in, update_in

USED, VOID = "used", "void"

_BEGUN = text("INSERT INTO sequences (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING")


def next_of(tx: Connection, series: str, year: int, start: int) -> int:
    """The next number of a series, `start` for its first; a rolled-back transaction gives it back.

    The row is locked until the transaction ends, also the very first time, when two may make it at once.
    """
    name = f"number {series} {year}" if year else f"number {series}"
    tx.execute(_BEGUN, {"name": name, "value": start - 1})
    raised = update(sequences).where(sequences.c.name == name).values(value=sequences.c.value + 1)
    return int(tx.execute(raised.returning(sequences.c.value)).scalar_one())


def keep(tx: Connection, proposal_id: int, series: str, year: int, number: int, words: str, at: datetime,
         who: str) -> None:  # fmt: skip
    """Note that a proposal has this number."""
    tx.execute(insert(numbers), {
        "series": series, "year": year, "number": number, "text": words, "proposal_id": proposal_id,
        "state": USED, "because": None, "at": at, "who": who,
    })  # fmt: skip


def of_proposals(tx: Connection, proposal_ids: Iterable[int]) -> dict[int, str]:
    """The numbers that these proposals have, as they stand in documents."""
    return {row.proposal_id: row.text for row in select_in(tx, _of, sorted(set(proposal_ids)))}


def _of(wanted: Any) -> Select[Any]:
    return select(numbers.c.proposal_id, numbers.c.text).where(numbers.c.proposal_id.in_(wanted))


def void(tx: Connection, ended: Mapping[int, str]) -> None:
    """Mark the numbers of these proposals void, where they have one: `ended` is the state that each came to."""
    for state in sorted(set(ended.values())):
        some = [number for number, to in ended.items() if to == state]
        update_in(tx, _void, some, why=str(state))


def _void(wanted: Any) -> UpdateBase:
    of_these = numbers.c.proposal_id.in_(wanted)
    return update(numbers).where(of_these, numbers.c.state == USED).values(state=VOID, because=bindparam("why"))


def register(tx: Connection, series: str | None = None) -> list[Row[Any]]:
    """All numbers in order, each with its proposal's title, state and what was said of its end."""
    query = (
        select(numbers, proposals.c.title, proposals.c.state.label("proposal_state"), proposals.c.confidential,
               proposals.c.because.label("said"))
        .join(proposals, proposals.c.id == numbers.c.proposal_id)
        .order_by(numbers.c.series, numbers.c.year, numbers.c.number)
    )  # fmt: skip
    return list(tx.execute(query.where(numbers.c.series == series) if series else query))
