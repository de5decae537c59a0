"""Papers for tests: rows of words, their pieces parted by ` | `, each placed where its column begins."""

from __future__ import annotations

from datetime import date

from officebot.core.invoices.model import Invoice
from officebot.core.invoices.paper import read_paper_invoice
from officebot.core.trade.known import Known
from officebot.core.trade.paper import Paper, Piece, Row

#: How wide a letter and a column are, in points.
_LETTER, _COLUMN = 5.0, 130.0


def paper(*lines: str, is_scan: bool = False) -> Paper:
    """A page of these rows, twelve points apart; an empty line leaves a row out, `---` begins a page."""
    rows: list[Row] = []
    page, top = 1, 40.0
    for line in lines:
        if line == "---":
            page, top = page + 1, 40.0
            continue
        pieces = [
            Piece(words.strip(), 50 + n * _COLUMN, 50 + n * _COLUMN + _LETTER * len(words.strip()))
            for n, words in enumerate(line.split(" | "))
            if words.strip()
        ]
        if pieces:
            rows.append(Row(tuple(pieces), page, top))
        top += 12
    return Paper(name="paper.pdf", source="pdf", rows=tuple(rows), is_scan=is_scan)


def read(*lines: str) -> Invoice:
    """What such a page says as an invoice."""
    return read_paper_invoice(paper(*lines), Known(on=date(2026, 11, 26)))


def problems(invoice: Invoice) -> str:
    """All of its problems in English."""
    return "\n".join(one.what.render("en") for one in invoice.problems)
