"""What the duty looks at, and what it proposes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from officebot.sdk import Mail, Office, OfficeFacts, OfficeWorkbook, Proposal, SetCells, Text, Trigger, one_line
from officebot.sdk.workbooks import CellChange, KeyedRow, KeyedRows, rows_by_key
from shelf_count.settings import Settings
from shelf_count.texts import counted, say

_COUNT = re.compile(r"^([^:\n]{1,80}): ?(\d{1,6})\s?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The mail that came, and the workbook as it is."""

    office: OfficeFacts
    mail: Mail | None
    book: OfficeWorkbook


def observe(office: Office, trigger: Trigger, settings: Settings) -> Facts:
    """All that is read."""
    return Facts(office=office.facts, mail=trigger.mail, book=office.workbook(settings.workbook))


def decide(facts: Facts, settings: Settings) -> Iterable[Proposal]:
    """One proposal: the cells of the articles that were counted, with what stood there. Pure."""
    mail = facts.mail
    if mail is None or "shelf count" not in mail.subject.casefold():
        return
    rows = rows_by_key(facts.book, settings.article)
    counts = {article.strip(): int(number) for article, number in _COUNT.findall(mail.text)}
    changes = _changes(rows, counts, settings.column)
    if changes:
        yield Proposal(
            key=f"shelf-count:{mail.ref.fingerprint[:12]}",
            title=counted("Enter {count} number", "Enter {count} numbers", len(changes)),
            actions=(SetCells(workbook=facts.book.name, cells=changes),),
            reason=say("{sender} counted them.", sender=one_line(mail.sender.address)),
            consequences=_in_doubt(rows, counts),
            about=mail.ref,
            must_ask=True,
        )


def _changes(rows: KeyedRows, counts: dict[str, int], column: str) -> tuple[CellChange, ...]:
    found: list[CellChange] = []
    for article, number in counts.items():
        row: KeyedRow | None = rows.get(article)
        change = row.change(column, number) if row is not None else None
        if row is not None and change is not None and row.address(column) == change[0] and row.value(column) != number:
            found.append(change)
    return tuple(found)


def _in_doubt(rows: KeyedRows, counts: dict[str, int]) -> tuple[Text, ...]:
    """What was counted and stands in several rows."""
    twice = {one.casefold() for one in rows.twice}
    named = [one_line(article, 80) for article in counts if article.casefold() in twice]
    return tuple(say("{article} stands in the workbook twice: enter it yourself.", article=one) for one in named)
