"""Giving numbers without gaps: in the transaction of the yes, once a proposal, and never anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from officebot.core.numbering import Numbering
from officebot.core.proposals import ProposalState, state_name
from officebot.core.text import Text, quoted, say
from officebot.engine.ledger import Ledger, filled, numbers
from officebot.engine.ledger import proposals as rows
from officebot.engine.record import journal
from officebot.engine.record.journal import Note
from officebot.engine.record.views import Reader


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A line of the register: a number, whose it is, and what became of it. `because` is empty of one that is used."""

    series: str
    number: str
    proposal: int
    title: Text
    state: str
    because: Text
    when: datetime
    who: str

    def to_json(self, reader: Reader) -> dict[str, Any]:
        """`{"series", "number", "proposal", "title", "state", "because", "when", "who"}`."""
        return {
            "series": self.series,
            "number": self.number,
            "proposal": self.proposal,
            "title": self.title.render(reader.language),
            "state": self.state,
            "because": self.because.render(reader.language),
            "when": reader.instant(self.when),
            "who": self.who,
        }


def register(ledger: Ledger, series: str | None = None) -> list[Given]:
    """Every number that was ever given, or those of one series, in order."""
    with ledger.reading() as tx:
        found = numbers.register(tx, series)
        void = [row.proposal_id for row in found if row.state == numbers.VOID]
        problems = {one.proposal_id: one.problem for one in rows.actions_of(tx, void) if one.problem}
    return [
        Given(
            series=row.series, number=row.text, proposal=row.proposal_id, title=Text.from_json(row.title),
            state=row.state, because=_because(row, problems.get(row.proposal_id)), when=row.at, who=row.who,
        )
        for row in found
    ]  # fmt: skip


def _because(row: Any, problem: Any) -> Text:
    """Why a number is void: what became of its proposal, and what was said of that."""
    if row.state != numbers.VOID:
        return Text("")
    end = state_name(row.because)
    if row.because == ProposalState.REJECTED and row.said:
        return say("{end} ({why})", end=end, why=quoted(row.said))
    if row.because == ProposalState.FAILED and problem:
        return say("{end} ({why})", end=end, why=Text.from_json(problem))
    return end
