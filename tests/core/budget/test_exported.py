"""What the office's own invoices are exported to is a ledger that the budget reads."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.connectors.workbooks.ledgers import ledger_or_refuse
from officebot.core.invoices.accounting import Accounts, Entries, Posting, csv_of, fec

FOUND = Entries(
    postings=(
        Posting(number=1, on=date(2026, 11, 3), account="606400", account_name="Fournitures", piece="F-12", label="Papier",
                debit=Decimal("120.00"), piece_on=date(2026, 11, 2)),
        Posting(number=1, on=date(2026, 11, 3), account="445660", account_name="TVA", piece="F-12", label="Papier",
                debit=Decimal("24.00"), piece_on=date(2026, 11, 2)),
        Posting(number=1, on=date(2026, 11, 3), account="401000", account_name="Fournisseurs", supplier="F0001",
                supplier_name="Papeteries du Port", piece="F-12", label="Papier", credit=Decimal("144.00"),
                piece_on=date(2026, 11, 2)),
    )
)  # fmt: skip
WRITTEN = {
    "a table in French": csv_of(FOUND, Accounts(), "fr"),
    "a table in English": csv_of(FOUND, Accounts(), "en"),
    "the file of entries of the law": fec(FOUND, Accounts()),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN)
def test_the_export_of_invoices_is_read_as_a_ledger_to_the_cent(text: str) -> None:
    packed = ledger_or_refuse((text.encode("utf-8"), "export.csv"))
    assert not isinstance(packed, tuple)
    found = packed.ledger("export.csv")
    assert found.problems == ()
    assert found.is_balanced
    assert [(one.day, one.code, one.label, one.piece, one.amount) for one in found.entries] == [
        (date(2026, 11, 3), "606400", "Papier", "F-12", Decimal("120.00")),
        (date(2026, 11, 3), "445660", "Papier", "F-12", Decimal("24.00")),
        (date(2026, 11, 3), "401000", "Papier", "F-12", Decimal("-144.00")),
    ]
