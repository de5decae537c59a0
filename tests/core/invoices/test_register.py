"""The register is known by its words, read as known invoices, and gets rows in its own columns and words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from officebot.core.invoices.known import KnownInvoice, RegisterState
from officebot.core.invoices.register import Register, day_columns, find_register, missing, read_register, row_of
from officebot.core.workbooks.cells import Value
from officebot.core.workbooks.grids import Book, Grid
from officebot.core.workbooks.tables import Table, find_tables
from tests.core.invoices.cases import THEIRS, TODAY, grouped, invoice

FRENCH: tuple[tuple[Value, ...], ...] = (
    ("Reçue le", "N° facture", "Fournisseur", "N° TVA", "Date facture", "Échéance", "Montant HT", "TVA", "Montant TTC",
     "Ligne budgétaire", "IBAN", "Statut", "Payée le", "Remarques"),
    (date(2026, 10, 2), "F-98", "Papeterie Durand", "FR40303265045", date(2026, 10, 1), date(2026, 10, 31), 100, 20, 120,
     "6064", grouped(THEIRS), "Réglée", date(2026, 10, 28), None),
    (date(2026, 11, 2), "000099", "Papeterie Durand", "FR40303265045", date(2026, 11, 1), date(2026, 11, 30), "50,00", "10,00",
     "60,00 €", "6064", grouped(THEIRS), "Bon à payer", None, "voir bon"),
    (date(2026, 11, 3), "AV-3", "Garage Pichon", None, date(2026, 11, 2), None, -10, -2, -12, None, None, "Litige", None, None),
)  # fmt: skip
ENGLISH: tuple[tuple[Value, ...], ...] = (
    ("Invoice number", "Supplier", "Invoice date", "Due date", "Net amount", "VAT", "Gross amount", "Amount due", "Currency",
     "PO number", "Status", "Paid", "File"),
    ("4711", "Hartwell Grain Ltd", date(2026, 11, 4), date(2026, 12, 4), 100, 20, 120, 120, "GBP", "PO-7", "On hold", "no",
     "a.pdf"),
    ("4712", "Hartwell Grain Ltd", date(2026, 11, 5), date(2026, 12, 5), 10, 2, 12, 0, "GBP", "PO-8", "Open", "yes",
     "b.pdf"),
)  # fmt: skip


def tables_of(rows: tuple[tuple[Value, ...], ...], *more: tuple[tuple[Value, ...], ...]) -> tuple[Table, ...]:
    grids = tuple(
        Grid(sheet=f"Feuil{place}", rows=dict(enumerate(one, start=1)))
        for place, one in enumerate((rows, *more), start=1)
    )
    return find_tables(Book(name="a.xlsx", kind="xlsx", grids=grids)).tables


def read(rows: tuple[tuple[Value, ...], ...]) -> Register:
    tables = tables_of(rows)
    return read_register(tables, find_register(tables))


def test_a_french_register_is_read() -> None:
    paid, approved, credit = read(FRENCH).invoices
    assert paid == KnownInvoice(
        supplier=paid.supplier, number="F-98", issued=date(2026, 10, 1), payable=Decimal(120), currency="EUR", iban=THEIRS,
        entered_on=date(2026, 10, 2), state=RegisterState.paid, due=date(2026, 10, 31), net=Decimal(100), vat=Decimal(20),
        gross=Decimal(120), paid_on=date(2026, 10, 28), budget="6064", cell="Feuil1!B2",
    )  # fmt: skip
    assert paid.supplier.key == "FR40303265045"
    assert (approved.number, approved.state, approved.gross) == ("000099", RegisterState.approved, Decimal("60.00"))
    assert (credit.is_credit, credit.payable, credit.state) == (True, Decimal(-12), RegisterState.held)


def test_an_english_register_is_read_and_a_paid_one_keeps_its_sum() -> None:
    held, paid = read(ENGLISH).invoices
    assert (held.state, held.currency, held.order, held.is_paid) == (RegisterState.held, "GBP", "PO-7", False)
    assert (paid.state, paid.payable) == (RegisterState.paid, Decimal(12))


def test_what_cannot_be_read_is_said_with_its_cell() -> None:
    wrong = (
        *FRENCH,
        (date(2026, 11, 3), "F-9", "Garage Pichon", None, "bientôt", None, 1, 1, 2, None, None, None, None, None),
    )
    found = read(wrong)
    assert [problem.where for problem in found.problems] == ["Feuil1!E5"]
    assert [one.number for one in found.invoices] == ["F-98", "000099", "AV-3", "F-9"]


def test_a_book_without_a_register_says_what_it_needs() -> None:
    found = find_register(tables_of((("Article", "Stock"), ("Papier", 3), ("Stylo", 4))))
    assert found.sheet is None
    assert "needs columns of invoice numbers" in str(found.problems[0].what)
    assert read_register((), found).invoices == ()


def test_two_registers_are_asked_about_and_one_may_be_chosen() -> None:
    tables = tables_of(FRENCH, FRENCH)
    assert find_register(tables).sheet is None
    chosen = find_register(tables, chosen=tables[1].name)
    assert chosen.sheet is not None
    assert chosen.sheet.sheet == "Feuil2"


def test_an_office_has_its_own_words() -> None:
    rows = (("Repère", *FRENCH[0][2:]), *(row[1:] for row in FRENCH[1:]))
    tables = tables_of(rows)
    assert find_register(tables).sheet is None
    assert find_register(tables, own={"number": ("Repère",)}).sheet is not None


def test_a_new_row_has_the_registers_columns_and_its_own_word_for_the_state() -> None:
    tables = tables_of(FRENCH)
    sheet = find_register(tables).sheet
    assert sheet is not None
    row = row_of(
        invoice("F-100", ibans=(grouped(THEIRS),)), sheet, tables[0], "fr", received_on=TODAY, due=date(2026, 12, 20),
        state=RegisterState.approved, budget="6064",
    )  # fmt: skip
    assert dict(row) == {
        "Reçue le": "2026-11-26", "N° facture": "F-100", "Fournisseur": "Papeterie Durand", "N° TVA": "FR40303265045",
        "Date facture": "2026-11-20", "Échéance": "2026-12-20", "Montant HT": 100, "TVA": 20, "Montant TTC": 120,
        "Ligne budgétaire": "6064", "IBAN": THEIRS, "Statut": "Bon à payer",
    }  # fmt: skip
    assert day_columns(sheet) == ("Reçue le", "Date facture", "Échéance", "Payée le")
    assert list(missing(sheet, row, ("iban", "order"))) == ["order"]


@pytest.mark.parametrize(("language", "word"), [("fr", "Saisie"), ("en", "Entered")])
def test_a_state_that_the_register_never_had_is_said_in_the_offices_language(language: str, word: str) -> None:
    tables = tables_of(FRENCH)
    sheet = find_register(tables).sheet
    assert sheet is not None
    assert (
        dict(row_of(invoice(), sheet, tables[0], "fr" if language == "fr" else "en", received_on=TODAY))["Statut"]
        == word
    )


def test_a_credit_note_is_below_nothing_unless_the_register_tells_it_by_a_word() -> None:
    tables = tables_of(FRENCH)
    sheet = find_register(tables).sheet
    assert sheet is not None
    assert dict(row_of(invoice(is_credit=True), sheet, tables[0], "fr", received_on=TODAY))["Montant TTC"] == -120
    with_kind = (
        ("Type", "N° facture", "Fournisseur", "Date facture", "Montant TTC"),
        ("Facture", "F-1", "Papeterie Durand", date(2026, 11, 1), 50),
        ("Avoir", "AV-1", "Papeterie Durand", date(2026, 11, 2), 5),
    )
    tables = tables_of(with_kind)
    sheet = find_register(tables).sheet
    assert sheet is not None
    row = dict(row_of(invoice(is_credit=True), sheet, tables[0], "fr", received_on=TODAY))
    assert (row["Type"], row["Montant TTC"]) == ("Avoir", 120)
    assert [one.is_credit for one in read(with_kind).invoices] == [False, True]


def test_a_row_that_is_entered_is_read_again_as_it_was() -> None:
    tables = tables_of(FRENCH)
    sheet = find_register(tables).sheet
    assert sheet is not None
    new = dict(row_of(invoice("F-100"), sheet, tables[0], "fr", received_on=TODAY, due=date(2026, 12, 20)))
    days = day_columns(sheet)
    cells = tuple(
        date.fromisoformat(str(new[title])) if title in days and title in new else new.get(title)
        for title in map(str, FRENCH[0])
    )
    known = read((*FRENCH, cells)).invoices[-1]
    assert (known.number, known.payable, known.iban, known.due) == ("F-100", Decimal(120), THEIRS, date(2026, 12, 20))
    assert known.supplier.is_same(read(FRENCH).invoices[0].supplier)
