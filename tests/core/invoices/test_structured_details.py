"""What invoices may say in more than one way, or more than once."""

from __future__ import annotations

from datetime import date

import pytest

from officebot.connectors.papers.xml import read_element
from officebot.core.invoices.judging import judge
from officebot.core.invoices.model import Invoice, Severity
from officebot.core.invoices.structured import MOST_LINES, invoices_in, read_invoice
from officebot.core.invoices.structured_firms import french_numbers
from officebot.core.problems import UserError
from officebot.core.trade.structured.elements import Element
from tests.core.invoices.samples import cii_invoice, ubl_invoice


def both(xml: str) -> tuple[Element, Invoice]:
    (root,) = invoices_in(read_element(xml.encode()))
    return root, read_invoice(root)


def read(xml: str) -> Invoice:
    return both(xml)[1]


def rules(xml: str) -> list[str]:
    root, invoice = both(xml)
    return [one.rule for one in judge(root, invoice) if one.severity is Severity.error]


def test_of_several_days_of_payment_the_first_counts() -> None:
    means = "".join(
        f"<PaymentMeans><PaymentDueDate>{day}</PaymentDueDate></PaymentMeans>" for day in ("2027-01-02", "2026-12-15")
    )
    note = ubl_invoice(root="CreditNote", type_code="381", more=means).replace("<DueDate>2026-12-02</DueDate>", "")
    assert read(note).due_date == date(2026, 12, 15)
    assert read(ubl_invoice(more=means)).due_date == date(2026, 12, 2)
    later = (
        "<SpecifiedTradePaymentTerms><DueDateDateTime><DateTimeString>20261120</DateTimeString></DueDateDateTime>"
        "</SpecifiedTradePaymentTerms>"
    )
    invoice = cii_invoice().replace("<SpecifiedTradeSettlementHeader", later + "<SpecifiedTradeSettlementHeader")
    assert read(invoice).due_date == date(2026, 11, 20)


@pytest.mark.parametrize("books_first", [True, False])
def test_the_tax_is_that_of_the_invoice_s_currency_wherever_it_stands(books_first: bool) -> None:
    books = '<TaxTotal><TaxAmount currencyID="SEK">400</TaxAmount></TaxTotal>'
    xml = ubl_invoice().replace(
        "<AccountingSupplierParty>", "<TaxCurrencyCode>SEK</TaxCurrencyCode><AccountingSupplierParty>"
    )
    place = "<TaxTotal>" if books_first else "<LegalMonetaryTotal>"
    assert str(read(xml.replace(place, books + place)).vat) == "37.59"
    sums = '<TaxTotalAmount currencyID="SEK">400</TaxTotalAmount>'
    cii = cii_invoice().replace(
        "<InvoiceCurrencyCode>", "<TaxCurrencyCode>SEK</TaxCurrencyCode><InvoiceCurrencyCode>"
    )
    own = '<TaxTotalAmount currencyID="EUR">'
    placed = (
        cii.replace(own, sums + own)
        if books_first
        else cii.replace("<GrandTotalAmount>", sums + "<GrandTotalAmount>")
    )
    assert str(read(placed).vat) == "37.59"
    assert "OB-CURRENCY" not in rules(placed)


def test_a_tax_in_a_wrong_currency_is_read_and_told() -> None:
    xml = ubl_invoice().replace('<TaxTotal><TaxAmount currencyID="EUR">', '<TaxTotal><TaxAmount currencyID="USD">')
    books = xml.replace("<TaxTotal>", '<TaxTotal><TaxAmount currencyID="SEK">400</TaxAmount></TaxTotal><TaxTotal>', 1)
    books = books.replace(
        "<AccountingSupplierParty>", "<TaxCurrencyCode>SEK</TaxCurrencyCode><AccountingSupplierParty>"
    )
    for one in (xml, books):
        assert (str(read(one).vat), rules(one)) == ("37.59", ["BR-CO-15", "OB-CURRENCY"])


def test_an_account_without_iban_is_an_account_too() -> None:
    assert read(cii_invoice().replace("IBANID", "ProprietaryID")).seller.iban == "FR7630006000011234567890189"


@pytest.mark.parametrize(
    ("day", "is_odd"), [("1999-12-31", True), ("2000-01-01", False), ("2100-12-31", False), ("2101-01-01", True)]
)
def test_days_of_our_time_begin_in_2000(day: str, is_odd: bool) -> None:
    assert bool(read(ubl_invoice(issued=day)).problems) is is_odd


def test_as_many_lines_as_allowed_are_read() -> None:
    line = Element("InvoiceLine")
    root, _ = both(ubl_invoice(lines=()))
    root.children += [line] * MOST_LINES
    assert len(read_invoice(root).document.lines) == MOST_LINES
    root.children.append(line)
    with pytest.raises(UserError, match="more than 20000 lines"):
        read_invoice(root)


@pytest.mark.parametrize(
    ("ids", "vat", "country", "found"),
    [
        ([("0002", "123456782"), ("0009", "73282932000074")], "", "FR", ("123456782", "73282932000074")),
        ([("", "73282932000074")], "", "DE", ("", "")),
        ([("", "73282932000074")], "", "FR", ("732829320", "73282932000074")),
        ([("0088", "73282932000074")], "", "FR", ("", "")),
        ([], "FRAB123456782", "", ("123456782", "")),
        ([], "DE123456789", "DE", ("", "")),
    ],
    ids=["each by its scheme", "a German number", "a French one", "another scheme", "by the VAT number", "a German VAT number"],
)  # fmt: skip
def test_who_has_a_siren(ids: list[tuple[str, str]], vat: str, country: str, found: tuple[str, str]) -> None:
    assert french_numbers(ids, vat, country) == found


def test_what_was_paid_before_and_allowances_are_taken_off() -> None:
    paid = ubl_invoice(totals={"payable": "200.00"}).replace(
        "<PayableAmount", '<PrepaidAmount currencyID="EUR">18.28</PrepaidAmount><PayableAmount'
    )
    assert rules(paid) == []
    sums = "<AllowanceTotalAmount>10</AllowanceTotalAmount>"
    allowance = (
        "<SpecifiedTradeAllowanceCharge><ChargeIndicator><Indicator>false</Indicator></ChargeIndicator>"
        "<ActualAmount>10</ActualAmount><Reason>Rabais</Reason><CategoryTradeTax><TypeCode>VAT</TypeCode><CategoryCode>S"
        "</CategoryCode><RateApplicablePercent>20</RateApplicablePercent></CategoryTradeTax></SpecifiedTradeAllowanceCharge>"
    )
    less = cii_invoice(sums=sums).replace("<SpecifiedTradePaymentTerms>", allowance + "<SpecifiedTradePaymentTerms>")
    assert rules(less) == ["BR-CO-13", "BR-S-08"]
    total = "<LineTotalAmount>{}</LineTotalAmount><TaxBasis"
    assert rules(less.replace(total.format("180.69"), total.format("190.69"))) == ["BR-CO-10", "BR-S-08"]


def test_a_tax_in_another_currency_before_it_is_left_aside_even_undeclared() -> None:
    ubl = ubl_invoice().replace(
        "<TaxTotal>", '<TaxTotal><TaxAmount currencyID="SEK">400</TaxAmount></TaxTotal><TaxTotal>'
    )
    own = '<TaxTotalAmount currencyID="EUR">'
    cii = cii_invoice().replace(own, f'<TaxTotalAmount currencyID="SEK">400</TaxTotalAmount>{own}')
    for xml in (ubl, cii):
        assert (str(read(xml).vat), rules(xml)) == ("37.59", ["OB-CURRENCY"])
