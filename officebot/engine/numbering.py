"""Giving numbers without gaps: in the transaction of the yes, once a proposal, and never anywhere else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from officebot.core.numbering import Numbering
from officebot.engine import journal
from officebot.engine.journal import Note
from officebot.engine.ledger import filled, numbers


def give(tx: Connection, numbering: Numbering, proposal_id: int, series: str, who: str, now: datetime) -> None:
    """Give the proposal the next number of its series, unless it has one already; nothing without a series.

    The cases. The transaction does not end: the number is given to the next. It ends: the proposal keeps it, whatever
    becomes of it. It was put before a person once more: it has its number, and gets no second one.
    """
    if not series or proposal_id in numbers.of_proposals(tx, [proposal_id]):
        return
    year = numbering.year(series, now)
    number = numbers.next_of(tx, series, year, numbering.rule(series).start)
    words = numbering.text(series, number, now)
    numbers.keep(tx, proposal_id, series, year, number, words, now, who)
    filled.tell_number(tx, proposal_id, words)
    payload = {"series": series, "year": year, "number": number, "text": words}
    journal.write(tx, now, [Note(who, "number.given", f"proposal:{proposal_id}", payload)])
